//! Nobody says yes: who is asked next, and when a human takes over.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use matching::Role;
use serde_json::{Value, json};
use tests::house::people::{Asked, around, request};
use tests::house::{House, each, each_with, nearest_first};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// So many shoppers, one every hundred metres.
async fn row_of_shoppers(house: &House, count: u8) {
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0) });
        house.helper(&format!("Shopper{number}"), &spot).await;
    }
}

async fn asked_so_far(house: &House, asked: &Asked) -> usize {
    let alerts = house.alerts(asked).await;
    let people: BTreeSet<_> = alerts.iter().map(|alert| alert.volunteer_id).collect();
    assert_eq!(people.len(), alerts.len(), "nobody is asked twice");
    people.len()
}

#[tokio::test]
async fn a_no_is_replaced_at_once_and_a_silence_after_an_hour() {
    each_with(nearest_first, async |house| {
        row_of_shoppers(house, 12).await;
        let asked = house.ask(&json!({})).await;
        assert_eq!(asked_so_far(house, &asked).await, 5);
        let first = house.recipients("alert").first().unwrap().clone();
        house.decline(&first).await;
        assert_eq!(asked_so_far(house, &asked).await, 6);
        house.pass(HOUR - SignedDuration::from_mins(1)).await;
        assert_eq!(asked_so_far(house, &asked).await, 6);
        house.pass(SignedDuration::from_mins(1)).await;
        assert_eq!(asked_so_far(house, &asked).await, 11);
        // Whoever was silent may still say yes, as long as nobody else has.
        let silent = house.recipients("alert").iter().find(|to| **to != first).unwrap().clone();
        house.accept(&silent, "today").await.expect(200);
        assert_eq!(house.status(&asked).await, "matched");
    })
    .await;
}

#[tokio::test]
async fn after_half_of_the_time_more_are_asked() {
    each_with(
        |rules| {
            nearest_first(rules);
            rules.matching.answer_minutes = 600;
        },
        async |house| {
            row_of_shoppers(house, 14).await;
            let asked = house.ask(&json!({ "needed_by": house.in_hours(8) })).await;
            house.pass(HOUR * 3).await;
            assert_eq!(asked_so_far(house, &asked).await, 5);
            house.pass(HOUR * 2).await;
            assert_eq!(asked_so_far(house, &asked).await, 10);
        },
    )
    .await;
}

#[tokio::test]
async fn a_human_gets_the_phone_list_before_the_deadline_and_the_person_is_told_after_it() {
    each_with(
        |rules| {
            nearest_first(rules);
            rules.matching.answer_minutes = 600;
        },
        async |house| {
            row_of_shoppers(house, 3).await;
            let asked = house.ask(&json!({ "needed_by": house.in_hours(8) })).await;
            let token = house.alert_token("shopper0@helps.example");
            house.pass(HOUR * 5).await;
            assert!(house.tasks("phone_list").await.is_empty());
            house.pass(HOUR).await;
            let tasks = house.tasks("phone_list").await;
            assert_eq!(tasks.len(), 1);
            assert_eq!(tasks[0]["subject"]["request_id"], asked.id.to_string());
            assert!(tasks[0]["due"].as_str() < Some(house.in_hours(2).as_str()));
            assert_eq!(house.request(&asked).await.at("/needs_attention"), true);
            assert_eq!(house.mails_to("canarelle@asks.example", "nobody_yet").len(), 1);
            house.pass(HOUR * 2).await;
            over(house, &asked, &token).await;
        },
    )
    .await;
}

async fn over(house: &House, asked: &Asked, token: &str) {
    assert_eq!(house.status(asked).await, "expired");
    assert_eq!(house.tasks("unmatched").await.len(), 1);
    assert!(house.tasks("phone_list").await.is_empty());
    assert_eq!(house.mails_to("canarelle@asks.example", "expired").len(), 1);
    let path = format!("/alerts/{token}");
    house.visitor().get(&path).await.expect(410);
    let yes = json!({ "when": "now" });
    house.visitor().post(&format!("{path}/accept"), &yes).await.expect(410);
    let stats = house.staff(Role::Coordinator).get("/stats/matching").await.expect(200);
    assert_eq!(stats.at("/match_rate"), 0.0);
    let reasons: Value = stats.at("/unmatched_by_reason");
    let total: u64 = reasons.as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(total, 1, "{reasons}");
}

