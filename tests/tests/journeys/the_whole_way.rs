//! From signing up to the figures, when all goes well.

use dispatch::Actor;
use matching::{DistanceBucket, Role, distance_m, whole_metres};
use serde_json::{Value, json};
use tests::house::people::{Asked, Helper, SECRETS, around, request};
use tests::house::{House, each, each_with, mentions, nearest_first};

/// Twelve shoppers in twelve directions, farther and farther away.
async fn neighbours(house: &House) -> Vec<Helper> {
    let mut helpers = Vec::new();
    for number in 0..12_u8 {
        let (sin, cos) = (f64::from(number) * 2.1).sin_cos();
        let metres = 300.0 + 330.0 * f64::from((number * 7) % 12);
        let spot = json!({ "location": around(metres * cos, metres * sin), "radius_km": 6 });
        helpers.push(house.helper(&format!("Shopper{number}"), &spot).await);
    }
    helpers
}

/// Near, and yet nobody to ask.
async fn not_to_be_asked(house: &House) {
    house.helper("Walker", &json!({ "categories": ["pets"] })).await;
    house.helper("Dutch", &json!({ "languages": ["nl"] })).await;
    house.helper("Homebody", &json!({ "location": around(3_000.0, 0.0), "radius_km": 1 })).await;
    let quiet = json!({ "quiet_hours": { "from": "09:00", "to": "18:00" } });
    house.helper("Sleeper", &quiet).await;
    let weekend = json!({ "availability": [{ "days": ["sun"], "from": "09:00", "to": "12:00" }] });
    house.helper("Sunday", &weekend).await;
    let resting = house.helper("Resting", &json!({})).await;
    let path = format!("/volunteers/{}", resting.id);
    let body = json!({ "status": "paused" });
    house.staff(Role::Coordinator).patch(&path, &body).await.expect(200);
    let unconfirmed = tests::house::people::volunteer("Unconfirmed", &json!({}));
    house.visitor().post("/volunteers", &unconfirmed).await.expect(201);
}

/// The person posts it herself and follows the link in her receipt.
async fn ask_and_confirm(house: &House, changes: &Value) -> Asked {
    let body = request(&house.in_hours(24), changes);
    let asked = house.post_request(&house.visitor(), &body).await;
    house.settle().await;
    assert_eq!(house.status(&asked).await, "unconfirmed");
    assert!(house.mails("alert").is_empty());
    let token = house.token_in("canarelle@asks.example", "receipt", "/c/");
    let path = format!("/confirmations/{token}");
    let confirmed = house.visitor().post(&path, &json!({})).await.expect(200);
    assert_eq!(confirmed.str("/status"), "open");
    house.settle().await;
    asked
}

/// The addresses of the nearest `count`, by the distance from the centre of the request's cell.
async fn nearest(house: &House, asked: &Asked, helpers: &[Helper], count: usize) -> Vec<String> {
    let request = house.dispatch.request(&Actor::System, asked.id).await.unwrap();
    let centre = request.cell.unwrap().center();
    let mut all: Vec<_> = helpers
        .iter()
        .map(|helper| (whole_metres(distance_m(centre, helper.position)), helper.id, helper))
        .collect();
    all.sort_by_key(|(metres, id, _)| (*metres, *id));
    let mut nearest: Vec<_> = all.iter().take(count).map(|one| one.2.email.clone()).collect();
    nearest.sort();
    nearest
}

#[tokio::test]
async fn alerts_reach_exactly_the_nearest_who_may_be_alerted() {
    each_with(nearest_first, async |house| {
        let helpers = neighbours(house).await;
        not_to_be_asked(house).await;
        let asked = ask_and_confirm(house, &json!({ "languages": ["fr"] })).await;
        let expected = nearest(house, &asked, &helpers, 5).await;
        assert_eq!(house.recipients("alert"), expected);
        for alert in house.alerts(&asked).await {
            let helper = helpers.iter().find(|own| own.id == alert.volunteer_id).unwrap();
            let request = house.dispatch.request(&Actor::System, asked.id).await.unwrap();
            let exact = distance_m(request.cell.unwrap().center(), helper.position);
            let bucket = DistanceBucket::of_m(whole_metres(exact));
            assert_eq!(alert.distance_m, Some(bucket.middle_m()));
        }
    })
    .await;
}

