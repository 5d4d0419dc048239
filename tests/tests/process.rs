//! The program as its operators meet it: started, killed, asked from the command line.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use dispatch::{Clock as _, SystemClock};
use futures::stream::{self, StreamExt as _};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use tests::house::people::{around, request, volunteer};
use tests::house::{Caller, first_of, last_part};
use tests::program::{Deployment, Running};
use tests::smtp_sink::{Received, SmtpSink};

/// How long the mail of a whole crowd may take.
const WAIT: Duration = Duration::from_secs(90);
const POSTED: usize = 200;
/// The service dies when so many requests were acknowledged.
const KILL_AT: usize = 90;
const OUTSTANDING: usize = 2;

async fn deployment() -> (Deployment, SmtpSink) {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let deployment = Deployment::fresh(&[
        ("mail.transport", "smtp"),
        ("mail.smtp_url", &sink.url()),
        ("mail.from", "help@proche.example"),
        ("matching.policy", "nearest"),
        ("matching.outstanding", &OUTSTANDING.to_string()),
        ("matching.answer_minutes", "10080"),
        ("limits.alerts_per_day", "0"),
        ("limits.per_network_per_minute", "0"),
    ]);
    (deployment, sink)
}

async fn token(deployment: &Deployment, role: &str) -> String {
    let said = deployment.say(&["admin", "token", "--role", role]).await;
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    said.out.trim().to_owned()
}

async fn operator(deployment: &Deployment) -> Caller {
    let token = token(deployment, "operator").await;
    Caller::outside(&deployment.base(), Some(&token))
}

/// Always awake, so that nothing depends on the time of day.
async fn helpers(deployment: &Deployment, sink: &SmtpSink, count: usize) {
    let visitor = Caller::outside(&deployment.base(), None);
    for number in 0..count {
        let own = json!({ "quiet_hours": { "from": "00:00", "to": "00:00" } });
        let body = volunteer(&format!("Shopper{number}"), &own);
        visitor.post("/volunteers", &body).await.expect(201);
    }
    let mails = sink.wait_until(WAIT, |mails| of_kind(mails, "confirm").len() == count).await;
    for mail in of_kind(&mails.unwrap(), "confirm") {
        let path = format!("/confirmations/{}", last_part(&mail.link("/c/").unwrap()));
        visitor.post(&path, &json!({})).await.expect(200);
    }
}

fn of_kind(mails: &[Arc<Received>], kind: &str) -> Vec<Arc<Received>> {
    mails.iter().filter(|mail| mail.kind().as_deref() == Some(kind)).cloned().collect()
}

/// A request of somebody with a phone alone, due tomorrow.
fn by_phone(number: usize) -> Value {
    let contact = json!({ "name": format!("Person {number}"), "phone": "+32470112233" });
    let tomorrow = SystemClock.now() + SignedDuration::from_hours(24);
    request(&tomorrow.to_string(), &json!({ "contact": contact }))
}

/// Posts a crowd of requests and kills the service amid them; gives those that it acknowledged.
async fn post_until_killed(staff: &Caller, running: Running) -> BTreeSet<String> {
    let mut running = Some(running);
    let mut acknowledged = BTreeSet::new();
    let calls = (0..POSTED)
        .map(|number| async move { staff.try_post("/requests", &by_phone(number)).await });
    let mut answers = stream::iter(calls).buffer_unordered(8);
    while let Some(answer) = answers.next().await {
        let Some(answer) = answer else { continue };
        acknowledged.insert(answer.expect(201).id().to_string());
        if acknowledged.len() == KILL_AT
            && let Some(running) = running.take()
        {
            running.kill().await;
        }
    }
    assert!((KILL_AT..POSTED).contains(&acknowledged.len()), "{}", acknowledged.len());
    acknowledged
}

/// The ids of all requests, page by page, none of which waits unheard.
async fn stored(staff: &Caller) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut path = "/requests?limit=50".to_owned();
    loop {
        let page = staff.get(&path).await.expect(200);
        for item in page.at("/items").as_array().unwrap() {
            assert_eq!(item["status"], "open");
            all.insert(item["id"].as_str().unwrap().to_owned());
        }
        match page.at("/next_cursor").as_str() {
            Some(cursor) => path = format!("/requests?limit=50&cursor={cursor}"),
            None => return all,
        }
    }
}

