//! Staff come in by a link, a password and their phone, and by nothing less.

use dispatch::{Actor, TokenScope};
use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use tests::house::desk::{Desk, PASSWORD};
use tests::house::{Answer, Caller, House, each, last_part};

const AMINA: &str = "amina@team.example";

async fn invite(house: &House) -> String {
    let made = house.dispatch.create_account(&Actor::System, AMINA, Role::Operator, None).await;
    format!("/setup/{}", last_part(&made.unwrap()))
}

async fn sign_in(house: &House, browser: &Caller, code: &str) -> Answer {
    let form = [("email", AMINA), ("password", PASSWORD), ("code", code)];
    house.post_form(browser, "/staff/sign-in", &form).await
}

/// Whether a browser is at the desk.
async fn is_in(house: &House, browser: &Caller) -> bool {
    let url = format!("{}/api/v1/tasks", house.base());
    browser.send(browser.request(Method::GET, &url)).await.status == 200
}

async fn amina(house: &House) -> Desk {
    let link = invite(house).await;
    let desk = house.set_up(&link).await;
    assert!(is_in(house, &desk.browser).await);
    desk
}

#[tokio::test]
async fn a_link_a_password_and_a_phone_lead_in() {
    each(async |house| {
        let link = invite(house).await;
        let desk = house.set_up(&link).await;
        assert!(is_in(house, &desk.browser).await);
        assert_eq!(desk.recovery_codes.len(), 10);
        house.read(&house.browser(), &link).await.expect(410);
        // Later, elsewhere.
        house.clock.advance(SignedDuration::from_mins(1));
        let browser = house.browser();
        let code = desk.app.code(house);
        sign_in(house, &browser, &code).await.expect(200);
        assert!(is_in(house, &browser).await);
    })
    .await;
}

#[tokio::test]
async fn nothing_less_than_all_three_leads_in() {
    each(async |house| {
        let desk = amina(house).await;
        house.clock.advance(SignedDuration::from_mins(1));
        let code = desk.app.code(house);
        let wrong = [
            (AMINA, PASSWORD, ""),
            (AMINA, PASSWORD, "000000"),
            (AMINA, "une autre phrase longue", code.as_str()),
            ("nobody@team.example", PASSWORD, code.as_str()),
        ];
        let mut told = std::collections::BTreeSet::new();
        for (email, password, code) in wrong {
            let browser = house.browser();
            let form = [("email", email), ("password", password), ("code", code)];
            let answer = house.post_form(&browser, "/staff/sign-in", &form).await.expect(422);
            assert!(!is_in(house, &browser).await);
            told.insert(answer.text().replace(email, ""));
        }
        assert_eq!(told.len(), 1, "which of the three is wrong is not told");
    })
    .await;
}

#[tokio::test]
async fn a_code_and_a_recovery_code_work_once() {
    each(async |house| {
        let desk = amina(house).await;
        let paper = desk.recovery_codes[3].to_lowercase().replace('-', " ");
        sign_in(house, &house.browser(), &paper).await.expect(200);
        sign_in(house, &house.browser(), &paper).await.expect(422);
        house.clock.advance(SignedDuration::from_mins(1));
        let code = desk.app.code(house);
        sign_in(house, &house.browser(), &code).await.expect(200);
        sign_in(house, &house.browser(), &code).await.expect(422);
    })
    .await;
}

