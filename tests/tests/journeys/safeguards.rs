//! Attacks on the people of a request, and what stands in the way.

use dispatch::{Actor, LocationInput, VolunteerEdit};
use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, Helper, Promise, around};
use tests::house::{House, each, each_with, last_part, tireless};

async fn shopper(house: &House, name: &str, north_m: f64) -> Helper {
    let spot = json!({ "location": around(north_m, 0.0), "capacity": 5 });
    house.helper(name, &spot).await
}

async fn see_contact(promise: &Promise) {
    let path = format!("/engagements/{}/reveal", promise.id);
    promise.browser.post(&path, &json!({})).await.expect(200);
}

async fn block(house: &House, asked: &Asked, promise: &Promise) {
    let who = json!({ "engagement_id": promise.id.to_string() });
    house.person_does(asked, "block", &who).await.expect(204);
}

async fn change(house: &House, helper: &Helper, to: &str) {
    let path = format!("/volunteers/{}", helper.id);
    let change = json!({ "status": to });
    house.staff(Role::Coordinator).patch(&path, &change).await.expect(200);
    house.settle().await;
}

async fn status_of(house: &House, helper: &Helper) -> String {
    let path = format!("/volunteers/{}", helper.id);
    house.staff(Role::Operator).get(&path).await.expect(200).str("/status")
}

fn tokens(house: &House, helper: &Helper) -> Vec<String> {
    let mails = house.mails_to(&helper.email, "alert");
    mails.iter().map(|mail| last_part(&mail.link("/a/").unwrap())).collect()
}

async fn yes(house: &House, token: &str, status: u16) -> String {
    let path = format!("/alerts/{token}/accept");
    let answer = house.visitor().post(&path, &json!({ "when": "now" })).await.expect(status);
    house.settle().await;
    answer.text()
}

#[tokio::test]
async fn whoever_is_blocked_is_not_expected_any_more_and_asked_no_more() {
    each_with(tireless, async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        let asked = house.ask(&json!({})).await;
        let again = house.ask(&json!({ "details": null })).await;
        let links = tokens(house, &helper);
        let browser = house.browser();
        let path = format!("/alerts/{}/accept", links[0]);
        let accepted = browser.post(&path, &json!({ "when": "today" })).await.expect(200);
        let promise = Promise { id: accepted.str("/engagement/id").parse().unwrap(), browser };
        see_contact(&promise).await;
        block(house, &asked, &promise).await;

        assert_eq!(house.status(&asked).await, "open");
        let contact = format!("/engagements/{}/reveal", promise.id);
        promise.browser.post(&contact, &json!({})).await.expect(404);
        let told = house.mails_to(&helper.email, "withdrawn");
        assert_eq!(told.len(), 1);
        assert!(!told[0].text().unwrap().contains("block"));
        let refused = yes(house, &links[1], 409).await;
        assert!(refused.contains("taken"), "the blocked learn no more than that: {refused}");
        assert_eq!(house.status(&again).await, "open");
        let who = json!({ "volunteer_id": helper.id });
        assert!(
            house.staff_do(&asked, "assign", &who).await.expect(409).text().contains("blocked")
        );
        assert_eq!(status_of(house, &helper).await, "active", "it was not their release");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_suspended_sees_nobody_and_their_places_are_looked_for_again() {
    each_with(tireless, async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        see_contact(&promise).await;
        let contact = json!({ "name": "Other", "phone": "+32 470 11 22 33" });
        let other = house.ask(&json!({ "contact": contact })).await;
        let next = shopper(house, "Next", 100.0).await;
        let link = tokens(house, &helper).pop().unwrap();
        change(house, &helper, "suspended").await;

        for what in ["reveal", "contacted", "complete"] {
            let path = format!("/engagements/{}/{what}", promise.id);
            let answer = promise.browser.post(&path, &json!({})).await;
            assert!([401, 404, 409].contains(&answer.status), "{what}: {}", answer.text());
        }
        yes(house, &link, 410).await;
        for request in [&asked, &other] {
            assert_eq!(house.status(request).await, "open");
            let alerts = house.alerts(request).await;
            assert!(alerts.iter().any(|alert| alert.volunteer_id == next.id), "others are asked");
        }
        assert_eq!(house.mails_to(&helper.email, "withdrawn").len(), 1);
    })
    .await;
}

async fn take_and_release(house: &House, helper: &Helper, reason: &str) {
    let contact = json!({ "name": "Someone", "phone": "+32 470 11 22 33" });
    house.ask(&json!({ "contact": contact })).await;
    let promise = house.promise(&helper.email, "today").await;
    see_contact(&promise).await;
    house.helper_does(&promise, "release", &json!({ "reason": reason })).await.expect(200);
}

/// The volunteer signs in by mail in a browser of their own.
async fn signed_in(house: &House, helper: &Helper) -> tests::house::Caller {
    let browser = house.browser();
    browser.post("/sessions", &json!({ "email": helper.email })).await;
    house.settle().await;
    let token = house.token_in(&helper.email, "login", "/l/");
    browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
    browser
}

#[tokio::test]
async fn a_pause_after_two_releases_ends_by_a_coordinator_alone() {
    each_with(tireless, async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        let waiting = house.ask(&json!({})).await;
        let link = tokens(house, &helper).remove(0);
        take_and_release(house, &helper, "no_time").await;
        take_and_release(house, &helper, "other").await;
        assert_eq!(status_of(house, &helper).await, "paused");

        let refused = yes(house, &link, 409).await;
        assert!(refused.contains("under_review"), "{refused}");
        assert_eq!(house.status(&waiting).await, "open");
        let browser = signed_in(house, &helper).await;
        let resume = format!("{}/me/pause", house.base());
        let call = browser.request(Method::POST, &resume).header("origin", house.base());
        browser.send(call.form(&[("go", "resume")])).await.expect(409);
        assert_eq!(status_of(house, &helper).await, "paused");

        change(house, &helper, "active").await;
        assert!(house.tasks("release_review").await.is_empty());
        yes(house, &link, 200).await;
    })
    .await;
}

