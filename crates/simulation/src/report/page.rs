//! `report.html`: one file without script or network, which a coordinator can read.

use super::chart::{Bar, Bars, Dot, Head, Line, Lines, Scatter, Stack, Stacks};
use super::tables::{self, Table};
use super::words::{self, escaped, hours, number, written};
use super::{PolicyPart, Report, ScenarioPart, varied};
use crate::figures::{Figure, Unit};
use crate::statistics::Estimate;

const STYLE: &str = include_str!("report.css");
/// The steps of time that get a label.
const LABELLED_H: [f64; 5] = [0.25, 2.0, 6.0, 24.0, 72.0];
/// Where the scale of the first yes may have a step, in minutes.
const FIRST_YES_STEPS: [(f64, &str); 14] = [
    (1.0, "1 min"),
    (2.0, "2 min"),
    (5.0, "5 min"),
    (10.0, "10 min"),
    (20.0, "20 min"),
    (30.0, "30 min"),
    (60.0, "1 h"),
    (120.0, "2 h"),
    (240.0, "4 h"),
    (480.0, "8 h"),
    (720.0, "12 h"),
    (1_440.0, "1 day"),
    (2_880.0, "2 days"),
    (5_760.0, "4 days"),
];

/// The whole page.
pub(super) fn html(report: &Report) -> String {
    let title = escaped(&report.scenario.name);
    let sections = [
        head(report),
        matched(report),
        speed(report),
        waiting(report),
        weeks(report),
        fairness(report),
        beside(report),
        varied::section(report),
        all_figures(report),
        sources(report),
    ];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}: alert policies compared</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{}\n</main>\n</body>\n</html>\n",
        sections.join("\n")
    )
}

fn head(report: &Report) -> String {
    let scenario = &report.scenario;
    let parameters = &scenario.parameters;
    let requests = report.policies.first().map_or(0.0, |policy| policy.mean("requests"));
    let seeds = match report.seeds.as_slice() {
        [seed] => format!("one draw (seed {seed})"),
        [first, .., last] => {
            format!("the mean of {} draws (seeds {first} to {last})", report.seeds.len())
        }
        [] => String::new(),
    };
    format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}: {} volunteers, {} requests, {} days. Every \
         number is {seeds}; every policy met the same people on the same days. {}</p>\n{}",
        escaped(&scenario.name),
        escaped(&scenario.description),
        whereabouts(scenario),
        number(scenario.volunteers),
        number(requests),
        parameters.days,
        origin(scenario),
        tiles(report),
    )
}

fn whereabouts(scenario: &ScenarioPart) -> String {
    let place = escaped(&scenario.place);
    if scenario.recorded.is_some() {
        return place;
    }
    format!("{place}, where {} people live", number(scenario.population))
}

/// Whether the people are real, and what could not be replayed.
fn origin(scenario: &ScenarioPart) -> String {
    let Some(recorded) = &scenario.recorded else {
        return "People and requests are invented.".to_owned();
    };
    let left_out = &recorded.left_out;
    format!(
        "People and requests are those of the exports, at the centres of their cells. What {} \
         alerts were answered is kept; what others would have answered is drawn. Left out: {} \
         volunteers who are not active or have no place, {} requests of other days, without a \
         place or for staff alone, {} alerts about those.",
        recorded.alerts, left_out.volunteers, left_out.requests, left_out.alerts
    )
}

/// The reference in four numbers.
fn tiles(report: &Report) -> String {
    let Some(reference) = report.policies.iter().find(|p| p.name == report.reference) else {
        return String::new();
    };
    let tiles = [
        ("share_of_bound", "of the requests that anybody could match were matched"),
        ("first_yes_by_day_p50", "until the first yes for half of those asked by day"),
        ("alerts_per_match", "people asked for each match"),
        ("drop_outs", "volunteers left"),
    ];
    let tile = |(key, label): (&str, &str)| {
        let unit = Figure::named(key).map_or(Unit::Count, |figure| figure.unit);
        format!("<div><dt>{label}</dt><dd>{}</dd></div>", written(unit, reference.mean(key)))
    };
    format!(
        "<h2>{}</h2>\n<dl class=\"figures\">{}</dl>",
        escaped(&reference.label),
        tiles.map(tile).concat()
    )
}

fn section(title: &str, intro: &str, drawing: &str, table: &Table<'_>) -> String {
    format!(
        "<section>\n<h2>{title}</h2>\n<p>{intro}</p>\n<div class=\"card\">{drawing}</div>\n{}\n\
         </section>",
        table.html()
    )
}