#[tokio::test]
async fn an_alert_says_what_is_needed_and_nothing_of_the_person() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        ask_and_confirm(house, &json!({})).await;
        let mail = house.mail_to("shopper@helps.example", "alert");
        let answer = mail.links().into_iter().filter(|link| link.contains("/a/"));
        assert_eq!(answer.count(), 1);
        let unsubscribe = mail.header("List-Unsubscribe").unwrap();
        assert!(unsubscribe.starts_with(&format!("<{}/u/", house.base())), "{unsubscribe}");
        assert_eq!(mail.header("List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
        assert_eq!(mail.header("Auto-Submitted").unwrap(), "auto-generated");
        let text = mail.text().unwrap();
        assert!(text.contains("Ixelles"), "{text}");
        assert!(mail.html().is_some_and(|html| html.contains("/a/")));
        for secret in SECRETS {
            assert!(!mentions(&mail, secret), "{secret}: {text}");
        }
    })
    .await;
}

/// Counts of everything that a look could change.
async fn fingerprint(house: &House) -> Vec<i64> {
    let mut counts = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM event",
        "SELECT COUNT(*) FROM notification",
        "SELECT COUNT(*) FROM change",
        "SELECT COUNT(*) FROM reveal",
        "SELECT COUNT(*) FROM engagement",
        "SELECT COUNT(*) FROM link WHERE used_at IS NOT NULL OR revoked_at IS NOT NULL",
        "SELECT COUNT(*) FROM volunteer WHERE status = 'active'",
        "SELECT COUNT(*) FROM alert WHERE status = 'sent'",
        "SELECT COUNT(*) FROM help_request WHERE status = 'unconfirmed'",
    ] {
        counts.push(house.number(query).await);
    }
    counts
}

#[tokio::test]
async fn looking_at_every_link_in_every_mail_changes_nothing() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        let unconfirmed = tests::house::people::volunteer("Later", &json!({}));
        house.visitor().post("/volunteers", &unconfirmed).await.expect(201);
        let asked = ask_and_confirm(house, &json!({})).await;
        let second = json!({ "category": "pets" });
        let body = request(&house.in_hours(30), &second);
        house.post_request(&house.visitor(), &body).await;
        let body = json!({ "email": "shopper@helps.example" });
        house.visitor().post("/sessions", &body).await.expect(202);
        house.settle().await;
        let before = fingerprint(house).await;
        let mut links: Vec<String> = house.sink.messages().iter().flat_map(|m| m.links()).collect();
        let first_hop = |link: &String| {
            let parts = ["/a/", "/c/", "/l/", "/m/", "/u/"];
            parts.iter().any(|part| link.starts_with(&format!("{}{part}", house.base())))
        };
        links.retain(first_hop);
        links.push(format!("{}/m/{}", house.base(), asked.manage));
        assert!(links.len() > 6, "{links:?}");
        for path in ["/a/", "/c/", "/l/", "/m/", "/u/"] {
            assert!(links.iter().any(|link| link.contains(path)), "{path}: {links:?}");
        }
        for link in &links {
            for browser in [house.visitor(), house.browser()] {
                assert!(browser.get(link).await.status < 400, "{link}");
                let head = browser.request(reqwest::Method::HEAD, link).send().await.unwrap();
                assert!(head.status().as_u16() < 400, "{link}");
            }
        }
        house.settle().await;
        assert_eq!(fingerprint(house).await, before);
    })
    .await;
}

