//! Nobody within reach: somebody a little farther is asked once, then a human takes over.

use dispatch::Actor;
use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::people::Helper;
use tests::house::{House, each, last_part};

/// One lives a little beyond the own five kilometres, one at more than twice as far.
async fn two_farther_ones(house: &House) -> [Helper; 2] {
    let probe = house.ask(&json!({})).await;
    let request = house.dispatch.request(&Actor::System, probe.id).await.unwrap();
    house.staff_do(&probe, "cancel", &json!({})).await.expect(200);
    let centre = request.cell.unwrap().center();
    let at = |north_m: f64| {
        let lat = centre.lat() + north_m / 111_195.0;
        json!({ "location": { "lat": lat, "lon": centre.lon() } })
    };
    let near = house.helper("Neighbour", &at(6_300.0)).await;
    [near, house.helper("Stranger", &at(12_000.0)).await]
}

#[tokio::test]
async fn whoever_is_a_little_too_far_is_asked_once_and_may_say_yes() {
    each(async |house| {
        let [near, _] = two_farther_ones(house).await;
        let asked = house.ask(&json!({})).await;
        assert!(house.mails("alert").is_empty());
        assert_eq!(house.recipients("stretch"), [near.email.as_str()]);
        let mail = house.mail_to(&near.email, "stretch");
        let text = mail.text().unwrap();
        assert!(text.contains("plus loin que les 5 km"), "{text}");
        assert!(mail.header("List-Unsubscribe").is_some());
        assert!(house.tasks("phone_list").await.is_empty(), "the answer is waited for");
        let token = last_part(&mail.link("/a/").unwrap());
        let seen = house.visitor().get(&format!("/alerts/{token}")).await.expect(200);
        assert_eq!(seen.at("/farther"), true);
        let path = format!("/alerts/{token}/accept");
        house.visitor().post(&path, &json!({ "when": "today" })).await.expect(200);
        house.settle().await;
        assert_eq!(house.status(&asked).await, "matched");
    })
    .await;
}

#[tokio::test]
async fn silence_after_the_invitation_makes_the_phone_list() {
    each(async |house| {
        let [near, _] = two_farther_ones(house).await;
        let asked = house.ask(&json!({})).await;
        house.pass(SignedDuration::from_mins(59)).await;
        assert!(house.tasks("phone_list").await.is_empty());
        house.pass(SignedDuration::from_mins(2)).await;
        assert_eq!(house.tasks("phone_list").await.len(), 1);
        house.pass(SignedDuration::from_hours(6)).await;
        assert_eq!(house.mails_to(&near.email, "stretch").len(), 1, "once");
        let path = format!("/requests/{}/timeline?lang=en", asked.id);
        let story = house.staff(Role::Operator).get(&path).await.expect(200).text();
        assert!(story.contains("Asked to go farther, this once: 1."), "{story}");
        assert!(story.contains("farther than they said"), "{story}");
    })
    .await;
}

#[tokio::test]
async fn a_vital_request_is_called_about_at_once_all_the_same() {
    each(async |house| {
        two_farther_ones(house).await;
        house.ask(&json!({ "priority": "vital" })).await;
        assert_eq!(house.mails("stretch").len(), 1);
        assert_eq!(house.tasks("call_now").await.len(), 1);
    })
    .await;
}
