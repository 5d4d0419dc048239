//! A volunteer's whole way in the browser: in French, by keyboard alone, with scripts off.

use serde_json::json;
use tests::browser::{self, Browser, Key};
use tests::house::{House, each};

use super::accessibility::{tab_to, write};

const EMAIL: &str = "ines@helps.example";

/// Tab to something, and use it.
async fn use_with(browser: &Browser, wanted: &str, key: impl Into<thirtyfour::TypingData>) {
    tab_to(browser, wanted).await;
    browser.press(key).await;
}

/// The link of a mail, on this house.
fn mailed(house: &House, kind: &str, hop: &str) -> String {
    house.mail_to(EMAIL, kind).link(hop).unwrap()
}

async fn signs_up(browser: &Browser, house: &House) {
    browser.open(&format!("{}/volunteer?lang=fr", house.base())).await;
    write(browser, "input#name", "Inès Peeters").await;
    write(browser, "input#email", EMAIL).await;
    write(browser, "input#phone", "0470 12 34 56").await;
    write(browser, "input#postcode", "1050").await;
    write(browser, "input#place", "Ixelles").await;
    use_with(browser, "input#age", " ").await;
    use_with(browser, "input#categories", " ").await;
    use_with(browser, "input#consent", " ").await;
    browser.screenshot("volunteer-sign-up").await;
    use_with(browser, "button", Key::Enter).await;
    house.settle().await;
    browser.open(&mailed(house, "confirm", "/c/")).await;
    use_with(browser, "input#sure", " ").await;
    use_with(browser, "button", Key::Enter).await;
    house.settle().await;
}

async fn says_yes(browser: &Browser, house: &House) {
    browser.open(&mailed(house, "alert", "/a/")).await;
    browser.screenshot("volunteer-alert").await;
    use_with(browser, "input#when", " ").await;
    use_with(browser, "button@go", Key::Enter).await;
    assert!(browser.address().await.contains("/engagements/"), "{}", browser.address().await);
    assert!(browser.source().await.contains("12 rue du Serin"));
    browser.screenshot("volunteer-contact").await;
    house.settle().await;
}

/// Helps, and says so.
async fn helps(browser: &Browser, house: &House) {
    // Called, on the way, done: the first button each time.
    for status in ["contacted", "contacted", "completed"] {
        use_with(browser, "button@go", Key::Enter).await;
        let now = format!("SELECT COUNT(*) FROM engagement WHERE status = '{status}'");
        assert_eq!(house.number(&now).await, 1, "{status} at {}", browser.address().await);
    }
    browser.screenshot("volunteer-done").await;
    house.settle().await;
}

#[tokio::test]
async fn a_volunteer_signs_up_accepts_and_helps_by_keyboard_and_without_scripts() {
    each(async |house| {
        browser::with(async |browser| {
            browser.size(768, 1024).await;
            browser.without_scripts().await;
            signs_up(browser, house).await;
            house.ask(&json!({})).await;
            says_yes(browser, house).await;
            helps(browser, house).await;
            assert_eq!(browser.complaints().await, Vec::<String>::new());
        })
        .await;
    })
    .await;
}
