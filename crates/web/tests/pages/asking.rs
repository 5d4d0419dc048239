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

#[tokio::test(flavor = "multi_thread")]
async fn three_needs_in_one_go_are_confirmed_once_and_followed_apart() {
    let site = Site::open().await;
    let mut browser = site.browser();
    let mut form = answers();
    form.retain(|(name, _)| *name != "items");
    form.extend([
        ("category", "pharmacy"),
        ("category", "pets"),
        ("listed", "groceries|pharmacy|pets"),
        ("items", "1 pain gris"),
        ("items_2", "Pharmacie du Parc"),
        ("minds", "wait"),
        ("weekly", "yes"),
    ]);
    send(&mut browser, &form).await.is(200).says("Each help has its number");
    site.work().await;
    let receipt = site.mail("irene@example.org", "receipt");
    let link = site.link("irene@example.org", "receipt", "c");
    assert!(receipt.text.contains("Shopping, Pharmacy"), "{}", receipt.text);
    browser.post(&link, &[("sure", "yes")]).await.is(200);
    let filter = || store::RequestFilter { limit: 9, ..Default::default() };
    let all = site.dispatch.list_requests(&dispatch::Actor::System, filter()).await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|request| request.status == RequestStatus::Open));
    let page = browser.post("/manage", &[("go", "check"), ("check", "1050")]).await.is(200);
    let page = page.says("Your other requests").says("1 pain gris").hides("Pharmacie du Parc");
    let page = page.says("Every week, 12 times more").says("Wait at the door");
    let other = page.value_of("request");
    let switch = [("go", "other"), ("request", other.as_str())];
    browser.post("/manage", &switch).await.is(200).says("Pharmacie du Parc").hides("1 pain gris");
    let mut stranger = site.browser();
    stranger.post("/manage", &switch).await.is(410);
    browser.post("/manage", &[("go", "cancel")]).await.is(200).says("Ask for the same again");
    browser.post("/manage", &[("go", "again"), ("needed_by", "")]).await.is(422);
    let again = [("go", "again"), ("needed_by", "2026-11-19T18:00")];
    browser.post("/manage", &again).await.is(200).says("Pharmacie du Parc");
    let all = site.dispatch.list_requests(&dispatch::Actor::System, filter()).await.unwrap();
    let mut pharmacy: Vec<_> = all.iter().filter(|r| r.category.as_str() == "pharmacy").collect();
    pharmacy.sort_by_key(|request| request.needed_by);
    let statuses: Vec<_> = pharmacy.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [RequestStatus::Cancelled, RequestStatus::Open]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_neighbour_reads_the_sheet_at_the_door_and_types_its_code() {
    let site = Site::open().await;
    let mut browser = open_request(&site).await;
    site.browser().get("/sheet").await.is(200).says("The list to hang at the door");
    browser.post("/manage", &[("go", "check"), ("check", "1050")]).await.is(200);
    let sheet = browser.post("/manage", &[("go", "sheet")]).await.is(200).says("1 pain gris");
    let sheet = sheet.says("proche.example/door").hides("Irène").hides("Paix");
    assert_eq!(sheet.path, "/manage/sheet");
    let request = newest(&site).await;
    let actor = dispatch::Actor::Requester(request.id);
    let code = site.dispatch.door_code(&actor, request.id).await.unwrap().unwrap();
    let mut neighbour = site.browser();
    neighbour.get("/door").await.is(200);
    neighbour.post("/door", &[("code", "ZZZZZZ")]).await.is(422).says("code-error");
    let typed = format!(" {}-{} ", &code[..3].to_lowercase(), &code[3..]);
    let page = neighbour.post("/door", &[("code", &typed)]).await.is(200);
    page.says("Nobody is going yet").says("Shopping").hides("Irène").hides("Paix");
    let mut helper = crate::helping::volunteer(&site, "ines@example.org").await;
    helper.post("/sign-in", &[("email", "ines@example.org")]).await.is(200);
    site.work().await;
    let link = site.link("ines@example.org", "login", "l");
    helper.post(&link, &[("sure", "yes")]).await.is(200);
    helper.post("/door", &[("code", &code), ("go", "yes")]).await.is(422).says("when-error");
    let yes = [("code", code.as_str()), ("go", "yes"), ("when", "today")];
    let answer = helper.post("/door", &yes).await;
    assert!([200, 409].contains(&answer.status.as_u16()), "{}", answer.status);
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
