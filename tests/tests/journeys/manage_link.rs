//! What the manage link opens by itself, and what it opens only with a proof beside it.

use serde_json::{Value, json};
use tests::house::people::{Asked, around, request};
use tests::house::{House, each, each_with, tireless};

const PHONE: &str = "877";

async fn posted_by_visitor(house: &House, changes: &Value) -> Asked {
    let body = request(&house.in_hours(30), changes);
    let asked = house.post_request(&house.visitor(), &body).await;
    house.settle().await;
    asked
}

fn fault(answer: &tests::house::Answer) -> String {
    answer.faults()[0].0.clone()
}

#[tokio::test]
async fn the_link_alone_shows_where_it_stands_and_nothing_of_what_was_asked() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let link = format!("/requests/manage/{}", asked.manage);
        let seen = house.visitor().get(&link).await.expect(200).json();
        let keys: Vec<_> = seen.as_object().unwrap().keys().map(String::as_str).collect();
        let standing = ["reference", "status", "volunteers_needed", "places_filled", "engagements"];
        assert_eq!(keys, standing);
        let held = json!([{ "id": promise.id.to_string(), "status": "active" }]);
        assert_eq!(seen["engagements"], held);

        for (proof, code) in [("", "required"), ("123", "proof"), ("1000", "proof")] {
            let said = json!({ "proof": proof });
            let refused = house.person_does(&asked, "details", &said).await.expect(422);
            assert_eq!(refused.faults()[0], ("proof".to_owned(), code.to_owned()));
        }
        for proof in [PHONE, "1050"] {
            let said = json!({ "proof": proof });
            let told = house.person_does(&asked, "details", &said).await.expect(200);
            assert_eq!(told.str("/category"), "groceries");
            assert_eq!(told.str("/visits/0/engagement_id"), promise.id.to_string());
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_has_the_link_alone_cannot_make_themselves_the_person() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let mine = json!({ "contact": { "phone": "+32 470 11 22 33" } });
        let elsewhere =
            json!({ "address": { "line": "1 rue X", "postcode": "4000", "place": "Liège" } });
        let there = json!({ "location": around(0.0, 500.0) });
        for change in [&mine, &elsewhere, &there] {
            let refused = house.person_does(&asked, "edit", change).await.expect(422);
            assert_eq!(fault(&refused), "proof");
            let mut guessed = change.clone();
            guessed["proof"] = json!("000");
            let refused = house.person_does(&asked, "edit", &guessed).await.expect(422);
            assert_eq!(fault(&refused), "proof");
        }
        // Still the number of the person.
        let said = json!({ "proof": PHONE });
        house.person_does(&asked, "details", &said).await.expect(200);
        // What and when do not say who or where.
        let later = json!({ "needed_by": house.in_hours(48) });
        house.person_does(&asked, "edit", &later).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_number_that_nobody_confirmed_is_called() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        assert!(house.tasks("call_back").await.is_empty());
        let change = json!({ "contact": { "phone": "+32 470 11 22 33" }, "proof": PHONE });
        house.person_does(&asked, "edit", &change).await.expect(200);
        let calls = house.tasks("call_back").await;
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0]["subject"]["request_id"], asked.id.to_string());
        assert_eq!(house.status(&asked).await, "open", "the search goes on meanwhile");

        // Back to the number under which she is known: nothing more to ask.
        house.finish_task(&calls[0], "yes").await;
        house.ask(&json!({})).await;
        let back = json!({ "contact": { "phone": "+32 470 99 88 77" }, "proof": "233" });
        house.person_does(&asked, "edit", &back).await.expect(200);
        assert!(house.tasks("call_back").await.is_empty());

        let mails = house.mails("receipt").len();
        let change = json!({ "contact": { "email": "new@asks.example" }, "proof": PHONE });
        house.person_does(&asked, "edit", &change).await.expect(200);
        assert_eq!(house.mails("receipt").len(), mails + 1);
        house.mail_to("new@asks.example", "receipt");
    })
    .await;
}

#[tokio::test]
async fn a_concern_is_not_for_whom_it_is_about() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let browser = house.browser();
        house.read(&browser, &format!("/m/{}", asked.manage)).await.expect(200);
        let words = "Her son beats her, said the neighbour.";
        let report = [("go", "report"), ("message", words)];
        house.post_form(&browser, "/manage", &report).await.expect(200);
        let answers = [("go", "check"), ("check", PHONE)];
        house.post_form(&browser, "/manage", &answers).await.expect(200);
        let file = house.read(&browser, "/manage/export").await.expect(200).text();
        assert!(file.contains("Canarelle") && !file.contains("beats"), "{file}");

        let sure = [("go", "erase"), ("sure", "yes")];
        house.post_form(&browser, "/manage", &sure).await.expect(200);
        let staff = dispatch::Actor::System;
        let reveal = house.dispatch.reveal_to_staff(&staff, asked.id, "concern").await;
        let left = reveal.unwrap();
        assert!(left.details.concerns[0].contains(words));
        assert_eq!((left.contact.name.as_str(), left.contact.phone), ("", None));
        assert!(left.details.items.is_empty());
        let tasks = house.tasks("concern").await;
        assert_eq!(tasks.len(), 1, "it is still to be looked into");

        // Not longer than everything else.
        house.pass(jiff::SignedDuration::from_hours(15 * 24)).await;
        house.dispatch.purge(true).await.unwrap();
        assert!(house.dispatch.reveal_to_staff(&staff, asked.id, "concern").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn whoever_is_blocked_stays_so_whichever_way_the_person_asks() {
    each_with(tireless, async |house| {
        let helper = house.helper("Shopper", &json!({ "capacity": 5 })).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let who = json!({ "engagement_id": promise.id.to_string() });
        house.person_does(&asked, "block", &who).await.expect(204);

        let by_phone = json!({ "name": "Rosalie", "phone": "+32 470 99 88 77" });
        let by_mail = json!({ "name": "Rosalie", "email": "canarelle@asks.example" });
        let new_number = json!({ "contact": { "phone": "+32 470 11 22 33" }, "proof": PHONE });
        house.person_does(&asked, "edit", &new_number).await.expect(200);
        let by_new_phone = json!({ "name": "Rosalie", "phone": "+32 470 11 22 33" });
        for contact in [by_phone, by_mail, by_new_phone] {
            let next = house.ask(&json!({ "contact": contact })).await;
            assert!(house.alerts(&next).await.is_empty(), "{contact}");
            let who = json!({ "volunteer_id": helper.id });
            let refused = house.staff_do(&next, "assign", &who).await.expect(409);
            assert!(refused.text().contains("blocked"));
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_plays_with_a_number_neither_keeps_its_owner_from_asking_nor_has_it_called_for_ever()
 {
    let few = |rules: &mut dispatch::Settings| rules.requests_per_person_day = 3;
    each_with(few, async |house| {
        let only_a_phone = json!({ "contact": { "name": "Nobody", "phone": "+32 470 99 88 77" } });
        for _ in 0..5 {
            posted_by_visitor(house, &only_a_phone).await;
        }
        assert_eq!(house.tasks("call_back").await.len(), 3);
        // Her own by mail, with the same number.
        posted_by_visitor(house, &json!({})).await;
        let call = house.tasks("call_back").await[0].clone();
        house.finish_task(&call, "yes").await;

        for _ in 0..2 {
            let call = house.tasks("call_back").await[0].clone();
            house.finish_task(&call, "yes").await;
        }
        let body = request(&house.in_hours(30), &only_a_phone);
        house.visitor().post("/requests", &body).await.expect(429);
    })
    .await;
}
