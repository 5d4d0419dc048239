//! Short versions of the trials of endurance, whose long ones are commands.

use tests::house::Engine;
use tests::trials::crash_loop::CrashLoop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_kills_lose_nothing() {
    let plan = CrashLoop { kills: 5, engine: Engine::Sqlite, seed: 5 };
    let Some(report) = plan.run(|_, _| {}).await else { return };
    assert!(report.faults.is_empty(), "{report}");
    assert!(report.outcome.requests > 5 && report.mails > 0, "{report}");
    assert_eq!(report.duplicates, report.flagged, "{report}");
}
