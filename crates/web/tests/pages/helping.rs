//! Volunteers: signing up, answering an alert, helping, their own page.

use crate::asking::{newest, open_request};
use crate::browser::{Browser, Site};

const INES: &str = "ines@example.org";

/// Signs a volunteer up near Ixelles and confirms the address.
pub async fn volunteer<'s>(site: &'s Site, email: &str) -> Browser<'s> {
    let mut browser = site.browser();
    let form = [
        ("name", "Inès Vandamme"),
        ("email", email),
        ("postcode", "1050"),
        ("place", "Ixelles"),
        ("categories", "groceries"),
        ("categories", "listening"),
        ("radius_km", "5"),
        ("languages", "fr"),
        ("days", "mon"),
        ("days", "tue"),
        ("days", "wed"),
        ("quiet_from", "21:00"),
        ("quiet_to", "08:00"),
        ("max_alerts_per_week", "5"),
        ("capacity", "2"),
        ("age", "18"),
        ("consent", "yes"),
    ];
    browser.post("/volunteer", &form).await.is(200).says("Open your mailbox");
    site.work().await;
    let link = site.link(email, "confirm", "c");
    browser.get(&link).await.is(200).says("Confirm your address");
    browser.post(&link, &[("sure", "yes")]).await.is(200).says("Welcome");
    site.work().await;
    browser
}

