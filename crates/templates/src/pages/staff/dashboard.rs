//! Figures and charts.

use askama::Template;

use crate::chart::{Bars, Data, Lines};
use crate::{Banner, Choice, Errors, Frame, Locale};

/// A chart of the dashboard.
#[derive(Clone, Debug)]
pub enum Chart {
    /// Stacked bars.
    Bars(Bars),
    /// Lines.
    Lines(Lines),
}

impl Chart {
    fn data(&self) -> &Data {
        match self {
            Self::Bars(chart) => &chart.0,
            Self::Lines(chart) => &chart.0,
        }
    }

    fn svg(&self, locale: Locale) -> String {
        match self {
            Self::Bars(chart) => chart.svg(locale),
            Self::Lines(chart) => chart.svg(locale),
        }
    }

    /// Lines are labelled at their ends.
    fn has_key(&self) -> bool {
        matches!(self, Self::Bars(_))
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureKind {
    /// Requests of the cohort.
    Requests,
    /// Share of requests that found someone in time.
    MatchRate,
    /// Share of places filled.
    PlaceFillRate,
    /// Share of matched requests completed.
    CompletionRate,
    /// Share of matched requests confirmed by the person helped.
    ConfirmedRate,
    /// Median time to the first yes.
    FirstYesMedian,
    /// 95th percentile of the time to the first yes.
    FirstYesP95,
    /// Median time to done.
    DoneMedian,
    /// 95th percentile of the time to done.
    DoneP95,
    /// Alerts sent for one match.
    AlertsPerMatch,
    /// Alerts a week to one volunteer, 95th percentile.
    AlertsPerVolunteer,
    /// Requests not yet due.
    Pending,
}

/// A figure: the number first, then its sentence.
#[derive(Clone)]
pub struct Figure {
    /// What it counts.
    pub kind: FigureKind,
    /// The number in words: `91 %`, `31 min`.
    pub value: String,
    /// A comparison, or empty.
    pub note: String,
}

impl Figure {
    fn key(&self) -> &'static str {
        match self.kind {
            FigureKind::Requests => "figure-requests",
            FigureKind::MatchRate => "figure-match-rate",
            FigureKind::PlaceFillRate => "figure-place-fill-rate",
            FigureKind::CompletionRate => "figure-completion-rate",
            FigureKind::ConfirmedRate => "figure-confirmed-rate",
            FigureKind::FirstYesMedian => "figure-first-yes-median",
            FigureKind::FirstYesP95 => "figure-first-yes-p95",
            FigureKind::DoneMedian => "figure-done-median",
            FigureKind::DoneP95 => "figure-done-p95",
            FigureKind::AlertsPerMatch => "figure-alerts-per-match",
            FigureKind::AlertsPerVolunteer => "figure-alerts-per-volunteer",
            FigureKind::Pending => "figure-pending",
        }
    }
}

/// An open request that waits.
#[derive(Clone)]
pub struct OpenLine {
    /// Its page.
    pub href: String,
    /// How long it has waited, in words.
    pub age: String,
    /// The reference.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// One or two words of state.
    pub tag: String,
    /// Whether a person must act today.
    pub alarm: bool,
    /// Why it waits, in words.
    pub reason: String,
}

/// Figures by group: a header for each column, a label and its cells for each row.
#[derive(Clone, Default)]
pub struct GroupTable {
    /// The columns, the label's first.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<(String, Vec<String>)>,
}

/// The dashboard; filters are sent as `from`, `to` (dates), `group_by`, `area`.
#[derive(Template)]
#[template(path = "staff/dashboard.html")]
pub struct Dashboard {
    /// What stands around the page.
    pub frame: Frame,
    /// Further pages of whoever answers for the site, with their names.
    pub more: Vec<(&'static str, String)>,
    /// The time, in words.
    pub now: String,
    /// How many requests are open in all.
    pub open_total: u32,
    /// The oldest open requests.
    pub open: Vec<OpenLine>,
    /// The period, in words: `Du 1er au 18 novembre`.
    pub period: String,
    /// Start of the period, `YYYY-MM-DD`.
    pub from: String,
    /// End of the period, `YYYY-MM-DD`.
    pub to: String,
    /// `day`, `category`, `area`, `language`, `channel`: see [`Frame::group_choices`].
    pub groups: Vec<Choice>,
    /// Areas the reader may see; one alone hides the filter.
    pub areas: Vec<Choice>,
    /// The same figures as a file, or empty.
    pub export_href: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Reason codes with counts: why requests found nobody.
    pub unmatched: Vec<(String, u32)>,
    /// The figures by group.
    pub table: GroupTable,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}

impl Dashboard {
    fn unmatched_total(&self) -> u32 {
        self.unmatched.iter().map(|(_, count)| count).sum()
    }

    fn unmatched_most(&self) -> u32 {
        self.unmatched.iter().map(|(_, count)| *count).max().unwrap_or(1)
    }
}

impl Frame {
    /// The ways to group figures, as choices.
    pub fn group_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &str| Choice::new(code, &self.locale.word("group", code), code == chosen);
        ["day", "category", "area", "language", "channel"].map(choice).into()
    }
}
