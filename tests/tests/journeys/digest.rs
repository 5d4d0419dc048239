//! One mail a day for those who want it, and a yes from the page of what is open near them.

use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, SECRETS, around};
use tests::house::{Caller, House, each, mentions};

const MORNING: &str = "2026-11-25T07:00:00Z";

async fn morning(house: &House) {
    house.pass_until(MORNING.parse().unwrap()).await;
    house.pass(SignedDuration::from_mins(15)).await;
}

async fn asked_for_long(house: &House) -> Asked {
    house.ask(&json!({ "needed_by": house.in_hours(40) })).await
}

/// Sends a page's form, as a browser does; gives where it led.
async fn submit(
    house: &House,
    browser: &Caller,
    path: &str,
    fields: &[(&str, &str)],
) -> (u16, String) {
    let url = format!("{}{path}", house.base());
    let call = browser.request(Method::POST, &url).header("origin", house.base()).form(fields);
    let answer = call.send().await.unwrap();
    (answer.status().as_u16(), answer.url().path().to_owned())
}

async fn signed_in_by_digest(house: &House, email: &str) -> Caller {
    let link = house.mail_to(email, "digest").link("/me/near").unwrap();
    let browser = house.browser();
    let door = browser.get(&link).await.expect(200).text();
    assert!(door.contains("action=\"/sign-in\""), "the mail alone opens nothing: {door}");
    submit(house, &browser, "/sign-in", &[("email", email), ("next", "/me/near")]).await;
    house.settle().await;
    let path = format!("/l/{}", house.token_in(email, "login", "/l/"));
    let (status, to) = submit(house, &browser, &path, &[("sure", "yes")]).await;
    assert_eq!((status, to.as_str()), (200, "/me"));
    browser
}

async fn page(house: &House, browser: &Caller, path: &str) -> String {
    browser.get(&format!("{}{path}", house.base())).await.expect(200).text()
}

#[tokio::test]
async fn what_is_open_comes_in_one_mail_and_is_chosen_on_the_page() {
    each(async |house| {
        let daily = house.helper("Daily", &json!({ "mail_mode": "digest" })).await;
        let path = format!("/volunteers/{}", daily.id);
        let seen = house.staff(Role::Coordinator).get(&path).await.expect(200);
        assert_eq!(seen.str("/mail_mode"), "digest");
        let asked = asked_for_long(house).await;
        morning(house).await;
        assert!(house.mails("alert").is_empty());
        assert!(house.tasks("phone_list").await.is_empty(), "the morning's mail is waited for");
        let mail = house.mail_to(&daily.email, "digest");
        let text = mail.text().unwrap();
        assert_eq!(text.matches("/me/near").count(), 1, "{text}");
        assert!(!text.contains("/l/"), "no link signs in for a day: {text}");
        assert!(text.contains("Ixelles") && mail.header("List-Unsubscribe").is_some(), "{text}");
        for secret in SECRETS {
            assert!(!mentions(&mail, secret), "{secret}: {text}");
        }
        let browser = signed_in_by_digest(house, &daily.email).await;
        let list = page(house, &browser, "/me/near").await;
        assert!(list.contains(&asked.id.to_string()), "{list}");
        let id = asked.id.to_string();
        let (status, _) = submit(house, &browser, "/me/near", &[("request", &id)]).await;
        assert_eq!(status, 422, "when is required");
        let yes = [("request", id.as_str()), ("when", "today")];
        let (status, to) = submit(house, &browser, "/me/near", &yes).await;
        assert_eq!((status, to.starts_with("/engagements/")), (200, true), "{to}");
        house.settle().await;
        assert_eq!(house.status(&asked).await, "matched");
        assert_eq!(house.mails_to(&daily.email, "engaged").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_place_goes_to_one_whichever_way_they_came() {
    each(async |house| {
        let daily = house.helper("Daily", &json!({ "mail_mode": "digest" })).await;
        let asked = asked_for_long(house).await;
        morning(house).await;
        let browser = signed_in_by_digest(house, &daily.email).await;
        let single = house.helper("Single", &json!({})).await;
        house.pass(SignedDuration::from_hours(1)).await;
        house.accept(&single.email, "today").await.expect(200);
        let id = asked.id.to_string();
        let yes = [("request", id.as_str()), ("when", "today")];
        assert_eq!(submit(house, &browser, "/me/near", &yes).await.0, 409);
        assert!(!page(house, &browser, "/me/near").await.contains(&id));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_sent_when_nothing_is_open_and_what_is_vital_comes_at_once() {
    each(async |house| {
        let daily = house.helper("Daily", &json!({ "mail_mode": "digest" })).await;
        let far: Value = json!({ "location": around(9_000.0, 0.0) });
        house
            .helper("Elsewhere", &json!({ "mail_mode": "digest", "location": far["location"] }))
            .await;
        house.ask(&json!({ "category": "pets", "needed_by": house.in_hours(40) })).await;
        morning(house).await;
        assert!(house.mails("digest").is_empty());
        house.ask(&json!({ "priority": "vital" })).await;
        assert_eq!(house.mails_to(&daily.email, "alert").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn each_daily_mail_counts_against_the_limit_of_the_week() {
    each(async |house| {
        let own = json!({ "mail_mode": "digest", "max_alerts_per_week": 2 });
        let daily = house.helper("Daily", &own).await;
        house.ask(&json!({ "needed_by": house.in_hours(6 * 24) })).await;
        house.pass(SignedDuration::from_hours(5 * 24)).await;
        assert_eq!(house.mails_to(&daily.email, "digest").len(), 2);
        let path = format!("/volunteers/{}", daily.id);
        let back = json!({ "mail_mode": "single" });
        house.staff(Role::Coordinator).patch(&path, &back).await.expect(200);
        let wrong = json!({ "mail_mode": "weekly" });
        house.staff(Role::Coordinator).patch(&path, &wrong).await.expect(422);
    })
    .await;
}
