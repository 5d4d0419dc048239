//! What the figures measure, how each is written, and whether more of it is better.

use dispatch::Figures;
use templates::pages::FigureKind;
use templates::{Locale, tr};

/// How a figure is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Share,
    Seconds,
    Count,
    Few,
}

/// Which way is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Better {
    More,
    Less,
    Neither,
}

/// One figure.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    read: fn(&Figures) -> Option<f64>,
    unit: Unit,
    better: Better,
}

const fn measure(read: fn(&Figures) -> Option<f64>, unit: Unit, better: Better) -> Measure {
    Measure { read, unit, better }
}

/// The figures in the order of the page.
pub(super) const MEASURES: [(FigureKind, Measure); 12] = [
    (FigureKind::MatchRate, measure(|f| f.match_rate, Unit::Share, Better::More)),
    (
        FigureKind::FirstYesMedian,
        measure(|f| f.time_to_first_yes_s.p50, Unit::Seconds, Better::Less),
    ),
    (FigureKind::FirstYesP95, measure(|f| f.time_to_first_yes_s.p95, Unit::Seconds, Better::Less)),
    (FigureKind::AlertsPerMatch, measure(|f| f.alerts_per_match, Unit::Few, Better::Less)),
    (FigureKind::CompletionRate, measure(|f| f.completion_rate, Unit::Share, Better::More)),
    (FigureKind::Requests, measure(|f| Some(f64::from(f.requests)), Unit::Count, Better::Neither)),
    (FigureKind::PlaceFillRate, measure(|f| f.place_fill_rate, Unit::Share, Better::More)),
    (FigureKind::ConfirmedRate, measure(|f| f.confirmed_rate, Unit::Share, Better::More)),
    (FigureKind::DoneMedian, measure(|f| f.time_to_done_s.p50, Unit::Seconds, Better::Less)),
    (FigureKind::DoneP95, measure(|f| f.time_to_done_s.p95, Unit::Seconds, Better::Less)),
    (
        FigureKind::AlertsPerVolunteer,
        measure(|f| f.alerts_per_volunteer_week.p95, Unit::Few, Better::Less),
    ),
    (FigureKind::Pending, measure(|f| Some(f64::from(f.pending)), Unit::Count, Better::Neither)),
];

impl Measure {
    pub fn of(self, figures: &Figures) -> Option<f64> {
        (self.read)(figures)
    }

    pub fn written(self, locale: Locale, value: f64) -> String {
        match self.unit {
            Unit::Share => locale.percent(value),
            Unit::Seconds => locale.duration(whole(value)),
            Unit::Count => locale.number(rounded(value)),
            Unit::Few => locale.decimal(value),
        }
    }

    /// The value in the smallest steps that a reader sees.
    fn steps(self, value: f64) -> i64 {
        match self.unit {
            Unit::Share => rounded(value * 100.0),
            Unit::Seconds => rounded((value / 60.0).floor()),
            Unit::Count => rounded(value),
            Unit::Few => rounded(value * 10.0),
        }
    }
}

/// How far a figure has moved, in steps that a reader sees.
#[derive(Clone, Copy)]
pub(super) struct Moved {
    measure: Measure,
    steps: i64,
}

impl Moved {
    /// Also what has not moved.
    pub fn between(measure: Measure, before: f64, now: f64) -> Option<Self> {
        let steps = measure.steps(now).checked_sub(measure.steps(before))?;
        Some(Self { measure, steps })
    }

    pub fn is_worse(self) -> bool {
        match self.measure.better {
            Better::More => self.steps < 0,
            Better::Less => self.steps > 0,
            Better::Neither => false,
        }
    }

    pub fn told(self, locale: Locale) -> String {
        if self.steps == 0 {
            return locale.word("compare", "same");
        }
        let way = if self.steps > 0 { "up" } else { "down" };
        locale.word_with("compare", way, &[("by", self.by(locale).into())])
    }

    fn by(self, locale: Locale) -> String {
        let steps = self.steps.unsigned_abs();
        match self.measure.unit {
            Unit::Share => {
                let points = u32::try_from(steps).unwrap_or(u32::MAX);
                tr(locale, "compare-points", &[("count", points.into())])
            }
            Unit::Seconds => locale.duration(steps * 60),
            Unit::Count => locale.number(self.steps.abs()),
            #[expect(clippy::cast_precision_loss, reason = "some tenths")]
            Unit::Few => locale.decimal(steps as f64 / 10.0),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "figures stay far below 2^53")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a life")]
pub(super) fn whole(seconds: f64) -> u64 {
    seconds.max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: FigureKind, before: f64, now: f64) -> (String, bool) {
        let measure = MEASURES.iter().find(|(own, _)| *own == kind).expect("listed").1;
        let moved = Moved::between(measure, before, now).expect("small");
        (moved.told(Locale::En), moved.is_worse())
    }

    #[test]
    fn a_figure_says_how_far_it_moved_and_whether_that_is_worse() {
        let say = |text: &str, worse| (text.to_owned(), worse);
        assert_eq!(told(FigureKind::MatchRate, 0.88, 0.91), say("▲ 3 points more", false));
        assert_eq!(told(FigureKind::MatchRate, 0.91, 0.90), say("▼ 1 point less", true));
        assert_eq!(told(FigureKind::MatchRate, 0.904, 0.901), say("= unchanged", false));
        let faster = told(FigureKind::FirstYesMedian, 2_160.0, 1_860.0);
        assert_eq!(faster, say("▼ 5\u{a0}min less", false));
        assert_eq!(told(FigureKind::AlertsPerMatch, 3.8, 4.2), say("▲ 0.4 more", true));
        assert_eq!(told(FigureKind::Requests, 10.0, 1_300.0), say("▲ 1,290 more", false));
    }
}
