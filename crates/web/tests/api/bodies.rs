//! What cannot be read or used is told as problem+json, all of it at once, in the caller's language.

use serde_json::{Value, json};

use crate::site::{Call, Site, request, volunteer};

fn fields(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let site = Site::open().await;
    let post = |body: &[u8]| Call::post("/api/v1/requests").body(body);
    assert_eq!(site.call(post(b"{")).await.problem(400)["code"], "bad_json");
    assert_eq!(site.call(post(b"\xff\xfe")).await.problem(400)["code"], "bad_utf8");
    let wrong = site.call(post(br#"{"contact":{"name":7}}"#)).await.problem(422);
    assert_eq!(fields(&wrong), ["contact.name"]);
    let wrong = site.call(post(br#"{"items":[{"name":"a"},{"name":null}]}"#)).await.problem(422);
    assert_eq!(fields(&wrong), ["items[1].name"]);
}

#[tokio::test]
async fn other_kinds_of_bodies_and_long_ones_are_refused() {
    let site = Site::open().await;
    let text = Call::post("/api/v1/requests").text("category=groceries", "text/plain");
    assert_eq!(site.call(text).await.problem(415)["code"], "media_type");
    let long = vec![b' '; 70_000];
    let honest = Call::post("/api/v1/requests").body(&long).header("content-length", "70000");
    assert_eq!(site.call(honest).await.problem(413)["code"], "too_large");
    let silent = Call::post("/api/v1/requests").body(&long);
    assert_eq!(site.call(silent).await.problem(413)["code"], "too_large");
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    let site = Site::open().await;
    let body =
        json!({ "category": "miracles", "volunteers_needed": 0, "contact": { "phone": "1" } });
    let problem = site.call(Call::post("/api/v1/requests").json(&body)).await.problem(422);
    let named = fields(&problem);
    for field in [
        "category",
        "volunteers_needed",
        "contact.name",
        "contact.phone",
        "needed_by",
        "consent.given",
        "address",
    ] {
        assert!(named.contains(&field), "{field} in {named:?}");
    }
    let problem = site.call(Call::post("/api/v1/volunteers").json(&json!({}))).await.problem(422);
    for field in ["name", "email", "languages", "radius_km", "categories", "address"] {
        assert!(fields(&problem).contains(&field), "{field}");
    }
}

#[tokio::test]
async fn messages_are_in_the_caller_s_language() {
    let site = Site::open().await;
    let call = Call::post("/api/v1/volunteers").json(&json!({}));
    let title = |answer: crate::site::Answer| answer.problem(422)["title"].clone();
    let french = title(site.call(call.clone()).await);
    let dutch = title(site.call(call.clone().header("accept-language", "nl")).await);
    let english = title(site.call(call.clone().cookie("lang=en")).await);
    let asked = Call::post("/api/v1/volunteers?lang=en").json(&json!({}));
    assert_eq!(english, title(site.call(asked.cookie("lang=nl")).await));
    assert!(french != dutch && dutch != english && english == "Some fields cannot be used.");
}

#[tokio::test]
async fn every_code_of_a_field_has_its_sentence() {
    let site = Site::open().await;
    let mut body = request();
    body["address"] = json!({ "postcode": "9", "place": "Nowhere", "country": "BE" });
    body["needed_by"] = json!("2020-01-01T00:00:00Z");
    body["languages"] = json!(["français de France"]);
    body["skills"] = json!(["Ü"]);
    body["channel"] = json!("phone");
    body["priority"] = json!("high");
    body["details"] = json!("a\u{7}b");
    let call = Call::post("/api/v1/requests?lang=en").json(&body);
    let problem = site.call(call).await.problem(422);
    let general = "Read this answer again and write it another way.";
    for error in problem["errors"].as_array().unwrap() {
        assert_ne!(error["message"], general, "{error}");
    }
    assert!(problem["errors"].as_array().unwrap().len() >= 7, "{problem}");
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let site = Site::open().await;
    let mut body = volunteer("ines@example.org");
    body["shoe_size"] = json!(38);
    assert_eq!(site.call(Call::post("/api/v1/volunteers").json(&body)).await.status, 201);
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist_are_told_so() {
    let site = Site::open().await;
    assert_eq!(site.call(Call::get("/api/v1/nothing")).await.problem(404)["code"], "not_found");
    assert_eq!(site.call(Call::get("/api")).await.status, 404);
    let wrong = site.call(Call::new("PUT", "/api/v1/requests")).await;
    assert_eq!(wrong.problem(405)["code"], "method");
    assert!(wrong.header("allow").contains("POST"));
    let page = site.call(Call::get("/nothing")).await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn the_same_key_and_body_give_the_first_answer_again() {
    let site = Site::open().await;
    let call = Call::post("/api/v1/requests").json(&request()).header("idempotency-key", "k1");
    let first = site.call(call.clone()).await;
    let again = site.call(call.clone()).await;
    assert_eq!((first.status.as_u16(), &first.text), (201, &again.text));
    let token = site.staff(matching::Role::Operator, None).await;
    let first = site.call(call.clone().token(&token)).await.expect(201);
    let path = format!("/api/v1/requests/{}/cancel", first["id"].as_str().unwrap());
    assert_eq!(site.call(Call::post(&path).token(&token)).await.expect(200)["status"], "cancelled");
    assert_eq!(site.call(call.token(&token)).await.expect(201), first);
    let mut other = request();
    other["details"] = json!("Autre chose");
    let other = Call::post("/api/v1/requests").json(&other).header("idempotency-key", "k1");
    assert_eq!(site.call(other.token(&token)).await.problem(422)["code"], "key_reused");
    let bad = Call::post("/api/v1/requests").json(&request()).header("idempotency-key", "");
    assert_eq!(fields(&site.call(bad).await.problem(422)), ["Idempotency-Key"]);
}
