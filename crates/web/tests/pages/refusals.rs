//! What cannot be read is a page that says so, never a defect.

use crate::asking::{answers, send};
use crate::browser::Site;

const FORMS: [&str; 12] = [
    "/ask",
    "/volunteer",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/staff/sign-in",
    "/alerts/view",
    "/manage",
    "/manage/edit",
    "/me/settings",
    "/c/x",
    "/u/x",
];

#[tokio::test(flavor = "multi_thread")]
async fn broken_forms_are_refused_without_a_defect() {
    let site = Site::open().await;
    let mut browser = site.browser();
    for path in FORMS {
        for body in ["", "a=%FF", "=&&&", "step=99&go=step-77", "go=%00", "go=send&step=-1"] {
            let page = browser.post_raw(path, body).await;
            assert!(page.status.as_u16() < 500, "{path} {body}: {}", page.status);
            assert!(!page.text.contains(templates::MISSING_MARK), "{path} {body}");
        }
    }
    browser.post_raw("/ask", "a=%FF").await.is(400).says("<html lang=\"en\"");
    browser.post_raw("/ask", &"a".repeat(70_000)).await.is(413);
    browser.hop("DELETE", "/ask").await.is(405).says("<html");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_are_ignored_and_markup_stays_text() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let form: Vec<_> = answers()
        .into_iter()
        .map(|(n, v)| if n == "name" { (n, "<script>alert(1)</script>") } else { (n, v) })
        .chain([("shoe_size", "42")])
        .filter(|(n, _)| *n != "consent")
        .collect();
    let page = send(&mut browser, &form).await.is(422);
    page.hides("<script>").says("alert(1)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_site_says_so() {
    let site = Site::with(|settings| settings.public_requests = false).await;
    let mut browser = site.browser();
    browser.get("/ask").await.is(200).says("not open yet");
    browser.get("/volunteer").await.is(200).says("not open yet");
    send(&mut browser, &answers()).await.is(403).says("not open yet");
}
