//! What comes from elsewhere, too often or too much is refused.

use jiff::SignedDuration;
use matching::Role;
use serde_json::json;

use crate::site::{Call, Site};

fn sign_in(from: &str) -> Call {
    let email = format!("nobody-{from}@example.org");
    Call::post("/api/v1/sessions").json(&json!({ "email": email })).from(from)
}

#[tokio::test]
async fn writes_from_another_site_are_refused() {
    let site = Site::open().await;
    let own = "proche.example";
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 202),
        ("sec-fetch-site", "none", 202),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "https://proche.example", 202),
    ] {
        let answer = site.call(sign_in("192.0.2.1").header("host", own).header(name, value)).await;
        assert_eq!(answer.status, status, "{name}: {value}");
        if status == 403 {
            assert_eq!(answer.problem(403)["code"], "foreign_origin");
        }
    }
}

#[tokio::test]
async fn a_bearer_token_is_no_cookie_and_may_come_from_anywhere() {
    let site = Site::open().await;
    let token = site.staff(Role::Operator, None).await;
    let path = format!("/api/v1/requests/{}/cancel", site.request(&token).await);
    let foreign = Call::post(&path).header("origin", "https://city.example");
    assert_eq!(site.call(foreign.clone()).await.status, 403);
    assert_eq!(site.call(foreign.token(&token)).await.status, 200);
}

#[tokio::test]
async fn an_unknown_token_is_refused_everywhere_even_beside_a_good_cookie() {
    let site = Site::open().await;
    let volunteer = site.volunteer("ines@example.org").await;
    let cookie = site.session(volunteer).await;
    for header in ["Bearer nonsense", "Bearer ", "Basic dXNlcjpwYXNz"] {
        let call = Call::post("/api/v1/requests").json(&crate::site::request());
        let answer = site.call(call.header("authorization", header).cookie(&cookie)).await;
        assert_eq!(answer.problem(401)["code"], "unauthenticated");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn a_network_writes_only_so_often_and_staff_as_often_as_they_like() {
    let site = Site::with(|_, web| web.per_network_per_minute = 3).await;
    for _ in 0..3 {
        assert_eq!(site.call(sign_in("192.0.2.1")).await.status, 202);
    }
    let refused = site.call(sign_in("192.0.2.1")).await;
    assert_eq!(refused.problem(429)["code"], "network");
    assert_eq!(refused.header("retry-after"), "20");
    assert_eq!(site.call(sign_in("192.0.2.2")).await.status, 202);
    assert_eq!(site.call(Call::get("/api/v1/stats/public")).await.status, 200);
    let token = site.staff(Role::Operator, None).await;
    for _ in 0..5 {
        let call = Call::post("/api/v1/requests").token(&token).json(&crate::site::request());
        assert_eq!(site.call(call).await.status, 201);
    }
    let guessing = sign_in("192.0.2.1").token("guess");
    assert_eq!(site.call(guessing).await.status, 429);
    site.clock.advance(SignedDuration::from_secs(20));
    let again = json!({ "email": "somebody@example.org" });
    let again = Call::post("/api/v1/sessions").json(&again).from("192.0.2.1");
    assert_eq!(
        site.call(again).await.status,
        202,
        "mails to one address have a limit of their own"
    );
}

#[tokio::test]
async fn what_is_too_much_at_once_is_answered_at_once() {
    let site = Site::with(|_, web| web.most_at_once = 0).await;
    let answer = site.call(Call::get("/api/v1/stats/public")).await;
    assert_eq!(answer.problem(503)["code"], "busy");
    assert_eq!(answer.header("retry-after"), "2");
    assert_eq!(site.call(Call::get("/healthz")).await.status, 200);
}

#[tokio::test]
async fn metrics_are_for_the_operator_of_the_site() {
    let site = Site::open().await;
    assert_eq!(site.call(Call::get("/metrics")).await.status, 401);
    let proxied = Call::get("/metrics").from("127.0.0.1").header("x-forwarded-for", "192.0.2.9");
    assert_eq!(site.call(proxied).await.status, 401);
    // This machine may; without a recorder there is nothing to read.
    assert_eq!(site.call(Call::get("/metrics").from("127.0.0.1")).await.status, 404);
    let site = Site::with(|_, web| web.metrics_token = Some("s3cret".to_owned())).await;
    assert_eq!(site.call(Call::get("/metrics").from("127.0.0.1")).await.status, 401);
    let wrong = Call::get("/metrics").token("s3cre");
    assert_eq!(site.call(wrong).await.status, 401);
    assert_eq!(site.call(Call::get("/metrics").token("s3cret")).await.status, 404);
}

#[tokio::test]
async fn the_public_waits_while_mail_is_only_captured() {
    let site = Site::with(|settings, _| settings.public_requests = false).await;
    let call = Call::post("/api/v1/requests").json(&crate::site::request());
    assert_eq!(site.call(call.clone()).await.problem(403)["code"], "closed");
    let token = site.staff(Role::Operator, None).await;
    assert_eq!(site.call(call.token(&token)).await.status, 201);
}

#[tokio::test]
async fn sign_in_says_nothing_about_who_is_known() {
    let site = Site::open().await;
    site.volunteer("ines@example.org").await;
    let call = |email: &str| Call::post("/api/v1/sessions").json(&json!({ "email": email }));
    let known = site.call(call("ines@example.org")).await;
    let unknown = site.call(call("nobody@example.org")).await;
    assert_eq!((known.status, known.text), (unknown.status, unknown.text));
    let wrong = json!({ "email": "nobody@example.org", "password": "wrong horse battery" });
    let answer = site.call(Call::post("/api/v1/sessions").json(&wrong)).await;
    assert_eq!(answer.problem(401)["code"], "unauthenticated");
}
