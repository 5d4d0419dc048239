//! A wave among 100,000 volunteers: the CPU time of planning it, beside the same wave planned by a
//! scan of every volunteer (what a service without an index does).
//!
//! `cargo bench -p service-benches --bench planning`; `PROCHE_BENCH_VOLUNTEERS` sets another number.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dispatch::{
    Actor, AddressInput, Clock as _, ConsentInput, Dispatch, HelpRequestInput, ImportOptions,
    ManualClock, Parts, Settings,
};
use jiff::{SignedDuration, Timestamp};
use mailer::{CaptureBox, MailFrom, Transport};
use matching::{Position, distance_m};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use store::{Database, KeyRing, Secret};

const WAVES: usize = 200;

fn main() {
    let volunteers = std::env::var("PROCHE_BENCH_VOLUNTEERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(volunteers));
}

async fn run(volunteers: usize) {
    let directory = std::env::temp_dir().join(format!("proche-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let clock = Arc::new(ManualClock::at("2026-03-17T09:00:00Z".parse().expect("a time")));
    let dispatch = service(&directory, clock.clone()).await;
    let mut random = StdRng::seed_from_u64(7);
    let towns: Vec<(geocoding::Place, u32)> = dispatch
        .gazetteer()
        .municipalities("BE")
        .map(|place| (place.clone(), place.population.unwrap_or(1_000)))
        .collect();
    let file = volunteers_csv(&towns, volunteers, &mut random, clock.now());
    let began = Instant::now();
    let options = ImportOptions { dry_run: false };
    let report = dispatch.import_volunteers(file.as_bytes(), options, &mut |_, _| {}).await;
    let report = report.expect("the import");
    println!("import of {} volunteers: {:.1} s", report.imported, began.elapsed().as_secs_f64());
    let began = Instant::now();
    dispatch.build_index().await.expect("the index");
    println!(
        "index of {} volunteers: {:.2} s",
        dispatch.index().len(),
        began.elapsed().as_secs_f64()
    );

    let mut wall = Vec::new();
    let cpu = cpu_time();
    for _ in 0..WAVES {
        clock.advance(SignedDuration::from_secs(1));
        let town = &towns.choose_weighted(&mut random, |(_, weight)| *weight).expect("a town").0;
        let id = post(&dispatch, town, clock.now()).await;
        let began = Instant::now();
        dispatch.plan_wave(id).await.expect("a wave");
        wall.push(began.elapsed());
    }
    let posting_too = cpu_time().saturating_sub(cpu);
    wall.sort();
    let median = wall[wall.len() / 2];
    let scan = scan(&towns, volunteers, &mut random);
    println!(
        "one wave of alerts, planned and committed: median {median:?}, p95 {:?}",
        wall[wall.len() * 95 / 100]
    );
    println!(
        "CPU a request, posting and planning together: {:?}",
        posting_too / u32::try_from(WAVES).unwrap_or(1)
    );
    println!(
        "distances of all volunteers by a scan: {scan:?}, {:.1} times a whole wave",
        scan.as_secs_f64() / median.as_secs_f64()
    );
    let _ = std::fs::remove_dir_all(&directory);
}

async fn service(directory: &std::path::Path, clock: Arc<ManualClock>) -> Dispatch {
    let master = Secret::generate().expect("randomness");
    let database =
        Database::open_throw_away(&directory.join("bench.sqlite")).await.expect("a file");
    database.migrate().await.expect("the schema");
    let ring = KeyRing::open_throw_away(&directory.join("ring.sqlite"), &master).await;
    let from = MailFrom::new("proche@example.org", None).expect("an address");
    Dispatch::new(Parts {
        database,
        ring: ring.expect("a ring"),
        clock,
        settings: Settings::default(),
        gazetteer: Arc::new(geocoding::Gazetteer::embedded().clone()),
        transport: Transport::Capture(CaptureBox::new(from)),
        site: templates::SiteInfo::default(),
        queue: None,
    })
    .await
    .expect("the service")
}

fn point(town: &geocoding::Place, random: &mut StdRng) -> (f64, f64) {
    let spread_km = 0.35 * (f64::from(town.population.unwrap_or(1_000)) / 1000.0).sqrt();
    let mut normal = || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
    let lat = town.position.lat() + normal() * spread_km / 111.2;
    let lon = town.position.lon() + normal() * spread_km / (111.2 * lat.to_radians().cos());
    (lat, lon)
}

fn volunteers_csv(
    towns: &[(geocoding::Place, u32)],
    count: usize,
    random: &mut StdRng,
    now: Timestamp,
) -> String {
    let categories = ["groceries", "pharmacy", "errands", "pets", "meals", "transport"];
    let mut file = String::from(
        "name,email,lat,lon,radius_km,categories,languages,capacity,consent_source,consent_at\n",
    );
    for number in 0..count {
        let town = &towns.choose_weighted(random, |(_, weight)| *weight).expect("a town").0;
        let (lat, lon) = point(town, random);
        let does: Vec<&str> =
            categories.iter().copied().filter(|_| random.random_bool(0.5)).collect();
        let does = if does.is_empty() { "groceries".to_owned() } else { does.join("|") };
        let radius = 15.0_f64.powf(random.random::<f64>());
        writeln!(file, "V {number},v{number}@example.org,{lat:.6},{lon:.6},{radius:.2},{does},fr|nl,2,bench,{now}")
            .expect("memory");
    }
    file
}

async fn post(dispatch: &Dispatch, town: &geocoding::Place, now: Timestamp) -> matching::RequestId {
    let input = HelpRequestInput {
        category: "groceries".to_owned(),
        name: "Odette".to_owned(),
        phone: Some("+32470000000".to_owned()),
        address: Some(AddressInput {
            line: None,
            postcode: town.postcode.clone(),
            place: town.name.clone(),
            country: "BE".to_owned(),
        }),
        needed_by: (now + SignedDuration::from_hours(30)).to_string(),
        channel: "phone".to_owned(),
        consent: ConsentInput { version: "1".to_owned(), given: true, ..ConsentInput::default() },
        ..HelpRequestInput::default()
    };
    dispatch.post_help_request(&Actor::System, &input, None).await.expect("a request").id
}

fn scan(towns: &[(geocoding::Place, u32)], count: usize, random: &mut StdRng) -> Duration {
    let points: Vec<Position> = (0..count)
        .map(|_| {
            let town = &towns.choose_weighted(random, |(_, weight)| *weight).expect("a town").0;
            let (lat, lon) = point(town, random);
            Position::new(lat, lon).expect("a position")
        })
        .collect();
    let middle = Position::new(50.8467, 4.3525).expect("a position");
    let began = Instant::now();
    let mut distances: Vec<f64> = points.iter().map(|p| distance_m(middle, *p)).collect();
    distances.sort_by(f64::total_cmp);
    black_box(distances.first().copied());
    began.elapsed()
}

/// CPU time of this process so far, from the kernel (Linux), in steps of 10 ms.
fn cpu_time() -> Duration {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return Duration::ZERO };
    let after = text.rsplit(") ").next().unwrap_or_default();
    let fields: Vec<i64> = after.split(' ').filter_map(|field| field.parse().ok()).collect();
    // After the state: utime is field 14 and stime field 15 of the whole line.
    let ticks = fields.get(10).unwrap_or(&0) + fields.get(11).unwrap_or(&0);
    let ticks = u64::try_from(ticks).unwrap_or_default();
    Duration::from_millis(ticks * 10)
}
