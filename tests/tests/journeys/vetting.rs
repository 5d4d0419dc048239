//! Who may be trusted with what: age, vetting and its end, and what is not for new volunteers.

use dispatch::Settings;
use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use tests::house::people::{Asked, Helper, with};
use tests::house::{House, each, each_with, tireless};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn sitter() -> Value {
    json!({ "categories": ["childcare", "groceries"], "capacity": 3 })
}

async fn excluded(house: &House, asked: &Asked) -> Value {
    let path = format!("/requests/{}/candidates", asked.id);
    house.staff(Role::Operator).get(&path).await.expect(200).at("/excluded")
}

fn alerts(house: &House, helper: &Helper) -> usize {
    house.mails_to(&helper.email, "alert").len()
}

fn path(helper: &Helper) -> String {
    format!("/volunteers/{}", helper.id)
}

async fn vet(house: &House, helper: &Helper, until: &Value) {
    let change = json!({ "vetted_until": until });
    house.staff(Role::Coordinator).patch(&path(helper), &change).await.expect(200);
    house.settle().await;
}

/// The days pass without the hours between.
async fn leap(house: &House, days: i32) {
    house.clock.set(house.now() + DAY * days);
    house.dispatch.tidy().await.unwrap();
    house.settle().await;
}

#[tokio::test]
async fn care_for_children_is_offered_to_vetted_volunteers_alone() {
    each(async |house| {
        let helper = house.helper("Sitter", &sitter()).await;
        assert_eq!(house.tasks("vetting").await.len(), 1, "a coordinator learns of the offer");
        let asked = house.ask(&json!({ "category": "childcare" })).await;
        assert_eq!(alerts(house, &helper), 0);
        assert_eq!(excluded(house, &asked).await, json!({ "vetting": 1 }));
        let by_hand = house.staff_do(&asked, "assign", &json!({ "volunteer_id": helper.id })).await;
        assert!(by_hand.expect(409).text().contains("not_vetted"));

        let until = json!({ "vetted_until": house.in_hours(24 * 365) });
        let refused = house.staff(Role::Operator).patch(&path(&helper), &until).await.expect(422);
        assert_eq!(refused.faults(), [("vetted_until".to_owned(), "coordinator".to_owned())]);
        vet(house, &helper, &until["vetted_until"]).await;
        let seen = house.staff(Role::Operator).get(&path(&helper)).await.expect(200);
        assert!(seen.at("/vetted_at").is_string() && seen.at("/vetted_by").is_string());
        assert!(house.tasks("vetting").await.is_empty());

        let again = house.ask(&json!({ "category": "childcare" })).await;
        assert_eq!(alerts(house, &helper), 1);
        vet(house, &helper, &Value::Null).await;
        let answer = house.accept(&helper.email, "today").await.expect(409);
        assert!(answer.text().contains("not_vetted"), "what was taken away counts at once");
        assert_eq!(house.status(&again).await, "open");
    })
    .await;
}

#[tokio::test]
async fn a_vetting_ends_and_a_task_asks_for_the_next_one_before() {
    each(async |house| {
        let helper = house.helper("Sitter", &sitter()).await;
        vet(house, &helper, &json!(house.in_hours(24 * 60))).await;
        leap(house, 29).await;
        assert!(house.tasks("vetting").await.is_empty());
        leap(house, 2).await;
        leap(house, 1).await;
        let tasks = house.tasks("vetting").await;
        assert_eq!(tasks.len(), 1);

        leap(house, 29).await;
        let asked = house.ask(&json!({ "category": "childcare" })).await;
        assert_eq!(
            (alerts(house, &helper), excluded(house, &asked).await),
            (0, json!({ "vetting": 1 }))
        );
        house.ask(&json!({ "category": "groceries" })).await;
        assert_eq!(alerts(house, &helper), 1, "shopping asks for no vetting");

        let done = format!("/tasks/{}/done", tasks[0]["id"].as_str().unwrap());
        let yes = json!({ "outcome": "yes" });
        house.staff(Role::Operator).post(&done, &yes).await.expect(403);
        house.staff(Role::Coordinator).post(&done, &yes).await.expect(200);
        house.ask(&json!({ "category": "childcare" })).await;
        assert_eq!(alerts(house, &helper), 2);
    })
    .await;
}