/// How often each message came.
fn by_message_id(mails: &[Arc<Received>]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for mail in mails {
        let id = mail.header("Message-ID").unwrap();
        let id: String =
            id.split('@').next().unwrap().chars().filter(char::is_ascii_hexdigit).collect();
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// The ids of the mails that may have gone out twice.
async fn flagged(deployment: &Deployment) -> Vec<String> {
    let file = SqliteConnectOptions::new().filename(deployment.file("proche.sqlite"));
    let pool = SqlitePool::connect_with(file).await.unwrap();
    let query = "SELECT lower(hex(id)) FROM notification WHERE possible_duplicate";
    let ids = sqlx::query_scalar(query).fetch_all(&pool).await.unwrap();
    pool.close().await;
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_killed_amid_its_work_loses_nothing_and_repeats_nothing_unflagged() {
    let (deployment, sink) = deployment().await;
    let running = deployment.serve().await;
    let staff = operator(&deployment).await;
    helpers(&deployment, &sink, 3).await;
    let acknowledged = post_until_killed(&staff, running).await;
    let running = deployment.serve().await;
    let stored = stored(&staff).await;
    assert!(acknowledged.is_subset(&stored), "an acknowledged request is lost");
    let expected = stored.len() * OUTSTANDING;
    let all_there =
        |mails: &[Arc<Received>]| by_message_id(&of_kind(mails, "alert")).len() >= expected;
    let mails = sink.wait_until(WAIT, all_there).await.unwrap();
    running.stop().await;
    let said = deployment.say(&["verify"]).await;
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", ""));
    let counts = by_message_id(&of_kind(&mails, "alert"));
    assert_eq!(counts.len(), expected, "each request asks each of two neighbours once");
    let flagged = flagged(&deployment).await;
    for (id, count) in counts.iter().filter(|(_, count)| **count > 1) {
        assert!(*count == 2 && flagged.contains(id), "{count} times, not flagged");
    }
}

#[tokio::test]
async fn a_second_service_on_one_file_is_refused_in_words() {
    let (deployment, _sink) = deployment().await;
    let running = deployment.serve().await;
    for duty in ["serve", "work"] {
        let said = deployment.say(&[duty]).await;
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("served by another process"), "{}", said.err);
    }
    running.stop().await;
    deployment.serve().await.stop().await;
}

#[tokio::test]
async fn accounts_are_made_beside_the_running_service() {
    let (deployment, _sink) = deployment().await;
    let running = deployment.serve().await;
    let create = ["admin", "create", "--email", "chief@proche.example", "--role", "administrator"];
    let link = deployment.say(&create).await;
    assert_eq!(link.code, Some(0), "{link:?}");
    assert!(link.out.starts_with(&format!("{}/setup/", deployment.base())), "{}", link.out);
    let again = deployment.say(&create).await;
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("there is an account with this address"), "{}", again.err);
    let reset = deployment.say(&["admin", "reset", "--email", "chief@proche.example"]).await;
    assert_eq!(reset.code, Some(0), "{reset:?}");
    assert_ne!(reset.out, link.out);
    let unknown = deployment.say(&["admin", "reset", "--email", "who@proche.example"]).await;
    assert_eq!(unknown.code, Some(1));
    let visitor = Caller::outside(&deployment.base(), None);
    assert_eq!(visitor.get(reset.out.trim()).await.status, 200);
    assert_eq!(visitor.get(link.out.trim()).await.status, 410);
    for role in ["operator", "coordinator", "administrator"] {
        let token = token(&deployment, role).await;
        let caller = Caller::outside(&deployment.base(), Some(&token));
        caller.get("/requests").await.expect(200);
    }
    visitor.get("/requests").await.expect(401);
    running.stop().await;
}

#[tokio::test]
async fn the_health_of_the_service_is_an_exit_status() {
    let (deployment, _sink) = deployment().await;
    let down = deployment.say(&["healthcheck"]).await;
    assert_eq!(down.code, Some(1));
    assert!(down.err.contains("does not answer"), "{}", down.err);
    let running = deployment.serve().await;
    let up = deployment.say(&["healthcheck"]).await;
    assert_eq!((up.code, up.out.trim()), (Some(0), "ready"));
    let up = deployment.say(&["healthcheck", "--url", &deployment.base()]).await;
    assert_eq!(up.code, Some(0));
    running.stop().await;
}

#[tokio::test]
async fn the_configuration_is_checked_and_shown_without_its_secrets() {
    let deployment = Deployment::fresh(&[("mail.transport", "smtp")]);
    let secret = [("mail.smtp_url", "smtp://me:hunter2@mail.example:587")];
    let shown = deployment.say_with(&["config", "print"], &secret).await;
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(shown.out.contains("transport = \"smtp\"") && !shown.out.contains("hunter2"));
    for (key, value, named) in [
        ("matching.outstandin", "5", "matching.outstandin"),
        ("matching.outstanding", "many", "matching.outstanding"),
        ("mail.transport", "pigeon", "mail.transport"),
        ("locale.timezone", "Mars", "locale.timezone"),
    ] {
        let said = deployment.say_with(&["config", "check"], &[(key, value)]).await;
        assert_eq!(said.code, Some(1), "{key}");
        assert!(said.err.contains(named) && said.err.lines().count() == 1, "{}", said.err);
    }
    let file = deployment.file("proche.toml");
    std::fs::write(&file, "[server]\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
    let said = deployment.say(&["serve", "--config", file.to_str().unwrap()]).await;
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("server.listen_on") && said.err.contains("proche.toml"),
        "{}",
        said.err
    );
}

#[tokio::test]
async fn commands_that_need_no_service_say_what_they_know() {
    let deployment = Deployment::fresh(&[]);
    let place = deployment.say(&["gazetteer", "lookup", "1050 Elsene"]).await;
    assert_eq!(place.code, Some(0), "{place:?}");
    assert!(place.out.contains("1050") && place.out.contains("Ixelles"), "{}", place.out);
    let unknown = deployment.say(&["gazetteer", "lookup", "1050 Atlantis"]).await;
    assert_eq!(unknown.code, Some(1));
    let document = deployment.say(&["openapi"]).await;
    let document: Value = serde_json::from_str(&document.out).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/api/v1/requests"]["post"].is_object());
    for arguments in [&["completions", "bash"][..], &["man"], &["--help"], &["--version"]] {
        let said = deployment.say(arguments).await;
        assert!(said.code == Some(0) && !said.out.is_empty(), "{arguments:?}");
    }
    for arguments in [&["fly"][..], &["admin", "token", "--role", "king"], &[]] {
        assert_eq!(deployment.say(arguments).await.code, Some(2), "{arguments:?}");
    }
}

/// A file of volunteers who have agreed, all around the centre.
fn volunteers_csv(rows: usize) -> String {
    let mut text = "name,email,languages,radius_km,categories,lat,lon,quiet_hours,\
        consent_source,consent_at\n"
        .to_owned();
    for number in 0..rows {
        let spot = around(f64::from(u16::try_from(number).unwrap()), 0.0);
        let (lat, lon) = (&spot["lat"], &spot["lon"]);
        writeln!(
            text,
            "Person {number},p{number}@file.example,fr,5,groceries,{lat},{lon},00:00-00:00,\
             fair,2026-10-01T10:00:00Z"
        )
        .unwrap();
    }
    text
}

#[tokio::test]
async fn a_file_imported_beside_the_running_service_is_seen_by_it() {
    let (deployment, sink) = deployment().await;
    let running = deployment.serve().await;
    let staff = operator(&deployment).await;
    let file = deployment.file("volunteers.csv");
    let path = file.to_str().unwrap().to_owned();
    let bad = volunteers_csv(20)
        .replace("Person 15,p15@file.example,fr,5", "Person 15,p15@file.example,fr,-5");
    std::fs::write(&file, bad).unwrap();
    let said = deployment.say(&["import", "volunteers", &path]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("row 17: radius_km:"), "{}", said.err);
    assert_eq!(staff.get("/volunteers").await.at("/items"), json!([]));
    std::fs::write(&file, volunteers_csv(2_000)).unwrap();
    let said = deployment.say(&["import", "volunteers", &path]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("2000 of 2000"), "{}", said.out);
    staff.post("/requests", &by_phone(1)).await.expect(201);
    let alerts = |mails: &[Arc<Received>]| of_kind(mails, "alert").len() >= OUTSTANDING;
    let mails = sink.wait_until(WAIT, alerts).await.unwrap();
    assert!(of_kind(&mails, "alert").iter().all(|mail| mail.to[0].ends_with("@file.example")));
    running.stop().await;
    let said = deployment.say(&["verify"]).await;
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""));
}

