//! `sign-in-times [CALLS]`: whether the time of an answer tells if an address is known.
//!
//! Asks for a sign-in link, and signs in as staff with a wrong password, in turns for an address that
//! is known and for one that is not, 2,000 times each unless told otherwise; prints both medians in
//! milliseconds and their difference. The whole service, over real HTTP, on SQLite.

use std::time::{Duration, Instant};

use anyhow::Context;
use dispatch::Actor;
use jiff::SignedDuration;
use matching::Role;
use serde_json::{Value, json};
use tests::house::{Engine, House, Lodging, START};

const STAFF: &str = "amina@team.example";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let calls = std::env::args().nth(1).map_or(Ok(2_000), |text| text.parse())?;
    let lodging = Lodging::fresh(Engine::Sqlite).await.context("no SQLite")?;
    let house = House::open(lodging, START.parse()?, |_| {}).await;
    house.helper("Ines", &json!({})).await;
    let invited = house.dispatch.create_account(&Actor::System, STAFF, Role::Operator, None).await;
    let link = invited.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
    house.set_up(&format!("/setup/{}", tests::house::last_part(&link))).await;
    let link = |email: &str| json!({ "email": email });
    compare(&house, "sign-in link", calls, ["ines@helps.example", "nobody@helps.example"], link)
        .await;
    let staff =
        |email: &str| json!({ "email": email, "password": "not the right one", "code": "123456" });
    compare(&house, "staff", calls, [STAFF, "nobody@team.example"], staff).await;
    house.close().await.clear().await;
    Ok(())
}

async fn compare(
    house: &House,
    what: &str,
    calls: usize,
    addresses: [&str; 2],
    body: impl Fn(&str) -> Value,
) {
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..calls {
        for (address, took) in addresses.iter().zip(&mut took) {
            // So long that no brake holds.
            house.clock.advance(SignedDuration::from_hours(1));
            let body = body(address);
            let began = Instant::now();
            let answer = house.visitor().post("/sessions", &body).await;
            took.push(began.elapsed());
            assert!([202, 401].contains(&answer.status), "{}", answer.status);
        }
    }
    let [known, unknown] = took.map(median_ms);
    println!(
        "{what}: known {known:.3} ms, unknown {unknown:.3} ms, {:.3} ms apart, medians of {calls}",
        (known - unknown).abs()
    );
}

fn median_ms(mut took: Vec<Duration>) -> f64 {
    took.sort();
    took[took.len() / 2].as_secs_f64() * 1e3
}
