//! One request from its posting to its confirmation, over the API alone.

use dispatch::Purpose;
use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::site::{Call, Site, request};

/// The token of the alert that a volunteer got for a request.
async fn alert(site: &Site, staff: &str, id: &str, volunteer: &str) -> String {
    site.dispatch.plan_due().await.unwrap();
    let found = site.call(Call::get(&format!("/api/v1/requests/{id}")).token(staff)).await;
    let found = found.expect(200);
    let alerts = found["alerts"].as_array().unwrap();
    let own = alerts.iter().find(|alert| alert["volunteer_id"] == volunteer).expect("was asked");
    let id: Uuid = own["id"].as_str().unwrap().parse().unwrap();
    site.dispatch.token(Purpose::Alert, id, 1)
}

fn accept(token: &str) -> Call {
    Call::post(&format!("/api/v1/alerts/{token}/accept")).json(&json!({ "when": "now" }))
}

#[tokio::test]
async fn a_request_is_posted_answered_done_and_confirmed() {
    let site = Site::open().await;
    let staff = site.staff(Role::Operator, None).await;
    let volunteer = site.volunteer("ines@example.org").await.to_string();
    let posted = site.call(Call::post("/api/v1/requests").json(&request())).await.expect(201);
    assert_eq!(posted["status"], "unconfirmed");
    let id = posted["id"].as_str().unwrap().to_owned();
    let by_id = |action: &str| format!("/api/v1/requests/{id}{action}");
    let opened = site.call(Call::post(&by_id("/open")).token(&staff)).await.expect(200);
    assert_eq!(opened["status"], "open");
    let token = alert(&site, &staff, &id, &volunteer).await;
    let seen = site.call(Call::get(&format!("/api/v1/alerts/{token}"))).await;
    for secret in ["Irène", "555", "Paix", "Sonnez", "Pain"] {
        assert!(!seen.text.contains(secret), "{secret} in {}", seen.text);
    }
    assert_eq!(seen.expect(200)["taken"], false);

    let accepted = site.call(accept(&token)).await;
    let cookie = accepted.cookie("proche_engagement").unwrap();
    let engagement = accepted.expect(200)["engagement"]["id"].as_str().unwrap().to_owned();
    let by_holder = |action: &str| {
        Call::post(&format!("/api/v1/engagements/{engagement}/{action}")).cookie(&cookie)
    };
    let contact = site.call(by_holder("reveal")).await.expect(200);
    assert_eq!(contact["contact"]["name"], "Irène Maes");
    assert_eq!(contact["items"][0]["name"], "Pain");
    assert_eq!(site.call(by_holder("contacted")).await.expect(200)["status"], "contacted");
    assert_eq!(site.call(by_holder("complete")).await.expect(200)["status"], "completed");

    let manage = posted["manage_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let confirm = Call::post(&format!("/api/v1/requests/manage/{manage}/confirm"));
    assert_eq!(site.call(confirm).await.expect(200)["engagements"][0]["status"], "confirmed");
    let story = site.call(Call::get(&by_id("/timeline?lang=en")).token(&staff)).await.expect(200);
    let events = story["events"].as_array().unwrap();
    assert_eq!(events[0]["kind"], "request.posted");
    for event in events {
        assert_ne!(
            event["text"].as_str().unwrap(),
            event["kind"].as_str().unwrap().replace('.', "-")
        );
        assert!(!event["text"].as_str().unwrap().contains("{$"), "{event}");
    }
    let figures = site.call(Call::get("/api/v1/stats/public")).await.expect(200);
    assert_eq!(figures["people_helped"], Value::Null, "one is too few to tell");
}

#[tokio::test]
async fn the_link_alone_does_not_show_the_contact_again() {
    let site = Site::open().await;
    let staff = site.staff(Role::Operator, None).await;
    let volunteer = site.volunteer("ines@example.org").await;
    let id = site.request(&staff).await;
    let token = alert(&site, &staff, &id, &volunteer.to_string()).await;
    let first = site.call(accept(&token)).await;
    let cookie = first.cookie("proche_engagement").unwrap();
    assert!(first.expect(200).get("contact").is_none());
    let forwarded = site.call(accept(&token)).await;
    assert!(forwarded.expect(200).get("contact").is_none());
    assert_eq!(forwarded.cookie("proche_engagement"), None, "a forwarded link opens nothing");
    let holder = site.call(accept(&token).cookie(&cookie)).await.expect(200);
    assert_eq!(holder["contact"]["contact"]["name"], "Irène Maes");
    let session = site.session(volunteer).await;
    let signed_in = site.call(accept(&token).cookie(&session)).await.expect(200);
    assert_eq!(signed_in["contact"]["contact"]["phone"], "+3225550123");
    site.clock.advance(SignedDuration::from_hours(25));
    let path =
        format!("/api/v1/engagements/{}/contacted", holder["engagement"]["id"].as_str().unwrap());
    site.call(Call::post(&path).cookie(&cookie)).await.problem(401);
}

#[tokio::test]
async fn the_second_is_told_that_it_is_taken_and_dead_links_are_all_alike() {
    let site = Site::open().await;
    let staff = site.staff(Role::Operator, None).await;
    let first = site.volunteer("ines@example.org").await.to_string();
    let second = site.volunteer("omar@example.org").await.to_string();
    let id = site.request(&staff).await;
    let winner = alert(&site, &staff, &id, &first).await;
    let loser = alert(&site, &staff, &id, &second).await;
    site.call(Call::post(&format!("/api/v1/alerts/{winner}/accept")).json(&json!({})))
        .await
        .problem(422);
    site.call(accept(&winner)).await.expect(200);
    assert_eq!(site.call(accept(&loser)).await.problem(409)["code"], "taken");
    site.call(Call::post(&format!("/api/v1/requests/{id}/cancel")).token(&staff)).await.expect(200);
    let strip = |mut problem: Value| {
        problem.as_object_mut().unwrap().remove("request_id");
        problem
    };
    let revoked = strip(site.call(accept(&loser)).await.problem(410));
    let unknown = strip(site.call(accept("nonsense")).await.problem(410));
    assert_eq!(revoked, unknown);
    let bytes = strip(site.call(accept("%ff%00")).await.problem(410));
    assert_eq!(bytes, unknown);
}

#[tokio::test]
async fn contact_stays_hidden_until_it_is_revealed_for_a_reason() {
    let site = Site::open().await;
    let staff = site.staff(Role::Operator, None).await;
    let volunteer = site.volunteer("ines@example.org").await.to_string();
    let id = site.request(&staff).await;
    for path in [format!("/api/v1/requests/{id}"), "/api/v1/requests".to_owned()] {
        let answer = site.call(Call::get(&path).token(&staff)).await;
        for secret in ["Irène", "5550123", "Paix", "Sonnez", "Pain"] {
            assert!(!answer.text.contains(secret), "{secret}");
        }
    }
    let found =
        site.call(Call::get(&format!("/api/v1/requests/{id}")).token(&staff)).await.expect(200);
    assert_eq!(found["contact"], json!({ "name": null, "phone": null, "email": null }));
    assert_eq!(found["address"]["line"], Value::Null);
    assert_eq!(found["location"], Value::Null);
    let candidates = format!("/api/v1/requests/{id}/candidates?limit=5");
    let before = site.call(Call::get(&candidates).token(&staff)).await.expect(200);
    assert_eq!(before["candidates"][0]["volunteer_id"], volunteer.as_str());
    assert!(before["candidates"][0].get("exact_distance_m").is_none());
    let reveal = Call::post(&format!("/api/v1/requests/{id}/reveal")).token(&staff);
    site.call(reveal.clone().json(&json!({}))).await.problem(422);
    let shown = site.call(reveal.json(&json!({ "reason": "call back" }))).await.expect(200);
    assert_eq!(shown["address"]["line"], "Rue de la Paix 7");
    assert!(shown["location"]["lat"].is_number());
    let after = site.call(Call::get(&candidates).token(&staff)).await.expect(200);
    assert!(after["candidates"][0]["exact_distance_m"].is_number());
    let hidden =
        site.call(Call::get(&format!("/api/v1/volunteers/{volunteer}")).token(&staff)).await;
    assert!(!hidden.text.contains("Dubois") && !hidden.text.contains("ines@"));
    let reveal = Call::post(&format!("/api/v1/volunteers/{volunteer}/reveal")).token(&staff);
    let shown = site.call(reveal.json(&json!({ "reason": "call" }))).await.expect(200);
    assert_eq!(shown["contact"]["email"], "ines@example.org");
}

#[tokio::test]
async fn staff_assign_release_edit_and_close() {
    let site = Site::open().await;
    let staff = site.staff(Role::Coordinator, None).await;
    let volunteer = site.volunteer("ines@example.org").await.to_string();
    let id = site.request(&staff).await;
    let post = |action: &str, body: Value| {
        Call::post(&format!("/api/v1/requests/{id}/{action}")).token(&staff).json(&body)
    };
    site.call(post("assign", json!({ "volunteer_id": "x" }))).await.problem(422);
    let held = site.call(post("assign", json!({ "volunteer_id": volunteer }))).await.expect(201);
    assert_eq!(held["status"], "active");
    assert_eq!(site.call(post("release", json!({}))).await.expect(200)["status"], "open");
    assert_eq!(site.call(post("release", json!({}))).await.problem(409)["code"], "nobody_engaged");
    let edit = Call::new("PATCH", &format!("/api/v1/requests/{id}")).token(&staff);
    let edit = edit.json(&json!({ "category": "pharmacy", "priority": "vital", "details": null }));
    let edited = site.call(edit).await.expect(200);
    assert_eq!((&edited["category"], &edited["priority"]), (&json!("pharmacy"), &json!("vital")));
    site.call(post("close", json!({ "outcome": "magic" }))).await.problem(422);
    let closed =
        site.call(post("close", json!({ "outcome": "helped_elsewhere" }))).await.expect(200);
    assert_eq!(
        (&closed["status"], &closed["outcome"]),
        (&json!("cancelled"), &json!("helped_elsewhere"))
    );
    let suspend = Call::new("PATCH", &format!("/api/v1/volunteers/{volunteer}")).token(&staff);
    let suspend = suspend.json(&json!({ "status": "suspended", "capacity": 2 }));
    let suspended = site.call(suspend).await.expect(200);
    assert_eq!((&suspended["status"], &suspended["capacity"]), (&json!("suspended"), &json!(2)));
}

#[tokio::test]
async fn tasks_are_claimed_put_off_and_done() {
    let site = Site::open().await;
    let staff = site.staff(Role::Operator, None).await;
    let posted = site.call(Call::post("/api/v1/requests").json(&request())).await.expect(201);
    let tasks =
        site.call(Call::get("/api/v1/tasks?kind=call_back").token(&staff)).await.expect(200);
    let task = &tasks["items"][0];
    assert_eq!(task["subject"]["request_id"], posted["id"]);
    let post = |action: &str, body: Value| {
        let path = format!("/api/v1/tasks/{}/{action}", task["id"].as_str().unwrap());
        Call::post(&path).token(&staff).json(&body)
    };
    assert_eq!(site.call(post("claim", json!({}))).await.expect(200)["state"], "claimed");
    site.call(post("snooze", json!({}))).await.problem(422);
    let later = json!({ "until": "2026-11-17T11:00:00Z" });
    assert_eq!(site.call(post("snooze", later)).await.expect(200)["state"], "snoozed");
    let done = site.call(post("done", json!({ "outcome": "yes" }))).await.expect(200);
    assert_eq!((&done["state"], &done["outcome"]), (&json!("done"), &json!("yes")));
    let path = format!("/api/v1/requests/{}", posted["id"].as_str().unwrap());
    assert_eq!(site.call(Call::get(&path).token(&staff)).await.expect(200)["status"], "open");
}

#[tokio::test]
async fn a_volunteer_signs_in_by_link_once_and_out() {
    let site = Site::open().await;
    let volunteer = site.volunteer("ines@example.org").await;
    let ask = Call::post("/api/v1/sessions").json(&json!({ "email": "ines@example.org" }));
    site.call(ask).await.expect(202);
    let found = site.dispatch.volunteer(&dispatch::Actor::System, volunteer).await.unwrap();
    let token = site.dispatch.token(Purpose::Login, volunteer.0, found.version);
    let redeem = || Call::post("/api/v1/sessions/redeem").json(&json!({ "token": token }));
    let signed_in = site.call(redeem()).await;
    let cookie = signed_in.cookie("proche_volunteer").unwrap();
    assert_eq!(signed_in.expect(200)["volunteer_id"], volunteer.to_string());
    site.call(redeem()).await.problem(410);
    let out = site.call(Call::new("DELETE", "/api/v1/sessions").cookie(&cookie)).await;
    assert_eq!(out.status, 204);
    assert_eq!(out.cookie("proche_volunteer").as_deref(), Some("proche_volunteer="));
    let path = format!("/api/v1/engagements/{volunteer}");
    site.call(Call::get(&path).cookie(&cookie)).await.problem(401);
}

#[tokio::test]
async fn figures_and_the_map_are_for_coordinators() {
    let site = Site::open().await;
    let staff = site.staff(Role::Coordinator, None).await;
    site.volunteer("ines@example.org").await;
    site.request(&staff).await;
    site.clock.advance(SignedDuration::from_secs(60));
    let path = "/api/v1/stats/matching?from=2026-11-17&to=2026-11-18&group_by=category";
    let report = site.call(Call::get(path).token(&staff)).await.expect(200);
    assert_eq!((&report["requests"], &report["pending"]), (&json!(1), &json!(1)));
    assert_eq!(report["from"], "2026-11-16T23:00:00Z", "a day starts where the deployment is");
    assert_eq!(report["groups"][0]["key"], "groceries");
    assert!(report["time_to_first_yes_s"].get("p95").is_some());
    assert!(report["alerts_per_volunteer_week"].get("p50").is_some());
    let map = site.call(Call::get("/api/v1/coverage.geojson?resolution=5").token(&staff)).await;
    assert_eq!(map.header("content-type"), "application/geo+json");
    let map = map.expect(200);
    let ring = map["features"][0]["geometry"]["coordinates"][0].as_array().unwrap();
    assert_eq!(ring.first(), ring.last());
}
