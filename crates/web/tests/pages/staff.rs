//! Staff: signing in, tasks, a request's story, a call, volunteers, figures.

use dispatch::Actor;
use matching::{Role, TaskKind};
use store::TaskFilter;

use crate::asking::{newest, open_request};
use crate::browser::{PASSWORD, Site};
use crate::helping::volunteer;

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_comes_back_to_the_page_that_was_asked_for() {
    let site = Site::open().await;
    let mut browser = site.staff(Role::Operator).await;
    browser.get("/staff/tasks").await.is(200);
    browser.post("/sign-out", &[]).await.is(200);
    let page = browser.get("/staff/requests").await.is(200);
    assert_eq!(page.path, "/staff/sign-in?next=%2Fstaff%2Frequests");
    let wrong = [("email", "operator@example.org"), ("password", "wrong"), ("code", "1")];
    browser.post("/staff/sign-in", &wrong).await.is(422).says("operator@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_link_works_once_and_wants_a_good_password() {
    let site = Site::open().await;
    let link = site
        .dispatch
        .create_account(&dispatch::Actor::System, "new@example.org", Role::Coordinator, None)
        .await
        .unwrap();
    let path = link.strip_prefix(crate::browser::BASE).unwrap();
    let mut browser = site.browser();
    browser.post(path, &[("password", "short"), ("repeat", "short")]).await.is(422);
    browser.post(path, &[("password", PASSWORD), ("repeat", "other")]).await.is(422);
    let common = "password password";
    browser
        .post(path, &[("password", common), ("repeat", common)])
        .await
        .is(422)
        .says("of your own");
    browser.post(path, &[("password", PASSWORD), ("repeat", PASSWORD)]).await.is(200);
    browser.get(path).await.is(410);
    browser.get("/staff/second-factor").await.is(200).says("<svg").hides("<script");
    browser.post("/staff/second-factor", &[("code", "123")]).await.is(422);
    let page = browser.get("/staff/tasks").await.is(200);
    assert!(page.path.starts_with("/staff/sign-in"), "{}", page.path);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_takes_a_call_and_tells_who_comes() {
    let site = Site::open().await;
    volunteer(&site, "ines@example.org").await;
    let mut desk = site.staff(Role::Operator).await;
    let call = desk.get("/staff/desk").await.is(200).value_of("call");
    let number = [("go", "start"), ("call", call.as_str()), ("caller", "02 555 01 23")];
    desk.post("/staff/desk/call", &number).await.is(200).says("02 555 01 23");
    let form = [
        ("go", "save"),
        ("call", call.as_str()),
        ("caller", "02 555 01 23"),
        ("category", "groceries"),
        ("readback", "yes"),
        ("name", "Irène Maes"),
        ("phone", "02 555 01 23"),
        ("line", "Rue de la Paix 7"),
        ("postcode", "1050"),
        ("place", "Ixelles"),
        ("needed_by_date", "2026-11-18"),
        ("needed_by_time", "18:00"),
        ("payment", "door"),
        ("priority", "normal"),
        ("items", "1 pain"),
        ("language", "fr"),
        ("outcome", "noted"),
        ("consent", "yes"),
    ];
    let silent = form.map(|(n, v)| if n == "consent" { (n, "") } else { (n, v) });
    desk.post("/staff/desk/call", &silent).await.is(422).says("Irène Maes").says("1 pain");
    let ended = desk.post("/staff/desk/call", &form).await.is(200).hides("Irène").hides("Paix");
    let here = ended.href("/staff/requests/0");
    desk.get(&here).await.is(200).says("Received by phone").hides("Irène").hides("Paix");
    site.work().await;
    let page = desk.get(&here).await.is(200).says("Volunteer ").hides("Vandamme");
    let volunteer = page.value_of("volunteer");
    desk.post(&here, &[("go", "reveal"), ("reason", "")]).await.is(422).hides("Irène");
    let reveal = [("go", "reveal"), ("reason", "Rappel")];
    desk.post(&here, &reveal).await.is(200).says("Irène Maes").says("Rue de la Paix 7");
    let assign = [("go", "assign"), ("volunteer", volunteer.as_str())];
    desk.post(&here, &assign).await.is(200).says("Inès");
    let tasks = desk.get("/staff/tasks").await.is(200);
    let task = tasks.href("/staff/tasks/0");
    let page = desk.get(&task).await.is(200).says("The word to ask for at the door").hides("Irène");
    drop(page);
    desk.post(&task, &[("go", "claim")]).await.is(200).says("operator");
    desk.post(&task, &reveal).await.is(200).says("Irène Maes").says("+3225550123");
    desk.post(&task, &[("go", "done")]).await.is(422).says("outcome-error");
    desk.post(&task, &[("go", "done"), ("outcome", "told")]).await.is(200);
    desk.get("/staff/tasks?view=done").await.is(200).says(&task);
    desk.post(&here, &[("go", "confirm")]).await.is(200).says("done");
    desk.post(&here, &[("go", "open")]).await.is(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_concern_reach_staff_after_a_reveal() {
    let site = Site::open().await;
    let mut requester = open_request(&site).await;
    let words = [("go", "report"), ("message", "Il a demandé ma carte")];
    requester.post("/manage", &words).await.is(200);
    let id = newest(&site).await.id;
    let mut desk = site.staff(Role::Coordinator).await;
    let here = format!("/staff/requests/{id}");
    desk.get(&here).await.is(200).hides("ma carte");
    let reveal = [("go", "reveal"), ("reason", "Inquiétude")];
    desk.post(&here, &reveal).await.is(200).says("ma carte");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_read_with_a_reason_and_comes_back_on_its_day() {
    let site = Site::open().await;
    open_request(&site).await;
    let here = format!("/staff/requests/{}", newest(&site).await.id);
    let mut desk = site.staff(Role::Coordinator).await;
    let note = [("go", "note"), ("note", "Rappeler sa fille"), ("follow_up", "2026-11-01")];
    let page = desk.post(&here, &note).await.is(422).says("follow_up-error");
    page.says("Rappeler sa fille");
    let note = [("go", "note"), ("note", "Rappeler sa fille"), ("follow_up", "2026-11-19")];
    let page = desk.post(&here, &note).await.is(200).says("Saved").hides("Rappeler sa fille");
    page.says("to look at again: Thursday 19 November").says("The team noted something.");
    let reveal = [("go", "reveal"), ("reason", "Appel")];
    desk.post(&here, &reveal).await.is(200).says("Rappeler sa fille");
    desk.get("/staff/tasks").await.is(200).hides("come back to a note");
    site.clock.set("2026-11-19T08:00:00Z".parse().unwrap());
    site.dispatch.sweep().await.unwrap();
    let mut desk = site.staff(Role::Administrator).await;
    desk.get("/staff/dashboard").await.is(200).says("come back to a note <b>1</b>");
    desk.get("/staff/tasks").await.is(200).says("come back to a note");
    let filter = TaskFilter { kind: Some(TaskKind::FollowUp), limit: 9, ..TaskFilter::default() };
    let tasks = site.dispatch.list_tasks(&Actor::System, filter).await.unwrap();
    let task = format!("/staff/tasks/{}", tasks[0].id);
    desk.post(&task, &[("go", "done"), ("outcome", "done")]).await.is(200);
    desk.get("/staff/tasks").await.is(200).hides("come back to a note");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_filter_and_figures_count() {
    let site = Site::open().await;
    volunteer(&site, "ines@example.org").await;
    open_request(&site).await;
    let reference = newest(&site).await.reference;
    let mut desk = site.staff(Role::Coordinator).await;
    desk.get("/staff/requests?status=open&category=groceries").await.is(200).says(&reference);
    desk.get("/staff/requests?status=completed").await.is(200).hides(&reference);
    desk.get("/staff/requests?status=nonsense&before=nonsense&area=x").await.is(200);
    let spoken = reference.replace('-', " ").to_lowercase();
    desk.get(&format!("/staff/requests?q={}", spoken.replace(' ', "+")))
        .await
        .is(200)
        .says(&reference);
    desk.get("/staff/requests?q=zzz").await.is(200).hides(&reference);
    let page = desk.get("/staff/volunteers?status=active").await.is(200).hides("Inès");
    let card = page.href("/staff/volunteers/0");
    desk.get(&card).await.is(200).hides("Inès");
    let reveal = [("go", "reveal"), ("reason", "Appel")];
    desk.post(&card, &reveal).await.is(200).says("Inès Vandamme").says("ines@example.org");
    let settings = [
        ("go", "settings"),
        ("categories", "groceries"),
        ("radius_km", "4"),
        ("languages", "fr"),
        ("capacity", "1"),
        ("skills", "car"),
        ("skills", "carer"),
        ("days", "mon"),
        ("days", "tue"),
        ("from", "17:00"),
        ("to", "21:00"),
        ("days_2", "sat"),
        ("from_2", "09:00"),
    ];
    desk.post(&card, &settings).await.is(422).says("from_2-error").says("value=\"17:00\"");
    let settings = [settings.as_slice(), &[("to_2", "12:00")]].concat();
    let page = desk.post(&card, &settings).await.is(200);
    let page =
        page.says("Monday and Tuesday, from 17:00 to 21:00<br>Saturday, from 09:00 to 12:00");
    page.says("A car, Carer, certificate seen by the team");
    desk.post(&card, &[("go", "suspend")]).await.is(200).says("suspended");
    desk.post(&card, &[("go", "approve")]).await.is(200).says("ready to help");
    let page = desk.get("/staff/dashboard?group_by=category").await.is(200).says("<svg");
    page.says("Nothing needs a person now").says("For one request the search goes on");
    let page = desk.get("/staff/dashboard?group_by=category&compare=none").await.is(200);
    let page = page.hides("unchanged");
    let file = desk.get(&page.href("/staff/dashboard.csv")).await.is(200).says("groceries,1,");
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    desk.get("/staff/dashboard?from=nonsense&to=2026-13-99&group_by=x&need=x").await.is(200);
    desk.get("/staff/dashboard?compare=year").await.is(200).says("Compared with");
    let page = desk.get("/staff/map?size=9&show=x").await.is(200).says("<svg").says("c-few");
    let file = desk.get(&page.href("/staff/map.csv")).await.is(200);
    file.says("cell,lat,lon,near,requests,matched,unmet,volunteers").says(",1,0,1,1");
    desk.get("/staff/map?show=volunteers&size=5").await.is(200).says("volunteers");
    // Suspending is for coordinators.
    let mut operator = site.staff(Role::Operator).await;
    operator.get("/staff/dashboard").await.is(200).hides("/staff/audit");
    operator.post(&card, &[("go", "suspend")]).await.is(403);
    // They change settings too, but for what the team has seen.
    let less: Vec<_> = settings.iter().copied().filter(|(name, _)| *name != "skills").collect();
    operator.post(&card, &less).await.is(200).says("<dd>Carer, certificate seen by the team</dd>");
}