#[tokio::test]
async fn where_everybody_is_vetted_an_end_stops_every_alert() {
    let strict = |rules: &mut Settings| rules.vet_volunteers = true;
    each_with(strict, async |house| {
        let body = tests::house::people::volunteer("Walker", &json!({}));
        let id = house.visitor().post("/volunteers", &body).await.expect(201).id();
        house.settle().await;
        let token = house.token_in("walker@helps.example", "confirm", "/c/");
        let confirmed = house.visitor().post(&format!("/confirmations/{token}"), &json!({})).await;
        assert_eq!(confirmed.expect(200).str("/status"), "pending_review");
        house.ask(&json!({})).await;
        assert!(house.mails("alert").is_empty());

        let path = format!("/volunteers/{id}");
        let active = json!({ "status": "active" });
        house.staff(Role::Coordinator).patch(&path, &active).await.expect(200);
        house.settle().await;
        assert!(house.tasks("vetting").await.is_empty(), "whoever is let in is vetted by that");
        house.ask(&json!({})).await;
        assert_eq!(house.mails("alert").len(), 1);
        leap(house, 731).await;
        let asked = house.ask(&json!({})).await;
        assert_eq!(house.mails("alert").len(), 1);
        assert_eq!(excluded(house, &asked).await, json!({ "vetting": 1 }));
        assert_eq!(house.tasks("vetting").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_age_below_eighteen_leaves_some_kinds_of_help_out() {
    each(async |house| {
        let kinds = json!({ "categories": ["groceries", "pharmacy"], "capacity": 3 });
        let young = house.helper("Young", &with(kinds, &json!({ "age_at_least": 17 }))).await;
        let seen = house.staff(Role::Operator).get(&path(&young)).await.expect(200);
        assert_eq!(seen.at("/age_at_least"), 16, "the step is kept and not the age");
        let asked = house.ask(&json!({ "category": "pharmacy" })).await;
        assert_eq!(excluded(house, &asked).await, json!({ "age": 1 }));
        let by_hand = house.staff_do(&asked, "assign", &json!({ "volunteer_id": young.id })).await;
        assert!(by_hand.expect(409).text().contains("too_young"));
        house.ask(&json!({ "category": "groceries" })).await;
        assert_eq!(alerts(house, &young), 1);

        let child = tests::house::people::volunteer("Child", &json!({ "age_at_least": 15 }));
        let refused = house.visitor().post("/volunteers", &child).await.expect(422);
        assert_eq!(refused.faults(), [("age_at_least".to_owned(), "too_young".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn somebody_new_helps_one_person_first() {
    let one_first = |rules: &mut Settings| {
        tireless(rules);
        rules.caps.new_until_confirmed = 1;
    };
    each_with(one_first, async |house| {
        let helper = house.helper("Sitter", &sitter()).await;
        vet(house, &helper, &json!(house.in_hours(24 * 365))).await;
        let first = house.ask(&json!({})).await;
        let contact = json!({ "contact": { "name": "Other", "phone": "+32 470 11 22 33" } });
        house.ask(&contact).await;
        let mails = house.mails_to(&helper.email, "alert");
        assert_eq!(mails.len(), 2);
        let token = |at: usize| tests::house::last_part(&mails[at].link("/a/").unwrap());
        let (now, yes) = (json!({ "when": "now" }), |at| format!("/alerts/{}/accept", token(at)));
        house.visitor().post(&yes(0), &now).await.expect(200);
        house.settle().await;
        let second = house.visitor().post(&yes(1), &now).await.expect(429);
        assert!(second.text().contains("new_volunteer"));
        let care = house.ask(&json!({ "category": "childcare" })).await;
        assert_eq!(excluded(house, &care).await, json!({ "new_volunteer": 1 }));

        house.person_does(&first, "confirm", &json!({})).await.expect(200);
        house.visitor().post(&yes(1), &now).await.expect(200);
        house.settle().await;
        house.ask(&json!({ "category": "childcare", "needed_by": house.in_hours(20) })).await;
        assert_eq!(alerts(house, &helper), 3);
    })
    .await;
}
