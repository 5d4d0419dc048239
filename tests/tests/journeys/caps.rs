//! How much a volunteer is asked: never more than they or the deployment allow.

use jiff::SignedDuration;
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, Helper};
use tests::house::{House, each, each_with, tireless};

/// Somebody else asks each time.
async fn another_asks(house: &House, changes: &Value) -> Asked {
    let contact = json!({ "name": "Somebody", "phone": "+32 470 11 22 33" });
    let body = tests::house::people::with(json!({ "contact": contact }), changes);
    house.ask(&body).await
}

async fn candidly_excluded(house: &House, asked: &Asked, reason: &str) -> bool {
    let path = format!("/requests/{}/candidates", asked.id);
    let found = house.staff(Role::Operator).get(&path).await.expect(200);
    found.at(&format!("/excluded/{reason}")) == 1
}

fn alerts(house: &House, helper: &Helper) -> usize {
    house.mails_to(&helper.email, "alert").len()
}

#[tokio::test]
async fn three_alerts_a_day_and_the_fourth_in_the_morning() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({ "capacity": 9 })).await;
        let by = json!({ "needed_by": house.in_hours(40) });
        for _ in 0..3 {
            another_asks(house, &by).await;
        }
        let fourth = another_asks(house, &by).await;
        assert_eq!(alerts(house, &helper), 3);
        assert!(candidly_excluded(house, &fourth, "alerts_per_day").await);
        house.pass_until("2026-11-25T06:59:00Z".parse().unwrap()).await;
        assert_eq!(alerts(house, &helper), 3);
        house.pass_until("2026-11-25T07:20:00Z".parse().unwrap()).await;
        assert_eq!(alerts(house, &helper), 4);
        assert_eq!(house.alerts(&fourth).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_volunteer_s_own_limit_of_the_week_holds_for_seven_days() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({ "max_alerts_per_week": 1 })).await;
        another_asks(house, &json!({})).await;
        let second = another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 1);
        assert!(candidly_excluded(house, &second, "alerts_per_week").await);
        house.pass(SignedDuration::from_hours(7 * 24 - 1)).await;
        another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 1);
        house.pass(SignedDuration::from_hours(2)).await;
        another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 2);
    })
    .await;
}

#[tokio::test]
async fn who_holds_two_places_is_not_asked_for_a_third() {
    each_with(tireless, async |house| {
        let helper = house.helper("Shopper", &json!({ "capacity": 9 })).await;
        for _ in 0..2 {
            another_asks(house, &json!({})).await;
            house.accept(&helper.email, "today").await.expect(200);
        }
        let third = another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 2);
        assert!(candidly_excluded(house, &third, "live_engagements").await);
    })
    .await;
}

#[tokio::test]
async fn a_full_capacity_is_full_until_a_place_is_done() {
    each_with(tireless, async |house| {
        let helper = house.helper("Shopper", &json!({ "capacity": 1 })).await;
        another_asks(house, &json!({})).await;
        let promise = house.promise(&helper.email, "now").await;
        let waits = another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 1);
        assert!(candidly_excluded(house, &waits, "capacity").await);
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        house.pass(SignedDuration::from_hours(2)).await;
        assert_eq!(alerts(house, &helper), 2, "who is free again is asked within the hour");
    })
    .await;
}

#[tokio::test]
async fn a_yes_beyond_the_day_s_limit_is_refused_kindly() {
    each_with(
        |rules| rules.caps.accepts_per_day = 1,
        async |house| {
            let helper = house.helper("Shopper", &json!({ "capacity": 9 })).await;
            another_asks(house, &json!({})).await;
            another_asks(house, &json!({})).await;
            let mails = house.mails_to(&helper.email, "alert");
            let token = |at: usize| tests::house::last_part(&mails[at].link("/a/").unwrap());
            let yes = json!({ "when": "today" });
            let path = format!("/alerts/{}/accept", token(0));
            house.visitor().post(&path, &yes).await.expect(200);
            let path = format!("/alerts/{}/accept", token(1));
            let refused = house.visitor().post(&path, &yes).await.expect(429);
            assert_eq!(refused.str("/code"), "accepts_per_day");
            assert!(refused.header("retry-after").parse::<u32>().is_ok());
        },
    )
    .await;
}

