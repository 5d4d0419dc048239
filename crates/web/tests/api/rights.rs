//! Who may call what: the matrix is held against the API's description, call by call.

use std::collections::{BTreeMap, BTreeSet};

use matching::Role;
use serde_json::Value;

use crate::site::{Call, IXELLES, Site};

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// Anybody.
    Anyone,
    /// Whoever holds the link; the answer to all others is 410.
    LinkHolder,
    /// The volunteer or browser that holds the engagement, and staff.
    EngagementHolder,
    /// The volunteer or browser that holds the engagement alone.
    HolderAlone,
    /// Staff of every role.
    Operator,
}

const MATRIX: [(&str, May); 47] = [
    ("POST /api/v1/requests", May::Anyone),
    ("GET /api/v1/requests", May::Operator),
    ("GET /api/v1/requests/{id}", May::Operator),
    ("PATCH /api/v1/requests/{id}", May::Operator),
    ("POST /api/v1/requests/{id}/reveal", May::Operator),
    ("GET /api/v1/requests/{id}/candidates", May::Operator),
    ("GET /api/v1/requests/{id}/timeline", May::Operator),
    ("POST /api/v1/requests/{id}/open", May::Operator),
    ("POST /api/v1/requests/{id}/assign", May::Operator),
    ("POST /api/v1/requests/{id}/release", May::Operator),
    ("POST /api/v1/requests/{id}/cancel", May::Operator),
    ("POST /api/v1/requests/{id}/close", May::Operator),
    ("POST /api/v1/requests/{id}/confirm", May::Operator),
    ("GET /api/v1/requests/manage/{token}", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/confirm", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/deny", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/cancel", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/report", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/edit", May::LinkHolder),
    ("POST /api/v1/requests/manage/{token}/block", May::LinkHolder),
    ("POST /api/v1/volunteers", May::Anyone),
    ("GET /api/v1/volunteers", May::Operator),
    ("GET /api/v1/volunteers/{id}", May::Operator),
    ("PATCH /api/v1/volunteers/{id}", May::Operator),
    ("POST /api/v1/volunteers/{id}/reveal", May::Operator),
    ("GET /api/v1/alerts/{token}", May::LinkHolder),
    ("POST /api/v1/alerts/{token}/accept", May::LinkHolder),
    ("POST /api/v1/alerts/{token}/decline", May::LinkHolder),
    ("GET /api/v1/engagements/{id}", May::EngagementHolder),
    ("POST /api/v1/engagements/{id}/reveal", May::HolderAlone),
    ("POST /api/v1/engagements/{id}/contacted", May::EngagementHolder),
    ("POST /api/v1/engagements/{id}/complete", May::EngagementHolder),
    ("POST /api/v1/engagements/{id}/release", May::EngagementHolder),
    ("POST /api/v1/confirmations/{token}", May::LinkHolder),
    ("POST /api/v1/sessions", May::Anyone),
    ("POST /api/v1/sessions/redeem", May::Anyone),
    ("DELETE /api/v1/sessions", May::Anyone),
    ("GET /api/v1/tasks", May::Operator),
    ("POST /api/v1/tasks/{id}/claim", May::Operator),
    ("POST /api/v1/tasks/{id}/done", May::Operator),
    ("POST /api/v1/tasks/{id}/snooze", May::Operator),
    ("GET /api/v1/stats/fairness", May::Operator),
    ("GET /api/v1/stats/matching", May::Operator),
    ("GET /api/v1/policy", May::Operator),
    ("GET /api/v1/plan", May::Operator),
    ("GET /api/v1/stats/public", May::Anyone),
    ("GET /api/v1/coverage.geojson", May::Operator),
];

const METHODS: [&str; 5] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

struct Route {
    method: &'static str,
    path: String,
    operation: Value,
}

fn routes() -> Vec<Route> {
    let api = serde_json::to_value(web::openapi()).unwrap();
    let mut found = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for method in METHODS {
            if let Some(operation) = item.get(method.to_lowercase()) {
                found.push(Route { method, path: path.clone(), operation: operation.clone() });
            }
        }
    }
    found
}

fn matrix() -> BTreeMap<&'static str, May> {
    MATRIX.into_iter().collect()
}

#[test]
fn every_route_has_an_entry_and_every_entry_a_route() {
    let described: BTreeSet<String> =
        routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let listed: BTreeSet<String> = matrix().keys().map(|route| (*route).to_owned()).collect();
    assert_eq!(described, listed);
}

#[test]
fn the_description_names_the_same_credentials() {
    for route in routes() {
        let key = format!("{} {}", route.method, route.path);
        let may = matrix()[key.as_str()];
        let security = route.operation["security"].as_array().unwrap();
        let names: BTreeSet<&str> = security
            .iter()
            .flat_map(|one| one.as_object().unwrap().keys().map(String::as_str))
            .collect();
        let open = security.iter().any(|one| one.as_object().unwrap().is_empty());
        assert_eq!(open, matches!(may, May::Anyone | May::LinkHolder), "{key}");
        let staff = matches!(may, May::Operator | May::EngagementHolder);
        if !open {
            assert_eq!(names.contains("token") && names.contains("staff"), staff, "{key}");
            let holder = matches!(may, May::EngagementHolder | May::HolderAlone);
            assert_eq!(names.contains("engagement"), holder, "{key}");
        }
    }
}

