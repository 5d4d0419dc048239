//! A person with a phone and nothing else: humans do what mail does for others.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::house::people::{Asked, request};
use tests::house::{House, each};

fn only_a_phone() -> Value {
    json!({ "contact": { "name": "Rosalie Canarelle", "phone": "+32 470 99 88 77" } })
}

async fn asked_on_the_page(house: &House) -> Asked {
    let body = request(&house.in_hours(30), &only_a_phone());
    let asked = house.post_request(&house.visitor(), &body).await;
    house.settle().await;
    asked
}

async fn the_task(house: &House, kind: &str, asked: &Asked) -> Value {
    let tasks = house.tasks(kind).await;
    assert_eq!(tasks.len(), 1, "{kind}: {tasks:?}");
    assert_eq!(tasks[0]["subject"]["request_id"], asked.id.to_string());
    tasks[0].clone()
}

#[tokio::test]
async fn calls_carry_a_request_from_its_posting_to_its_confirmation() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        let asked = asked_on_the_page(house).await;
        assert!(house.mails("receipt").is_empty() && house.mails("alert").is_empty());
        let call = the_task(house, "call_back", &asked).await;
        house.finish_task(&call, "yes").await;
        assert_eq!(house.status(&asked).await, "open");
        let promise = house.promise(&helper.email, "today").await;
        let tell = the_task(house, "tell_who_comes", &asked).await;
        assert_eq!(tell["subject"]["engagement_id"], promise.id.to_string());
        house.finish_task(&tell, "told").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let ask = the_task(house, "ask_done", &asked).await;
        house.finish_task(&ask, "yes").await;
        let seen = house.request(&asked).await;
        assert_eq!(seen.str("/status"), "completed");
        assert_eq!(seen.str("/engagements/0/status"), "confirmed");
        assert_eq!(seen.str("/engagements/0/confirmed_by"), "staff");
        let to_her = house.sink.messages();
        assert!(to_her.iter().all(|mail| mail.to == [helper.email.clone()]));
    })
    .await;
}

#[tokio::test]
async fn the_word_at_the_door_is_the_same_by_mail_and_by_phone() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let (bird, number) = house.dispatch.door_word(promise.id);
        let word = templates::Locale::Fr.door_word(bird, number);
        let mail = house.mail_to("canarelle@asks.example", "matched");
        assert!(mail.text().unwrap().contains(&word), "{word}");
    })
    .await;
}

#[tokio::test]
async fn a_no_on_the_phone_ends_it() {
    each(async |house| {
        let asked = asked_on_the_page(house).await;
        let call = the_task(house, "call_back", &asked).await;
        house.finish_task(&call, "no").await;
        assert_eq!(house.status(&asked).await, "cancelled");
        assert!(house.tasks("call_back").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn three_calls_without_an_answer_go_to_a_coordinator() {
    each(async |house| {
        let asked = asked_on_the_page(house).await;
        for round in 1..=3 {
            let call = the_task(house, "call_back", &asked).await;
            let after = house.finish_task(&call, "not_reached").await;
            assert_eq!(after.at("/tries"), round);
            assert_eq!(after.str("/state"), "snoozed");
            assert_eq!(after.at("/level"), u32::from(round == 3));
            house.pass(SignedDuration::from_mins(90)).await;
        }
        assert_eq!(house.status(&asked).await, "unconfirmed");
    })
    .await;
}

#[tokio::test]
async fn a_task_that_nobody_does_goes_up_to_the_administrator_s_mail() {
    each(async |house| {
        let actor = dispatch::Actor::System;
        let role = matching::Role::Administrator;
        let link = house.dispatch.create_account(&actor, "chief@proche.example", role, None).await;
        house.set_up(&link.unwrap()).await;
        let asked = asked_on_the_page(house).await;
        house.pass(SignedDuration::from_mins(45)).await;
        assert_eq!(the_task(house, "call_back", &asked).await["level"], 1);
        assert!(house.mails("overdue").is_empty());
        house.pass(SignedDuration::from_mins(90)).await;
        assert_eq!(the_task(house, "call_back", &asked).await["level"], 2);
        assert_eq!(house.recipients("overdue"), ["chief@proche.example"]);
        house.pass(SignedDuration::from_hours(5)).await;
        assert_eq!(house.mails("overdue").len(), 1, "one mail a day");
    })
    .await;
}

#[tokio::test]
async fn who_does_not_use_the_link_but_left_a_number_is_called() {
    each(async |house| {
        let body = request(&house.in_hours(30), &json!({}));
        let asked = house.post_request(&house.visitor(), &body).await;
        house.settle().await;
        assert!(house.tasks("call_back").await.is_empty());
        house.pass(SignedDuration::from_mins(75)).await;
        let call = the_task(house, "call_back", &asked).await;
        house.finish_task(&call, "yes").await;
        assert_eq!(house.status(&asked).await, "open");
    })
    .await;
}
