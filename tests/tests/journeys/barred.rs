//! Ways around a suspension or a pause, and what stands in them.

use dispatch::Purpose;
use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, Helper, Promise, around, volunteer};
use tests::house::{Caller, House, each, each_with, tireless};

const PHONE: &str = "+32 470 55 44 33";

async fn shopper(house: &House) -> Helper {
    let own = json!({ "location": around(0.0, 0.0), "capacity": 5, "phone": PHONE });
    house.helper("Shopper", &own).await
}

async fn set_status(house: &House, helper: &Helper, to: &str) {
    let path = format!("/volunteers/{}", helper.id);
    let change = json!({ "status": to });
    house.staff(Role::Coordinator).patch(&path, &change).await.expect(200);
    house.settle().await;
}

async fn status_of(house: &House, helper: &Helper) -> String {
    let path = format!("/volunteers/{}", helper.id);
    house.staff(Role::Coordinator).get(&path).await.expect(200).str("/status")
}

/// The volunteer signs in by mail in a browser of their own.
async fn signed_in(house: &House, helper: &Helper) -> Caller {
    let browser = house.browser();
    browser.post("/sessions", &json!({ "email": helper.email })).await;
    house.settle().await;
    let token = house.token_in(&helper.email, "login", "/l/");
    browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
    browser
}

/// What a form of the volunteer's own pages sends.
async fn presses(house: &House, browser: &Caller, path: &str, form: &[(&str, &str)]) -> u16 {
    let url = format!("{}{path}", house.base());
    let call = browser.request(Method::POST, &url).header("origin", house.base());
    let status = browser.send(call.form(form)).await.status;
    house.settle().await;
    status
}

/// The volunteer erases their account at their own word.
async fn erases(house: &House, helper: &Helper) {
    let browser = signed_in(house, helper).await;
    assert_eq!(presses(house, &browser, "/me/erase", &[("sure", "yes")]).await, 200);
}

/// Somebody signs up and confirms; gives how they stand then.
async fn signs_up(house: &House, changes: &Value) -> String {
    let body = volunteer("Shopper", changes);
    house.visitor().post("/volunteers", &body).await.expect(201);
    house.settle().await;
    let email = body["email"].as_str().unwrap_or_default();
    let token = house.token_in(email, "confirm", "/c/");
    let path = format!("/confirmations/{token}");
    let confirmed = house.visitor().post(&path, &json!({})).await.expect(200);
    house.settle().await;
    confirmed.str("/status")
}

async fn take_and_look(house: &House, helper: &Helper) -> (Asked, Promise) {
    let contact = json!({ "name": "Someone", "phone": "+32 470 11 22 33" });
    let asked = house.ask(&json!({ "contact": contact })).await;
    let promise = house.promise(&helper.email, "today").await;
    let path = format!("/engagements/{}/reveal", promise.id);
    promise.browser.post(&path, &json!({})).await.expect(200);
    (asked, promise)
}

async fn gives_back(house: &House, promise: &Promise) {
    house.helper_does(promise, "release", &json!({ "reason": "no_time" })).await.expect(200);
}

#[tokio::test]
async fn whoever_is_suspended_and_leaves_waits_for_a_coordinator_when_they_come_back() {
    each(async |house| {
        let helper = shopper(house).await;
        set_status(house, &helper, "suspended").await;
        erases(house, &helper).await;
        assert_eq!(signs_up(house, &json!({})).await, "pending_review");
        let tasks = house.tasks("returned").await;
        assert_eq!((tasks.len(), &tasks[0]["level"]), (1, &json!(1)));
        house.ask(&json!({})).await;
        assert!(house.mails("alert").is_empty());

        let done = format!("/tasks/{}/done", tasks[0]["id"].as_str().unwrap_or_default());
        let yes = json!({ "outcome": "yes" });
        house.staff(Role::Operator).post(&done, &yes).await.expect(403);
        house.staff(Role::Coordinator).post(&done, &yes).await.expect(200);
        house.ask(&json!({})).await;
        assert!(!house.mails("alert").is_empty(), "a coordinator has let them back in");
    })
    .await;
}

#[tokio::test]
async fn another_address_with_the_same_number_is_no_way_around_it() {
    each(async |house| {
        let helper = shopper(house).await;
        set_status(house, &helper, "suspended").await;
        let other = json!({ "email": "other@helps.example", "phone": PHONE });
        assert_eq!(signs_up(house, &other).await, "pending_review");
        let third = json!({ "email": "third@helps.example", "phone": "+32 470 55 44 34" });
        assert_eq!(signs_up(house, &third).await, "active");
    })
    .await;
}

