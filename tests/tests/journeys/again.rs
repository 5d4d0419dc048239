//! Asked again: of somebody who is known, and every week.

use dispatch::{Actor, AskAgain, Settings};
use jiff::SignedDuration;
use matching::{RequestId, Role, VolunteerId};
use serde_json::json;
use tests::house::people::around;
use tests::house::{House, each_with, nearest_first, tireless};

fn nearest_without_rest(rules: &mut Settings) {
    nearest_first(rules);
    tireless(rules);
}

async fn alerted(house: &House, id: RequestId) -> Vec<VolunteerId> {
    let alerts = house.dispatch.alerts(&Actor::System, id).await.unwrap();
    alerts.iter().map(|alert| alert.volunteer_id).collect()
}

#[tokio::test]
async fn whoever_is_known_is_asked_before_all_others() {
    each_with(nearest_without_rest, async |house| {
        house.helper("Near", &json!({ "capacity": 5 })).await;
        let farther = json!({ "location": around(2_000.0, 0.0), "capacity": 5 });
        let known = house.helper("Known", &farther).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&known.email, "now").await;
        let actor = Actor::Requester(asked.id);
        let again = AskAgain { needed_by: house.in_hours(40), helper: Some(promise.id) };
        house.dispatch.ask_again(&actor, asked.id, &again).await.expect_err("it goes on");
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let new = house.dispatch.ask_again(&actor, asked.id, &again).await.unwrap();
        house.settle().await;
        assert_eq!(alerted(house, new.id).await, [known.id]);
        house.pass(SignedDuration::from_hours(2)).await;
        assert_eq!(alerted(house, new.id).await, [known.id], "the others wait");
        house.decline(&known.email).await;
        assert_eq!(alerted(house, new.id).await.len(), 2);
        let contact = house.dispatch.own_request(&Actor::Requester(new.id), new.id).await.unwrap();
        assert_eq!(contact.contact.name, "Rosalie Canarelle");
        assert_eq!(contact.details.items.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_known_helper_who_says_nothing_holds_nobody_up_for_long() {
    each_with(nearest_without_rest, async |house| {
        house.helper("Near", &json!({ "capacity": 5 })).await;
        let known = house.helper("Known", &json!({ "capacity": 5 })).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&known.email, "now").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let again = AskAgain { needed_by: house.in_hours(20), helper: Some(promise.id) };
        let actor = Actor::Requester(asked.id);
        let new = house.dispatch.ask_again(&actor, asked.id, &again).await.unwrap();
        house.settle().await;
        house.pass(SignedDuration::from_hours(6)).await;
        assert_eq!(alerted(house, new.id).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_every_week_comes_back_until_it_is_stopped() {
    each_with(nearest_without_rest, async |house| {
        house.ask(&json!({ "repeat_days": 7 })).await;
        let all = "SELECT COUNT(*) FROM help_request";
        let day = SignedDuration::from_hours(24);
        house.pass(day + SignedDuration::from_hours(1)).await;
        assert_eq!(house.number(all).await, 2);
        let tied = "SELECT COUNT(*) FROM request_tie WHERE follows_id IS NOT NULL \
            AND repeat_days = 7 AND repeats_left = 11";
        assert_eq!(house.number(tied).await, 1);
        house.pass(day * 7).await;
        assert_eq!(house.number(all).await, 3);
        let list = house.staff(Role::Administrator).get("/requests").await.expect(200);
        let newest = RequestId(list.str("/items/0/id").parse().unwrap());
        house.dispatch.stop_repeating(&Actor::Requester(newest), newest).await.unwrap();
        house.pass(day * 8).await;
        assert_eq!(house.number(all).await, 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_called_off_does_not_come_back() {
    each_with(nearest_without_rest, async |house| {
        let asked = house.ask(&json!({ "repeat_days": 7 })).await;
        house.person_does(&asked, "cancel", &json!({})).await.expect(200);
        house.pass(SignedDuration::from_hours(24 * 9)).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 1);
        assert_eq!(
            house.number("SELECT COUNT(*) FROM request_tie WHERE repeat_days IS NOT NULL").await,
            0
        );
    })
    .await;
}