fn matched(report: &Report) -> String {
    let title = "How many requests found somebody";
    let bound = format!("can be matched: {}", written(Unit::Share, report.bound.mean));
    let svg = bars(
        report,
        "match_rate",
        Some((report.bound.mean, &bound)),
        &Head {
            id: "matched",
            title,
            description: "The share of requests matched in time, a bar for each policy, with its 95 % \
                      interval and a line at what can be matched at all.",
        },
    );
    let intro = "A request is matched when everybody it needs has said yes before its deadline. \
                 The line is the most that is possible: requests for which enough people in reach \
                 would say yes, were each asked at once. The yardstick without a deadline may pass \
                 it.";
    let keys = ["match_rate", "vital_match_rate", "share_of_bound", "done_rate"];
    section(title, intro, &svg, &tables::by_policy(report, "matched-table", title, &keys))
}

fn bars(report: &Report, key: &str, bound: Option<(f64, &str)>, head: &Head<'_>) -> String {
    let unit = Figure::named(key).map_or(Unit::Count, |figure| figure.unit);
    let bar = |policy: &PolicyPart| Bar {
        label: policy.label.clone(),
        estimate: policy.figure(key),
        value: written(unit, policy.mean(key)),
        is_reference: policy.name == report.reference,
    };
    Bars { bars: report.policies.iter().map(bar).collect(), bound }.svg(head)
}

fn speed(report: &Report) -> String {
    let title = "How fast, and how many people were asked";
    let dot = |policy: &PolicyPart| Dot {
        label: policy.name.clone(),
        x: policy.figure("alerts_per_match"),
        y: policy.figure("first_yes_by_day_p50"),
        is_reference: policy.name == report.reference,
    };
    let scatter = Scatter {
        dots: report.policies.iter().map(dot).collect(),
        x_title: "people asked for each match",
        y_title: "first yes by day, half within",
        y_steps: &FIRST_YES_STEPS,
    };
    let svg = scatter.svg(&Head {
        id: "speed",
        title,
        description: "A point for each policy: to the right how many people were asked for each \
                      match, upwards how long half of the requests opened by day waited for a \
                      first yes. Low and left is better.",
    });
    let intro = "Low and left is better: sooner, and fewer people disturbed. A policy that asks \
                 few and matches few also lies left, so read it with the chart above. Both scales \
                 are logarithmic.";
    let keys =
        ["alerts_per_match", "alerts", "first_yes_by_day_p50", "first_yes_by_day_p95", "done_p50"];
    section(title, intro, &svg, &tables::by_policy(report, "speed-table", title, &keys))
}

fn waiting(report: &Report) -> String {
    let title = "How long it took until somebody said yes";
    let line = |policy: &PolicyPart| Line {
        label: policy.name.clone(),
        shares: policy.yes_within.iter().map(|share| share.mean).collect(),
        is_reference: policy.name == report.reference,
    };
    let label = |step: &f64| {
        let labelled = LABELLED_H.iter().any(|hours| (hours - step).abs() < 1e-9);
        if labelled { hours(*step) } else { String::new() }
    };
    let lines = Lines {
        lines: report.policies.iter().map(line).collect(),
        steps: report.yes_within_h.iter().map(label).collect(),
    };
    let svg = lines.svg(&Head {
        id: "waiting",
        title,
        description: "A line for each policy: the share of all requests that had a first yes \
                      within so many hours of being opened.",
    });
    let intro = "The share of all requests, those of the night too, that had a first yes within \
                 so long. The steps of time are not equal: they grow from a quarter of an hour to \
                 three days.";
    let heads = report.yes_within_h.iter().map(|&step| hours(step));
    let table = tables::by_step(report, "waiting-table", title, heads.collect(), |policy| {
        policy.yes_within.clone()
    });
    section(title, intro, &svg, &table)
}