#[tokio::test]
async fn the_contact_is_for_the_one_who_comes_alone() {
    each(async |house| {
        let winner = house.helper("Winner", &json!({})).await;
        let other = house.helper("Other", &json!({})).await;
        let asked = ask_and_confirm(house, &json!({})).await;
        let theirs = signed_in(house, &other).await;
        let promise = house.promise(&winner.email, "today").await;
        let path = format!("/engagements/{}/reveal", promise.id);
        house.visitor().post(&path, &json!({})).await.expect(401);
        theirs.post(&path, &json!({})).await.expect(404);
        house.staff(Role::Administrator).post(&path, &json!({})).await.expect(404);
        assert_eq!(ledger(house, &asked).await, 0);
        let shown = promise.browser.post(&path, &json!({})).await.expect(200);
        assert_eq!(shown.str("/contact/name"), "Rosalie Canarelle");
        assert_eq!(shown.str("/contact/phone"), "+32470998877");
        assert_eq!(shown.str("/address/line"), "12 rue du Serin");
        assert_eq!(shown.str("/items/0/name"), "marmelade");
        assert_eq!(ledger(house, &asked).await, 1);
        signed_in(house, &winner).await.post(&path, &json!({})).await.expect(200);
        assert_eq!(ledger(house, &asked).await, 2);
        let seen = house.request(&asked).await;
        assert!(seen.at("/contact/name").is_null() && !seen.text().contains("Canarelle"));
        for kind in ["engaged", "taken"] {
            for mail in house.mails(kind) {
                assert!(SECRETS.iter().all(|secret| !mentions(&mail, secret)), "{kind}");
            }
        }
    })
    .await;
}

async fn signed_in(house: &House, helper: &Helper) -> tests::house::Caller {
    let body = json!({ "email": helper.email });
    house.visitor().post("/sessions", &body).await.expect(202);
    house.settle().await;
    let token = house.token_in(&helper.email, "login", "/l/");
    let browser = house.browser();
    browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
    browser
}

async fn ledger(house: &House, asked: &Asked) -> i64 {
    let mut tx = house.dispatch.database().read().await.unwrap();
    tx.reveals_of_request(asked.id).await.unwrap()
}

#[tokio::test]
async fn the_help_is_given_confirmed_and_counted() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        let from = house.now();
        let asked = ask_and_confirm(house, &json!({})).await;
        house.pass(jiff::SignedDuration::from_mins(20)).await;
        let promise = house.promise(&helper.email, "today").await;
        assert_eq!(house.status(&asked).await, "matched");
        let matched = house.mail_to("canarelle@asks.example", "matched");
        assert!(matched.text().unwrap().contains("Shopper"));
        house.helper_does(&promise, "contacted", &json!({})).await.expect(200);
        assert_eq!(house.status(&asked).await, "in_progress");
        house.pass(jiff::SignedDuration::from_mins(70)).await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        assert_eq!(house.status(&asked).await, "completed");
        let manage = house.token_in("canarelle@asks.example", "ask_done", "/m/");
        assert_eq!(manage, asked.manage);
        house.person_does(&asked, "confirm", &json!({})).await.expect(200);
        assert_eq!(house.mails_to(&helper.email, "completed").len(), 1);
        let figures = figures(house, from).await;
        assert_eq!(figures["requests"], 1);
        assert_eq!(figures["match_rate"], 1.0);
        assert_eq!(figures["completion_rate"], 1.0);
        assert_eq!(figures["confirmed_rate"], 1.0);
        assert_eq!(figures["time_to_first_yes_s"]["p50"], 1_200.0);
        assert_eq!(figures["time_to_done_s"]["p50"], 5_400.0);
        assert_eq!(figures["alerts_per_match"], 1.0);
        tells_the_story(house, &asked).await;
    })
    .await;
}

async fn figures(house: &House, from: jiff::Timestamp) -> Value {
    let path = format!("/stats/matching?from={from}&to={}&group_by=category", house.in_hours(1));
    house.staff(Role::Coordinator).get(&path).await.expect(200).json()
}

async fn tells_the_story(house: &House, asked: &Asked) {
    let story = house.story(asked).await;
    let mut rest = story.iter();
    for kind in [
        "request.posted",
        "request.opened",
        "wave.planned",
        "alert.queued",
        "alert.sent",
        "engagement.accepted",
        "engagement.contacted",
        "engagement.completed",
        "engagement.confirmed",
    ] {
        assert!(rest.any(|own| own == kind), "{kind} is not in its place: {story:?}");
    }
    let path = format!("/requests/{}/timeline", asked.id);
    let timeline = house.staff(Role::Operator).get(&path).await.expect(200);
    for event in timeline.at("/events").as_array().unwrap() {
        assert!(!event["text"].as_str().unwrap_or_default().is_empty(), "{event}");
    }
    assert!(timeline.at("/next").is_null());
}
