//! `proche assign`: the optimal assignment from two files, without a database.

mod certificate;
mod pairs;
mod people;
mod sheet;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use matching::assignment::{CheckError, Pair, Totals, check, solve_watched};

use self::people::People;
use self::sheet::Faults;
use crate::cli::AssignArgs;
use crate::command::print;
use crate::command::written::write_all;
use crate::progress::Progress;

/// Solves, or checks a solution; nothing is written unless all of it is right.
pub fn run(args: &AssignArgs) -> anyhow::Result<ExitCode> {
    let people = match People::read(&args.volunteers, &args.requests)? {
        Ok(people) => people,
        Err(faults) => return Ok(faulty(&faults)),
    };
    match (&args.check, &args.pairs, &args.out) {
        (Some(certificate), Some(pairs), _) => prove(&people, certificate, pairs),
        (None, _, Some(out)) => assign(&people, out, args.certificate.as_deref()),
        _ => bail!("name --out, or --check with --pairs"),
    }
}

/// One line a bad row.
fn faulty(faults: &Faults) -> ExitCode {
    for fault in faults {
        eprintln!("{fault}");
    }
    ExitCode::from(1)
}

fn assign(people: &People, out: &Path, certificate: Option<&Path>) -> anyhow::Result<ExitCode> {
    if certificate == Some(out) {
        bail!("--out and --certificate name one file; name two");
    }
    let bar = Progress::new("requests");
    let solution = solve_watched(&people.problem, |done, total| {
        if done.is_multiple_of(1_024) {
            bar.set(done, total);
        }
    });
    bar.finish();
    let mut files = vec![(out, pairs::to_csv(people, &solution.pairs)?)];
    if let Some(path) = certificate {
        files.push((path, certificate::to_json(people, &solution.certificate)?));
    }
    write_all(&files)?;
    print(&format!("assigned: {}", in_words(solution.certificate.totals)))
}

fn prove(people: &People, certificate: &Path, pairs: &Path) -> anyhow::Result<ExitCode> {
    let pairs_given = match pairs::read(people, pairs)? {
        Ok(given) => given,
        Err(faults) => return Ok(faulty(&faults)),
    };
    let text = std::fs::read(certificate)
        .with_context(|| format!("{} cannot be read", certificate.display()))?;
    let proof =
        certificate::of_json(people, &text).with_context(|| certificate.display().to_string())?;
    if let Err(error) = check(&people.problem, &pairs_given, &proof) {
        let file = if is_of_pairs(&error) { pairs } else { certificate };
        bail!("{}: {}", file.display(), fault_in_words(people, &error));
    }
    print(&format!("optimal: {}", in_words(proof.totals)))
}

fn in_words(totals: Totals) -> String {
    let Totals { places, vital_places, distance_m } = totals;
    format!("{places} places, {vital_places} vital, {distance_m} metres")
}

/// Whether the pairs are at fault, and not what is said to prove them.
const fn is_of_pairs(error: &CheckError) -> bool {
    use CheckError as E;
    matches!(
        error,
        E::UnknownPair(_)
            | E::PairTwice(_)
            | E::NotEligible(_)
            | E::WrongDistance(..)
            | E::BeyondCapacity(_)
            | E::BeyondPlaces(_)
    )
}

/// The fault with the ids of whom it is about.
fn fault_in_words(people: &People, error: &CheckError) -> String {
    use CheckError as E;
    let both = |pair: &Pair| Some((Some(pair.request), Some(pair.volunteer)));
    let whom = match error {
        E::UnknownPair(pair)
        | E::PairTwice(pair)
        | E::NotEligible(pair)
        | E::WrongDistance(_, pair)
        | E::NotTight(pair)
        | E::Improvable(pair) => both(pair),
        E::PairValue(request, volunteer) => Some((Some(*request), Some(*volunteer))),
        E::BeyondCapacity(volunteer) | E::VolunteerValue(volunteer) => {
            Some((None, Some(*volunteer)))
        }
        E::BeyondPlaces(request) | E::RequestValue(request) => Some((Some(*request), None)),
        E::WrongTotals | E::WrongSize | E::NotEqual => None,
    };
    let (request, volunteer) = whom.unwrap_or_default();
    let request = request.and_then(|number| people.request_ids.get(number as usize));
    let volunteer = volunteer.and_then(|number| people.volunteer_ids.get(number as usize));
    match (request, volunteer) {
        (Some(request), Some(volunteer)) => {
            format!("{error} (request {request}, volunteer {volunteer})")
        }
        (Some(request), None) => format!("{error} (request {request})"),
        (None, Some(volunteer)) => format!("{error} (volunteer {volunteer})"),
        (None, None) => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
