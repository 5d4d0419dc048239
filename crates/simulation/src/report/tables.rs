//! The tables of the page: the numbers of each drawing, and more.

use super::page::cell;
use super::words::{escaped, points, ratio, with_interval};
use super::{PolicyPart, Report};
use crate::figures::{FIGURES, Figure, Unit};
use crate::statistics::Estimate;

/// A table that scrolls sideways within itself.
pub(super) struct Table<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub caption: &'a str,
    /// The header of the first column, then of the others.
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row; made by [`row`] outside this file.
pub(super) struct Row {
    head: String,
    cells: Vec<String>,
    is_reference: bool,
}

impl Table<'_> {
    /// The markup; cells may hold markup, heads are texts.
    pub fn html(&self) -> String {
        let heads =
            self.heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escaped(head)));
        let rows = self.rows.iter().map(|row| {
            let class = if row.is_reference { " class=\"reference\"" } else { "" };
            let cells = row.cells.iter().map(|cell| format!("<td>{cell}</td>"));
            let head = escaped(&row.head);
            let cells: String = cells.collect();
            format!("<tr{class}><th scope=\"row\">{head}</th>{cells}</tr>\n")
        });
        format!(
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table>\
             <caption id=\"{id}\">{}</caption><thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\
             </table></div>",
            escaped(self.caption),
            heads.collect::<String>(),
            rows.collect::<String>(),
            id = self.id,
        )
    }
}

/// Some figures, a row a policy.
pub(super) fn by_policy<'a>(
    report: &Report,
    id: &'a str,
    caption: &'a str,
    keys: &[&str],
) -> Table<'a> {
    let figures: Vec<&Figure> = keys.iter().filter_map(|key| Figure::named(key)).collect();
    let heads = figures.iter().map(|figure| figure.label.to_owned());
    let cells = |policy: &PolicyPart| figures.iter().map(|f| cell(f, policy)).collect();
    Table { id, caption, heads: headed("Policy", heads), rows: rows(report, cells) }
}

/// Shares by step, a row a policy.
pub(super) fn by_step<'a>(
    report: &Report,
    id: &'a str,
    caption: &'a str,
    steps: Vec<String>,
    of: impl Fn(&PolicyPart) -> Vec<Estimate>,
) -> Table<'a> {
    let cells = |policy: &PolicyPart| {
        of(policy).into_iter().map(|share| with_interval(Unit::Share, share)).collect()
    };
    Table { id, caption, heads: headed("Policy", steps.into_iter()), rows: rows(report, cells) }
}

/// Every figure, a row a figure.
pub(super) fn all(report: &Report) -> Table<'_> {
    let heads = report.policies.iter().map(|policy| policy.label.clone());
    let cells = |figure| report.policies.iter().map(|policy| cell(figure, policy)).collect();
    let rows = FIGURES.iter().map(|figure| row(figure.label.to_owned(), cells(figure)));
    Table {
        id: "all-table",
        caption: "Every figure of every policy",
        heads: headed("Figure", heads),
        rows: rows.collect(),
    }
}

/// How the other policies differ from the reference; none where there is no other.
pub(super) fn against(report: &Report) -> Option<Table<'static>> {
    let differences = [
        ("match_rate", "Requests matched, points"),
        ("vital_match_rate", "Vital ones matched, points"),
        ("overasked_share", "Alerts to people asked twice their neighbours, points"),
    ];
    let ratios = [
        ("alerts", "People asked in all"),
        ("alerts_per_match", "People asked for each match"),
        ("first_yes_by_day_p50", "First yes by day, half within"),
        ("drop_outs", "Volunteers who left"),
        ("gini_alerts", "Unevenness among volunteers"),
    ];
    let row = |policy: &PolicyPart| {
        let against = policy.against_reference.as_ref()?;
        let points =
            differences.iter().filter_map(|(key, _)| Some(points(against.get(key)?.difference)));
        let ratios = ratios.iter().filter_map(|(key, _)| Some(ratio(against.get(key)?.ratio)));
        Some(self::row(policy.label.clone(), points.chain(ratios).collect()))
    };
    let rows: Vec<Row> = report.policies.iter().filter_map(row).collect();
    let heads = differences.iter().chain(&ratios).map(|(_, label)| (*label).to_owned());
    (!rows.is_empty()).then(|| Table {
        id: "against-table",
        caption: "Differences and ratios, draw by draw",
        heads: headed("Policy", heads),
        rows,
    })
}

/// A row that is no reference; cells may hold markup.
pub(super) const fn row(head: String, cells: Vec<String>) -> Row {
    Row { head, cells, is_reference: false }
}

pub(super) fn headed(first: &str, others: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(others).collect()
}

fn rows(report: &Report, cells: impl Fn(&PolicyPart) -> Vec<String>) -> Vec<Row> {
    let row = |policy: &PolicyPart| Row {
        head: policy.label.clone(),
        cells: cells(policy),
        is_reference: policy.name == report.reference,
    };
    report.policies.iter().map(row).collect()
}