#[tokio::test]
async fn a_bar_ends_with_its_limit_or_with_the_suspension() {
    each(async |house| {
        let helper = shopper(house).await;
        set_status(house, &helper, "suspended").await;
        set_status(house, &helper, "active").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM barred").await, 0);
        set_status(house, &helper, "suspended").await;
        erases(house, &helper).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM barred").await, 2);
        house.clock.set(house.now() + SignedDuration::from_hours(24 * 731));
        house.dispatch.purge(true).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM barred").await, 0);
        assert_eq!(signs_up(house, &json!({ "phone": PHONE })).await, "active");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_held_and_leaves_waits_for_a_coordinator_when_they_come_back() {
    each_with(tireless, async |house| {
        let helper = shopper(house).await;
        for _ in 0..2 {
            let (_, promise) = take_and_look(house, &helper).await;
            gives_back(house, &promise).await;
        }
        erases(house, &helper).await;
        assert_eq!(signs_up(house, &json!({})).await, "pending_review");
    })
    .await;
}

#[tokio::test]
async fn whoever_rests_before_giving_back_is_held_as_well() {
    each_with(tireless, async |house| {
        let helper = shopper(house).await;
        let (_, first) = take_and_look(house, &helper).await;
        gives_back(house, &first).await;
        let (_, second) = take_and_look(house, &helper).await;
        let stop = house.dispatch.token(Purpose::Unsubscribe, helper.id.0, 1);
        let path = format!("/u/{stop}");
        presses(house, &house.visitor(), &path, &[("sure", "yes")]).await;
        assert_eq!(status_of(house, &helper).await, "paused");
        let browser = signed_in(house, &helper).await;
        gives_back(house, &second).await;

        assert_eq!(house.tasks("release_review").await.len(), 1);
        assert_eq!(presses(house, &browser, "/me/pause", &[("go", "resume")]).await, 409);
        assert_eq!(status_of(house, &helper).await, "paused");
        let done = format!("/tasks/{}/done", task_id(&house.tasks("release_review").await[0]));
        let yes = json!({ "outcome": "yes" });
        house.staff(Role::Coordinator).post(&done, &yes).await.expect(200);
        assert_eq!(status_of(house, &helper).await, "paused", "they rest of their own will");
        assert_eq!(presses(house, &browser, "/me/pause", &[("go", "resume")]).await, 200);
        assert_eq!(status_of(house, &helper).await, "active");
    })
    .await;
}

fn task_id(task: &Value) -> String {
    task["id"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn neither_the_person_nor_an_operator_ends_a_pause_after_two_releases() {
    each_with(tireless, async |house| {
        let helper = shopper(house).await;
        let (_, first) = take_and_look(house, &helper).await;
        gives_back(house, &first).await;
        let (asked, second) = take_and_look(house, &helper).await;
        gives_back(house, &second).await;
        house.person_does(&asked, "cancel", &json!({})).await.expect(200);
        let tasks = house.tasks("release_review").await;
        assert_eq!(
            tasks.len(),
            1,
            "calling the request off does not end what is about a volunteer"
        );

        let done = format!("/tasks/{}/done", task_id(&tasks[0]));
        for outcome in ["yes", "no", "done", "other"] {
            let body = json!({ "outcome": outcome });
            house.staff(Role::Operator).post(&done, &body).await.expect(403);
        }
        let browser = signed_in(house, &helper).await;
        let no = json!({ "outcome": "no" });
        house.staff(Role::Coordinator).post(&done, &no).await.expect(200);
        assert_eq!(presses(house, &browser, "/me/pause", &[("go", "resume")]).await, 409);
        set_status(house, &helper, "active").await;
        assert_eq!(status_of(house, &helper).await, "active");
    })
    .await;
}

#[tokio::test]
async fn a_concern_is_closed_by_a_coordinator_alone() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        house.person_does(&asked, "report", &json!({ "kind": "money" })).await.expect(204);
        let done = format!("/tasks/{}/done", task_id(&house.tasks("concern").await[0]));
        let body = json!({ "outcome": "done" });
        house.staff(Role::Operator).post(&done, &body).await.expect(403);
        house.staff(Role::Coordinator).post(&done, &body).await.expect(200);
    })
    .await;
}
