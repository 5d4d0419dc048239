//! Asking for help, and the requester's own page.

use matching::RequestStatus;

use crate::browser::{Browser, Page, Site};

/// The answers of a whole request; the place and the rest travel from step to step.
pub fn answers() -> Vec<(&'static str, &'static str)> {
    vec![
        ("category", "groceries"),
        ("postcode", "1050"),
        ("place", "Ixelles"),
        ("line", "Rue de la Paix 7"),
        ("needed_by", "2026-11-18T18:00"),
        ("items", "1 pain gris\n6 œufs"),
        ("payment", "door"),
        ("languages", "fr|nl"),
        ("details", "Deuxième étage"),
        ("for_whom", "self"),
        ("name", "Irène Maes"),
        ("phone", "02 555 01 23"),
        ("email", "irene@example.org"),
        ("consent", "yes"),
        ("once", "abc"),
    ]
}

/// Posts everything at the last step.
pub async fn send(browser: &mut Browser<'_>, form: &[(&str, &str)]) -> Page {
    let mut form = form.to_vec();
    form.extend([("step", "6"), ("go", "send")]);
    browser.post("/ask", &form).await
}

/// A request that its mail's link has opened.
pub async fn open_request(site: &Site) -> Browser<'_> {
    let mut browser = site.browser();
    send(&mut browser, &answers()).await.is(200);
    site.work().await;
    let link = site.link("irene@example.org", "receipt", "c");
    browser.get(&link).await.is(200).says("Confirm");
    browser.post(&link, &[]).await.is(422);
    browser.post(&link, &[("sure", "yes")]).await.is(200);
    site.work().await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn five_questions_lead_to_a_number_and_keep_what_was_typed() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let page = browser.get("/ask").await.is(200);
    let once = page.value_of("once");
    assert!(!once.is_empty());
    let step = |number: &'static str, go: &'static str| vec![("step", number), ("go", go)];
    let mut form = vec![("once", once.as_str())];
    let with = |form: &[(&'static str, &'static str)], more: Vec<(&'static str, &'static str)>| {
        [form.to_vec(), more].concat()
    };
    // A step without its answer is shown again.
    browser.post("/ask", &with(&[], step("1", "next"))).await.is(422).says("error-summary");
    form.push(("category", "groceries"));
    let typed: Vec<(&'static str, &'static str)> = vec![("category", "groceries")];
    browser.post("/ask", &with(&typed, step("1", "next"))).await.is(200).says("name=\"postcode\"");
    // Several places share the code: they are offered.
    let several = with(&typed, vec![("postcode", "1000"), ("step", "2"), ("go", "find")]);
    let page = browser.post("/ask", &several).await;
    assert!(page.status == 200 || page.status == 422);
    let unknown =
        with(&typed, vec![("postcode", "0001"), ("line", "Ici 3"), ("step", "2"), ("go", "next")]);
    browser.post("/ask", &unknown).await.is(422).says("value=\"0001\"").says("Ici 3");
    let place = with(
        &typed,
        vec![("postcode", "1050"), ("place", "Ixelles"), ("line", "Rue de la Paix 7")],
    );
    browser.post("/ask", &with(&place, step("2", "next"))).await.is(200).says("2026-11-18T18:00");
    // Back keeps everything.
    browser.post("/ask", &with(&place, step("3", "back"))).await.is(200).says("Rue de la Paix 7");
    let when = with(&place, vec![("needed_by", "2026-11-18T18:00")]);
    browser.post("/ask", &with(&when, step("3", "next"))).await.is(200).says("name=\"items\"");
    let list = with(&when, vec![("items", "1 pain gris")]);
    browser.post("/ask", &with(&list, step("4", "next"))).await.is(200).says("name=\"name\"");
    let who = with(&list, vec![("name", "Irène Maes"), ("email", "irene@example.org")]);
    browser
        .post("/ask", &with(&who, step("5", "next")))
        .await
        .is(200)
        .says("Rue de la Paix 7")
        .says("1 pain gris")
        .says("name=\"consent\"");
    // Without the agreement nothing is sent.
    send(&mut browser, &who).await.is(422).says("name=\"consent\"");
    let done = send(&mut browser, &with(&who, vec![("consent", "yes"), ("once", "k")])).await;
    let done = done.is(200).says("plate-large");
    assert_eq!(done.path, "/ask/done");
    assert!(browser.has("proche_manage"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_last_step_leads_back_to_the_question() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let wrong = |name: &str, value: &'static str| -> Vec<(&'static str, &'static str)> {
        answers().into_iter().map(|(n, v)| if n == name { (n, value) } else { (n, v) }).collect()
    };
    let page = send(&mut browser, &wrong("phone", "02 555 01")).await.is(422);
    page.says("id=\"phone-error\"").says("Irène Maes").says("name=\"step\" value=\"5\"");
    let page = send(&mut browser, &wrong("postcode", "0001")).await.is(422);
    page.says("name=\"step\" value=\"2\"").says("Rue de la Paix 7").says("value=\"Irène Maes\"");
    let page = send(&mut browser, &wrong("needed_by", "2026-11-01T18:00")).await.is(422);
    page.says("name=\"step\" value=\"3\"").says("needed_by-error");
    let page = send(&mut browser, &wrong("category", "nonsense")).await.is(422);
    page.says("name=\"step\" value=\"1\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_makes_one_request() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let first = send(&mut browser, &answers()).await.is(200);
    let second = send(&mut browser, &answers()).await.is(200);
    assert_eq!(plate(&first), plate(&second));
}

fn plate(page: &Page) -> String {
    let at = page.text.find("plate-large number\">").unwrap() + 20;
    page.text[at..at + 8].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requester_follows_changes_and_cancels() {
    let site = Site::open().await;
    open_request(&site).await;
    let mut browser = site.browser();
    let request = newest(&site).await;
    let link = site.dispatch.link_url(dispatch::Purpose::Manage, request.id.0, request.version);
    let link = link.strip_prefix(crate::browser::BASE).unwrap().to_owned();
    let hop = browser.hop("GET", &link).await;
    assert_eq!(hop.headers["location"], "/manage");
    let page = browser.get("/manage").await.is(200);
    page.hides("Irène").hides("Rue de la Paix").says("name=\"check\"");
    browser.post("/manage", &[("go", "cancel")]).await.is(200).says("name=\"check\"");
    browser.post("/manage", &[("go", "check"), ("check", "9999")]).await.is(422);
    let page = browser.post("/manage", &[("go", "check"), ("check", "123")]).await.is(200);
    page.says("Irène Maes").says("Rue de la Paix 7").says("1 pain gris");
    let edit = browser.get("/manage/edit").await.is(200).says("6 œufs");
    let (postcode, phone) = (edit.value_of("postcode"), edit.value_of("phone"));
    let form = [
        ("needed_by_date", "2026-11-19"),
        ("needed_by_time", "12:00"),
        ("phone", phone.as_str()),
        ("postcode", postcode.as_str()),
        ("place", ""),
        ("line", "Rue de la Paix 7"),
        ("items", "2 pains"),
        ("details", ""),
    ];
    let page = browser.post("/manage/edit", &form).await.is(200);
    page.says("Saved").says("2 pains").says("19 November, 12:00");
    let past = form.map(|(n, v)| if n == "needed_by_date" { (n, "2026-11-01") } else { (n, v) });
    browser.post("/manage/edit", &past).await.is(422).says("2 pains");
    browser.post("/manage", &[("go", "report"), ("message", "")]).await.is(422);
    browser
        .post("/manage", &[("go", "report"), ("message", "Il a demandé ma carte")])
        .await
        .is(200)
        .says("Thank you for telling us");
    browser.post("/manage", &[("go", "cancel")]).await.is(200).says("cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_by_phone_needs_no_address() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let form: Vec<_> = answers()
        .into_iter()
        .filter(|(name, _)| !["postcode", "place", "line"].contains(name))
        .map(|(name, value)| if name == "category" { (name, "listening") } else { (name, value) })
        .chain([("remote", "yes")])
        .collect();
    send(&mut browser, &form).await.is(200);
    let request = newest(&site).await;
    assert!(request.remote);
    assert_eq!(request.status, RequestStatus::Unconfirmed);
}

/// The newest request.
pub async fn newest(site: &Site) -> store::HelpRequest {
    let filter = store::RequestFilter { limit: 1, ..Default::default() };
    site.dispatch.list_requests(&dispatch::Actor::System, filter).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_faster_than_people_type_is_asked_once_more_and_keeps_everything() {
    let site = Site::paced(|_| {}, 2).await;
    let mut browser = site.browser();
    let begun = browser.get("/ask").await.is(200).value_of("begun");
    let form = |begun: &str| -> Vec<(&'static str, String)> {
        let answers = answers().into_iter().map(|(name, value)| (name, value.to_owned()));
        answers.chain([("begun", begun.to_owned())]).collect()
    };
    let post = async |browser: &mut Browser<'_>, begun: &str| {
        let form = form(begun);
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        send(browser, &form).await
    };
    let again = post(&mut browser, &begun).await.is(422);
    let again = again.says("That was quick").says("Rue de la Paix 7").says("Irène Maes");
    assert_eq!(again.value_of("begun"), begun, "the first look counts");
    // A time that nobody has shown, an invented one and none at all begin anew.
    for made_up in ["", "1700000000.0000000000000000", "1.2.3"] {
        let fresh = post(&mut browser, made_up).await.is(422).value_of("begun");
        assert_ne!(fresh, made_up);
    }
    site.clock.set("2026-11-17T09:00:03Z".parse().unwrap());
    assert_eq!(post(&mut browser, &begun).await.is(200).path, "/ask/done");
    site.clock.set("2026-11-18T09:00:03Z".parse().unwrap());
    post(&mut browser, &begun).await.is(422);

    let begun = browser.get("/volunteer").await.is(200).value_of("begun");
    let mut answers = vec![("name", "Ada"), ("email", "ada@example.org"), ("age", "18")];
    answers.extend([("postcode", "1050"), ("place", "Ixelles"), ("categories", "groceries")]);
    answers.extend([("radius_km", "5"), ("languages", "fr"), ("consent", "yes")]);
    answers.push(("begun", begun.as_str()));
    let early = browser.post("/volunteer", &answers).await.is(422);
    early.says("That was quick").says("ada@example.org");
    site.clock.set("2026-11-18T09:00:06Z".parse().unwrap());
    browser.post("/volunteer", &answers).await.is(200).says("Open your mailbox");
}
