//! Time travel: past each limit nothing of that class is left, and the figures stay right.

use dispatch::{Actor, RetentionClass};
use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use tests::house::people::{Asked, Promise};
use tests::house::{House, START, each};

/// A leap in time; at its end everything is done that is due.
async fn days_later(house: &House, days: i64) {
    house.clock.set(house.now() + SignedDuration::from_hours(24 * days));
    house.settle().await;
    house.dispatch.purge(true).await.unwrap();
    house.settle().await;
}

const HELD: &str = "SELECT COUNT(*) FROM help_request WHERE LENGTH(sealed_contact) > 0 \
    OR LENGTH(sealed_details) > 0 OR email_hash IS NOT NULL OR phone_hash IS NOT NULL \
    OR postcode <> '' OR label <> ''";

async fn helped(house: &House) -> (Asked, Promise) {
    let asked = house.ask(&json!({})).await;
    let promise = house.promise("ines@helps.example", "today").await;
    house.helper_does(&promise, "reveal", &json!({})).await.expect(200);
    house.staff_do(&asked, "reveal", &json!({ "reason": "a call" })).await.expect(200);
    house.helper_does(&promise, "complete", &json!({})).await;
    house.person_does(&asked, "confirm", &json!({})).await;
    assert_eq!(house.status(&asked).await, "completed");
    (asked, promise)
}

async fn has_key(house: &House, asked: &Asked) -> bool {
    let mut tx = house.dispatch.database().read().await.unwrap();
    let subject = tx.request(asked.id).await.unwrap().unwrap().subject_id;
    house.dispatch.ring().key(subject).await.unwrap().is_some()
}

async fn figures(house: &House) -> Value {
    let path = format!("/stats/matching?from={START}&to=2026-12-01T00:00:00Z");
    house.staff(Role::Administrator).get(&path).await.expect(200).json()
}

#[tokio::test]
async fn contact_data_go_after_the_last_request() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        let (first, _) = helped(house).await;
        days_later(house, 10).await;
        let again = house.ask(&json!({})).await;
        house.person_does(&again, "cancel", &json!({})).await;
        // She came back, so that the first request's data are not old yet.
        days_later(house, 13).await;
        assert_eq!(house.number(HELD).await, 2);
        assert!(has_key(house, &first).await);
        let before = figures(house).await;
        days_later(house, 2).await;
        assert_eq!(house.number(HELD).await, 0);
        assert!(!has_key(house, &first).await && !has_key(house, &again).await);
        assert_eq!(figures(house).await, before);
        // Her links are dead, and nobody can be shown what is not there.
        house.person_does(&first, "cancel", &json!({})).await.expect(410);
        let reason = json!({ "reason": "a call" });
        house.staff_do(&first, "reveal", &reason).await.expect(404);
        house.request(&first).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_agreed_is_kept_longer() {
    each(async |house| {
        let consent = json!({ "version": "2026-11", "given": true, "by": "oral", "keep": true });
        let asked = house.ask(&json!({ "consent": consent })).await;
        house.person_does(&asked, "cancel", &json!({})).await;
        days_later(house, 180).await;
        assert!(has_key(house, &asked).await);
        days_later(house, 4).await;
        assert_eq!(house.number(HELD).await, 0);
        assert!(!has_key(house, &asked).await);
    })
    .await;
}

#[tokio::test]
async fn quiet_volunteers_are_asked_before_they_are_forgotten() {
    each(async |house| {
        let gone = house.helper("Gone", &json!({})).await;
        let stays = house.helper("Stays", &json!({})).await;
        house
            .visitor()
            .post("/volunteers", &tests::house::people::volunteer("Never", &json!({})))
            .await
            .expect(201);
        days_later(house, 31).await;
        assert_eq!(
            house.number("SELECT COUNT(*) FROM volunteer WHERE status = 'withdrawn'").await,
            1
        );
        days_later(house, 300).await;
        assert!(house.mails("inactive").is_empty());
        days_later(house, 5).await;
        assert_eq!(house.recipients("inactive"), [gone.email.clone(), stays.email.clone()]);
        // One says that they are still there by signing in.
        let browser = house.browser();
        browser.post("/sessions", &json!({ "email": stays.email })).await;
        house.settle().await;
        let token = house.token_in(&stays.email, "login", "/l/");
        browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
        days_later(house, 31).await;
        let mut tx = house.dispatch.database().read().await.unwrap();
        let (gone, stays) =
            (tx.volunteer(gone.id).await.unwrap(), tx.volunteer(stays.id).await.unwrap());
        drop(tx);
        let (gone, stays) = (gone.unwrap(), stays.unwrap());
        assert_eq!((gone.status.code(), stays.status.code()), ("withdrawn", "active"));
        let ring = house.dispatch.ring();
        assert!(ring.key(gone.subject_id).await.unwrap().is_none());
        assert!(ring.key(stays.subject_id).await.unwrap().is_some());
        assert_eq!(house.mails("inactive").len(), 2);
    })
    .await;
}

