//! Every address in every language: no message missing, no panic, the same guards everywhere.

use matching::Role;
use templates::Locale;

use crate::asking::open_request;
use crate::browser::Site;
use crate::helping::volunteer;

const OPEN: [&str; 14] = [
    "/",
    "/ask",
    "/volunteer",
    "/sign-in",
    "/staff/sign-in",
    "/about/choice",
    "/about/figures",
    "/about/privacy",
    "/about/accessibility",
    "/demo/mailbox",
    "/demo/mailbox/1",
    "/demo/mailbox/1/html",
    "/ask/done",
    "/manage",
];
const STAFF: [&str; 15] = [
    "/staff",
    "/staff/tasks",
    "/staff/tasks?view=mine",
    "/staff/requests",
    "/staff/requests.csv",
    "/staff/desk",
    "/staff/desk/keys",
    "/staff/desk/shifts",
    "/staff/volunteers",
    "/staff/message",
    "/staff/message?show=yes",
    "/staff/plan",
    "/staff/dashboard",
    "/staff/dashboard.csv",
    "/staff/fairness",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_every_language() {
    let site = Site::open().await;
    volunteer(&site, "ines@example.org").await;
    let mut browser = open_request(&site).await;
    let mut desk = site.staff(Role::Administrator).await;
    for language in Locale::ALL.map(Locale::code) {
        browser.get(&format!("/?lang={language}")).await.is(200);
        desk.get(&format!("/?lang={language}")).await.is(200);
        for path in OPEN {
            let page = browser.get(path).await.is(200);
            if !path.ends_with("/html") {
                assert!(page.text.contains(&format!("<html lang=\"{language}\"")), "{path}");
            }
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
            assert_eq!(page.headers["referrer-policy"], "no-referrer", "{path}");
        }
        for path in STAFF {
            desk.get(path).await.is(200);
        }
        for path in ["/nothing", "/engagements/x", "/staff/requests/x", "/demo/mailbox/999999"] {
            let page = desk.get(path).await.is(404);
            assert!(page.text.contains(&format!("<html lang=\"{language}\"")), "{path}");
        }
        for path in ["/c/x", "/a/x", "/l/x", "/m/x", "/u/x", "/setup/x", "/a/%FF"] {
            browser.get(path).await.is(410);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_language_stays() {
    let site = Site::open().await;
    let mut browser = site.browser();
    browser.get("/?lang=nl").await.is(200).says("<html lang=\"nl\"");
    browser.get("/about/privacy").await.is(200).says("<html lang=\"nl\"");
    browser.get("/?lang=xx").await.is(200).says("<html lang=\"nl\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_shown_under_a_policy_of_its_own() {
    let site = Site::open().await;
    open_request(&site).await;
    let mut browser = site.browser();
    let page = browser.get("/demo/mailbox?to=irene").await.is(200);
    let mail = page.href("/demo/mailbox/");
    let page = browser.get(&mail).await.is(200).says("<iframe class=\"mail\" sandbox");
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("frame-src 'self'"));
    let html = browser.get(&format!("{mail}/html")).await.is(200);
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"));
    assert_eq!(html.headers["x-frame-options"], "SAMEORIGIN");
    let plain = browser.get("/").await.is(200);
    assert_eq!(plain.headers["x-frame-options"], "DENY");
    assert!(plain.text.contains("demo/mailbox"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_sent_to_the_door() {
    let site = Site::open().await;
    let mut browser = site.browser();
    for path in STAFF {
        let page = browser.get(path).await.is(200);
        assert!(page.path.starts_with("/staff/sign-in"), "{path} leads to {}", page.path);
    }
    for path in ["/me", "/me/export", "/me/settings"] {
        let page = browser.get(path).await.is(200);
        assert!(page.path.starts_with("/sign-in"), "{path} leads to {}", page.path);
    }
    browser.post("/me/erase", &[("sure", "yes")]).await.is(401);
    browser.post("/staff/desk/call", &[]).await.is(401);
}
