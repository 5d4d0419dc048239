//! What was asked for twice goes on as one, and nothing that was said is lost.

use dispatch::{Actor, RevealedRequest};
use matching::Role;
use serde_json::{Value, json};
use tests::house::desk::Desk;
use tests::house::people::Asked;
use tests::house::{Answer, House, each};

/// The same person asks again, with another list; both find volunteers to ask.
async fn twice(house: &House, changes: &Value) -> (Asked, Asked) {
    house.helper("Ines", &json!({ "capacity": 3 })).await;
    house.helper("Omar", &json!({ "capacity": 3 })).await;
    let first = house.ask(&json!({})).await;
    let mut again = json!({ "items": [{ "name": "savon" }], "details": "Le chien est gentil." });
    again.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let second = house.ask(&again).await;
    (first, second)
}

async fn says(house: &House, desk: &Desk, at: &Asked, go: &str, other: &Asked) -> Answer {
    let other = other.id.to_string();
    let path = format!("/staff/requests/{}", at.id);
    let answer = house.post_form(&desk.browser, &path, &[("go", go), ("other", &other)]).await;
    house.settle().await;
    answer
}

async fn opened(house: &House, asked: &Asked) -> RevealedRequest {
    house.dispatch.reveal_to_staff(&Actor::System, asked.id, "a test looks").await.unwrap()
}

async fn outstanding(house: &House, asked: &Asked) -> usize {
    let alerts = house.alerts(asked).await;
    alerts.iter().filter(|alert| alert.status.is_outstanding()).count()
}

#[tokio::test]
async fn one_goes_on_with_all_that_was_said_and_the_other_ends_as_its_repeat() {
    each(async |house| {
        let (first, second) = twice(house, &json!({ "priority": "vital" })).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        let operator = house.colleague("lucie@proche.example", Role::Operator, None).await;
        let path = format!("/staff/requests/{}", second.id);
        let seen = house.read(&operator.browser, &path).await.expect(200).text();
        assert!(seen.contains("Peut-être la même demande") && !seen.contains("merge_here"));
        says(house, &operator, &second, "merge_there", &first).await.expect(403);
        let page = house.read(&chief.browser, &path).await.expect(200).text();
        assert!(page.contains("merge_here") && page.contains("merge_there"), "{page}");
        assert!(outstanding(house, &second).await > 0);
        let story = says(house, &chief, &second, "merge_there", &first).await.expect(200).text();
        let kept = house.request(&first).await;
        assert!(story.contains(&kept.str("/reference")), "the kept one is shown: {story}");
        assert_eq!(
            (kept.str("/status").as_str(), kept.str("/priority").as_str()),
            ("open", "vital")
        );
        let ended = house.request(&second).await;
        assert_eq!(ended.str("/status"), "cancelled");
        assert_eq!(ended.str("/outcome"), "duplicate");
        let all = opened(house, &first).await.details;
        let names: Vec<_> = all.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["marmelade", "savon"]);
        let words = all.details.unwrap();
        assert!(words.contains("Ring twice") && words.contains("chien"), "{words}");
        assert_eq!(outstanding(house, &second).await, 0);
        assert!(outstanding(house, &first).await > 0, "the search goes on");
        let over = house.read(&chief.browser, &path).await.expect(200).text();
        let link = format!("/staff/requests/{}", first.id);
        assert!(over.contains("Doublon de") && over.contains(&link), "{over}");
        let told = house.mails("merged");
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].to, ["canarelle@asks.example"]);
        says(house, &chief, &first, "merge_here", &second).await.expect(409);
        assert_eq!(house.mails("merged").len(), 1);
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn a_promise_is_not_lost_by_a_merge() {
    each(async |house| {
        let (first, second) = twice(house, &json!({})).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        house.promise("ines@helps.example", "now").await;
        let (held, free) = match house.status(&first).await.as_str() {
            "matched" => (first, second),
            _ => (second, first),
        };
        let page = says(house, &chief, &free, "merge_here", &held).await.expect(422).text();
        assert!(page.contains("libérez d’abord la place"), "{page}");
        says(house, &chief, &free, "merge_there", &held).await.expect(200);
        assert_eq!(house.status(&held).await, "matched");
        assert_eq!(house.status(&free).await, "cancelled");
        let names = opened(house, &held).await.details.items.len();
        assert_eq!(names, 2);
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn who_has_only_a_phone_is_called_and_what_is_not_alike_stays_apart() {
    each(async |house| {
        let contact = json!({ "name": "Rosalie Canarelle", "phone": "+32 470 99 88 77" });
        let (first, second) = twice(house, &json!({ "contact": contact.clone() })).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        let stranger = json!({
            "contact": { "name": "Autre", "phone": "+32 470 11 22 33" },
            "address": { "line": "3 rue Autre", "postcode": "1050", "place": "Ixelles" },
        });
        let third = house.ask(&stranger).await;
        says(house, &chief, &third, "merge_here", &first).await.expect(409);
        says(house, &chief, &first, "merge_here", &second).await.expect(200);
        let tasks = house.tasks("tell_merged").await;
        assert_eq!(tasks.len(), 1, "{tasks:?}");
        house.finish_task(&tasks[0], "told").await;
        assert!(house.mails("merged").is_empty());
        let fourth = house.ask(&json!({ "contact": contact })).await;
        says(house, &chief, &first, "apart", &fourth).await.expect(200);
        says(house, &chief, &first, "merge_here", &fourth).await.expect(200);
        house.assert_in_order().await;
    })
    .await;
}
