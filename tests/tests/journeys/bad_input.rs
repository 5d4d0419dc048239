//! What cannot be used is refused with the field at fault, and never by a defect.

use std::time::Duration;

use matching::Role;
use serde_json::{Value, json};
use tests::house::people::{request, volunteer};
use tests::house::{Answer, Caller, House, each};

/// A change of a good body, and the field and code that it earns.
type Case = (Value, &'static str, &'static str);

fn bad_requests(house: &House) -> Vec<Case> {
    let contact = |name: &str, phone: &str, email: &str| json!({ "contact": { "name": name, "phone": phone, "email": email } });
    let address = |postcode: &str, place: &str, country: &str| json!({ "address": { "postcode": postcode, "place": place, "country": country } });
    let location = |lat: f64, lon: f64| json!({ "location": { "lat": lat, "lon": lon } });
    vec![
        (json!({ "category": "" }), "category", "required"),
        (json!({ "category": "rockets" }), "category", "category"),
        (json!({ "category": 7 }), "category", "wrong_type"),
        (contact("", "", "a@b.example"), "contact.name", "required"),
        (contact("A\u{7}b", "", "a@b.example"), "contact.name", "control_characters"),
        (contact("A\u{202E}b", "", "a@b.example"), "contact.name", "control_characters"),
        (contact(&"x".repeat(121), "", "a@b.example"), "contact.name", "too_long"),
        (contact("A", "", ""), "contact.phone", "phone_or_email"),
        (contact("A", "12", ""), "contact.phone", "phone"),
        (contact("A", "", "nobody"), "contact.email", "email"),
        (contact("A", "", "a@b.example\r\nBcc: c@d.example"), "contact.email", "email"),
        (address("0000", "", "BE"), "address.postcode", "unknown_postcode"),
        (address("", "Nowhere-les-Bains", "BE"), "address.place", "unknown_place"),
        (address("1050", "Namur", "BE"), "address.place", "place_not_in_postcode"),
        (address("1050", "", "ZZ"), "address.country", "unknown_country"),
        (json!({ "address": null }), "address", "required"),
        (location(91.0, 4.0), "location.lat", "position"),
        (location(50.0, -180.5), "location.lon", "position"),
        (location(1e300, 4.0), "location.lat", "position"),
        (json!({ "location": { "lat": "north", "lon": 4 } }), "location.lat", "wrong_type"),
        (json!({ "needed_by": "" }), "needed_by", "required"),
        (json!({ "needed_by": "tomorrow" }), "needed_by", "time"),
        (json!({ "needed_by": house.in_hours(-1) }), "needed_by", "past"),
        (json!({ "needed_by": house.in_hours(91 * 24) }), "needed_by", "too_far_ahead"),
        (json!({ "needed_by": "9998-12-31T23:59:59Z" }), "needed_by", "too_far_ahead"),
        (json!({ "not_before": house.in_hours(48) }), "not_before", "after_deadline"),
        (json!({ "volunteers_needed": 0 }), "volunteers_needed", "out_of_range"),
        (json!({ "volunteers_needed": -3 }), "volunteers_needed", "out_of_range"),
        (json!({ "volunteers_needed": i64::MAX }), "volunteers_needed", "out_of_range"),
        (json!({ "volunteers_needed": 1.5 }), "volunteers_needed", "wrong_type"),
        (json!({ "priority": "urgent" }), "priority", "priority"),
        (json!({ "channel": "phone" }), "channel", "channel"),
        (json!({ "channel": "pigeon" }), "channel", "channel"),
        (json!({ "languages": ["french!"] }), "languages[0]", "language"),
        (json!({ "skills": ["First Aid"] }), "skills[0]", "code"),
        (json!({ "details": "x".repeat(4_001) }), "details", "too_long"),
        (json!({ "details": "a\u{0}b" }), "details", "control_characters"),
        (json!({ "items": [{ "name": "" }] }), "items[0].name", "required"),
        (json!({ "items": vec![json!({ "name": "x" }); 61] }), "items", "too_many"),
        (json!({ "items": "milk" }), "items", "wrong_type"),
        (json!({ "consent": { "version": "1", "given": false } }), "consent.given", "consent"),
        (json!({ "consent": { "version": "", "given": true } }), "consent.version", "required"),
    ]
}