async fn sign_in<'s>(site: &'s Site, email: &str) -> Browser<'s> {
    let mut browser = site.browser();
    browser.post("/sign-in", &[("email", email)]).await.is(200);
    site.work().await;
    let link = site.link(email, "login", "l");
    browser.get(&link).await.is(200);
    let page = browser.post(&link, &[("sure", "yes")]).await.is(200);
    assert_eq!(page.path, "/me");
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_alert_to_the_confirmation() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    open_request(&site).await;
    let request = newest(&site).await;
    let link = site.link(INES, "alert", "a");
    let mut phone = site.browser();
    // The token leaves the address at once.
    let hop = phone.hop("GET", &link).await;
    assert_eq!(hop.headers["location"], "/alerts/view");
    let page = phone.get("/alerts/view").await.is(200);
    let page = page.hides("Irène").hides("Paix").hides(" checked").says("2 items");
    let token = link.rsplit('/').next().unwrap();
    page.hides(token).hides("lang=fr\" lang=\"fr\" hreflang=\"fr\">Fran\u{e7}ais?");
    phone.post("/alerts/view", &[("go", "yes")]).await.is(422).says("when-error");
    let contact = phone.post("/alerts/view", &[("go", "yes"), ("when", "today")]).await.is(200);
    let contact = contact.says("Irène Maes").says("+3225550123").says("Rue de la Paix 7");
    let contact = contact.says("1 pain gris");
    assert!(phone.has("proche_engagement"));
    let here = contact.path.clone();
    assert!(here.starts_with("/engagements/"));
    // The link is no key to the contact for anybody else.
    let mut other = site.browser();
    other.get(&link).await.is(200).says("already said yes").hides("Irène");
    other.get(&here).await.is(401).hides("Irène").says("name=\"next\"");
    let calendar = phone.get(&format!("{here}/visit.ics")).await.is(200);
    calendar.says("BEGIN:VEVENT").hides("Irène").hides("Paix").says("Shopping");
    other.get(&format!("{here}/visit.ics")).await.is(401).hides("VEVENT");
    phone.post(&here, &[("go", "contacted")]).await.is(200);
    phone.post(&here, &[("go", "on_the_way")]).await.is(200).says("You are on the way");
    site.work().await;
    let mut waiting = site.browser();
    waiting.get(&site.link("irene@example.org", "matched", "m")).await.is(200);
    let page = waiting.post("/manage", &[("go", "check"), ("check", "1050")]).await.is(200);
    page.says("Inès is on the way");
    phone.post(&here, &[("go", "release")]).await.is(422).says("reason-error");
    phone.post(&here, &[("go", "concern"), ("message", "Porte ouverte")]).await.is(200);
    phone.post(&here, &[("go", "done"), ("minutes", "120")]).await.is(200);
    site.work().await;
    let mut requester = site.browser();
    requester.get(&site.link("irene@example.org", "ask_done", "m")).await.is(200);
    let page = requester.post("/manage", &[("go", "check"), ("check", "1050")]).await.is(200);
    page.says("Inès").hides("Vandamme");
    let page = requester.post("/manage", &[("go", "confirm")]).await.is(200).says("It is done");
    page.says("How was the help");
    let page = requester.post("/manage", &[("go", "good")]).await.is(200);
    page.says("You answered: good").hides("How was the help");
    site.work().await;
    let mut own = sign_in(&site, INES).await;
    let page = own.get("/me").await.is(200).says("You have helped once");
    page.says("2 hours given").says("Why does nobody call on me");
    let after = site.dispatch.request(&dispatch::Actor::System, request.id).await.unwrap();
    assert_eq!(after.status, matching::RequestStatus::Completed);
    let reveals = site.dispatch.database().read().await.unwrap();
    let mut reveals = reveals;
    assert!(reveals.reveals_of_request(request.id).await.unwrap() >= 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_in_the_engagement_s_mail_asks_to_sign_in_and_then_shows_the_contact() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    open_request(&site).await;
    let mut phone = site.browser();
    phone.get(&site.link(INES, "alert", "a")).await.is(200);
    phone.post("/alerts/view", &[("go", "yes"), ("when", "now")]).await.is(200);
    site.work().await;
    let mut desk = site.browser();
    let link = site.link(INES, "engaged", "engagements");
    desk.get(&link).await.is(401).hides("Irène");
    desk.post("/sign-in", &[("email", INES), ("next", &link)]).await.is(200);
    site.work().await;
    let login = site.link(INES, "login", "l");
    let page = desk.post(&login, &[("sure", "yes")]).await.is(200).says("Irène Maes");
    let here = page.path.clone();
    desk.post(&here, &[("go", "release"), ("reason", "ill")])
        .await
        .is(200)
        .says("that is all right");
    desk.get(&here).await.is(404).hides("Irène");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_to_say_yes_is_thanked() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    volunteer(&site, "yann@example.org").await;
    open_request(&site).await;
    let mut first = site.browser();
    first.get(&site.link(INES, "alert", "a")).await.is(200);
    let mut second = site.browser();
    second.get(&site.link("yann@example.org", "alert", "a")).await.is(200);
    first.post("/alerts/view", &[("go", "yes"), ("when", "now")]).await.is(200);
    let yes = [("go", "yes"), ("when", "now")];
    second.post("/alerts/view", &yes).await.is(409).says("already going");
    second.get("/alerts/view").await.is(409);
    second.get("/a/unknown").await.is(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_is_an_answer_and_so_is_a_week_off() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    volunteer(&site, "yann@example.org").await;
    open_request(&site).await;
    let mut browser = site.browser();
    browser.get(&site.link(INES, "alert", "a")).await.is(200);
    browser.post("/alerts/view", &[("when", "no")]).await.is(200).says("Noted, and thank you");
    let mut browser = site.browser();
    browser.get(&site.link("yann@example.org", "alert", "a")).await.is(200);
    browser.post("/alerts/view", &[("when", "pause")]).await.is(200).says("24 November");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volunteer_changes_settings_rests_and_leaves() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    let mut browser = sign_in(&site, INES).await;
    let page = browser.get("/me").await.is(200).says("Hello Inès");
    assert_eq!(page.value_of("radius_km"), "5");
    let form = [
        ("categories", "pharmacy"),
        ("radius_km", "7,5"),
        ("languages", "fr"),
        ("languages", "nl"),
        ("from", "09:00"),
        ("to", "17:00"),
        ("quiet_from", ""),
        ("quiet_to", ""),
        ("max_alerts_per_week", ""),
        ("capacity", "1"),
    ];
    let page = browser.post("/me/settings", &form).await.is(200).says("Saved");
    assert_eq!(
        (page.value_of("radius_km").as_str(), page.value_of("from").as_str()),
        ("7.5", "09:00")
    );
    let wrong = form.map(|(n, v)| if n == "radius_km" { (n, "99") } else { (n, v) });
    browser.post("/me/settings", &wrong).await.is(422).says("value=\"99\"").says("radius_km-error");
    let moved = [form.as_slice(), &[("postcode", "0001")]].concat();
    browser.post("/me/settings", &moved).await.is(422).says("postcode-error");
    let mails = [("go", "choose"), ("mails", "reminder")];
    browser.post("/me/news", &mails).await.is(200).says("value=\"reminder\" checked");
    browser.get("/me").await.is(200).hides("value=\"news\" checked");
    browser.post("/me/pause", &[("go", "7")]).await.is(200).says("24 November");
    browser.get("/me").await.is(200).says("You are on a break");
    browser.post("/me/pause", &[("go", "resume")]).await.is(200).hides("You are on a break");
    let data = browser.get("/me/export").await.is(200).says("Inès Vandamme");
    assert_eq!(data.headers["content-type"], "application/json");
    browser.post("/me/erase", &[]).await.is(422);
    browser.post("/me/erase", &[("sure", "yes")]).await.is(200).says("erased");
    assert!(!browser.has("proche_volunteer"));
    // The address is free again.
    volunteer(&site, INES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_has_as_many_hours_as_a_volunteer_likes() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    let mut browser = sign_in(&site, INES).await;
    let settings = |more: &[(&'static str, &'static str)]| {
        let own = [
            ("categories", "pharmacy"),
            ("radius_km", "5"),
            ("languages", "fr"),
            ("capacity", "1"),
            ("skills", "car"),
            ("skills", "carer"),
            ("days", "mon"),
            ("days", "tue"),
            ("from", "17:00"),
            ("to", "21:00"),
            ("days_3", "sat"),
        ];
        [own.as_slice(), more].concat()
    };
    let wrong = settings(&[("from_3", "09:00")]);
    let page = browser.post("/me/settings", &wrong).await.is(422).says("from_3-error");
    page.hides("from-error").says("Write hours like 9:00");
    let right = settings(&[("from_3", "09:00"), ("to_3", "12:00")]);
    let page = browser.post("/me/settings", &right).await.is(200).says("Saved");
    let shown = ["from", "to", "from_2", "to_2"].map(|name| page.value_of(name));
    assert_eq!(shown, ["17:00", "21:00", "09:00", "12:00"]);
    let data = browser.get("/me/export").await.is(200);
    // What the team alone has seen is not a volunteer's to say.
    data.says("mon,tue 17:00-21:00|sat 09:00-12:00").says("car").hides("carer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_signs_in_and_a_wrong_one_does_not() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    let mut browser = site.browser();
    browser.post("/sign-in", &[("email", "no address")]).await.is(422).says("no address");
    browser.post("/sign-in", &[("email", "nobody@example.org")]).await.is(200);
    browser.post("/sign-in", &[("email", INES), ("next", "/me")]).await.is(200);
    browser.post("/sign-in/code", &[("code", "00000000")]).await.is(422);
    site.work().await;
    let mail = site.mail(INES, "login");
    let code = mail
        .text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .find(|w| w.len() == 8 && w.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
        .unwrap_or_else(|| panic!("a code in {}", mail.text));
    let evil = [("code", code), ("next", "//evil.example")];
    let page = browser.post("/sign-in/code", &evil).await.is(200);
    assert_eq!(page.path, "/me");
    browser.post("/sign-out", &[]).await.is(200);
    assert!(!browser.has("proche_volunteer"));
    let page = browser.get("/me").await.is(200);
    assert_eq!(page.path, "/sign-in?next=%2Fme");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_from_a_mail_program_stops_the_alerts() {
    let site = Site::open().await;
    volunteer(&site, INES).await;
    open_request(&site).await;
    let link = site.mail(INES, "alert").unsubscribe.clone().unwrap();
    let link = link.strip_prefix(crate::browser::BASE).unwrap();
    let mut program = site.browser();
    program.get(link).await.is(200).says("Stop these alerts?");
    program.post_raw(link, "List-Unsubscribe=One-Click").await.is(200).says("no more alerts");
    program.get("/u/unknown").await.is(410);
    let browser = sign_in(&site, INES).await;
    let mut browser = browser;
    browser.get("/me").await.is(200).says("on a break");
}
