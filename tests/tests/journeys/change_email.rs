//! Another address: agreed to at both mailboxes, or after a call to the number that is known.

use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::Helper;
use tests::house::{Caller, House, each, last_part};

const NEXT: &str = "next@helps.example";

/// The volunteer signs in by a mail to an address; none when the address is nobody's.
async fn sign_in(house: &House, email: &str) -> Option<Caller> {
    let browser = house.browser();
    let before = house.mails_to(email, "login").len();
    browser.post("/sessions", &json!({ "email": email })).await;
    house.settle().await;
    if house.mails_to(email, "login").len() == before {
        return None;
    }
    let token = house.token_in(email, "login", "/l/");
    browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
    Some(browser)
}

async fn ask(house: &House, browser: &Caller, email: &str) -> String {
    let asked = house.post_form(browser, "/me/email", &[("email", email)]).await;
    house.settle().await;
    asked.expect(200).text()
}

async fn say(house: &House, email: &str, kind: &str, what: &str) -> String {
    let path = format!("/e/{}", house.token_in(email, kind, "/e/"));
    let said = house.post_form(&house.visitor(), &path, &[("say", what)]).await;
    house.settle().await;
    said.expect(200).text()
}

async fn sessions(house: &House, kind: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM session WHERE kind = '{kind}'")).await
}

fn with_phone() -> Value {
    json!({ "phone": "+32 470 55 66 77" })
}

