//! `proche backup`, `restore` and `keys`, as an operator uses them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use dispatch::{Clock as _, SystemClock};
use futures::stream::{self, StreamExt as _};
use jiff::SignedDuration;
use serde_json::json;
use store::{KeyRing, MasterFile, Secret};
use tests::house::people::request;
use tests::house::{Caller, Engine, Lodging};
use tests::program::{Deployment, Said};

const POSTED: usize = 240;
/// The backup begins when so many requests were acknowledged.
const BEGIN_AT: usize = 80;
const KEYS: usize = 5_000;

fn deployment(url: &str) -> Deployment {
    Deployment::fresh(&[
        ("mail.transport", "file"),
        ("limits.per_network_per_minute", "0"),
        ("database.url", url),
    ])
}

async fn staff(deployment: &Deployment) -> Caller {
    let said = deployment.say(&["admin", "token", "--role", "operator"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    Caller::outside(&deployment.base(), Some(said.out.trim()))
}

async fn well(deployment: &Deployment, arguments: &[&str]) -> Said {
    let said = deployment.say(arguments).await;
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments:?}: {said:?}");
    said
}

async fn refused(deployment: &Deployment, arguments: &[&str], words: &str) {
    let said = deployment.say(arguments).await;
    assert_eq!(said.code, Some(1), "{arguments:?}: {said:?}");
    assert!(said.err.contains(words) && said.err.lines().count() == 1, "{}", said.err);
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn post(staff: &Caller, number: usize) -> String {
    let contact = json!({ "name": format!("Person {number}"), "phone": "+32470112233" });
    let tomorrow = SystemClock.now() + SignedDuration::from_hours(24);
    let body = request(&tomorrow.to_string(), &json!({ "contact": contact }));
    staff.post("/requests", &body).await.expect(201).id().to_string()
}

/// Posts a crowd, writing a backup in the middle of it; gives what was acknowledged before.
async fn post_around_backup(deployment: &Deployment, file: &Path) -> BTreeSet<String> {
    let staff = staff(deployment).await;
    let posts = (0..POSTED).map(|number| post(&staff, number));
    let mut answers = stream::iter(posts).buffer_unordered(8);
    let mut acknowledged = BTreeSet::new();
    while acknowledged.len() < BEGIN_AT {
        acknowledged.insert(answers.next().await.unwrap());
    }
    let arguments = ["backup", text(file)];
    let (said, later) = tokio::join!(well(deployment, &arguments), answers.count());
    assert!(said.out.contains("keys export"), "{}", said.out);
    assert_eq!(acknowledged.len() + later, POSTED);
    acknowledged
}

/// The ids of all requests in a deployment.
async fn requests(deployment: &Deployment) -> BTreeSet<String> {
    let out = deployment.file("requests.csv");
    well(deployment, &["export", "requests", "--out", text(&out)]).await;
    let csv = std::fs::read_to_string(out).unwrap();
    assert!(csv.contains("Person "), "the contact data do not open");
    csv.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

/// Brings the keys of one deployment to another, as onto a new machine.
async fn bring_keys(from: &Deployment, to: &Deployment) {
    let keys = from.file("keys");
    well(from, &["keys", "export", text(&keys)]).await;
    refused(to, &["keys", "import", text(&keys)], "master.key is missing").await;
    std::fs::copy(from.file("master.key"), to.file("master.key")).unwrap();
    well(to, &["keys", "import", text(&keys)]).await;
    refused(to, &["keys", "import", text(&keys)], "the key ring is not empty").await;
}

async fn moved(from: &Deployment, file: &Path, url: &str) -> Deployment {
    let to = deployment(url);
    bring_keys(from, &to).await;
    let said = well(&to, &["restore", text(file)]).await;
    assert!(said.out.contains("help_request"), "{}", said.out);
    let verified = well(&to, &["verify"]).await;
    assert_eq!(verified.out, "");
    well(&to, &["audit", "verify"]).await;
    to
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_every_request_acknowledged_before_it() {
    let first = deployment("");
    let running = first.serve().await;
    let file = first.file("proche.backup");
    let acknowledged = post_around_backup(&first, &file).await;
    refused(&first, &["restore", text(&file)], "served by another process").await;
    running.stop().await;
    refused(&first, &["restore", text(&file)], "is not empty").await;

    let second = moved(&first, &file, "").await;
    let restored = requests(&second).await;
    assert!(acknowledged.is_subset(&restored), "an acknowledged request is not in the backup");
    let again = second.file("again.backup");
    well(&second, &["backup", text(&again)]).await;
    if let Some(lodging) = Lodging::fresh(Engine::Postgres).await {
        let third = moved(&second, &again, &lodging.url()).await;
        assert_eq!(requests(&third).await, restored);
        let running = third.serve().await;
        post_around_backup(&third, &third.file("third.backup")).await;
        running.stop().await;
        let fourth = moved(&third, &third.file("third.backup"), "").await;
        assert!(requests(&fourth).await.is_superset(&restored));
        lodging.clear().await;
    }
    second.serve().await.stop().await;
}

#[tokio::test]
async fn a_damaged_file_is_refused_in_words_and_leaves_nothing() {
    let from = deployment("");
    let file = from.file("proche.backup");
    well(&from, &["backup", text(&file)]).await;
    let whole = std::fs::read(&file).unwrap();
    let to = deployment("");
    let bad = to.file("bad");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 4;
    let keys = from.file("keys");
    well(&from, &["keys", "export", text(&keys)]).await;
    for (bytes, words) in [
        (whole[..whole.len() / 2].to_vec(), "truncated or altered"),
        (flipped, "truncated or altered"),
        (b"proche backup 2\n".to_vec(), "newer than this program"),
        (std::fs::read(&keys).unwrap(), "no file of the kind `proche backup`"),
        (Vec::new(), "no file of the kind"),
    ] {
        std::fs::write(&bad, bytes).unwrap();
        refused(&to, &["restore", text(&bad)], words).await;
    }
    refused(&to, &["restore", "nowhere"], "nowhere: nothing was restored").await;
    let left: Vec<_> = std::fs::read_dir(&to.directory).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    refused(&from, &["backup", "no/such/place"], "cannot be written").await;
}

#[tokio::test]
async fn a_backup_without_its_keys_says_so_and_waits_for_them() {
    let from = deployment("");
    post_without_service(&from).await;
    let file = from.file("proche.backup");
    well(&from, &["backup", text(&file)]).await;
    let keys = from.file("keys");
    well(&from, &["keys", "export", text(&keys)]).await;
    let to = deployment("");
    std::fs::copy(from.file("master.key"), to.file("master.key")).unwrap();
    let said = to.say(&["restore", text(&file)]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.err.contains("the key ring here is empty"), "{}", said.err);
    well(&to, &["keys", "import", text(&keys)]).await;
    assert_eq!(requests(&to).await.len(), 1);
    let foreign = deployment("");
    let said = foreign.say(&["restore", text(&file)]).await;
    assert!(said.err.contains("the key ring here is another's"), "{}", said.err);
}

async fn post_without_service(deployment: &Deployment) {
    let running = deployment.serve().await;
    post(&staff(deployment).await, 1).await;
    running.stop().await;
}

#[tokio::test]
async fn a_new_master_key_opens_everything_and_sent_links_work_on() {
    let own = deployment("");
    post_without_service(&own).await;
    let caller = staff(&own).await;
    let old = std::fs::read_to_string(own.file("master.key")).unwrap();
    let running = own.serve().await;
    refused(&own, &["keys", "rotate"], "served by another process").await;
    running.stop().await;
    well(&own, &["keys", "rotate"]).await;
    assert_ne!(std::fs::read_to_string(own.file("master.key")).unwrap(), old);
    assert_eq!(requests(&own).await.len(), 1);
    well(&own, &["audit", "verify"]).await;
    let running = own.serve().await;
    caller.get("/requests").await.expect(200);
    running.stop().await;
}

#[tokio::test]
async fn a_configured_master_key_is_replaced_by_a_given_one_alone() {
    let own = deployment("");
    let (first, second) = (Secret::new([1; 32]), Secret::new([2; 32]));
    let (first, second) = (first.to_hex(), second.to_hex());
    let with = |key: &str| [("secrets.master_key", key.to_owned())];
    let say = async |arguments: &[&str], key: &str| {
        let settings = with(key);
        let settings: Vec<_> = settings.iter().map(|(name, key)| (*name, key.as_str())).collect();
        own.say_with(arguments, &settings).await
    };
    assert_eq!(say(&["verify"], &first).await.code, Some(0));
    let said = say(&["keys", "rotate"], &first).await;
    assert!(said.code == Some(1) && said.err.contains("--new-key"), "{said:?}");
    let file = own.file("new.key");
    std::fs::write(&file, second.as_str()).unwrap();
    let rotate = ["keys", "rotate", "--new-key", text(&file)];
    let said = say(&rotate, &first).await;
    assert!(said.code == Some(0) && said.out.contains("secrets.master_key"), "{said:?}");
    let said = say(&rotate, &first).await;
    assert!(said.code == Some(1) && said.err.contains("under the new key already"), "{said:?}");
    assert_eq!(say(&["verify"], &first).await.code, Some(1));
    assert_eq!(say(&["verify"], &second).await.code, Some(0));
}

#[tokio::test]
async fn a_rotation_killed_at_any_time_leaves_every_key_to_be_opened() {
    let own = deployment("");
    well(&own, &["verify"]).await;
    let file = MasterFile::new(own.file("master.key"));
    let ring = own.file("proche.keyring.sqlite");
    let open = async |master: &Secret| KeyRing::open_file(&ring, master).await;
    let filled = file.open(open).await.unwrap();
    filled.create_many(KEYS, SystemClock.now()).await.unwrap();
    filled.close().await;
    let (mut ended, mut delay) = (0, Duration::from_millis(5));
    while ended < 2 {
        let before = std::fs::read_to_string(own.file("master.key")).unwrap();
        let mut rotation = own.start(&["keys", "rotate"]);
        tokio::time::sleep(delay).await;
        rotation.kill().await.unwrap();
        let ring = file.open(open).await.unwrap();
        ring.warm().await.unwrap();
        assert_eq!(ring.count().await.unwrap(), KEYS as u64);
        ring.close().await;
        let after = std::fs::read_to_string(own.file("master.key")).unwrap();
        ended += u32::from(after != before);
        delay += delay / 4;
    }
    well(&own, &["keys", "rotate"]).await;
}