#[tokio::test]
async fn one_click_in_the_mail_program_stops_the_alerts() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        another_asks(house, &json!({})).await;
        let header = house.mail_to(&helper.email, "alert").header("List-Unsubscribe").unwrap();
        let url = header.trim_start_matches('<').split('>').next().unwrap().to_owned();
        house.visitor().get(&url).await.expect(200);
        let status = format!("/volunteers/{}", helper.id);
        let staff = house.staff(Role::Operator);
        assert_eq!(staff.get(&status).await.str("/status"), "active");
        let click = house.visitor().request(Method::POST, &url);
        let click =
            click.header("origin", "https://mail.example").header("sec-fetch-site", "cross-site");
        let click = click.form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
        assert_eq!(click.status().as_u16(), 200);
        assert_eq!(staff.get(&status).await.str("/status"), "paused");
        another_asks(house, &json!({})).await;
        assert_eq!(alerts(house, &helper), 1);
    })
    .await;
}

#[tokio::test]
async fn quiet_hours_are_the_volunteer_s_own_and_local() {
    each(async |house| {
        let azores = json!({ "timezone": "Atlantic/Azores" });
        let late = house.helper("Azorean", &azores).await;
        let here = house.helper("Brusseler", &json!({})).await;
        // Half past nine in the evening in Brussels is half past seven on the Azores.
        house.pass_until("2026-11-24T20:30:00Z".parse().unwrap()).await;
        another_asks(house, &json!({})).await;
        assert_eq!((alerts(house, &late), alerts(house, &here)), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_link_in_hand_does_not_outlive_its_volunteer_s_leave() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        another_asks(house, &json!({})).await;
        let token = house.alert_token(&helper.email);
        let path = format!("/volunteers/{}", helper.id);
        let body = json!({ "status": "suspended" });
        house.staff(Role::Coordinator).patch(&path, &body).await.expect(200);
        let yes = json!({ "when": "now" });
        house.visitor().post(&format!("/alerts/{token}/accept"), &yes).await.expect(410);
    })
    .await;
}

#[tokio::test]
async fn a_pin_moves_twice_in_thirty_days() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        let actor = dispatch::Actor::Volunteer(helper.id);
        let move_to = async |lat: f64| {
            let at = dispatch::LocationInput { lat, lon: 4.3667 };
            let edit = dispatch::VolunteerEdit { location: Some(at), ..Default::default() };
            house.dispatch.edit_volunteer(&actor, helper.id, &edit).await.is_ok()
        };
        let moves = [move_to(50.84).await, move_to(50.85).await, move_to(50.86).await];
        assert_eq!(moves, [true, true, false]);
        // Where they are already is no move.
        assert!(move_to(50.85).await);
        house.clock.set(house.now() + SignedDuration::from_hours(24 * 30 + 1));
        assert!(move_to(50.86).await);
    })
    .await;
}

#[tokio::test]
async fn public_figures_tell_of_nobody() {
    each(async |house| {
        let shown = async || {
            let figures = house.visitor().get("/stats/public").await.expect(200);
            figures.at("/volunteers")
        };
        for (count, wanted) in [(4, Value::Null), (3, json!(5)), (3, json!(10))] {
            for _ in 0..count {
                let name = format!("Shopper{}", house.sink.messages().len());
                house.helper(&name, &json!({})).await;
            }
            // They are counted once a minute.
            house.pass(SignedDuration::from_mins(1)).await;
            assert_eq!(shown().await, wanted);
        }
    })
    .await;
}
