//! Short versions of the trials of endurance, whose long ones are `cargo run -p tests --bin trial`.

use std::time::Duration;

use tests::house::Engine;
use tests::trials::accept_race::AcceptRace;
use tests::trials::crash_loop::CrashLoop;
use tests::trials::disk_full;
use tests::trials::mail_outage::MailOutage;
use tests::trials::overload::Overload;
use tests::trials::power_cut::PowerCut;
use tests::trials::rolling_restart::RollingRestart;
use tests::trials::sabotage::Sabotage;
use tests::trials::sick_database::SickDatabase;
use tests::trials::simulation::Simulation;
use tests::trials::stopped_node::StoppedNode;
use tests::trials::upgrade::Upgrade;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_kills_lose_nothing() {
    for engine in Engine::ALL {
        let plan = CrashLoop { kills: 5, engine, seed: 5 };
        let Some(report) = plan.run(|_, _| {}).await else { continue };
        assert!(report.faults.is_empty(), "{engine:?}\n{report}");
        assert!(report.outcome.requests > 5 && report.mails > 0, "{report}");
        assert_eq!(report.duplicates, report.flagged, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_are_restarted_in_turns_and_nobody_notices() {
    let Some(report) = (RollingRestart { rounds: 1 }).run().await else { return };
    assert!(report.faults.is_empty() && !report.statuses.is_empty(), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_many_want_goes_to_one() {
    for engine in Engine::ALL {
        let plan = AcceptRace { places: 20, clients: 32, engine };
        let Some(report) = plan.run(|_| {}).await else { continue };
        assert!(report.faults.is_empty(), "{engine:?}\n{report}");
        assert_eq!(report.statuses.values().sum::<usize>(), 20 * 32, "{report}");
        assert_eq!(report.nodes, if engine == Engine::Sqlite { 1 } else { 2 });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_stood_still_doubles_nothing() {
    let plan = StoppedNode { pause: Duration::from_secs(13), requests: 60 };
    let Some(report) = plan.run().await else { return };
    assert!(report.faults.is_empty() && report.mails >= 120, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_comes_and_goes_loses_nothing() {
    let Some(report) = (SickDatabase { blows: 3, seed: 1 }).run().await else { return };
    assert!(report.faults.is_empty() && report.outcome.requests > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_borne() {
    let Some(report) = disk_full::run().await else { return };
    assert!(report.faults.is_empty(), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_of_the_relay_slows_no_page_and_asks_for_nothing_that_is_over() {
    let (away, before) = (Duration::from_secs(3), Duration::from_secs(1));
    for engine in Engine::ALL {
        let Some(mut report) = (MailOutage { away, before, rate: 5, engine }).run().await else {
            continue;
        };
        // How fast the pages are is the long run's to say.
        report.faults.retain(|fault| !fault.contains("twice as slow"));
        assert!(report.faults.is_empty(), "{engine:?}\n{report}");
        assert!(report.owed > 0 && report.called_off > 0, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_much_is_shed_and_nothing_is_lost_by_it() {
    let lasts = Duration::from_secs(1);
    let plan = Overload { lasts, callers: 700, day: 160, engine: Engine::Sqlite };
    let Some(mut report) = plan.run().await else { return };
    // How soon it is itself again is the long run's to say.
    report.faults.retain(|fault| !fault.contains("itself again"));
    assert!(report.faults.is_empty(), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_at_any_sync_takes_nothing_that_was_acknowledged() {
    let plan = PowerCut { calls: 60, verify_each: 25, seed: 1 };
    let Some(report) = plan.run(|_| {}).await else { return };
    assert!(report.faults.is_empty(), "{report}");
    assert!(report.boundaries > 60 && report.acknowledged.len() > 30, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wake_ups_that_are_taken_away_and_doubled_change_nothing() {
    for engine in Engine::ALL {
        let plan = Sabotage { lasts: Duration::from_secs(3), engine, seed: 1 };
        let Some(report) = plan.run().await else { continue };
        assert!(report.faults.is_empty(), "{engine:?}\n{report}");
        assert!(report.rows > 0 && report.mails > 0, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_database_is_upgraded_while_people_call() {
    for engine in Engine::ALL {
        for back in [1, 4] {
            let Some(report) = (Upgrade { back, engine, seed: 1 }).run().await else { continue };
            assert!(report.faults.is_empty() && report.rows > 0, "{engine:?} {back}\n{report}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_seed_alone_decides_what_happens() {
    let plan = Simulation { turns: 160, seed: 6, nodes: 1, engine: Engine::Sqlite };
    let (once, again) = (plan.run().await.unwrap(), plan.run().await.unwrap());
    assert!(once.faults.is_empty() && once.counts.iter().all(|count| *count > 0), "{once}");
    assert_eq!(once.difference(&again), None);
    let postgres = Simulation { engine: Engine::Postgres, ..plan };
    let Some(elsewhere) = postgres.run().await else { return };
    assert_eq!(once.difference(&elsewhere), None, "the databases differ");
    let nodes = Simulation { nodes: 2, ..postgres }.run().await.unwrap();
    assert!(nodes.faults.is_empty(), "{nodes}");
}
