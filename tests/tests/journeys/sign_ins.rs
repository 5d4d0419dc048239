//! Who came in and who was turned away stands in the chained log, without a name or an address.

use dispatch::Actor;
use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::desk::PASSWORD;
use tests::house::{House, each, last_part};

const AMINA: &str = "amina@team.example";

async fn count(house: &House, kind: &str, rest: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM event WHERE kind = '{kind}' {rest}")).await
}

async fn sign_in(house: &House, email: &str, password: &str, code: &str) -> u16 {
    let form = [("email", email), ("password", password), ("code", code)];
    house.post_form(&house.browser(), "/staff/sign-in", &form).await.status
}

#[tokio::test]
async fn staff_who_come_in_and_whoever_does_not_are_noted_and_chained() {
    each(async |house| {
        let made = house.dispatch.create_account(&Actor::System, AMINA, Role::Operator, None);
        let link = format!("/setup/{}", last_part(&made.await.unwrap()));
        let desk = house.set_up(&link).await;
        house.clock.advance(SignedDuration::from_mins(1));
        assert_eq!(sign_in(house, AMINA, PASSWORD, &desk.app.code(house)).await, 200);
        assert_eq!(count(house, "account.signed_in", "AND actor_kind = 'staff'").await, 1);

        let before = house.dispatch.verify_audit().await.unwrap().links;
        for _ in 0..2 {
            sign_in(house, AMINA, "not her password", "123456").await;
            sign_in(house, "nobody@team.example", "not her password", "123456").await;
        }
        let by_whom = "AND actor_kind = 'visitor' AND actor_id IS NOT NULL";
        assert_eq!(count(house, "account.turned_away", by_whom).await, 4);
        let distinct = "SELECT COUNT(DISTINCT actor_id) FROM event \
            WHERE kind = 'account.turned_away'";
        assert_eq!(house.number(distinct).await, 2, "who tries again is seen to");
        let known = "AND data LIKE '%\"account\":\"%'";
        assert_eq!(count(house, "account.turned_away", known).await, 2);
        let after = house.dispatch.verify_audit().await.unwrap().links;
        assert_eq!(after - before, 4);
        let rows = house.picture().await.join("\n");
        assert!(!rows.contains("team.example"), "no address stands in the clear");
    })
    .await;
}

#[tokio::test]
async fn guessing_does_not_fill_the_log() {
    each(async |house| {
        for _ in 0..40 {
            sign_in(house, "nobody@team.example", "a guess of somebody", "123456").await;
            let guess = json!({ "code": "ABCD-1234" });
            house.visitor().post("/sessions/redeem", &guess).await;
        }
        assert_eq!(count(house, "account.turned_away", "").await, 5);
        assert_eq!(count(house, "volunteer.turned_away", "").await, 10);
    })
    .await;
}

#[tokio::test]
async fn a_volunteer_who_comes_in_is_noted() {
    each(async |house| {
        let helper = house.helper("Ines", &json!({})).await;
        let browser = house.browser();
        browser.post("/sessions", &json!({ "email": helper.email })).await.expect(202);
        house.settle().await;
        let token = house.token_in(&helper.email, "login", "/l/");
        browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
        let theirs = "AND volunteer_id IS NOT NULL AND data LIKE '%link%'";
        assert_eq!(count(house, "volunteer.signed_in", theirs).await, 1);
    })
    .await;
}