#[tokio::test]
async fn what_is_due_is_counted_and_removed_class_by_class() {
    let deployment = Deployment::fresh(&[("retention.audit_days", "1")]);
    token(&deployment, "operator").await;
    let file = SqliteConnectOptions::new().filename(deployment.file("proche.sqlite"));
    let pool = SqlitePool::connect_with(file).await.unwrap();
    let old = "INSERT INTO session (token_hash, kind, target, created_at, expires_at) \
        VALUES (x'01', 'asked', x'00000000000000000000000000000000', 1, 2)";
    sqlx::query(old).execute(&pool).await.unwrap();
    pool.close().await;
    for (arguments, due) in [
        (["purge", "--dry-run"].as_slice(), "sessions\t1\n"),
        (["purge"].as_slice(), "sessions\t1\n"),
        (["purge", "--dry-run"].as_slice(), "sessions\t0\n"),
    ] {
        let said = deployment.say(arguments).await;
        assert_eq!((said.code, said.out.lines().count()), (Some(0), 12), "{said:?}");
        assert!(said.out.contains(due), "{}", said.out);
    }
    let said = deployment.say(&["audit", "verify"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[tokio::test]
async fn a_row_that_was_tampered_with_is_named() {
    let deployment = Deployment::fresh(&[]);
    token(&deployment, "operator").await;
    token(&deployment, "administrator").await;
    let said = deployment.say(&["audit", "verify"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("audit main 20") && said.out.lines().count() == 1, "{}", said.out);
    let file = SqliteConnectOptions::new().filename(deployment.file("proche.sqlite"));
    let pool = SqlitePool::connect_with(file).await.unwrap();
    let lie = "UPDATE event SET data = replace(data, 'operator', 'administrator') WHERE seq = 1";
    assert_eq!(sqlx::query(lie).execute(&pool).await.unwrap().rows_affected(), 1);
    pool.close().await;
    let said = deployment.say(&["audit", "verify"]).await;
    assert_eq!((said.code, said.out.as_str()), (Some(1), "event 1: it was changed\n"));
}

/// Tokens, addresses and what people type never reach the log, however much it tells.
#[tokio::test]
async fn the_log_holds_no_token_and_no_address() {
    let (deployment, sink) = deployment().await;
    let log = deployment.with("log.level", "debug");
    let running = log.serve().await;
    let visitor = Caller::outside(&log.base(), None);
    let secret = "sEcReT-ToKeN-0123456789-abcdefghijklmnopqrst";
    for path in ["a", "c", "l", "m", "u", "setup", "api/v1/alerts", "api/v1/requests/manage"] {
        visitor.get(&format!("{}/{path}/{secret}?next={secret}", log.base())).await;
        visitor.submit(&format!("{}/{path}/{secret}", log.base()), &[("code", secret)]).await;
    }
    let bearer = Caller::outside(&log.base(), Some(secret));
    bearer.get("/requests").await.expect(401);
    let cookie = visitor.request(reqwest::Method::GET, &format!("{}/me", log.base()));
    visitor.send(cookie.header("cookie", format!("proche_volunteer={secret}"))).await;
    let wrong = [("email", "canarelle@asks.example"), ("password", secret), ("code", secret)];
    visitor.submit(&format!("{}/staff/sign-in", log.base()), &wrong).await;
    helpers(&log, &sink, 1).await;
    let mail = sink.messages()[0].clone();
    let token = last_part(&mail.link("/c/").unwrap());
    let text = running.stop().await;
    assert!(text.contains("answered"), "the log tells of calls: {text}");
    for private in [secret, "canarelle", "shopper0", "Shopper0", token.as_str()] {
        assert!(!text.contains(private), "{private} stands in the log");
    }
}

/// What may be read in no log, whatever happens: people's data, and what opens a door.
fn private_words(sink: &SmtpSink, base: &str) -> Vec<String> {
    let mails = sink.messages();
    let texts = mails.iter().filter_map(|mail| mail.text());
    let links = texts.flat_map(|text| {
        let links = text.split_whitespace().filter(|word| word.starts_with(base));
        links.map(last_part).collect::<Vec<_>>()
    });
    // The number of a promise opens nothing: whoever follows it signs in.
    let is_token = |word: &String| word.len() > 30 && word.parse::<uuid::Uuid>().is_err();
    let mut words: Vec<String> = links.filter(is_token).collect();
    words.extend(tests::house::people::SECRETS.map(str::to_owned));
    words.extend(
        ["Eliane", "Pinson", "pinson@helps.example", "next@helps.example", "471223344", "Canari"]
            .map(str::to_owned),
    );
    words
}

/// The lowest level of the log, over a whole life: asked, alerted, accepted, seen, done, moved house.
#[tokio::test]
async fn a_whole_life_leaves_nobody_in_the_log_nor_in_any_file() {
    let (deployment, sink) = deployment().await;
    let deployment = deployment.with("log.level", "trace");
    let running = deployment.serve().await;
    let token = token(&deployment, "operator").await;
    let staff = Caller::outside(&deployment.base(), Some(&token));
    let visitor = Caller::outside(&deployment.base(), None);
    let arrived = async |kind: &str, count: usize| {
        let mails = sink.wait_until(WAIT, |mails| of_kind(mails, kind).len() == count).await;
        of_kind(&mails.unwrap(), kind).pop().unwrap()
    };
    let own = json!({
        "name": "Eliane Pinson", "email": "pinson@helps.example", "phone": "+32 471 22 33 44",
        "quiet_hours": { "from": "00:00", "to": "00:00" },
    });
    visitor.post("/volunteers", &volunteer("Eliane", &own)).await.expect(201);
    let token_of = |mail: &Received, path: &str| last_part(&mail.link(path).unwrap());
    let confirm = token_of(&*arrived("confirm", 1).await, "/c/");
    visitor.post(&format!("/confirmations/{confirm}"), &json!({})).await.expect(200);

    let tomorrow = SystemClock.now() + SignedDuration::from_hours(24);
    let asked = visitor.post("/requests", &request(&tomorrow.to_string(), &json!({}))).await;
    let asked = asked.expect(201);
    let open = token_of(&*arrived("receipt", 1).await, "/c/");
    visitor.post(&format!("/confirmations/{open}"), &json!({})).await.expect(200);
    let alert = token_of(&*arrived("alert", 1).await, "/a/");
    let accept = format!("/alerts/{alert}/accept");
    let yes = visitor.post(&accept, &json!({ "when": "now" })).await.expect(200);
    let cookie = yes.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let engagement = yes.str("/engagement/id");
    for what in ["reveal", "contacted", "complete"] {
        let path = format!("/engagements/{engagement}/{what}");
        let call = visitor.request(reqwest::Method::POST, &path).header("cookie", &cookie);
        visitor.send(call.json(&json!({}))).await.expect(200);
    }
    let reason = json!({ "reason": "they called" });
    staff.post(&format!("/requests/{}/reveal", asked.id()), &reason).await.expect(200);
    let manage = last_part(&asked.str("/manage_url"));
    let worry = json!({ "kind": "other" });
    visitor.post(&format!("/requests/manage/{manage}/report"), &worry).await.expect(204);
    visitor.post(&format!("/requests/manage/{manage}/confirm"), &json!({})).await.expect(200);
    visitor.post("/sessions", &json!({ "email": "pinson@helps.example" })).await;
    let login = token_of(&*arrived("login", 1).await, "/l/");
    let session = visitor.post("/sessions/redeem", &json!({ "token": login })).await.expect(200);
    let session = session.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    let session = session.split(';').next().unwrap().to_owned();
    let url = format!("{}/me/email", deployment.base());
    let call = visitor.request(reqwest::Method::POST, &url).header("cookie", &session);
    let call = call.header("origin", deployment.base());
    visitor.send(call.form(&[("email", "next@helps.example")])).await.expect(200);
    arrived("email_new", 1).await;

    let mut private = private_words(&sink, &deployment.base());
    private.extend([cookie, session].map(|set| last_part(&set.replace('=', "/"))));
    private.extend([token, manage]);
    let files = ["proche.sqlite", "proche.keyring.sqlite"];
    for file in files {
        assert!(deployment.file(file).is_file(), "{file}");
    }
    // While it runs, the write-ahead logs are full.
    for entry in std::fs::read_dir(&deployment.directory).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = first_of(&bytes, private.iter().map(String::as_str));
        assert_eq!(found, None, "somebody stands in {}", path.display());
    }
    let text = running.stop().await;
    assert!(text.contains("answered"), "the log tells of calls: {text}");
    let told = text.lines().find(|line| private.iter().any(|word| line.contains(word.as_str())));
    assert_eq!(told, None, "somebody stands in the log");
}