#[tokio::test]
async fn a_request_that_nobody_confirms_expires_without_a_word_to_volunteers() {
    each(async |house| {
        row_of_shoppers(house, 2).await;
        let body = request(&house.in_hours(6), &json!({}));
        let asked = house.post_request(&house.visitor(), &body).await;
        house.pass(HOUR * 6).await;
        assert_eq!(house.status(&asked).await, "expired");
        assert!(house.mails("alert").is_empty());
        assert!(house.tasks("unmatched").await.is_empty());
        let token = house.token_in("canarelle@asks.example", "receipt", "/c/");
        let path = format!("/confirmations/{token}");
        house.visitor().post(&path, &json!({})).await.expect(410);
    })
    .await;
}

#[tokio::test]
async fn a_vital_request_at_night_is_a_call_at_once() {
    each(async |house| {
        row_of_shoppers(house, 2).await;
        house.pass_until("2026-11-24T22:00:00Z".parse().unwrap()).await;
        let asked = house.ask(&json!({ "priority": "vital", "category": "groceries" })).await;
        assert!(house.mails("alert").is_empty());
        let tasks = house.tasks("call_now").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["subject"]["request_id"], asked.id.to_string());
        let due: Timestamp = tasks[0]["due"].as_str().unwrap().parse().unwrap();
        assert!(due <= house.now() + SignedDuration::from_mins(10));
    })
    .await;
}

#[tokio::test]
async fn what_comes_in_at_night_goes_out_in_the_morning_by_deadline_and_spread() {
    each(async |house| {
        row_of_shoppers(house, 3).await;
        house.pass_until("2026-11-24T22:00:00Z".parse().unwrap()).await;
        let mut all = Vec::new();
        for hours in [20, 14, 26] {
            let body = json!({ "needed_by": house.in_hours(hours) });
            all.push((hours, house.ask(&body).await));
        }
        house.pass_until("2026-11-25T06:59:00Z".parse().unwrap()).await;
        assert!(house.mails("alert").is_empty());
        assert!(house.tasks("phone_list").await.is_empty());
        house.pass_until("2026-11-25T07:20:00Z".parse().unwrap()).await;
        all.sort_by_key(|(hours, _)| *hours);
        let morning: Timestamp = "2026-11-25T07:00:00Z".parse().unwrap();
        let mut last = morning;
        for (_, asked) in &all {
            let alerts = house.alerts(asked).await;
            let sent = alerts.iter().filter_map(|alert| alert.sent_at).min().unwrap();
            assert!(sent > last, "the nearer deadline goes first");
            assert!(sent <= morning + SignedDuration::from_mins(15));
            last = sent;
        }
    })
    .await;
}

/// Two come, one of them helps and the person says nothing; of the other nothing is heard.
#[tokio::test]
async fn the_silence_about_one_helper_forgets_no_other() {
    each(async |house| {
        row_of_shoppers(house, 2).await;
        let asked = house.ask(&json!({ "volunteers_needed": 2 })).await;
        let helped = house.promise("shopper0@helps.example", "now").await;
        let silent = house.promise("shopper1@helps.example", "now").await;
        house.helper_does(&helped, "complete", &json!({})).await.expect(200);
        house.pass(HOUR * 80).await;
        assert_eq!(house.status(&asked).await, "in_progress");
        let open = house.tasks("ask_done").await;
        let about: Vec<_> =
            open.iter().map(|task| task["subject"]["engagement_id"].clone()).collect();
        assert_eq!(about, [json!(silent.id)]);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_come_leaves_the_tasks_about_who_does() {
    each(async |house| {
        row_of_shoppers(house, 2).await;
        let by_phone = json!({ "name": "Rosalie Canarelle", "phone": "+32 470 99 88 77" });
        let changes = json!({ "volunteers_needed": 2, "contact": by_phone });
        house.ask(&changes).await;
        let comes = house.promise("shopper0@helps.example", "tomorrow").await;
        let cannot = house.promise("shopper1@helps.example", "tomorrow").await;
        assert_eq!(house.tasks("tell_who_comes").await.len(), 2);
        house.helper_does(&cannot, "release", &json!({ "reason": "ill" })).await.expect(200);
        let open = house.tasks("tell_who_comes").await;
        let about: Vec<_> =
            open.iter().map(|task| task["subject"]["engagement_id"].clone()).collect();
        assert_eq!(about, [json!(comes.id)]);
    })
    .await;
}