#[tokio::test]
async fn who_does_not_feel_safe_is_not_blamed_and_a_human_looks_into_it() {
    each_with(tireless, async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        for _ in 0..2 {
            take_and_release(house, &helper, "unsafe").await;
        }
        assert_eq!(status_of(house, &helper).await, "active");
        assert_eq!(house.tasks("concern").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn concerns_without_end_are_one_task_at_a_time() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        for _ in 0..5 {
            house.person_does(&asked, "report", &json!({ "kind": "money" })).await.expect(204);
        }
        let tasks = house.tasks("concern").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["level"], 1);
        let done = format!("/tasks/{}/done", tasks[0]["id"].as_str().unwrap_or_default());
        let said = json!({ "outcome": "done" });
        house.staff(Role::Coordinator).post(&done, &said).await.expect(200);
        house.person_does(&asked, "report", &json!({ "kind": "money" })).await.expect(204);
        assert_eq!(
            house.tasks("concern").await.len(),
            1,
            "a new one after the last was looked into"
        );
        house.pass(SignedDuration::from_hours(5)).await;
        let overdue: Vec<Value> = house.tasks("concern").await;
        assert_eq!(overdue[0]["level"], 2, "what is not read in four hours goes up");
    })
    .await;
}

#[tokio::test]
async fn the_phone_list_of_staff_comes_back_until_somebody_goes() {
    each(async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        let asked = house.ask(&json!({})).await;
        house.person_does(&asked, "edit", &json!({ "staff_only": true })).await.expect(200);
        yes(house, &tokens(house, &helper)[0], 410).await;
        for _ in 0..3 {
            let tasks = house.tasks("phone_list").await;
            assert_eq!(tasks.len(), 1);
            house.finish_task(&tasks[0], "nobody").await;
            house.pass(SignedDuration::from_mins(5)).await;
        }
        assert_eq!(house.mails("alert").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_never_says_done_sees_the_contact_for_three_days_more_and_no_longer() {
    each(async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let browser = signed_in(house, &helper).await;
        let path = format!("/engagements/{}/reveal", promise.id);
        house.clock.advance(SignedDuration::from_hours(24 + 71));
        browser.post(&path, &json!({})).await.expect(200);
        house.clock.advance(SignedDuration::from_hours(1));
        browser.post(&path, &json!({})).await.expect(404);
        house.settle().await;
    })
    .await;
}

/// How many of these changes of a volunteer, made at once, were taken.
async fn write_at_once(
    house: &House,
    helper: &Helper,
    edits: &[(&Actor, &VolunteerEdit)],
) -> usize {
    let change = |(actor, edit): &(&Actor, &VolunteerEdit)| {
        let (dispatch, id) = (house.dispatch.clone(), helper.id);
        let (actor, edit) = (**actor, (*edit).clone());
        tokio::spawn(async move { dispatch.edit_volunteer(&actor, id, &edit).await.is_ok() })
    };
    let changed = futures::future::join_all(edits.iter().map(change)).await;
    changed.into_iter().filter(|taken| *taken.as_ref().unwrap()).count()
}

/// Two who write a volunteer at once: neither undoes what the other has done.
#[tokio::test]
async fn writing_at_once_loses_nothing() {
    each(async |house| {
        let helper = shopper(house, "Shopper", 0.0).await;
        let path = format!("/volunteers/{}", helper.id);
        let until = house.in_hours(24 * 365);
        let vet = json!({ "vetted_until": until });
        house.staff(Role::Coordinator).patch(&path, &vet).await.expect(200);
        let own = Actor::Volunteer(helper.id);
        for round in 0_u32..8 {
            let edit =
                VolunteerEdit { radius_km: Some(f64::from(round + 2)), ..Default::default() };
            let no_more = VolunteerEdit { vetted_until: Some(None), ..Default::default() };
            let both = [(&own, &edit), (&Actor::System, &no_more)];
            assert_eq!(write_at_once(house, &helper, &both).await, 2);
            let seen = house.dispatch.volunteer(&Actor::System, helper.id).await.unwrap();
            assert_eq!((seen.radius_m, seen.vetted_until), ((round + 2) * 1_000, None));
            house.staff(Role::Coordinator).patch(&path, &vet).await.expect(200);
        }
        let to = |north_m: f64| {
            let point = around(north_m, 0.0);
            let degrees = |key: &str| point[key].as_f64().unwrap();
            let location = LocationInput { lat: degrees("lat"), lon: degrees("lon") };
            VolunteerEdit { location: Some(location), ..Default::default() }
        };
        let edits: Vec<_> = (1..=6).map(|n| to(f64::from(n) * 50.0)).collect();
        let edits: Vec<_> = edits.iter().map(|edit| (&own, edit)).collect();
        assert_eq!(write_at_once(house, &helper, &edits).await, 2, "twice in 30 days");
    })
    .await;
}
