//! Who came in, who was turned away and who may not what stands in the chained log, without a name or
//! an address, and is shown to whoever answers for them.

use dispatch::{Actor, TokenScope};
use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
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

/// Somebody signs in from a telephone.
async fn sign_in_by_phone(house: &House, password: &str, code: &str) -> u16 {
    let agent = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
    let form = [("email", AMINA), ("password", password), ("code", code)];
    let call = house.browser().request(Method::POST, &format!("{}/staff/sign-in", house.base()));
    let call = call.header("origin", house.base()).header("user-agent", agent).form(&form);
    call.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn what_an_account_may_not_do_is_noted_once_a_minute_for_each_route() {
    each(async |house| {
        let operator = house.staff(Role::Operator);
        let nobodys = format!("/volunteers/{}", uuid::Uuid::nil());
        for _ in 0..3 {
            operator.get("/reveals").await.expect(403);
            operator.get(&nobodys).await.expect(404);
            house.visitor().get("/reveals").await.expect(401);
        }
        assert_eq!(count(house, "access.refused", "AND actor_kind = 'token'").await, 2);
        assert_eq!(count(house, "access.refused", "").await, 2);
        let route = "AND data LIKE '%/api/v1/volunteers/{id}%'";
        assert_eq!(count(house, "access.refused", route).await, 1, "the route, not the address");
        house.clock.advance(SignedDuration::from_mins(1));
        operator.get("/reveals").await.expect(403);
        assert_eq!(count(house, "access.refused", "").await, 3);

        let helper = house.helper("Ines", &json!({})).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let other = house.helper("Omar", &json!({})).await;
        let browser = house.browser();
        browser.post("/sessions", &json!({ "email": other.email })).await.expect(202);
        house.settle().await;
        let token = house.token_in(&other.email, "login", "/l/");
        browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
        browser.get(&format!("/engagements/{}", promise.id)).await.expect(404);
        assert_eq!(count(house, "access.refused", "AND actor_kind = 'volunteer'").await, 1);
        let report = house.dispatch.verify_audit().await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_only_reads_and_writes_is_noted() {
    each(async |house| {
        let scope = TokenScope { read_only: true, ..TokenScope::of(Role::Administrator) };
        let token = house.dispatch.create_api_token(&Actor::System, scope).await.unwrap();
        let url = format!("{}/api/v1/requests", house.base());
        let call = house.visitor().request(Method::POST, &url).bearer_auth(token);
        assert_eq!(call.json(&json!({})).send().await.unwrap().status(), 403);
        assert_eq!(count(house, "access.refused", "AND actor_kind = 'token'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_for_the_area_sees_who_came_in() {
    each(async |house| {
        let here = house.area("Ixelles", tests::house::people::CENTRE).await;
        let there = house.area("Liège", (50.6333, 5.5667)).await;
        let made = house.dispatch.create_account(&Actor::System, AMINA, Role::Operator, Some(here));
        let link = format!("/setup/{}", last_part(&made.await.unwrap()));
        let desk = house.set_up(&link).await;
        house.clock.advance(SignedDuration::from_mins(1));
        sign_in_by_phone(house, PASSWORD, &desk.app.code(house)).await;
        sign_in_by_phone(house, "not her password", "123456").await;
        sign_in(house, "nobody@team.example", "not a password", "123456").await;
        desk.browser.get(&format!("{}/staff/audit", house.base())).await.expect(403);

        let path = format!("{}/staff/audit?lang=en", house.base());
        let page = async |caller: tests::house::Caller| caller.get(&path).await.expect(200).text();
        let all = page(house.staff(Role::Administrator)).await;
        let own = page(house.staff_of(Role::Coordinator, here).await).await;
        let foreign = page(house.staff_of(Role::Coordinator, there).await).await;
        for words in
            ["Firefox, Android", "came in: password and code", "turned away", "GET /staff/audit"]
        {
            assert!(all.contains(words), "{words}: {all}");
            assert!(own.contains(words), "{words}: {own}");
            assert!(!foreign.contains(words), "{words}: {foreign}");
        }
        assert!(all.contains("somebody unknown"), "{all}");
        assert!(!own.contains("somebody unknown"), "tries at no account concern no area: {own}");
        assert!(!all.contains("team.example"), "no address is shown: {all}");
    })
    .await;
}
