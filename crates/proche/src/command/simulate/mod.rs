//! `proche simulate`: a scenario under several alert policies, without a database.

mod replay;

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use geocoding::Gazetteer;
use simulation::{
    Days, Faults, Record, Report, SHIPPED, Scenario, ScenarioFile, Shipped, Territory, Variation,
    recorded_policy, study, variants,
};

use crate::cli::SimulateArgs;
use crate::command::print;
use crate::command::written::write_all;
use crate::progress::Progress;

/// The scenario of a replay that names none; how people behave is learnt from the record.
const REPLAYED: &str = "name = \"What happened\"\ndescription = \"The days of the event log, as \
                        they were and under other alert policies.\"\n";

/// Runs a scenario, or shows the shipped ones; nothing is written unless all of it is right.
pub fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    if args.list {
        return list();
    }
    if let Some(name) = &args.print {
        return print(shipped(name)?.text);
    }
    let (Some(out), true) = (&args.out, args.scenario.is_some() || args.replay.is_some()) else {
        bail!("name a scenario or --replay, and --out; or --list");
    };
    let scenario = args.scenario.as_deref().unwrap_or("--replay");
    let text = match &args.scenario {
        Some(scenario) => text_of(scenario)?,
        None => REPLAYED.to_owned(),
    };
    match prepared(&text, args)? {
        Ok((file, days)) => simulate(&file, &days.as_days(), args, out),
        Err(faults) => {
            for fault in &faults.0 {
                eprintln!("{scenario}: {fault}");
            }
            Ok(ExitCode::from(1))
        }
    }
}

fn list() -> anyhow::Result<ExitCode> {
    let mut lines = Vec::new();
    for shipped in SHIPPED {
        let file = ScenarioFile::parse(shipped.text)?;
        lines.push(format!("{:<20} {}: {}", shipped.name, file.name, file.description));
    }
    print(&lines.join("\n"))
}

fn shipped(name: &str) -> anyhow::Result<Shipped> {
    Shipped::named(name).with_context(|| {
        let names: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.name).collect();
        format!("`{name}` is no shipped scenario; there are {}", names.join(", "))
    })
}

/// The text of a file, or of a shipped scenario where there is no such file.
fn text_of(scenario: &str) -> anyhow::Result<String> {
    match Shipped::named(scenario) {
        Some(shipped) if !Path::new(scenario).exists() => Ok(shipped.text.to_owned()),
        _ => std::fs::read_to_string(scenario)
            .with_context(|| format!("{scenario} cannot be read (--list names the shipped ones)")),
    }
}

/// The file with what the command line changes, and whom it is about.
fn prepared(
    text: &str,
    args: &SimulateArgs,
) -> anyhow::Result<Result<(ScenarioFile, OwnedDays), Faults>> {
    let mut file = match ScenarioFile::parse(text) {
        Ok(file) => file,
        Err(faults) => return Ok(Err(faults)),
    };
    file.seeds = args.seeds.unwrap_or(file.seeds);
    if args.replay.is_some() {
        file.policies.insert(0, recorded_policy());
    }
    if !args.policies.is_empty()
        && let Err(fault) = file.keep_policies(&args.policies)
    {
        return Ok(Err(fault.into()));
    }
    let days = if let Some(folder) = &args.replay {
        let record = replay::read(folder, args)?;
        if let (Ok(record), None) = (&record, &args.scenario) {
            file.scenario.behaviour = record.behaviour(&file.scenario.behaviour);
        }
        record.map(OwnedDays::Recorded)
    } else {
        let territory = file.place.territory(Gazetteer::embedded());
        territory.map(OwnedDays::Drawn).map_err(Faults::from)
    };
    Ok(days.map(|days| (file, days)))
}

/// Drawn or recorded days, with what they are made of.
enum OwnedDays {
    Drawn(Territory),
    Recorded(Record),
}

impl OwnedDays {
    const fn as_days(&self) -> Days<'_> {
        match self {
            Self::Drawn(territory) => Days::Drawn(territory),
            Self::Recorded(record) => Days::Recorded(record),
        }
    }
}

fn simulate(
    file: &ScenarioFile,
    days: &Days<'_>,
    args: &SimulateArgs,
    out: &Path,
) -> anyhow::Result<ExitCode> {
    let seeds: Vec<u64> = (args.first_seed..).take(file.seeds as usize).collect();
    let behaviour = &file.scenario.behaviour;
    let variants = if args.sensitivity { variants(behaviour) } else { Vec::new() };
    let runs = (seeds.len() * file.policies.len() * (1 + variants.len())) as u64;
    let (bar, done) = (Progress::new("runs"), AtomicU64::new(0));
    bar.set(0, runs);
    let studied = |scenario: &Scenario| {
        study(
            |seed| days.world(scenario, seed),
            &file.policies,
            &seeds,
            || bar.set(done.fetch_add(1, Ordering::Relaxed) + 1, runs),
        )
    };
    let usual = studied(&file.scenario);
    let mut report = Report::new(env!("CARGO_PKG_VERSION"), file, days, &usual);
    for variant in &variants {
        let changed = Scenario { behaviour: variant.behaviour, ..file.scenario.clone() };
        report.sensitivity.push(Variation::new(variant, &file.policies, &studied(&changed)));
    }
    bar.finish();
    std::fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let (json, html) = (out.join("report.json"), out.join("report.html"));
    write_all(&[(&json, report.to_json()?), (&html, report.to_html().into_bytes())])?;
    print(&in_words(&report))
}

/// The outcome in a line a policy.
fn in_words(report: &Report) -> String {
    let mut lines = vec![format!(
        "{}: {} seeds, {:.1} % can be matched",
        report.scenario.name,
        report.seeds.len(),
        report.bound.mean * 100.0
    )];
    for policy in &report.policies {
        let mean = |key: &str| policy.figures.get(key).map_or(0.0, |figure| figure.mean);
        lines.push(format!(
            "{:<16} {:5.1} % matched, {:5.1} asked for each, first yes by day {:6.0} min",
            policy.name,
            mean("match_rate") * 100.0,
            mean("alerts_per_match"),
            mean("first_yes_by_day_p50"),
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
