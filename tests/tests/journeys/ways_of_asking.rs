//! Help without a place, help by several, changes of mind of the person who asks.

use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::people::{Asked, Helper, around};
use tests::house::{House, each, each_with, nearest_first};

const PERSON: &str = "canarelle@asks.example";

async fn shoppers(house: &House, count: u8) -> Vec<Helper> {
    let mut all = Vec::new();
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0), "capacity": 5 });
        all.push(house.helper(&format!("Shopper{number}"), &spot).await);
    }
    all
}

#[tokio::test]
async fn somebody_to_talk_to_may_live_anywhere() {
    each(async |house| {
        let spot = json!({ "lat": 43.2965, "lon": 5.3698 });
        let talker = json!({ "location": spot, "radius_km": 1, "categories": ["listening"] });
        let far = house.helper("Talker", &talker).await;
        house.helper("Shopper", &json!({})).await;
        let asked = house
            .ask(&json!({ "category": "listening", "remote": true, "address": null, "items": [] }))
            .await;
        assert_eq!(house.recipients("alert"), std::slice::from_ref(&far.email));
        assert_eq!(house.alerts(&asked).await[0].distance_m, None);
        assert!(house.request(&asked).await.at("/address").is_null());
        let view = format!("/alerts/{}", house.alert_token(&far.email));
        let view = house.visitor().get(&view).await.expect(200);
        assert!(view.at("/distance").is_null() && view.at("/remote") == true);
        let promise = house.promise(&far.email, "now").await;
        let shown = house.helper_does(&promise, "reveal", &json!({})).await.expect(200);
        assert!(shown.at("/address").is_null());
        assert_eq!(shown.str("/contact/phone"), "+32470998877");
    })
    .await;
}

