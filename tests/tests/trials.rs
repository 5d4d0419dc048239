//! Short versions of the trials of endurance, whose long ones are `cargo run -p tests --bin trial`.

use tests::house::Engine;
use tests::trials::crash_loop::CrashLoop;
use tests::trials::rolling_restart::RollingRestart;

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
