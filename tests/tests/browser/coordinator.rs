//! A coordinator finds out why an old request waits, has the best plan proposed, and assigns it; and
//! a page that is open shows what happens elsewhere.

use dispatch::{Actor, NoteInput};
use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use store::NoteAbout;
use tests::browser::{self, Browser, Key};
use tests::house::desk::PASSWORD;
use tests::house::people::{Asked, around};
use tests::house::{House, each};

use super::accessibility::violations;

const EMAIL: &str = "amina@team.example";
/// Ends when the page says of one request that the search goes on.
const WATCH: &str = "window.changed = new Promise(done => { \
    const look = () => document.body.innerText.includes('Pour une demande') && done(true); \
    new MutationObserver(look).observe(document.querySelector('main'), \
        { childList: true, subtree: true, characterData: true }); look(); });";

/// Comes in by the door, with a password and the code of an app.
async fn sign_in(house: &House, browser: &Browser) {
    let made = house.dispatch.create_account(&Actor::System, EMAIL, Role::Coordinator, None).await;
    let desk = house.set_up(&made.unwrap()).await;
    // A code works once.
    house.pass(SignedDuration::from_mins(1)).await;
    browser.open(&format!("{}/staff/sign-in?lang=fr", house.base())).await;
    browser.type_into("#email", EMAIL).await;
    browser.type_into("#password", PASSWORD).await;
    browser.type_into("#code", &desk.app.code(house)).await;
    browser.press(Key::Enter).await;
    assert!(!browser.address().await.contains("sign-in"), "{}", browser.address().await);
}

async fn open(house: &House, browser: &Browser, path: &str) {
    browser.open(&format!("{}{path}", house.base())).await;
}

async fn page(browser: &Browser) -> String {
    browser.text("main").await
}

/// The nearest can do both; the one farther away only shops.
async fn two_who_wait(house: &House) -> (Asked, Asked) {
    let both = json!({ "categories": ["groceries", "pharmacy"], "capacity": 1 });
    house.helper("Nearest", &both).await;
    let far = json!({ "location": around(1_500.0, 0.0), "capacity": 1 });
    house.helper("Farther", &far).await;
    let until = house.in_hours(60);
    let shopping = house.ask(&json!({ "needed_by": until })).await;
    let errand = json!({ "category": "pharmacy", "items": [], "needed_by": until });
    (shopping, house.ask(&errand).await)
}

#[tokio::test]
async fn why_an_old_request_waits_is_found_and_the_best_plan_is_assigned_in_french() {
    each(async |house| {
        let (shopping, pharmacy) = two_who_wait(house).await;
        house.pass(SignedDuration::from_hours(24)).await;
        let mut assigned = false;
        browser::with(async |browser| {
            sign_in(house, browser).await;
            open(house, browser, "/staff/dashboard?lang=fr").await;
            let told = page(browser).await;
            assert!(told.contains("2 demandes ont besoin de vous"), "{told}");
            browser.screenshot("coordinator-dashboard").await;
            browser.click("ol.todo a").await;
            let told = page(browser).await;
            assert!(told.contains("Pourquoi elle attend"), "{told}");
            assert!(told.contains("Il n’y a plus personne à prévenir."), "{told}");
            browser.screenshot("coordinator-story").await;
            open(house, browser, "/staff/dashboard").await;
            browser.click("a[href='/staff/plan'].board-plan").await;
            let told = page(browser).await;
            assert!(told.contains("Le plan remplit 2 places sur 2."), "{told}");
            browser.screenshot("coordinator-plan").await;
            browser.click("button[value=all]").await;
            let told = page(browser).await;
            assert_eq!(
                told.lines().filter(|line| line.ends_with(" est attribué.")).count(),
                2,
                "{told}"
            );
            open(house, browser, "/staff/map").await;
            // The cell of the two requests and the nearest, and that of the one farther away.
            assert_eq!(browser.count("svg .hex path").await, 2);
            browser.screenshot("coordinator-map").await;
            assert_eq!(browser.complaints().await, Vec::<String>::new());
            assigned = true;
        })
        .await;
        house.settle().await;
        if assigned {
            assert_eq!(house.status(&shopping).await, "matched");
            assert_eq!(house.status(&pharmacy).await, "matched");
        }
    })
    .await;
}

/// A story that is open follows what happens to its request; then it is looked at by axe.
async fn open_story(house: &House, browser: &Browser) {
    let asked = house.ask(&json!({ "category": "pharmacy", "items": [] })).await;
    open(house, browser, &format!("/staff/requests/{}", asked.id)).await;
    let watch = WATCH.replace("Pour une demande", "L’équipe a noté quelque chose.");
    browser.script(&watch).await;
    let note = NoteInput { text: "Ring her daughter".to_owned(), ..NoteInput::default() };
    let about = NoteAbout::Request(asked.id);
    house.dispatch.write_note(&Actor::System, about, &note).await.unwrap();
    assert_eq!(browser.script("return window.changed;").await, Value::Bool(true));
    assert_eq!(violations(browser).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_open_page_shows_what_happens_elsewhere_without_being_asked() {
    each(async |house| {
        browser::with(async |browser| {
            house.helper("Nearest", &json!({})).await;
            sign_in(house, browser).await;
            open(house, browser, "/staff/dashboard?lang=fr").await;
            assert!(page(browser).await.contains("Aucune autre recherche n’est en cours."));
            browser.script(WATCH).await;
            house.ask(&json!({})).await;
            assert_eq!(browser.script("return window.changed;").await, Value::Bool(true));
            let shown = browser.script("return document.querySelector('[data-live-on]').hidden;");
            assert_eq!(shown.await, Value::Bool(false));
            // What came without a reload is as open to everybody as the page was.
            assert_eq!(violations(browser).await, Vec::<String>::new());
            open_story(house, browser).await;
            assert_eq!(browser.complaints().await, Vec::<String>::new());
        })
        .await;
    })
    .await;
}