#[tokio::test]
async fn two_of_three_who_came_are_enough_when_the_time_is_over() {
    each(async |house| {
        let all = shoppers(house, 4).await;
        let asked = house.ask(&json!({ "volunteers_needed": 3 })).await;
        for helper in &all[..2] {
            let promise = house.promise(&helper.email, "now").await;
            house.helper_does(&promise, "complete", &json!({})).await.expect(200);
            assert_eq!(house.status(&asked).await, "open");
        }
        house.pass(SignedDuration::from_hours(24)).await;
        let seen = house.request(&asked).await;
        assert_eq!(seen.str("/status"), "completed");
        assert_eq!(seen.at("/places_filled"), 2);
        let stats = house.staff(Role::Coordinator).get("/stats/matching").await.expect(200);
        assert_eq!(
            stats.at("/place_fill_rate").as_f64().map(|rate| (rate * 3.0).round()),
            Some(2.0)
        );
        assert_eq!(stats.at("/match_rate"), 0.0);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_moves_lets_go_of_who_was_asked_and_asks_near_its_new_place() {
    each(async |house| {
        let here = shoppers(house, 3).await;
        let ghent = json!({ "location": { "lat": 51.0543, "lon": 3.7174 } });
        let there = house.helper("Ghenter", &ghent).await;
        let asked = house.ask(&json!({ "volunteers_needed": 2 })).await;
        house.promise(&here[0].email, "today").await;
        let old = house.alert_token(&here[1].email);
        let edit = json!({ "address": { "postcode": "9000", "place": "Gent" }, "proof": "877" });
        house.person_does(&asked, "edit", &edit).await.expect(200);
        house.visitor().get(&format!("/alerts/{old}")).await.expect(410);
        assert_eq!(house.mails_to(&here[0].email, "withdrawn").len(), 1);
        assert_eq!(house.mails_to(&there.email, "alert").len(), 1);
        house.accept(&there.email, "today").await.expect(200);
        assert_eq!(house.status(&asked).await, "matched");
    })
    .await;
}

#[tokio::test]
async fn an_edit_of_the_list_alone_withdraws_nothing() {
    each(async |house| {
        let all = shoppers(house, 1).await;
        let asked = house.ask(&json!({})).await;
        let edit = json!({ "items": [{ "name": "soup" }, { "name": "bread" }] });
        house.person_does(&asked, "edit", &edit).await.expect(200);
        assert_eq!(house.mails("alert").len(), 1);
        let promise = house.promise(&all[0].email, "today").await;
        let shown = house.helper_does(&promise, "reveal", &json!({})).await.expect(200);
        assert_eq!(shown.str("/items/1/name"), "bread");
    })
    .await;
}

#[tokio::test]
async fn fewer_places_than_are_held_cannot_be_asked_for() {
    each(async |house| {
        let all = shoppers(house, 3).await;
        let asked = house.ask(&json!({ "volunteers_needed": 3 })).await;
        for helper in &all[..2] {
            house.promise(&helper.email, "today").await;
        }
        let answer = house.person_does(&asked, "edit", &json!({ "volunteers_needed": 1 })).await;
        let fault = ("volunteers_needed".to_owned(), "fewer_than_held".to_owned());
        assert_eq!(answer.expect(422).faults(), [fault]);
        house.person_does(&asked, "edit", &json!({ "volunteers_needed": 2 })).await.expect(200);
        assert_eq!(house.status(&asked).await, "matched");
        assert_eq!(house.mails_to(&all[2].email, "taken").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_calls_it_off_is_heard_by_everybody_who_was_asked() {
    each(async |house| {
        let all = shoppers(house, 3).await;
        let asked = house.ask(&json!({ "volunteers_needed": 2 })).await;
        let promise = house.promise(&all[0].email, "today").await;
        let token = house.alert_token(&all[1].email);
        house.person_does(&asked, "cancel", &json!({})).await.expect(200);
        assert_eq!(house.status(&asked).await, "cancelled");
        let mut told = house.recipients("withdrawn");
        told.dedup();
        assert_eq!(told, all.iter().map(|helper| helper.email.clone()).collect::<Vec<_>>());
        house.helper_does(&promise, "reveal", &json!({})).await.expect(404);
        let yes = json!({ "when": "now" });
        house.visitor().post(&format!("/alerts/{token}/accept"), &yes).await.expect(410);
        house.pass(SignedDuration::from_mins(1)).await;
        let stats = house.staff(Role::Coordinator).get("/stats/matching").await.expect(200);
        assert_eq!(stats.at("/cancelled_before_match"), 1);
        assert!(stats.at("/match_rate").is_null());
    })
    .await;
}

#[tokio::test]
async fn a_volunteer_whom_the_person_blocks_is_never_asked_for_her_again() {
    each(async |house| {
        let all = shoppers(house, 2).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&all[0].email, "now").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let block = json!({ "engagement_id": promise.id.to_string() });
        house.person_does(&asked, "block", &block).await.expect(204);
        house.ask(&json!({ "details": null })).await;
        assert_eq!(house.mails_to(&all[0].email, "alert").len(), 1);
        assert_eq!(house.mails_to(&all[1].email, "alert").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_blocks_somebody_else_s_volunteer() {
    each(async |house| {
        let all = shoppers(house, 1).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&all[0].email, "now").await;
        let contact = json!({ "name": "Else", "email": "else@asks.example" });
        let other = house.ask(&json!({ "contact": contact })).await;
        let block = json!({ "engagement_id": promise.id.to_string() });
        house.person_does(&other, "block", &block).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn staff_choose_alone_where_the_person_wants_it() {
    each_with(nearest_first, async |house| {
        let all = shoppers(house, 7).await;
        let asked = house.ask(&json!({})).await;
        house.person_does(&asked, "edit", &json!({ "staff_only": true })).await.expect(200);
        let first = house.recipients("alert")[0].clone();
        house.accept(&first, "today").await.expect(410);
        house.pass(SignedDuration::from_hours(3)).await;
        assert_eq!(house.mails("alert").len(), 5, "nobody new is asked");
        assert_eq!(house.tasks("phone_list").await.len(), 1);
        let who = json!({ "volunteer_id": all[6].id.to_string() });
        house.staff_do(&asked, "assign", &who).await.expect(201);
        assert_eq!(house.status(&asked).await, "matched");
        assert_eq!(house.mails_to(&all[6].email, "engaged").len(), 1);
        assert!(house.tasks("phone_list").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn asking_twice_is_stored_twice_and_noted() {
    each(async |house| {
        house.ask(&json!({})).await;
        let again = house.ask(&json!({})).await;
        let story = house.story(&again).await;
        assert!(story.iter().any(|kind| kind == "request.possible_duplicate"), "{story:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_closed_request_is_over_for_everybody() {
    each(async |house| {
        let all = shoppers(house, 2).await;
        let asked: Asked = house.ask(&json!({})).await;
        let closed =
            house.staff_do(&asked, "close", &json!({ "outcome": "helped_elsewhere" })).await;
        assert_eq!(closed.expect(200).str("/outcome"), "helped_elsewhere");
        let token = house.alert_token(&all[0].email);
        let yes = json!({ "when": "now" });
        house.visitor().post(&format!("/alerts/{token}/accept"), &yes).await.expect(410);
        let again = house.person_does(&asked, "cancel", &json!({})).await;
        assert!(again.status < 500);
        assert!(house.mails_to(PERSON, "nobody_yet").is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_staff_call_a_request_vital() {
    each(async |house| {
        let body = json!({ "priority": "vital" });
        let body = tests::house::people::request(&house.in_hours(20), &body);
        let asked = house.post_request(&house.visitor(), &body).await;
        house.settle().await;
        assert_eq!(house.request(&asked).await.str("/priority"), "normal");
        let tasks = house.tasks("vital_review").await;
        assert_eq!(tasks.len(), 1);
        house.finish_task(&tasks[0], "yes").await;
        assert_eq!(house.request(&asked).await.str("/priority"), "vital");
        let edit = json!({ "priority": "vital" });
        let refused = house.person_does(&asked, "edit", &edit).await.expect(422);
        assert_eq!(refused.faults()[0].0, "priority");
    })
    .await;
}

#[tokio::test]
async fn a_concern_is_a_task_with_a_deadline() {
    each(async |house| {
        shoppers(house, 1).await;
        let asked = house.ask(&json!({})).await;
        house.person_does(&asked, "report", &json!({ "kind": "money" })).await.expect(204);
        let tasks = house.tasks("concern").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(house.request(&asked).await.at("/needs_attention"), true);
        house.person_does(&asked, "report", &json!({ "kind": "" })).await.expect(422);
    })
    .await;
}
