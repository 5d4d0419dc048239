//! What callers are answered, held against the API's description; who may call what is the matrix of
//! the journeys.

use matching::Role;
use serde_json::Value;

use crate::site::{Call, IXELLES, Site};

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

#[tokio::test]
async fn whatever_is_answered_is_described() {
    let site = Site::open().await;
    let volunteer = site.volunteer("ines@example.org").await;
    let cookie = site.session(volunteer).await;
    let mut callers: Vec<(&str, Option<String>)> = vec![("visitor", None)];
    for role in [Role::Operator, Role::Coordinator, Role::Administrator] {
        callers.push((role.code(), Some(site.staff(role, None).await)));
    }
    for route in routes() {
        let key = format!("{} {}", route.method, route.path);
        let described = route.operation["responses"].as_object().unwrap();
        let plain = callers.iter().map(|(name, token)| match token {
            Some(token) => (*name, call(&route).token(token)),
            None => (*name, call(&route)),
        });
        let all: Vec<_> = plain.chain([("volunteer", call(&route).cookie(&cookie))]).collect();
        for (name, call) in all {
            let answer = site.call(call).await;
            let status = answer.status.as_u16();
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
