//! What holds at the edge, for every address of the router.

use std::collections::BTreeSet;

use dispatch::Actor;
use matching::Role;
use reqwest::Method;
use scraper::{Html, Selector};
use serde_json::json;
use tests::house::desk::Desk;
use tests::house::{Answer, House, each};

use super::rights::routes;

/// The address with something in the place of its parts.
fn filled(path: &str) -> String {
    let id = uuid::Uuid::nil().to_string();
    path.replace("{id}", &id).replace(['{', '}', '*'], "")
}

async fn administrator(house: &House) -> Desk {
    let (email, role) = ("lucie@team.example", Role::Administrator);
    let link = house.dispatch.create_account(&Actor::System, email, role, None).await;
    house.set_up(&link.unwrap()).await
}

fn is_hashed(route: &str) -> bool {
    route.contains(" /assets/") || route.contains("{*rest}")
}

fn has_the_headers(route: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{route}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{route}: {policy}");
    assert!(policy.contains("form-action 'self'"), "{route}: {policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{route}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{route}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{route}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{route}");
    if !is_hashed(route) {
        assert_eq!(answer.header("cache-control"), "no-store", "{route}");
    }
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{route}: {cookie}");
        }
    }
}

/// No script and no style stands in a page.
fn is_plain(route: &str, page: &str) {
    let document = Html::parse_document(page);
    let inline =
        "style, [style], script:not([src]), [onclick], [onload], [onsubmit], [href^=javascript]";
    let found = document.select(&Selector::parse(inline).unwrap()).count();
    assert_eq!(found, 0, "{route}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_no_page_runs_anything_inline() {
    each(async |house| {
        let desk = administrator(house).await;
        let mut pages = 0;
        for route in routes(house).await {
            let (method, path) = route.split_once(' ').unwrap();
            let url = format!("{}{}", house.base(), filled(path));
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            for browser in [&house.browser(), &desk.browser] {
                if path.contains("sign-out") || method == Method::DELETE {
                    continue;
                }
                let call = browser.request(method.clone(), &url).header("origin", house.base());
                let answer = browser.send(call).await;
                has_the_headers(&route, &answer);
                if answer.header("content-type").starts_with("text/html") {
                    is_plain(&route, &answer.text());
                    pages += 1;
                }
            }
        }
        assert!(pages > 100, "{pages}");
    })
    .await;
}

/// Every write is refused when it comes from another site, and, with a session's cookie, when
/// nothing shows that it comes from ours.
#[tokio::test]
async fn a_write_without_its_proof_is_refused_everywhere() {
    each(async |house| {
        let desk = administrator(house).await;
        let before = house.picture().await;
        let mut refused = BTreeSet::new();
        for route in routes(house).await {
            let (method, path) = route.split_once(' ').unwrap();
            if method == "GET" {
                continue;
            }
            let url = format!("{}{}", house.base(), filled(path));
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let form = || desk.browser.request(method.clone(), &url).form(&[("go", "yes")]);
            let foreign = [
                ("origin", "https://evil.example"),
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("x-nothing", "no proof at all"),
            ];
            for (name, value) in foreign {
                // RFC 8058: mail programs post there from wherever they are, without our cookies.
                if path.starts_with("/u/") && name != "x-nothing" {
                    continue;
                }
                let answer = desk.browser.send(form().header(name, value)).await;
                assert_eq!(answer.status, 403, "{route} with {name}: {value}");
                has_the_headers(&route, &answer);
            }
            refused.insert(route);
        }
        assert!(refused.len() > 50, "{refused:?}");
        assert_eq!(house.picture().await, before);
    })
    .await;
}

#[tokio::test]
async fn nothing_leads_to_another_site() {
    each(async |house| {
        let desk = administrator(house).await;
        let evil =
            ["//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example"];
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.build().unwrap();
        for route in routes(house).await {
            let (method, path) = route.split_once(' ').unwrap();
            for next in evil {
                let url = format!("{}{}", house.base(), filled(path));
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let pairs = [("next", next), ("to", next), ("url", next), ("return", next)];
                let asked = reqwest::Url::parse_with_params(&url, pairs).unwrap();
                let call = client.request(method.clone(), asked);
                let call = if method == Method::GET { call } else { call.form(&pairs) };
                let answer = call.send().await.unwrap();
                if let Some(to) = answer.headers().get("location") {
                    let to = to.to_str().unwrap();
                    assert!(to.starts_with('/') && !to.starts_with("//"), "{route}: {to}");
                    assert!(!to.starts_with("/\\"), "{route}: {to}");
                }
            }
        }
        for next in evil {
            let code = &desk.recovery_codes[evil.iter().position(|own| own == &next).unwrap()];
            let form = [
                ("email", "lucie@team.example"),
                ("password", tests::house::desk::PASSWORD),
                ("code", code),
                ("next", next),
            ];
            let url = format!("{}/staff/sign-in", house.base());
            let answer = client.post(url).form(&form).send().await.unwrap();
            assert_eq!(answer.headers()["location"], "/staff/tasks");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_or_too_wide_is_refused() {
    each(async |house| {
        let visitor = house.visitor();
        let long = json!({ "email": "a".repeat(65 * 1024) });
        visitor.post("/sessions", &long).await.expect(413);
        let form = [("details", "a".repeat(65 * 1024))];
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        visitor.submit(&format!("{}/ask", house.base()), &form).await.expect(413);
        let wide = tests::house::people::volunteer("Wide", &json!({ "radius_km": 50.1 }));
        let faults = visitor.post("/volunteers", &wide).await.expect(422).faults();
        assert_eq!(faults[0].0, "radius_km");
    })
    .await;
}

/// A field that people do not see and programs fill in.
#[tokio::test]
async fn a_program_that_fills_in_everything_asks_for_nothing() {
    each(async |house| {
        let visitor = house.visitor();
        let before = house.picture().await;
        for (path, rest) in [
            ("/ask", vec![("step", "6"), ("go", "send"), ("category", "groceries")]),
            ("/volunteer", vec![("name", "Bot"), ("email", "bot@spam.example")]),
            ("/sign-in", vec![("email", "bot@spam.example")]),
        ] {
            let page = visitor.request(Method::GET, &format!("{}{path}", house.base()));
            assert!(visitor.send(page).await.text().contains("name=\"website\""), "{path}");
            let form = [rest, vec![("website", "https://spam.example")]].concat();
            visitor.submit(&format!("{}{path}", house.base()), &form).await.expect(200);
        }
        assert_eq!(house.picture().await, before);
    })
    .await;
}
