//! The operator's desk in French, without a mouse: a known number, a repeat, one more need.

use dispatch::Actor;
use matching::Role;
use serde_json::json;
use tests::browser::{self, Browser, Key};
use tests::house::desk::{Desk, PASSWORD};
use tests::house::{House, each};

const EMAIL: &str = "lucie@proche.example";
/// A keystroke a second is slow: so many make a minute and a half.
const MOST_KEYS: usize = 90;
/// How far the lower edge of an element is from the top of the window, in CSS pixels.
const LOWER_EDGE: &str =
    "return document.querySelector(arguments[0]).getBoundingClientRect().bottom";

/// Counts what is typed; keys held together are one stroke.
struct Typist<'b> {
    browser: &'b Browser,
    keys: usize,
}

impl Typist<'_> {
    async fn write(&mut self, text: &str) {
        self.keys += text.chars().count();
        self.browser.press(text).await;
    }

    async fn key(&mut self, key: Key) {
        self.keys += 1;
        self.browser.press(key).await;
    }

    async fn alt(&mut self, letter: char) {
        self.keys += 1;
        self.browser.press_with(Key::Alt, letter).await;
    }
}

async fn sign_in(house: &House, browser: &Browser) {
    let role = Role::Operator;
    let link = house.dispatch.create_account(&Actor::System, EMAIL, role, None).await.unwrap();
    let Desk { app, .. } = house.set_up(&link).await;
    // A code works once.
    house.clock.advance(jiff::SignedDuration::from_secs(31));
    browser.open(&format!("{}/staff/sign-in?lang=fr", house.base())).await;
    browser.type_into("#email", EMAIL).await;
    browser.type_into("#password", PASSWORD).await;
    browser.type_into("#code", &app.code(house)).await;
    browser.press(Key::Enter).await;
    browser.open(&format!("{}/staff/desk?lang=fr", house.base())).await;
}

#[tokio::test]
async fn a_call_from_a_known_number_with_a_repeat_is_taken_by_keyboard() {
    each(async |house| {
        browser::with(async |browser| {
            let helper = house.helper("Shopper", &json!({})).await;
            house.ask(&json!({})).await;
            house.promise(&helper.email, "today").await;
            browser.size(1280, 768).await;
            sign_in(house, browser).await;
            browser.screenshot("desk").await;
            let mut typist = Typist { browser, keys: 0 };
            assert_eq!(browser.focused().await, "input#caller");
            typist.write("0470998877").await;
            typist.key(Key::Enter).await;
            assert!(browser.text("h1").await.contains("Appel en cours"));
            browser.screenshot("desk-call").await;
            for (width, height) in [(1280, 768), (1366, 768)] {
                browser.size(width, height).await;
                let edge = browser.script_with(LOWER_EDGE, vec![json!(".call-end .button")]).await;
                assert!(edge.as_f64().unwrap() <= f64::from(height), "{width}: {edge}");
            }
            // The repeat is asked about first: she means the shopping that is under way.
            assert_eq!(browser.focused().await, "input#link");
            typist.write(" ").await;
            typist.alt('p').await;
            typist.write("Pharmacie du Lavoir").await;
            typist.alt('a').await;
            typist.alt('o').await;
            browser.screenshot("desk-call-filled").await;
            typist.alt('e').await;
            assert!(browser.address().await.contains("/staff/desk?call="));
            browser.screenshot("desk-saved").await;
            assert_eq!(browser.focused().await, "input#caller", "ready for the next call");
            assert!(typist.keys < MOST_KEYS, "{} keystrokes", typist.keys);
            println!("a call with a repeat and one more need: {} keystrokes", typist.keys);
            assert_eq!(browser.complaints().await, Vec::<String>::new());
            house.settle().await;
            let posted = "SELECT COUNT(*) FROM help_request WHERE category = 'pharmacy'";
            assert_eq!(house.number(posted).await, 1);
            assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 2);
            let linked = "SELECT COUNT(*) FROM phone_call_request WHERE what = 'about'";
            assert_eq!(house.number(linked).await, 1);
        })
        .await;
    })
    .await;
}