fn bad_volunteers() -> Vec<Case> {
    let quiet = |from: &str, to: &str| json!({ "quiet_hours": { "from": from, "to": to } });
    let hours = |day: &str, from: &str| json!({ "availability": [{ "days": [day], "from": from, "to": "12:00" }] });
    vec![
        (json!({ "email": "" }), "email", "required"),
        (json!({ "email": "a@b@c" }), "email", "email"),
        (json!({ "name": " " }), "name", "required"),
        (json!({ "phone": "+32 0" }), "phone", "phone"),
        (json!({ "radius_km": 0 }), "radius_km", "out_of_range"),
        (json!({ "radius_km": -5 }), "radius_km", "out_of_range"),
        (json!({ "radius_km": 51 }), "radius_km", "out_of_range"),
        (json!({ "radius_km": 1e308 }), "radius_km", "out_of_range"),
        (json!({ "radius_km": "NaN" }), "radius_km", "wrong_type"),
        (json!({ "radius_km": null }), "radius_km", "out_of_range"),
        (json!({ "categories": [] }), "categories", "required"),
        (json!({ "categories": ["groceries", "x"] }), "categories[1]", "category"),
        (json!({ "languages": [] }), "languages", "required"),
        (json!({ "languages": vec!["fr"; 41] }), "languages", "too_many"),
        (json!({ "capacity": -1 }), "capacity", "out_of_range"),
        (json!({ "capacity": 21 }), "capacity", "out_of_range"),
        (json!({ "max_alerts_per_week": 101 }), "max_alerts_per_week", "out_of_range"),
        (json!({ "timezone": "Mars/Olympus" }), "timezone", "timezone"),
        (quiet("25:00", "08:00"), "quiet_hours", "hours"),
        (quiet("21:00", ""), "quiet_hours", "hours"),
        (hours("noday", "09:00"), "availability[0]", "hours"),
        (hours("mon", "9 o'clock"), "availability[0]", "hours"),
        (json!({ "location": { "lat": -90.5, "lon": 0 } }), "location.lat", "position"),
        (json!({ "location": null }), "address", "required"),
        (json!({ "consent": null }), "consent", "wrong_type"),
    ]
}

fn is_problem(answer: &Answer, about: &str) {
    assert!((400..500).contains(&answer.status), "{about}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{about}");
    assert_eq!(answer.at("/status"), answer.status, "{about}");
    assert!(!answer.str("/title").is_empty() && !answer.str("/type").is_empty(), "{about}");
}

async fn each_case(caller: &Caller, path: &str, good: &Value, cases: Vec<Case>) {
    for (change, field, code) in cases {
        let body = tests::house::people::with(good.clone(), &change);
        let answer = caller.post(path, &body).await;
        let about = format!("{path} {change:.60}");
        is_problem(&answer, &about);
        assert_eq!(answer.status, 422, "{about}: {}", answer.text());
        let fault = (field.to_owned(), code.to_owned());
        assert!(answer.faults().contains(&fault), "{about}: {}", answer.text());
        for error in answer.at("/errors").as_array().unwrap() {
            assert!(!error["message"].as_str().unwrap_or_default().is_empty(), "{about}: {error}");
        }
    }
}

#[tokio::test]
async fn each_bad_field_is_named() {
    each(async |house| {
        let visitor = house.visitor();
        let good = request(&house.in_hours(24), &json!({}));
        each_case(&visitor, "/requests", &good, bad_requests(house)).await;
        let good = volunteer("Helper", &json!({}));
        each_case(&visitor, "/volunteers", &good, bad_volunteers()).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM volunteer").await, 0);
    })
    .await;
}