fn call(route: &Route) -> Call {
    let path = route.path.replace("{id}", "0193f1a2-0000-7000-8000-000000000001");
    let call = Call::new(route.method, &path.replace("{token}", "nonsense"));
    if route.operation["requestBody"].is_object() {
        let body: &[u8] = match route.path.rsplit('/').next() {
            Some("accept") => br#"{"when":"now"}"#,
            Some("release") => br#"{"reason":"other"}"#,
            _ => b"{}",
        };
        return call.body(body);
    }
    call
}

/// What each caller is answered: 401, 403 or 410, or something else, which is `None`.
fn expected(may: May, caller: &str) -> Option<u16> {
    let staff = ["operator", "coordinator", "administrator"].contains(&caller);
    match may {
        May::Anyone => None,
        May::LinkHolder => Some(410),
        May::Operator => (!staff).then_some(401),
        // For somebody who is signed in, what is not theirs does not exist.
        May::EngagementHolder | May::HolderAlone if caller == "visitor" => Some(401),
        May::EngagementHolder | May::HolderAlone => Some(404),
    }
}

#[tokio::test]
async fn every_caller_is_answered_by_the_matrix() {
    let site = Site::open().await;
    let volunteer = site.volunteer("ines@example.org").await;
    let cookie = site.session(volunteer).await;
    let mut callers: Vec<(&str, Option<String>)> = vec![("visitor", None)];
    for role in [Role::Operator, Role::Coordinator, Role::Administrator] {
        callers.push((role.code(), Some(site.staff(role, None).await)));
    }
    for route in routes() {
        let key = format!("{} {}", route.method, route.path);
        let may = matrix()[key.as_str()];
        let described = route.operation["responses"].as_object().unwrap();
        let plain = callers.iter().map(|(name, token)| match token {
            Some(token) => (*name, call(&route).token(token)),
            None => (*name, call(&route)),
        });
        let all: Vec<_> = plain.chain([("volunteer", call(&route).cookie(&cookie))]).collect();
        for (name, call) in all {
            let answer = site.call(call).await;
            let status = answer.status.as_u16();
            match expected(may, name) {
                Some(expected) => assert_eq!(status, expected, "{key} by {name}: {}", answer.text),
                None if route.path.ends_with("/redeem") => assert_eq!(status, 422, "{key}"),
                None => assert!(![401, 403, 410].contains(&status), "{key} by {name}: {status}"),
            }
            assert!(status < 500, "{key} by {name}: {}", answer.text);
            assert!(described.contains_key(&status.to_string()), "{key}: {status} is described");
            if status >= 400 {
                answer.problem(status);
            }
        }
    }
}

#[tokio::test]
async fn ids_that_are_none_are_not_found() {
    let site = Site::open().await;
    let token = site.staff(Role::Administrator, None).await;
    for route in routes().into_iter().filter(|route| route.path.contains("{id}")) {
        for id in ["nonsense", "1", "%00", "%ff", "0193f1a2-0000-7000-8000-00000000000g"] {
            let call = Call::new(route.method, &route.path.replace("{id}", id)).token(&token);
            site.call(call).await.problem(404);
        }
    }
}

#[tokio::test]
async fn staff_of_another_area_find_nothing() {
    let site = Site::open().await;
    let here = site.area("Ixelles", IXELLES).await;
    let there = site.area("Liège", (50.6333, 5.5667)).await;
    let own = site.staff(Role::Coordinator, Some(here)).await;
    let other = site.staff(Role::Coordinator, Some(there)).await;
    let request = site.request(&own).await;
    let volunteer = site.volunteer("ines@example.org").await;
    for path in [
        format!("/api/v1/requests/{request}"),
        format!("/api/v1/requests/{request}/timeline"),
        format!("/api/v1/requests/{request}/candidates"),
        format!("/api/v1/volunteers/{volunteer}"),
    ] {
        assert_eq!(site.call(Call::get(&path).token(&own)).await.status, 200, "{path}");
        site.call(Call::get(&path).token(&other)).await.problem(404);
    }
    let reveal = Call::post(&format!("/api/v1/requests/{request}/reveal"));
    let reveal = reveal.json(&serde_json::json!({ "reason": "call" }));
    site.call(reveal.token(&other)).await.problem(404);
    for (list, token, count) in [
        ("requests", &own, 1),
        ("requests", &other, 0),
        ("volunteers", &own, 1),
        ("volunteers", &other, 0),
        ("requests?area=Ixelles", &own, 1),
        ("requests?area=Ixelles", &other, 0),
        ("volunteers?area=Ixelles", &other, 0),
        ("tasks?area=Ixelles", &other, 0),
    ] {
        let answer = site.call(Call::get(&format!("/api/v1/{list}")).token(token)).await;
        assert_eq!(answer.expect(200)["items"].as_array().unwrap().len(), count, "{list}");
    }
}
