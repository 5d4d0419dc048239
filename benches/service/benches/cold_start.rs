//! From an open database to an index that answers: every active volunteer is read, their points are
//! opened with their own keys, and the tree is packed. Beside it how long the packing alone takes.
//!
//! `cargo bench -p service-benches --bench cold_start`; `PROCHE_BENCH_VOLUNTEERS` sets another number.
//! Resident memory is the kernel's, in MiB, before and after.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use dispatch::{Dispatch, ManualClock, Parts, Settings};
use jiff::Timestamp;
use mailer::{CaptureBox, MailFrom, Transport};
use matching::{Cell, Position, QuietHours, VolunteerId, VolunteerStatus};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use store::{Database, KeyRing, Secret, Volunteer, VolunteerContact};

const BATCH: usize = 2_000;

fn main() {
    let volunteers = std::env::var("PROCHE_BENCH_VOLUNTEERS").ok();
    let volunteers = volunteers.and_then(|text| text.parse().ok()).unwrap_or(100_000);
    tokio::runtime::Runtime::new().expect("a runtime").block_on(run(volunteers));
}

async fn run(volunteers: usize) {
    let directory = std::env::temp_dir().join(format!("proche-cold-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let master = Secret::generate().expect("randomness");
    fill(&directory, &master, volunteers).await;
    let before = resident_mib();
    let began = Instant::now();
    let dispatch = open(&directory, &master).await;
    let opened = began.elapsed();
    dispatch.build_index().await.expect("the index");
    let ready = began.elapsed();
    assert_eq!(dispatch.index().len(), volunteers);
    println!(
        "{volunteers} volunteers: ready after {:.2} s (open after {:.2} s)",
        ready.as_secs_f64(),
        opened.as_secs_f64()
    );
    println!("resident memory: {before} MiB before, {} MiB after", resident_mib());
    let _ = std::fs::remove_dir_all(&directory);
}

async fn store_of(directory: &Path, master: &Secret) -> (Database, KeyRing) {
    let database = Database::open_throw_away(&directory.join("cold.sqlite")).await.expect("a file");
    database.migrate().await.expect("the schema");
    let ring = KeyRing::open_throw_away(&directory.join("ring.sqlite"), master).await;
    (database, ring.expect("a ring"))
}

async fn fill(directory: &Path, master: &Secret, volunteers: usize) {
    let (database, ring) = store_of(directory, master).await;
    let mut random = StdRng::seed_from_u64(7);
    let now: Timestamp = "2026-03-17T09:00:00Z".parse().expect("a time");
    for first in (0..volunteers).step_by(BATCH) {
        let keys = ring.create_many(BATCH.min(volunteers - first), now).await.expect("keys");
        let mut tx = database.write().await.expect("a transaction");
        for (number, key) in (first..).zip(&keys) {
            let at = Position::new(random.random_range(49.5..51.4), random.random_range(2.6..6.3));
            tx.insert_volunteer(&volunteer(number, key, at.expect("Belgium"), now))
                .await
                .expect("a row");
        }
        tx.commit().await.expect("a commit");
    }
    ring.close().await;
    database.close().await;
}

fn volunteer(number: usize, key: &store::SubjectKey, at: Position, now: Timestamp) -> Volunteer {
    let id = VolunteerId(store::ordered_id(now).expect("randomness"));
    let contact = VolunteerContact {
        name: format!("Volunteer {number}"),
        email: format!("v{number}@example.org"),
        ..VolunteerContact::default()
    };
    let set = |codes: &[&str]| codes.iter().map(|code| code.parse().expect("a code")).collect();
    Volunteer {
        id,
        subject_id: key.subject(),
        status: VolunteerStatus::Active,
        sealed_contact: key.seal(Volunteer::contact_spot(id), &contact).expect("sealed"),
        sealed_anchors: key.seal(Volunteer::anchors_spot(id), &vec![at]).expect("sealed"),
        email_hash: id.0.as_bytes().to_vec(),
        phone_hash: None,
        cell: Cell::of(at, 7),
        area_id: None,
        country: "BE".to_owned(),
        postcode: "1050".to_owned(),
        label: "Ixelles".to_owned(),
        radius_m: 5_000,
        categories: set(&["groceries", "pharmacy", "errands"]),
        skills: std::collections::BTreeSet::new(),
        languages: ["fr", "nl"].iter().map(|code| code.parse().expect("a code")).collect(),
        language: "fr".parse().expect("a code"),
        availability: "".parse().expect("always"),
        quiet_hours: QuietHours::NONE,
        timezone: "Europe/Brussels".to_owned(),
        capacity: 2,
        max_alerts_per_week: None,
        mail_mode: matching::MailMode::Single,
        paused_until: None,
        mail_suspended: false,
        held_at: None,
        vetted_until: None,
        vetted_at: None,
        vetted_by: None,
        age_at_least: 18,
        consent_version: "1".to_owned(),
        consent_at: now,
        consent_source: "bench".to_owned(),
        created_at: now,
        activated_at: Some(now),
        updated_at: now,
        version: 1,
    }
}

async fn open(directory: &Path, master: &Secret) -> Dispatch {
    let (database, ring) = store_of(directory, master).await;
    let from = MailFrom::new("proche@example.org", None).expect("an address");
    Dispatch::new(Parts {
        database,
        ring,
        clock: Arc::new(ManualClock::at("2026-03-17T09:00:00Z".parse().expect("a time"))),
        settings: Settings::default(),
        gazetteer: Arc::new(geocoding::Gazetteer::embedded().clone()),
        transport: Transport::Capture(CaptureBox::new(from)),
        site: templates::SiteInfo::default(),
        queue: None,
    })
    .await
    .expect("the service")
}

/// Memory that this process holds, from the kernel (Linux).
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|n| n.parse().ok());
    kib.unwrap_or(0_u64) / 1024
}
