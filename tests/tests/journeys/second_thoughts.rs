//! A yes that is taken back, and a promise that is not kept.

use matching::Role;
use serde_json::json;
use tests::house::people::{Asked, Helper, Promise, around};
use tests::house::{House, each, each_with, nearest_first, tireless};

async fn shoppers(house: &House, count: u8) -> Vec<Helper> {
    let mut all = Vec::new();
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0), "capacity": 5 });
        all.push(house.helper(&format!("Shopper{number}"), &spot).await);
    }
    all
}

async fn alerted_in_wave(house: &House, asked: &Asked, wave: u32) -> Vec<matching::VolunteerId> {
    let alerts = house.alerts(asked).await;
    alerts.iter().filter(|alert| alert.wave == wave).map(|alert| alert.volunteer_id).collect()
}

#[tokio::test]
async fn a_release_opens_the_place_again_and_asks_others_at_once() {
    each_with(nearest_first, async |house| {
        let all = shoppers(house, 8).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&all[0].email, "today").await;
        assert_eq!(house.status(&asked).await, "matched");
        house.helper_does(&promise, "release", &json!({ "reason": "ill" })).await.expect(200);
        let seen = house.request(&asked).await;
        assert_eq!((seen.str("/status").as_str(), seen.at("/urgent")), ("open", true.into()));
        let next = alerted_in_wave(house, &asked, 2).await;
        assert_eq!(next.len(), 5, "as many as for a new request");
        assert!(!next.contains(&all[0].id), "not who has just taken it back");
        assert_eq!(house.mails_to("canarelle@asks.example", "reopened").len(), 1);
        let reveal = format!("/engagements/{}/reveal", promise.id);
        promise.browser.post(&reveal, &json!({})).await.expect(404);
        let email = &all.iter().find(|helper| helper.id == next[0]).unwrap().email;
        house.accept(email, "today").await.expect(200);
        assert_eq!(house.status(&asked).await, "matched");
        assert_eq!(house.request(&asked).await.at("/urgent"), false);
    })
    .await;
}

#[tokio::test]
async fn help_that_the_person_denies_is_looked_for_again_and_looked_into() {
    each(async |house| {
        let all = shoppers(house, 7).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&all[0].email, "now").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        assert_eq!(house.status(&asked).await, "completed");
        house.person_does(&asked, "deny", &json!({})).await.expect(200);
        assert_eq!(house.status(&asked).await, "open");
        let next = alerted_in_wave(house, &asked, 2).await;
        assert!(!next.is_empty() && !next.contains(&all[0].id));
        let tasks = house.tasks("not_done").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["level"], 1);
        let seen = house.request(&asked).await;
        assert_eq!(seen.at("/engagements/0/status"), "no_show");
    })
    .await;
}

/// The helper takes a request, looks at the contact if they like, and gives it back.
async fn take_and_release(house: &House, helper: &Helper, look: Look, reason: &str) {
    let contact = json!({ "name": "Someone", "phone": "+32 470 11 22 33" });
    house.ask(&json!({ "contact": contact })).await;
    let promise: Promise = house.promise(&helper.email, "today").await;
    if look == Look::Taken {
        let path = format!("/engagements/{}/reveal", promise.id);
        promise.browser.post(&path, &json!({})).await.expect(200);
    }
    house.helper_does(&promise, "release", &json!({ "reason": reason })).await.expect(200);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Taken,
    Spared,
}

async fn status_of(house: &House, helper: &Helper) -> String {
    let path = format!("/volunteers/{}", helper.id);
    house.staff(Role::Operator).get(&path).await.expect(200).str("/status")
}

#[tokio::test]
async fn two_releases_after_a_look_pause_the_volunteer() {
    each_with(tireless, async |house| {
        let helper = shoppers(house, 1).await.remove(0);
        take_and_release(house, &helper, Look::Taken, "no_time").await;
        assert_eq!(status_of(house, &helper).await, "active");
        take_and_release(house, &helper, Look::Taken, "other").await;
        assert_eq!(status_of(house, &helper).await, "paused");
        let tasks = house.tasks("release_review").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["subject"]["volunteer_id"], helper.id.to_string());
        house.ask(&json!({})).await;
        assert_eq!(house.mails_to(&helper.email, "alert").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn reasons_of_the_person_and_unseen_contacts_cost_the_volunteer_nothing() {
    each_with(tireless, async |house| {
        let helper = shoppers(house, 1).await.remove(0);
        take_and_release(house, &helper, Look::Taken, "not_reached").await;
        take_and_release(house, &helper, Look::Taken, "wrong_data").await;
        house.pass(jiff::SignedDuration::from_hours(24)).await;
        take_and_release(house, &helper, Look::Spared, "no_time").await;
        take_and_release(house, &helper, Look::Spared, "ill").await;
        assert_eq!(status_of(house, &helper).await, "active");
        assert!(house.tasks("release_review").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_promise_without_a_word_is_asked_about_and_then_called_about() {
    each(async |house| {
        let helper = shoppers(house, 1).await.remove(0);
        let asked = house.ask(&json!({ "needed_by": house.in_hours(72) })).await;
        house.promise(&helper.email, "now").await;
        house.pass(jiff::SignedDuration::from_hours(13)).await;
        assert_eq!(house.mails_to(&helper.email, "chaser").len(), 1);
        house.pass(jiff::SignedDuration::from_hours(24)).await;
        assert_eq!(house.mails_to(&helper.email, "chaser").len(), 1);
        let tasks = house.tasks("ask_done").await;
        assert_eq!(tasks.len(), 1);
        house.finish_task(&tasks[0], "yes").await;
        assert_eq!(house.status(&asked).await, "completed");
    })
    .await;
}

#[tokio::test]
async fn silence_after_the_help_closes_it_unconfirmed() {
    each(async |house| {
        let helper = shoppers(house, 1).await.remove(0);
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "now").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        house.pass(jiff::SignedDuration::from_hours(73)).await;
        let seen = house.request(&asked).await;
        assert_eq!(seen.str("/status"), "completed");
        assert_eq!(seen.str("/engagements/0/status"), "completed");
        assert_eq!(seen.str("/engagements/0/confirmed_by"), "silence");
        let story = house.story(&asked).await;
        assert!(story.iter().any(|kind| kind == "engagement.closed_unconfirmed"));
        let stats = house.staff(Role::Coordinator).get("/stats/matching").await.expect(200);
        assert_eq!((stats.at("/completed"), stats.at("/confirmed")), (1.into(), 0.into()));
    })
    .await;
}
