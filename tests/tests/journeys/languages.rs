//! Everybody reads their own language, from the first answer to the mail.

use reqwest::Method;
use serde_json::json;
use templates::{Locale, tr};
use tests::house::people::{request, volunteer};
use tests::house::{House, each};

/// A text as it stands in a mail, where no-break spaces are plain.
fn mailed(locale: Locale, key: &str) -> String {
    tr(locale, key, &[]).replace(['\u{a0}', '\u{202f}'], " ")
}

async fn asks(house: &House, locale: Locale) {
    let email = format!("{}@asks.example", locale.code());
    let contact = json!({ "contact": { "name": "Rosalie Canarelle", "email": email } });
    let call = house.visitor().request(Method::POST, "/requests");
    let call = call.header("accept-language", locale.code());
    let body = request(&house.in_hours(24), &contact);
    assert_eq!(call.json(&body).send().await.unwrap().status(), 201);
    house.settle().await;
    let receipt = house.mail_to(&email, "receipt");
    let told = (receipt.subject().unwrap(), receipt.text().unwrap(), receipt.html().unwrap());
    let start = mailed(locale, "mail-receipt-confirm.title");
    assert!(told.0.starts_with(&start), "{}: {}", locale.code(), told.0);
    assert!(told.1.contains(&mailed(locale, "mail-receipt-confirm.button")), "{}", told.1);
    assert!(told.2.contains(&format!("lang=\"{}\"", locale.code())));
}

async fn offers_help(house: &House, locale: Locale) {
    let spoken = json!({ "languages": [locale.code()] });
    let body = volunteer(&format!("Helper{}", locale.code()), &spoken);
    let email = body["email"].as_str().unwrap().to_owned();
    house.visitor().post("/volunteers", &body).await.expect(201);
    house.settle().await;
    let mail = house.mail_to(&email, "confirm");
    assert_eq!(mail.subject().unwrap(), mailed(locale, "mail-confirm.subject"));
}

#[tokio::test]
async fn mails_come_in_the_language_of_their_reader() {
    each(async |house| {
        for locale in Locale::ALL {
            asks(house, locale).await;
            offers_help(house, locale).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_refusal_speaks_the_language_of_the_caller() {
    each(async |house| {
        for locale in Locale::ALL {
            let call = house.visitor().request(Method::POST, "/requests");
            let call = call.header("accept-language", locale.code()).json(&json!({}));
            let told = call.send().await.unwrap().text().await.unwrap();
            let expected = tr(locale, "error-problem-invalid", &[]);
            assert!(told.contains(&expected), "{}: {told}", locale.code());
        }
    })
    .await;
}
