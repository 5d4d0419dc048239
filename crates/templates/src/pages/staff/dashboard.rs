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
    /// Whether the comparison tells of something worse.
    pub is_worse: bool,
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

/// A request that needs a human.
#[derive(Clone)]
pub struct NeedLine {
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
    /// The reason's code: `silence`, `concern` …
    pub reason: String,
    /// Whether a person must act today.
    pub alarm: bool,
    /// What is known of the answers and the deadline, in words.
    pub detail: String,
    /// The most useful thing to do.
    pub act: NeedAct,
}

/// The one thing to do about a request.
#[derive(Clone)]
pub enum NeedAct {
    /// To read a page.
    Read(String),
    /// To send this `go` to the request's page.
    Send(&'static str),
}

/// How many requests wait for one reason; `label` is in words.
#[derive(Clone)]
pub struct NeedCount {
    /// The list of these alone, or of all.
    pub href: String,
    /// What they wait for.
    pub label: String,
    /// How many, as the language writes it.
    pub count: String,
    /// Whether the list shows these.
    pub is_current: bool,
}

/// What waits for a member of staff.
#[derive(Clone)]
pub struct NeedList {
    /// How many in all.
    pub total: u32,
    /// The most pressing.
    pub lines: Vec<NeedLine>,
    /// By reason, all of them first.
    pub counts: Vec<NeedCount>,
    /// Open requests for which the search goes on by itself.
    pub searching: u32,
    /// Tasks about volunteers.
    pub about_volunteers: Vec<NeedCount>,
}

/// Figures by group: a header for each column, a label and its cells for each row.
#[derive(Clone, Default)]
pub struct GroupTable {
    /// The columns, the label's first.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<(String, Vec<String>)>,
}

/// What a page tells the script that keeps it up to date.
#[derive(Clone)]
pub struct Live {
    /// The number of the last change that the page shows.
    pub seen: i64,
    /// Where the numbers of later ones come from.
    pub stream: String,
}

/// The dashboard; filters are sent as `from`, `to` (dates), `group_by`, `compare`, `area`, `need`.
#[derive(Template)]
#[template(path = "staff/dashboard.html")]
pub struct Dashboard {
    /// What stands around the page.
    pub frame: Frame,
    /// Further pages of whoever answers for the site, with their names.
    pub more: Vec<(&'static str, String)>,
    /// The time, in words.
    pub now: String,
    /// For the script.
    pub live: Live,
    /// What waits for a human.
    pub needs: NeedList,
    /// The period, in words: `Du 1er au 18 novembre`.
    pub period: String,
    /// What it is compared with, in words, or empty.
    pub compared: String,
    /// Start of the period, `YYYY-MM-DD`.
    pub from: String,
    /// End of the period, `YYYY-MM-DD`.
    pub to: String,
    /// `day`, `category`, `area`, `language`, `channel`: see [`Frame::group_choices`].
    pub groups: Vec<Choice>,
    /// `before`, `year`, `none`: see [`Frame::compare_choices`].
    pub compares: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub categories: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub channels: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub languages: Vec<Choice>,
    /// Where the requests themselves are had as CSV, or empty.
    pub requests_href: String,
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

impl NeedLine {
    fn act_label(&self, locale: Locale) -> String {
        locale.word("need", &format!("{}.act", self.reason))
    }
}

impl Frame {
    /// The ways to group figures, as choices.
    pub fn group_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &str| Choice::new(code, &self.locale.word("group", code), code == chosen);
        ["day", "category", "area", "language", "channel"].map(choice).into()
    }

    /// What a period may be compared with, as choices.
    pub fn compare_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &str| Choice::new(code, &self.locale.word("compare", code), code == chosen);
        ["before", "year", "none"].map(choice).into()
    }
}