#[tokio::test]
async fn all_bad_fields_are_named_at_once() {
    each(async |house| {
        let answer = house.visitor().post("/requests", &json!({})).await.expect(422);
        let fields: Vec<String> = answer.faults().into_iter().map(|(field, _)| field).collect();
        for field in ["category", "contact.name", "address", "needed_by", "consent.given"] {
            assert!(fields.iter().any(|own| own == field), "{field}: {fields:?}");
        }
        let message = |language: &'static str| async move {
            let call = house.visitor().request(reqwest::Method::POST, "/requests");
            let call = call.header("accept-language", language).json(&json!({}));
            call.send().await.unwrap().text().await.unwrap()
        };
        assert_ne!(message("fr").await, message("nl").await);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_json_is_refused_by_kind() {
    each(async |house| {
        let visitor = house.visitor();
        for (body, status, code) in [
            (b"{\"category\":".to_vec(), 400, "bad_json"),
            (b"{} {}".to_vec(), 400, "bad_json"),
            (b"{\"details\":\"\xff\xfe\"}".to_vec(), 400, "bad_utf8"),
            (b"[]".to_vec(), 422, "invalid"),
            (b"null".to_vec(), 422, "invalid"),
            (b"{\"location\":{\"lat\":NaN,\"lon\":1}}".to_vec(), 400, "bad_json"),
            (b"{\"location\":{\"lat\":1e999,\"lon\":1}}".to_vec(), 400, "bad_json"),
            (b"[".repeat(20_000), 400, "bad_json"),
            (b"{\"a\":".repeat(10_000), 400, "bad_json"),
            (vec![b' '; 1_000_000], 413, "too_large"),
        ] {
            for path in ["/requests", "/volunteers"] {
                let start = String::from_utf8_lossy(&body).chars().take(40).collect::<String>();
                let answer = visitor.post_bytes(path, body.clone()).await;
                is_problem(&answer, &start);
                let got = (answer.status, answer.str("/code"));
                assert_eq!(got, (status, code.to_owned()), "{path} {start}");
            }
        }
        let form = visitor.submit("/requests", &[("category", "groceries")]).await;
        is_problem(&form.expect(415), "a form");
    })
    .await;
}

#[tokio::test]
async fn a_repeated_call_is_told_the_first_answer() {
    each(async |house| {
        let staff = house.staff(Role::Operator);
        for (caller, reused) in [(house.visitor(), 201), (staff, 422)] {
            let body = request(&house.in_hours(24), &json!({}));
            let first = caller.post_once("/requests", "key-1", &body).await.expect(201);
            let again = caller.post_once("/requests", "key-1", &body).await.expect(201);
            assert_eq!(first.json(), again.json());
            let other = request(&house.in_hours(25), &json!({}));
            // The public share keys, so theirs belong to the body; staff are told.
            let reuse = caller.post_once("/requests", "key-1", &other).await.expect(reused);
            assert_ne!(reuse.str("/id"), first.str("/id"));
            let key = "x".repeat(201);
            let long = caller.post_once("/requests", &key, &body).await.expect(422);
            assert_eq!(long.faults()[0].0, "Idempotency-Key");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 3);
        let body = volunteer("Twice", &json!({}));
        let first = house.visitor().post_once("/volunteers", "key-1", &body).await.expect(201);
        let again = house.visitor().post_once("/volunteers", "key-1", &body).await.expect(201);
        assert_eq!(first.json(), again.json());
        house.settle().await;
        assert_eq!(house.mails("confirm").len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_equal_calls_at_once_make_one_request() {
    each(async |house| {
        let body = request(&house.in_hours(24), &json!({}));
        // Nobody has the turn to write until most of them wait for it.
        let turn = house.dispatch.database().write().await.unwrap();
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let (caller, body) = (house.visitor(), body.clone());
                tokio::spawn(async move { caller.post_once("/requests", "same", &body).await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(500)).await;
        drop(turn);
        let answers = futures::future::join_all(calls).await;
        let first = answers[0].as_ref().unwrap().json();
        for answer in answers {
            assert_eq!(answer.unwrap().expect(201).json(), first);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 1);
        house.settle().await;
        assert_eq!(house.mails("receipt").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn unknown_ids_are_not_found_and_dead_links_are_gone() {
    each(async |house| {
        let staff = house.staff(Role::Administrator);
        let unknown = "0193fb2c-5d5c-7000-8000-0123456789ab";
        for id in [unknown, "7", "..%2f..", "%00", "'%20or%201=1--", &"a".repeat(3_000)] {
            for path in ["", "/timeline", "/candidates"] {
                staff.get(&format!("/requests/{id}{path}")).await.expect(404);
            }
            staff.get(&format!("/volunteers/{id}")).await.expect(404);
            for what in ["open", "cancel", "confirm", "release"] {
                staff.post(&format!("/requests/{id}/{what}"), &json!({})).await.expect(404);
            }
            staff.post(&format!("/tasks/{id}/claim"), &json!({})).await.expect(404);
            staff.post(&format!("/engagements/{id}/contacted"), &json!({})).await.expect(404);
        }
        let one = house.visitor().get("/alerts/AAAA").await.expect(410);
        for token in ["x", &"A".repeat(43), &"A".repeat(5_000), "%ff%fe", "%00"] {
            for (path, body) in [
                (format!("/alerts/{token}/accept"), json!({ "when": "now" })),
                (format!("/alerts/{token}/decline"), json!({})),
                (format!("/confirmations/{token}"), json!({})),
                (format!("/requests/manage/{token}/cancel"), json!({})),
                (format!("/requests/manage/{token}/edit"), json!({})),
            ] {
                let gone = house.visitor().post(&path, &body).await.expect(410);
                assert_eq!(gone.str("/code"), one.str("/code"));
                assert_eq!(gone.str("/title"), one.str("/title"));
            }
        }
        let redeem = json!({ "token": "A".repeat(43) });
        house.visitor().post("/sessions/redeem", &redeem).await.expect(410);
    })
    .await;
}

#[tokio::test]
async fn a_link_serves_its_own_purpose_and_no_other() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        let alert = house.alert_token("shopper@helps.example");
        let confirm = house.token_in("shopper@helps.example", "confirm", "/c/");
        let visitor = house.visitor();
        for token in [&asked.manage, &confirm] {
            visitor.get(&format!("/alerts/{token}")).await.expect(410);
        }
        for token in [&alert, &confirm] {
            visitor.get(&format!("/requests/manage/{token}")).await.expect(410);
        }
        for token in [&alert, &asked.manage] {
            visitor.post(&format!("/confirmations/{token}"), &json!({})).await.expect(410);
        }
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_for_ten_minutes() {
    each(async |house| {
        let email = "shopper@helps.example";
        house.helper("Shopper", &json!({})).await;
        let ask = json!({ "email": email });
        house.visitor().post("/sessions", &ask).await.expect(202);
        house.settle().await;
        let redeem = json!({ "token": house.token_in(email, "login", "/l/") });
        house.visitor().post("/sessions/redeem", &redeem).await.expect(200);
        house.visitor().post("/sessions/redeem", &redeem).await.expect(410);
        house.visitor().post("/sessions", &ask).await.expect(202);
        house.settle().await;
        let redeem = json!({ "token": house.token_in(email, "login", "/l/") });
        house.pass(jiff::SignedDuration::from_mins(10)).await;
        house.visitor().post("/sessions/redeem", &redeem).await.expect(410);
        let unknown = json!({ "email": "nobody@helps.example" });
        house.visitor().post("/sessions", &unknown).await.expect(202);
        house.settle().await;
        assert_eq!(house.mails("login").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_says_when_or_is_refused() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        house.ask(&json!({})).await;
        let path = format!("/alerts/{}/accept", house.alert_token("shopper@helps.example"));
        for (body, code) in [
            (json!({}), "required"),
            (json!({ "when": "" }), "required"),
            (json!({ "when": "soon" }), "time"),
            (json!({ "when": house.in_hours(-2) }), "past"),
            (json!({ "when": 5 }), "wrong_type"),
        ] {
            let answer = house.visitor().post(&path, &body).await.expect(422);
            assert_eq!(answer.faults(), [("when".to_owned(), code.to_owned())], "{body}");
        }
        house.visitor().post(&path, &json!({ "when": "now" })).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn who_is_nobody_is_told_to_sign_in() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let visitor = house.visitor();
        for path in [
            "/requests",
            "/volunteers",
            "/tasks",
            "/stats/matching",
            &format!("/requests/{}", asked.id),
            &format!("/requests/{}/timeline", asked.id),
            &format!("/requests/{}/candidates", asked.id),
        ] {
            is_problem(&visitor.get(path).await.expect(401), path);
        }
        let call = visitor.request(reqwest::Method::GET, "/requests").bearer_auth("proche_wrong");
        assert_eq!(call.send().await.unwrap().status().as_u16(), 401);
        let operator = house.staff(Role::Operator);
        let none = operator.post(&format!("/requests/{}/reveal", asked.id), &json!({})).await;
        assert_eq!(none.expect(422).faults()[0].0, "reason");
    })
    .await;
}

#[tokio::test]
async fn queries_that_cannot_be_read_are_refused() {
    each(async |house| {
        let staff = house.staff(Role::Administrator);
        for path in [
            "/requests?status=nonsense",
            "/requests?limit=0",
            "/requests?limit=9999999999999999999",
            "/requests?cursor=%ff",
            "/requests?from=yesterday",
            "/volunteers?status=%00",
            "/tasks?state=half",
            "/tasks?request_id=x",
            "/stats/matching?group_by=shoe_size",
            "/coverage.geojson?resolution=99",
        ] {
            is_problem(&staff.get(path).await.expect(400), path);
        }
    })
    .await;
}

/// Whoever reads a link on its way, but not the mail, gets in by no door.
#[tokio::test]
async fn a_link_that_a_browser_asked_for_opens_in_no_other_by_the_api_either() {
    each(async |house| {
        let email = "shopper@helps.example";
        house.helper("Shopper", &json!({})).await;
        let browser = house.browser();
        house.post_form(&browser, "/sign-in", &[("email", email)]).await.expect(200);
        house.settle().await;
        let redeem = json!({ "token": house.token_in(email, "login", "/l/") });
        let elsewhere = house.visitor().post("/sessions/redeem", &redeem).await.expect(422);
        assert_eq!(elsewhere.str("/errors/0/field"), "code");
        browser.post("/sessions/redeem", &redeem).await.expect(200);
        assert_eq!(house.number("SELECT COUNT(*) FROM session WHERE kind = 'volunteer'").await, 1);
        // The same browser signs in again: the session that it had ends.
        house.post_form(&browser, "/sign-in", &[("email", email)]).await.expect(200);
        house.settle().await;
        let redeem = json!({ "token": house.token_in(email, "login", "/l/") });
        browser.post("/sessions/redeem", &redeem).await.expect(200);
        assert_eq!(house.number("SELECT COUNT(*) FROM session WHERE kind = 'volunteer'").await, 1);
    })
    .await;
}
