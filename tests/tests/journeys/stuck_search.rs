//! A search is stuck: staff see it, ask others by hand, and see what came of it.

use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use tests::house::people::around;
use tests::house::{House, each, each_with, nearest_first};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

async fn shoppers(house: &House, count: u8) {
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0) });
        house.helper(&format!("Shopper{number}"), &spot).await;
    }
}

/// The page of a member of staff who came by an API token.
async fn dashboard(house: &House, query: &str) -> String {
    let address = format!("{}/staff/dashboard?lang=en{query}", house.base());
    house.staff(Role::Coordinator).get(&address).await.expect(200).text()
}

#[tokio::test]
async fn whoever_was_not_asked_yet_is_asked_by_hand() {
    each_with(nearest_first, async |house| {
        shoppers(house, 9).await;
        let asked = house.ask(&json!({})).await;
        assert_eq!(house.alerts(&asked).await.len(), 5);
        let answer = house.staff_do(&asked, "resend", &json!({})).await.expect(200);
        assert_eq!(answer.at("/asked"), 4);
        assert_eq!(house.alerts(&asked).await.len(), 9);
        let path = format!("/requests/{}/timeline?lang=en", asked.id);
        let story = house.staff(Role::Operator).get(&path).await.expect(200).text();
        assert!(story.contains("The team asks others: 4."), "{story}");
        // Everybody is waited for: nobody is asked twice at once.
        let answer = house.staff_do(&asked, "resend", &json!({})).await.expect(200);
        assert_eq!(answer.at("/asked"), 0);
    })
    .await;
}

#[tokio::test]
async fn silence_is_shown_and_the_silent_are_asked_once_more() {
    each(async |house| {
        shoppers(house, 4).await;
        let asked = house.ask(&json!({ "needed_by": house.in_hours(60) })).await;
        let reference = house.request(&asked).await.str("/reference");
        let page = dashboard(house, "").await;
        assert!(page.contains("For one request the search goes on"), "{page}");
        assert!(!page.contains(&reference));
        house.pass(HOUR * 24).await;
        let page = dashboard(house, "").await;
        assert!(page.contains(&reference) && page.contains("One request needs you"), "{page}");
        assert!(page.contains("value=\"widen\""), "nobody is left: one may look farther");
        let before = house.alerts(&asked).await.len();
        house.pass(HOUR).await;
        let answer = house.staff_do(&asked, "resend", &json!({})).await.expect(200);
        let again = answer.at("/asked").as_u64().unwrap();
        assert!(again > 0, "limits of a day are over");
        let after = house.alerts(&asked).await.len();
        assert_eq!(after as u64, before as u64 + again);
        assert!(!dashboard(house, "").await.contains(&reference), "they are waited for");
        let yes = house.accept("shopper0@helps.example", "today").await;
        assert_eq!(yes.expect(200).str("/engagement/status"), "active");
        assert_eq!(house.status(&asked).await, "matched");
    })
    .await;
}

#[tokio::test]
async fn a_search_is_widened_by_hand_beyond_the_radius_they_said() {
    each(async |house| {
        // Some six kilometres from the person, and five is what they said.
        for number in 0..2_u8 {
            let spot = around(6_000.0 + f64::from(number), 0.0);
            house.helper(&format!("Farther{number}"), &json!({ "location": spot })).await;
        }
        shoppers(house, 1).await;
        let asked = house.ask(&json!({ "needed_by": house.in_hours(60) })).await;
        assert_eq!(house.mails("stretch").len(), 0, "the nearest is waited for");
        let answer = house.staff_do(&asked, "widen", &json!({})).await.expect(200);
        let count = answer.at("/asked").as_u64().unwrap();
        assert_eq!(house.mails("stretch").len() as u64, count);
        let kinds = house.story(&asked).await;
        assert!(kinds.iter().any(|kind| kind == "request.widened"), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_search_cannot_be_helped_so() {
    each(async |house| {
        shoppers(house, 1).await;
        let asked = house.ask(&json!({})).await;
        house.accept("shopper0@helps.example", "today").await.expect(200);
        for what in ["resend", "widen"] {
            let answer = house.staff_do(&asked, what, &json!({})).await.expect(409);
            assert_ne!(answer.at("/code"), Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn the_board_shows_at_once_what_changed() {
    each(async |house| {
        shoppers(house, 1).await;
        let before = dashboard(house, "").await;
        assert!(before.contains("No other search is under way"), "{before}");
        let asked = house.ask(&json!({})).await;
        assert!(dashboard(house, "").await.contains("For one request the search goes on"));
        house.staff_do(&asked, "cancel", &json!({})).await.expect(200);
        assert!(dashboard(house, "").await.contains("No other search is under way"));
        let actor = dispatch::Actor::System;
        let none = house.dispatch.last_change_seen(&actor, Some(asked.id)).await.unwrap();
        assert!(none.is_some());
    })
    .await;
}