#[tokio::test]
async fn an_address_changes_once_both_mailboxes_agree() {
    each(async |house| {
        let helper = house.helper("Mover", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        let alert = house.alert_token(&helper.email);
        let browser = sign_in(house, &helper.email).await.unwrap();
        ask(house, &browser, NEXT).await;
        say(house, NEXT, "email_new", "agree").await;
        assert!(sign_in(house, NEXT).await.is_none(), "one mailbox is not enough");
        assert_eq!(sessions(house, "volunteer").await, 1);

        say(house, &helper.email, "email_old", "agree").await;
        assert_eq!(sessions(house, "volunteer").await, 0, "every session ends");
        assert_eq!(house.mails_to(&helper.email, "email_changed").len(), 1);
        assert!(sign_in(house, &helper.email).await.is_none());
        assert!(sign_in(house, NEXT).await.is_some());
        let accept = format!("/alerts/{alert}/accept");
        let dead = house.visitor().post(&accept, &json!({ "when": "now" })).await;
        assert_eq!(dead.status, 410, "nothing in the old mailbox opens a contact");
        assert_eq!(house.status(&asked).await, "open");
    })
    .await;
}

#[tokio::test]
async fn a_program_asks_for_another_address_as_the_page_does() {
    each(async |house| {
        let helper = house.helper("Mover", &json!({})).await;
        let path = "/volunteers/me/email";
        house.visitor().post(path, &json!({ "email": NEXT })).await.expect(401);
        house.staff(Role::Administrator).post(path, &json!({ "email": NEXT })).await.expect(401);
        let browser = sign_in(house, &helper.email).await.unwrap();
        let wrong = browser.post(path, &json!({ "email": "nowhere" })).await.expect(422);
        assert_eq!(wrong.str("/errors/0/field"), "email");
        browser.post(path, &json!({ "email": NEXT })).await.expect(202);
        house.settle().await;
        say(house, NEXT, "email_new", "agree").await;
        say(house, &helper.email, "email_old", "agree").await;
        assert!(sign_in(house, &helper.email).await.is_none());
        assert!(sign_in(house, NEXT).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_old_mailbox_stops_whoever_holds_the_browser() {
    each(async |house| {
        let helper = house.helper("Mover", &json!({})).await;
        let thief = sign_in(house, &helper.email).await.unwrap();
        ask(house, &thief, NEXT).await;
        say(house, NEXT, "email_new", "agree").await;
        say(house, &helper.email, "email_old", "stop").await;
        let path = format!("/e/{}", house.token_in(NEXT, "email_new", "/e/"));
        let again = house.post_form(&thief, &path, &[("say", "agree")]).await;
        assert_eq!(again.status, 410);
        assert!(sign_in(house, NEXT).await.is_none());

        ask(house, &thief, NEXT).await;
        house.pass(SignedDuration::from_hours(49)).await;
        let late = format!("/e/{}", house.token_in(&helper.email, "email_old", "/e/"));
        assert_eq!(house.read(&thief, &late).await.status, 410, "two days, no more");
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_whether_the_next_address_is_known_and_links_wait_for_a_choice() {
    each(async |house| {
        let helper = house.helper("Mover", &json!({})).await;
        let other = house.helper("Other", &json!({})).await;
        let browser = sign_in(house, &helper.email).await.unwrap();
        let unknown = ask(house, &browser, NEXT).await;
        let known = ask(house, &browser, &other.email).await;
        assert_eq!(unknown, known);
        assert!(house.mails_to(&other.email, "email_new").is_empty());
        assert_eq!(house.mails_to(&helper.email, "email_old").len(), 2);

        let first = &house.mails_to(&helper.email, "email_old")[0];
        let path = format!("/e/{}", last_part(&first.link("/e/").unwrap()));
        assert_eq!(house.read(&browser, &path).await.status, 410, "the second one replaces it");
        let path = format!("/e/{}", house.token_in(&helper.email, "email_old", "/e/"));
        let before = house.picture().await;
        for method in [Method::GET, Method::HEAD] {
            let url = format!("{}{path}", house.base());
            browser.send(browser.request(method, &url)).await.expect(200);
        }
        house.post_form(&browser, &path, &[]).await.expect(422);
        let after = house.picture().await;
        assert_eq!(tests::house::differences(&before, &after), Vec::<String>::new());
    })
    .await;
}

async fn lost(house: &House, role: Role, helper: &Helper, called: &str) -> u16 {
    let path = format!("{}/staff/volunteers/{}", house.base(), helper.id);
    let staff = house.staff(role);
    let call = staff.request(Method::POST, &path).header("origin", house.base());
    let form = [("go", "email"), ("email", NEXT), ("called", called)];
    let answer = staff.send(call.form(&form)).await;
    house.settle().await;
    answer.status
}

#[tokio::test]
async fn a_lost_mailbox_is_replaced_after_a_call_and_two_days() {
    each(async |house| {
        let helper = house.helper("Mover", &with_phone()).await;
        let without = house.helper("Unknown", &json!({})).await;
        assert_eq!(lost(house, Role::Operator, &without, "yes").await, 409, "nobody to call");
        assert_eq!(lost(house, Role::Operator, &helper, "").await, 422);
        assert!(house.mails("email_lost").is_empty());
        assert_eq!(lost(house, Role::Operator, &helper, "yes").await, 303);
        assert_eq!(house.mails_to(&helper.email, "email_lost").len(), 1);
        say(house, NEXT, "email_new", "agree").await;
        house.pass(SignedDuration::from_hours(47)).await;
        assert!(sign_in(house, NEXT).await.is_none());
        house.pass(SignedDuration::from_hours(2)).await;
        assert!(sign_in(house, NEXT).await.is_some());
        assert_eq!(house.mails_to(&helper.email, "email_changed").len(), 1);
        let noted = "SELECT COUNT(*) FROM event WHERE kind = 'volunteer.email_lost'";
        assert_eq!(house.number(noted).await, 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_fools_the_team_is_stopped_by_the_old_mailbox_and_looked_into() {
    each(async |house| {
        let helper = house.helper("Mover", &with_phone()).await;
        assert_eq!(lost(house, Role::Operator, &helper, "yes").await, 303);
        say(house, NEXT, "email_new", "agree").await;
        say(house, &helper.email, "email_lost", "stop").await;
        house.pass(SignedDuration::from_hours(49)).await;
        assert!(sign_in(house, NEXT).await.is_none());
        assert!(sign_in(house, &helper.email).await.is_some());
        assert_eq!(house.tasks("concern").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn staff_show_who_they_are_before_their_address_changes() {
    each(async |house| {
        let dispatch = &house.dispatch;
        let made = dispatch
            .create_account(&dispatch::Actor::System, "desk@proche.example", Role::Operator, None)
            .await;
        let desk = house.set_up(&made.unwrap()).await;
        house.pass(SignedDuration::from_mins(1)).await;
        let ask = async |password: &str, code: &str| {
            let form = [("go", "email"), ("current", password), ("code", code), ("email", NEXT)];
            let answer = house.post_form(&desk.browser, "/staff/account", &form).await;
            house.settle().await;
            answer.status
        };
        let password = tests::house::desk::PASSWORD;
        assert_eq!(ask("not the password at all", &desk.app.code(house)).await, 422);
        assert_eq!(ask(password, "000000").await, 422);
        assert!(house.mails("email_old").is_empty());
        assert_eq!(ask(password, &desk.app.code(house)).await, 200);
        say(house, "desk@proche.example", "email_old", "agree").await;
        say(house, NEXT, "email_new", "agree").await;
        assert_eq!(sessions(house, "staff").await, 0);
        house.pass(SignedDuration::from_mins(1)).await;
        let browser = house.browser();
        let code = desk.app.code(house);
        let form = [("email", NEXT), ("password", password), ("code", code.as_str())];
        house.post_form(&browser, "/staff/sign-in", &form).await.expect(200);
        assert_eq!(sessions(house, "staff").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_stays_where_it_has_to_be_corrected() {
    each(async |house| {
        let helper = house.helper("Typist", &with_phone()).await;
        let browser = sign_in(house, &helper.email).await.unwrap();
        let own = house.post_form(&browser, "/me/email", &[("email", "next@nowhere@helps")]).await;
        assert!(own.expect(422).text().contains("value=\"next@nowhere@helps\""));

        let made = house
            .dispatch
            .create_account(&dispatch::Actor::System, "amina@team.example", Role::Coordinator, None)
            .await;
        let desk = house.set_up(&made.unwrap()).await;
        let card = format!("/staff/volunteers/{}", helper.id);
        for form in [
            [("go", "email"), ("email", "next@nowhere@helps"), ("called", "yes")],
            [("go", "vet"), ("vetted_until", "2020-01-01"), ("email", "")],
        ] {
            let typed = form[1].1;
            let page = house.post_form(&desk.browser, &card, &form).await.expect(422).text();
            assert!(page.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
        let form = [("go", "email"), ("current", "not mine"), ("email", "amina@helps.example")];
        let page = house.post_form(&desk.browser, "/staff/account", &form).await.expect(422).text();
        assert!(page.contains("value=\"amina@helps.example\""));
    })
    .await;
}