fn weeks(report: &Report) -> String {
    let title = "How often a volunteer was asked";
    let stack = |policy: &PolicyPart| {
        let parts = policy.weeks_by_alerts.iter().skip(1).map(|share| share.mean);
        let parts: Vec<f64> = parts.collect();
        let whole = written(Unit::Share, parts.iter().sum());
        Stack { label: policy.label.clone(), parts, value: whole }
    };
    let svg = Stacks(report.policies.iter().map(stack).collect()).svg(&Head {
        id: "weeks",
        title,
        description: "A bar for each policy: the share of volunteers' weeks with at least one \
                      alert, its parts by the number of alerts.",
    });
    let names: Vec<String> = report.week_buckets.iter().map(bucket).collect();
    let key = names.iter().skip(1).enumerate().map(|(at, name)| {
        let part = at + 1;
        format!(
            "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><rect class=\"part-{part}\" \
             width=\"16\" height=\"16\"/></svg>{name}</li>"
        )
    });
    let drawing = format!("{svg}<ul class=\"key\">{}</ul>", key.collect::<String>());
    let intro = "Of all weeks of all volunteers whom some request could reach: the share in which \
                 they were asked at all, and how often. Nobody is asked in the rest.";
    let heads = names.iter().map(|name| format!("{name} in a week"));
    let table = tables::by_step(report, "weeks-table", title, heads.collect(), |policy| {
        policy.weeks_by_alerts.clone()
    });
    section(title, intro, &drawing, &table)
}

fn bucket(&(from, to): &(u32, Option<u32>)) -> String {
    match to {
        Some(0) => "never".to_owned(),
        Some(1) => "once".to_owned(),
        Some(2) => "twice".to_owned(),
        Some(to) if to == from => format!("{from} times"),
        Some(to) => format!("{from} to {to} times"),
        None => format!("{from} times or more"),
    }
}

fn fairness(report: &Report) -> String {
    let title = "Who carries the load";
    let gini = bars(
        report,
        "gini_alerts",
        None,
        &Head {
            id: "gini",
            title: "Unevenness of alerts among volunteers in reach",
            description: "The Gini index, a bar for each policy: 0 when all are asked alike, 1 when \
                      one is asked for all.",
        },
    );
    let over = bars(
        report,
        "overasked_share",
        None,
        &Head {
            id: "overasked",
            title: "Alerts to people asked more than twice as often as their neighbours",
            description: "The share of all alerts, a bar for each policy.",
        },
    );
    let drawing = format!(
        "<h3>Unevenness among volunteers (Gini): 0 when all are asked alike</h3>{gini}\
         <h3>Alerts to people asked more than twice as often as their neighbours</h3>{over}"
    );
    let intro = "Shorter is fairer. Neighbours are the people of one cell of the map. A policy that \
                 asks almost nobody cannot be even, so read it with the charts above.";
    let keys = ["gini_alerts", "overasked_share", "gini_match_rate", "forgotten", "drop_outs"];
    section(title, intro, &drawing, &tables::by_policy(report, "fairness-table", title, &keys))
}

fn beside(report: &Report) -> String {
    let Some(table) = tables::against(report) else { return String::new() };
    let reference = report.policies.iter().find(|policy| policy.name == report.reference);
    format!(
        "<section>\n<h2>Beside “{}”</h2>\n<p>Each policy less, or divided by, that one, draw by \
         draw, so that luck with people and days falls out. In brackets the 95 % interval: where a \
         difference's holds 0, or a ratio's holds 1, there is no telling them apart.</p>\n{}\n\
         </section>",
        reference.map_or_else(String::new, |policy| escaped(&policy.label)),
        table.html()
    )
}

fn all_figures(report: &Report) -> String {
    format!(
        "<section>\n<h2>All figures</h2>\n<p>The mean over draws, in brackets its 95 % \
         interval.</p>\n{}\n</section>",
        tables::all(report).html()
    )
}

fn sources(report: &Report) -> String {
    let item = |policy: &PolicyPart| {
        format!(
            "<li><b>{}</b> ({}): {}</li>",
            escaped(&policy.label),
            escaped(&policy.name),
            escaped(&policy.source)
        )
    };
    format!(
        "<section>\n<h2>The policies and where they come from</h2>\n<ul class=\"list\">{}</ul>\n\
         <p>Nobody is asked between 21 and 8 h under any of them. Only proche’s own keep the \
         deployment’s limits.</p>\n<p class=\"soft\">proche {}; the parameters are in \
         report.json, the words in docs/scenarios.md.</p>\n</section>",
        report.policies.iter().map(item).collect::<String>(),
        escaped(&report.program)
    )
}

impl PolicyPart {
    /// A figure; 0 where there is none.
    pub(super) fn figure(&self, key: &str) -> Estimate {
        let none = Estimate { mean: 0.0, low: None, high: None };
        self.figures.get(key).copied().unwrap_or(none)
    }

    fn mean(&self, key: &str) -> f64 {
        self.figure(key).mean
    }
}

/// A figure with its interval, in words.
pub(super) fn cell(figure: &Figure, policy: &PolicyPart) -> String {
    words::with_interval(figure.unit, policy.figure(figure.key))
}