/// A volunteer signs in and moves.
async fn signs_in_and_moves(house: &House, email: &str) {
    let browser = house.browser();
    browser.post("/sessions", &json!({ "email": email })).await.expect(202);
    house.settle().await;
    let token = house.token_in(email, "login", "/l/");
    let signed_in = browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
    let id = signed_in.str("/volunteer_id").parse().unwrap();
    let location = Some(dispatch::LocationInput { lat: 50.83, lon: 4.37 });
    let edit = dispatch::VolunteerEdit { location, ..Default::default() };
    house.dispatch.edit_volunteer(&Actor::Volunteer(id), id, &edit).await.unwrap();
}

/// Distances from known centres say where somebody lives: what is kept is the bucket they are told.
#[tokio::test]
async fn no_distance_is_kept_finer_than_it_is_told() {
    each(async |house| {
        let near = json!({ "location": tests::house::people::around(1_234.0, 567.0) });
        house.helper("Ines", &near).await;
        let asked = house.ask(&json!({})).await;
        let alerts = house.alerts(&asked).await;
        assert_eq!(alerts[0].distance_m, Some(1_500));
        let told = "SELECT COUNT(*) FROM event WHERE data LIKE '%distance_m%'";
        assert_eq!(house.number(told).await, 0);
        let path = format!("/requests/{}/candidates", asked.id);
        let seen = house.staff(Role::Operator).get(&path).await.expect(200);
        let metres = seen.at("/candidates/0/distance_m").as_i64().unwrap();
        assert_eq!(metres % 100, 0, "an operator does not reckon out a home");
        let exact = house.staff(Role::Coordinator).get(&path).await.expect(200);
        let exact = exact.at("/candidates/0/distance_m").as_i64().unwrap();
        assert_eq!(exact / 100 * 100, metres);
    })
    .await;
}

#[tokio::test]
async fn past_every_limit_nothing_is_left() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        helped(house).await;
        signs_in_and_moves(house, "ines@helps.example").await;
        house.staff(Role::Operator).post_once("/requests", "a key", &json!({})).await;
        let before = figures(house).await;
        for days in [8, 31, 340, 40] {
            days_later(house, days).await;
            for state in house.dispatch.retention(&Actor::System).await.unwrap() {
                assert_eq!(state.due, 0, "{:?} after {days} days", state.class);
                assert!(state.last.is_some());
            }
        }
        for (left, most) in [
            ("SELECT COUNT(*) FROM alert WHERE distance_m IS NOT NULL", 0),
            ("SELECT COUNT(*) FROM alert WHERE chance_ppm IS NOT NULL", 0),
            ("SELECT COUNT(*) FROM event WHERE kind LIKE '%.signed_in'", 0),
            ("SELECT COUNT(*) FROM event WHERE data LIKE '%device%' OR data LIKE '%account%'", 0),
            (
                "SELECT COUNT(*) FROM event WHERE volunteer_id IS NOT NULL AND kind IN \
                 ('volunteer.edited', 'volunteer.moved', 'contact.revealed')",
                0,
            ),
            ("SELECT COUNT(*) FROM reveal", 0),
            ("SELECT COUNT(*) FROM link WHERE expires_at IS NOT NULL", 0),
            ("SELECT COUNT(*) FROM session", 0),
            ("SELECT COUNT(*) FROM idempotency", 0),
            ("SELECT COUNT(*) FROM audit WHERE reveal_id IS NOT NULL", 0),
            ("SELECT COUNT(*) FROM event WHERE actor_id IS NOT NULL", 0),
            ("SELECT COUNT(*) FROM notification", 0),
            ("SELECT COUNT(*) FROM volunteer WHERE LENGTH(sealed_contact) > 0", 0),
            (HELD, 0),
        ] {
            assert_eq!(house.number(left).await, most, "{left}");
        }
        assert_eq!(house.dispatch.ring().count().await.unwrap(), 0);
        assert_eq!(figures(house).await, before);
        let page = format!("{}/staff/retention", house.base());
        let text = house.staff(Role::Coordinator).get(&page).await.expect(200).text();
        assert_eq!(text.matches("<th scope=\"row\">").count(), RetentionClass::ALL.len());
    })
    .await;
}