#[tokio::test]
async fn guessing_is_slowed_down_and_time_forgives() {
    each(async |house| {
        let desk = amina(house).await;
        for _ in 0..5 {
            sign_in(house, &house.browser(), "000000").await.expect(422);
        }
        house.clock.advance(SignedDuration::from_mins(1));
        let code = desk.app.code(house);
        sign_in(house, &house.browser(), &code).await.expect(429);
        let unknown = [("email", "nobody@team.example"), ("password", PASSWORD), ("code", "1")];
        for _ in 0..5 {
            house.post_form(&house.browser(), "/staff/sign-in", &unknown).await.expect(422);
        }
        house.post_form(&house.browser(), "/staff/sign-in", &unknown).await.expect(429);
        house.clock.advance(SignedDuration::from_mins(15));
        let code = desk.app.code(house);
        sign_in(house, &house.browser(), &code).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn who_stops_half_way_goes_on_with_the_password_alone() {
    each(async |house| {
        let link = invite(house).await;
        let browser = house.browser();
        let form = [("password", PASSWORD), ("repeat", PASSWORD)];
        house.post_form(&browser, &link, &form).await.expect(200);
        assert!(!is_in(house, &browser).await);
        let elsewhere = house.browser();
        let page = sign_in(house, &elsewhere, "").await.expect(200);
        assert!(!is_in(house, &elsewhere).await);
        let app = tests::house::desk::Authenticator::of_page(&page.text());
        // The secret that the first browser was shown is no longer the one.
        let code = app.code(house);
        house.post_form(&browser, "/staff/second-factor", &[("code", &code)]).await.expect(401);
        house.post_form(&elsewhere, "/staff/second-factor", &[("code", &code)]).await.expect(200);
        assert!(is_in(house, &elsewhere).await);
    })
    .await;
}

#[tokio::test]
async fn a_session_rests_two_hours_and_lasts_twelve() {
    each(async |house| {
        let desk = amina(house).await;
        for _ in 0..6 {
            house.clock.advance(SignedDuration::from_mins(115));
            assert!(is_in(house, &desk.browser).await);
        }
        house.clock.advance(SignedDuration::from_mins(31));
        assert!(!is_in(house, &desk.browser).await, "twelve hours are past");
        let code = desk.app.code(house);
        sign_in(house, &desk.browser, &code).await.expect(200);
        house.clock.advance(SignedDuration::from_mins(121));
        assert!(!is_in(house, &desk.browser).await, "two hours without use are past");
    })
    .await;
}

/// The demo's hours are minutes: whoever reads a page there must not be signed out meanwhile.
#[tokio::test]
async fn a_session_of_a_printed_link_does_not_rest() {
    each(async |house| {
        amina(house).await;
        let account = house.dispatch.account_with_email(AMINA).await.unwrap().unwrap();
        let made = house.dispatch.session_for_account(&Actor::System, account.id).await;
        let cookie = made.unwrap();
        let lives = async || house.dispatch.staff_by_cookie(&cookie).await.unwrap().is_some();
        for _ in 0..3 {
            house.clock.advance(SignedDuration::from_hours(30));
            assert!(lives().await);
        }
        house.clock.advance(SignedDuration::from_hours(28 * 24));
        assert!(!lives().await, "thirty days are past");
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_and_all_at_once() {
    each(async |house| {
        let desk = amina(house).await;
        let mut others = Vec::new();
        for code in &desk.recovery_codes[..2] {
            let browser = house.browser();
            sign_in(house, &browser, code).await.expect(200);
            others.push(browser);
        }
        let page = house.read(&desk.browser, "/staff/account").await.expect(200).text();
        let ids: Vec<&str> = page
            .split("name=\"session\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(ids.len(), 3);
        let foreign = [("go", "end"), ("session", &*"00".repeat(32))];
        house.post_form(&desk.browser, "/staff/account", &foreign).await.expect(404);
        let here = page.find("tag-ok").unwrap();
        let mine = page[here..].find("value=\"").unwrap() + here + 7;
        let mine = &page[mine..mine + 64];
        for id in ids.iter().filter(|id| **id != mine).take(1) {
            let form = [("go", "end"), ("session", *id)];
            house.post_form(&desk.browser, "/staff/account", &form).await.expect(200);
        }
        let mut left = 0;
        for other in &others {
            left += u32::from(is_in(house, other).await);
        }
        assert_eq!(left, 1);
        assert!(is_in(house, &desk.browser).await);
        house.post_form(&desk.browser, "/staff/account", &[("go", "end-all")]).await;
        for browser in others.iter().chain([&desk.browser]) {
            assert!(!is_in(house, browser).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_and_a_reset_end_every_session() {
    each(async |house| {
        let desk = amina(house).await;
        let other = house.browser();
        sign_in(house, &other, &desk.recovery_codes[0]).await.expect(200);
        let fresh = "une tout autre phrase";
        let wrong = [("go", "password"), ("current", "wrong"), ("code", &desk.recovery_codes[1])];
        let wrong = [&wrong[..], &[("password", fresh), ("repeat", fresh)]].concat();
        house.post_form(&desk.browser, "/staff/account", &wrong).await.expect(422);
        let form = [("go", "password"), ("current", PASSWORD), ("code", &desk.recovery_codes[1])];
        let form = [&form[..], &[("password", fresh), ("repeat", fresh)]].concat();
        house.post_form(&desk.browser, "/staff/account", &form).await.expect(200);
        assert!(is_in(house, &desk.browser).await && !is_in(house, &other).await);
        sign_in(house, &other, &desk.recovery_codes[2]).await.expect(422);
        let link = house.dispatch.reset_account(&Actor::System, AMINA).await.unwrap();
        assert!(!is_in(house, &desk.browser).await);
        let again = house.set_up(&link).await;
        assert!(is_in(house, &again.browser).await);
        sign_in(house, &other, &desk.recovery_codes[3]).await.expect(422);
    })
    .await;
}

#[tokio::test]
async fn a_token_reads_only_where_it_says_so_and_ends() {
    each(async |house| {
        let system = Actor::System;
        let scope = TokenScope {
            read_only: true,
            days: Some(1),
            name: "statistics",
            ..TokenScope::of(Role::Administrator)
        };
        let token = house.dispatch.create_api_token(&system, scope).await.unwrap();
        let caller = Caller::outside(house.base(), Some(&token));
        caller.get("/requests").await.expect(200);
        let body = tests::house::people::request(&house.in_hours(5), &serde_json::json!({}));
        caller.post("/requests", &body).await.expect(403);
        let reveal = format!("/requests/{}/reveal", uuid::Uuid::nil());
        caller.post(&reveal, &serde_json::json!({ "reason": "call" })).await.expect(403);
        let listed = house.dispatch.api_tokens(&system).await.unwrap();
        let own = listed.iter().find(|token| token.name == "statistics").unwrap().id;
        house.clock.advance(SignedDuration::from_hours(23));
        caller.get("/requests").await.expect(200);
        house.clock.advance(SignedDuration::from_hours(1));
        caller.get("/requests").await.expect(401);
        let token = house.dispatch.create_api_token(&system, TokenScope::of(Role::Operator)).await;
        let caller = Caller::outside(house.base(), Some(&token.unwrap()));
        caller.get("/requests").await.expect(200);
        let newest = house.dispatch.api_tokens(&system).await.unwrap()[0].id;
        assert_ne!(newest, own);
        house.dispatch.revoke_api_token(&system, newest).await.unwrap();
        caller.get("/requests").await.expect(401);
    })
    .await;
}
