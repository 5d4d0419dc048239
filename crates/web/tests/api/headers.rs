//! Every answer carries the security headers.

use serde_json::Value;

use crate::site::{Answer, Call, Site};

fn check(path: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    let hashed = path.starts_with("/assets/");
    assert_eq!(answer.header("cache-control").contains("immutable"), hashed, "{path}");
    assert_eq!(answer.header("cache-control") == "no-store", !hashed, "{path}");
}

#[tokio::test]
async fn every_route_carries_them() {
    let site = Site::open().await;
    let api = serde_json::to_value(web::openapi()).unwrap();
    let mut paths: Vec<(String, &'static str)> = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        let path = path.replace("{id}", "0193f1a2-0000-7000-8000-000000000001");
        for method in ["get", "post", "patch", "delete"] {
            if item.get(method).is_some_and(Value::is_object) {
                paths.push((path.replace("{token}", "nonsense"), method));
            }
        }
    }
    assert!(paths.len() > 40, "{}", paths.len());
    for path in
        ["/", "/nothing", "/healthz", "/readyz", "/metrics", "/api/docs/", "/api/openapi.json"]
    {
        paths.push((path.to_owned(), "get"));
    }
    paths.extend(templates::assets().iter().map(|asset| (asset.path.clone(), "get")));
    for (path, method) in paths {
        let method = ["GET", "POST", "PATCH", "DELETE"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(method))
            .unwrap();
        check(&path, &site.call(Call::new(method, &path)).await);
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let plain = Site::open().await.call(Call::get("/healthz")).await;
    assert_eq!(plain.header("strict-transport-security"), "");
    let site = Site::with(|_, web| web.secure_cookies = true).await;
    let secure = site.call(Call::get("/healthz")).await;
    assert!(secure.header("strict-transport-security").starts_with("max-age=31536000"));
}

#[tokio::test]
async fn the_api_s_page_loads_nothing_from_elsewhere_and_runs_nothing_inline() {
    let site = Site::open().await;
    let page = site.call(Call::get("/api/docs/")).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("http://") && !page.text.contains("https://"));
    for script in page.text.split("<script").skip(1) {
        assert!(script.split_once('>').unwrap().0.contains("src="), "{script}");
    }
    assert!(!page.text.contains("<style"));
}
