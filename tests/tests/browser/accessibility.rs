//! Every page in every language, by axe-core and on the smallest screen; and a request by keyboard.

use serde_json::json;
use templates::Locale;
use tests::browser::{self, Browser, Key};
use tests::house::each;

#[expect(dead_code, reason = "mails are looked at as text and as HTML by their own tests")]
#[path = "../../../crates/templates/tests/samples/mod.rs"]
mod samples;

/// The checker, run in each page.
const AXE: &str = include_str!("../../vendor/axe/axe.min.js");
/// WCAG 2.2 A and AA, and what axe recommends beside it.
const CHECK: &str = "return axe.run(document, { runOnly: \
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
    .then(found => found.violations.map(one => \
        one.id + ': ' + one.nodes.map(node => node.html.slice(0, 160)).join(' | ')));";
/// How far a page reaches beside the window; data tables scroll in a region of their own.
const SIDEWAYS: &str =
    "const page = document.documentElement; return page.scrollWidth - page.clientWidth;";

/// The sample pages as files that a browser opens.
fn written(locale: Locale) -> Vec<(&'static str, String)> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in templates::assets() {
        let text = String::from_utf8_lossy(&asset.bytes).replace("\"/assets/", "\"");
        std::fs::write(folder.join(asset.path.trim_start_matches('/')), text).unwrap();
    }
    let pages = samples::pages(locale).into_iter().map(|(name, document)| {
        let file = folder.join(format!("{name}.{}.html", locale.code()));
        std::fs::write(&file, document.replace("\"/assets/", "\"assets/")).unwrap();
        (name, format!("file://{}", file.display()))
    });
    pages.collect()
}

/// What axe finds wrong with the page that is open.
pub async fn violations(browser: &Browser) -> Vec<String> {
    browser.script(AXE).await;
    let found = browser.script(CHECK).await;
    let lines = found.as_array().cloned().unwrap_or_default();
    lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

async fn look_at(browser: &Browser, locale: Locale, scheme: &str, wrong: &mut Vec<String>) {
    browser.scheme(scheme).await;
    for (name, address) in written(locale) {
        let page = format!("{name}.{} ({scheme})", locale.code());
        browser.open(&address).await;
        let found = violations(browser).await;
        wrong.extend(found.into_iter().map(|line| format!("{page}: {line}")));
        let beside = browser.script(SIDEWAYS).await;
        if beside.as_i64() != Some(0) {
            wrong.push(format!("{page} scrolls sideways by {beside}"));
        }
    }
}

#[tokio::test]
async fn every_page_in_every_language_is_open_to_everybody_by_day_and_by_night() {
    browser::with(async |browser| {
        browser.size(320, 800).await;
        let mut wrong = Vec::new();
        for locale in Locale::ALL {
            look_at(browser, locale, "light", &mut wrong).await;
        }
        // Colours are the same in every language.
        look_at(browser, Locale::Fr, "dark", &mut wrong).await;
        browser.scheme("light").await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Presses Tab until an element has the focus.
pub async fn tab_to(browser: &Browser, wanted: &str) {
    for _ in 0..60 {
        browser.press(Key::Tab).await;
        if browser.focused().await == wanted {
            return;
        }
    }
    panic!("no way to {wanted} by keyboard at {}", browser.address().await);
}

pub async fn write(browser: &Browser, field: &str, text: &str) {
    tab_to(browser, field).await;
    browser.press(text).await;
}

async fn go_on(browser: &Browser) {
    tab_to(browser, "button@go").await;
    browser.press(Key::Enter).await;
}

#[tokio::test]
async fn a_request_with_three_needs_is_posted_by_keyboard_without_scripts_on_a_small_screen() {
    each(async |house| {
        browser::with(async |browser| {
            browser.size(320, 640).await;
            browser.without_scripts().await;
            browser.open(&format!("{}/ask?lang=fr", house.base())).await;
            for need in ["input#category", "input#category-2", "input#category-5"] {
                tab_to(browser, need).await;
                browser.press(" ").await;
            }
            go_on(browser).await;
            write(browser, "input#postcode", "1050").await;
            write(browser, "input#place", "Ixelles").await;
            write(browser, "input#line", "12 rue du Serin").await;
            go_on(browser).await;
            tab_to(browser, "input#needed_by").await;
            browser.press(" ").await;
            go_on(browser).await;
            write(browser, "textarea#items", "1 pain gris").await;
            go_on(browser).await;
            write(browser, "input#name", "Rosalie Canarelle").await;
            write(browser, "input#phone", "0470 99 88 77").await;
            go_on(browser).await;
            browser.screenshot("ask-check-320").await;
            tab_to(browser, "input#consent").await;
            browser.press(" ").await;
            go_on(browser).await;
            assert!(browser.address().await.ends_with("/ask/done"), "{}", browser.address().await);
            browser.screenshot("ask-done-320").await;
            assert_eq!(browser.script(SIDEWAYS).await, json!(0));
            assert_eq!(browser.complaints().await, Vec::<String>::new());
        })
        .await;
        house.settle().await;
        let all = house.number("SELECT COUNT(*) FROM help_request").await;
        assert!(all == 3 || browser_is_missing(all), "{all} requests");
    })
    .await;
}

/// Without a browser nothing was posted, and that was said.
fn browser_is_missing(requests: i64) -> bool {
    requests == 0 && std::env::var_os("CI").is_none()
}
