//! The figures: how many asked, were matched, were helped, how fast, and why not.
//!
//! A cohort is the requests opened in [from, to). Requests that are not yet due and not yet matched
//! are `pending` and count in no rate.

use std::collections::BTreeMap;

use jiff::Timestamp;
use matching::{AreaId, CategoryCode, Channel, Language, RequestStatus, Role, VolunteerStatus};
use store::CohortRow;

use crate::actor::Actor;
use crate::board::area_set;
use crate::figure_groups::grouped;
use crate::mirror::day_start;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// What the cohort is split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The local day of opening.
    Day,
    /// The category.
    Category,
    /// The leaf area.
    Area,
    /// The person's language.
    Language,
    /// The way it came in.
    Channel,
}

impl std::str::FromStr for GroupBy {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "day" => Ok(Self::Day),
            "category" => Ok(Self::Category),
            "area" => Ok(Self::Area),
            "language" => Ok(Self::Language),
            "channel" => Ok(Self::Channel),
            _ => Err(()),
        }
    }
}

/// Which requests of a cohort count; `None` = all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Of this kind of help.
    pub category: Option<CategoryCode>,
    /// That came in this way.
    pub channel: Option<Channel>,
    /// Of people who are written to in this language.
    pub language: Option<Language>,
}

impl Only {
    fn holds(&self, row: &CohortRow) -> bool {
        self.category.as_ref().is_none_or(|category| row.category == *category)
            && self.channel.is_none_or(|channel| row.channel == channel)
            && self.language.as_ref().is_none_or(|language| row.language == *language)
    }
}

/// Which cohort.
#[derive(Debug, Clone)]
pub struct FigureQuery {
    /// Opened at or after; `None` = 28 days ago.
    pub from: Option<Timestamp>,
    /// Opened before; `None` = now.
    pub to: Option<Timestamp>,
    /// Split by.
    pub group_by: Option<GroupBy>,
    /// Only this area and what lies within it.
    pub area: Option<AreaId>,
    /// Only these of it.
    pub only: Only,
}

/// The middle and the 95th hundredth of a spread, nearest rank.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// Half are at most this.
    pub p50: Option<f64>,
    /// 95 of 100 are at most this.
    pub p95: Option<f64>,
    /// The largest.
    pub max: Option<f64>,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a rank within the list"
            )]
            let rank = (share * values.len() as f64).ceil() as usize;
            values.get(rank.max(1) - 1).copied()
        };
        Self { p50: at(0.5), p95: at(0.95), max: values.last().copied() }
    }
}

/// The figures of one cohort or one group of it. Rates are between 0 and 1, `None` without cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// Requests opened.
    pub requests: u32,
    /// All places held before the deadline.
    pub matched: u32,
    /// Completed.
    pub completed: u32,
    /// Confirmed by the person or staff.
    pub confirmed: u32,
    /// Not yet due, not yet matched.
    pub pending: u32,
    /// Cancelled by the person before a match.
    pub cancelled_before_match: u32,
    /// Matched of those that are not pending and not cancelled before a match.
    pub match_rate: Option<f64>,
    /// The same by place.
    pub place_fill_rate: Option<f64>,
    /// Completed of matched.
    pub completion_rate: Option<f64>,
    /// Confirmed of completed.
    pub confirmed_rate: Option<f64>,
    /// From opening to the first yes, in seconds.
    pub time_to_first_yes_s: Spread,
    /// From opening to done, in seconds.
    pub time_to_done_s: Spread,
    /// Alerts sent for the cohort, a match.
    pub alerts_per_match: Option<f64>,
    /// Alerts sent for the cohort.
    pub alerts: u32,
    /// Alerts of an alerted volunteer in a week of the period; whole cohort only.
    pub alerts_per_volunteer_week: Spread,
    /// Why requests stayed unmatched.
    pub unmatched_by_reason: BTreeMap<&'static str, u32>,
}

/// The figures of a cohort and of its groups.
#[derive(Debug, Clone)]
pub struct FigureReport {
    /// Opened at or after.
    pub from: Timestamp,
    /// Opened before.
    pub to: Timestamp,
    /// The whole cohort.
    pub total: Figures,
    /// By key, in the order of the keys.
    pub groups: Vec<(String, Figures)>,
}

/// What anybody may see, in steps so wide that no two readings tell of one person: counts are whole
/// multiples of `privacy.k`, rounded down, the rate goes by tenths, times by five minutes and days.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PublicFigures {
    /// Active volunteers.
    pub volunteers: Option<u32>,
    /// Requests completed.
    pub people_helped: Option<u32>,
    /// Matched of those due, since the beginning.
    pub match_rate: Option<f64>,
    /// Half of the requests had a first yes within so many seconds.
    pub first_yes_p50_s: Option<f64>,
    /// When the first request was opened.
    pub since: Option<Timestamp>,
}

pub(crate) fn was_matched(row: &CohortRow) -> bool {
    row.matched_at.is_some_and(|at| at < row.needed_by)
}

fn is_pending(row: &CohortRow, now: Timestamp) -> bool {
    row.status.is_live() && !was_matched(row) && row.needed_by > now
}

pub(crate) fn was_cancelled_early(row: &CohortRow) -> bool {
    row.status == RequestStatus::Cancelled
        && row.ended_by.as_deref() == Some("requester")
        && !was_matched(row)
}

/// Whether a request counts in the rates: due or matched, and not cancelled before a match.
pub(crate) fn was_counted(row: &CohortRow, now: Timestamp) -> bool {
    !is_pending(row, now) && !was_cancelled_early(row)
}

fn unmatched_reason(row: &CohortRow) -> &'static str {
    match (row.status, row.outcome.as_deref().and_then(said_at_closing)) {
        (RequestStatus::Cancelled | RequestStatus::Expired, Some(said)) => said,
        (RequestStatus::Cancelled, None) => "closed_by_staff",
        _ if row.first_yes_at.is_some() => "given_up_or_partly_filled",
        _ if row.alerts == 0 => "nobody_in_reach",
        _ => "nobody_said_yes",
    }
}

/// What staff said at the closing, as the reason that figures show.
fn said_at_closing(outcome: &str) -> Option<&'static str> {
    Some(match outcome {
        "done" => "helped_by_team",
        "helped_elsewhere" => "helped_elsewhere",
        "not_needed" => "not_needed",
        "unreachable" => "unreachable",
        "nobody_found" => "nobody_found",
        "unsafe" => "unsafe",
        "impossible" => "impossible",
        "duplicate" => "duplicate",
        _ => return None,
    })
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

fn rate(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// Counts the figures of some rows.
fn figures<'a>(rows: impl Iterator<Item = &'a CohortRow>, now: Timestamp) -> Figures {
    let mut f = Figures::default();
    let (mut places, mut places_held) = (0_u32, 0_u32);
    let (mut first_yes, mut done) = (Vec::new(), Vec::new());
    for row in rows {
        f.requests += 1;
        f.alerts += row.alerts;
        if let Some(at) = row.first_yes_at {
            first_yes.push(seconds(row.opened_at, at));
        }
        if row.status == RequestStatus::Completed {
            f.completed += 1;
            f.confirmed += u32::from(row.confirmed > 0);
            done.extend(row.done_at.map(|at| seconds(row.opened_at, at)));
        }
        if is_pending(row, now) {
            f.pending += 1;
            continue;
        }
        if was_cancelled_early(row) {
            f.cancelled_before_match += 1;
            continue;
        }
        places += row.volunteers_needed;
        if was_matched(row) {
            f.matched += 1;
            places_held += row.volunteers_needed;
        } else {
            places_held += row.places_held.min(row.volunteers_needed);
            *f.unmatched_by_reason.entry(unmatched_reason(row)).or_default() += 1;
        }
    }
    f.match_rate = rate(f.matched, f.requests - f.pending - f.cancelled_before_match);
    f.place_fill_rate = rate(places_held, places);
    f.completion_rate = rate(f.completed.min(f.matched), f.matched);
    f.confirmed_rate = rate(f.confirmed, f.completed);
    f.alerts_per_match = rate(f.alerts, f.matched);
    f.time_to_first_yes_s = Spread::of(first_yes);
    f.time_to_done_s = Spread::of(done);
    f
}

impl Dispatch {
    /// The figures of CONTRACT section 7 for the caller's area.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when `from` is not before `to`.
    pub async fn matching_figures(
        &self,
        actor: &Actor,
        query: &FigureQuery,
    ) -> Outcome<FigureReport> {
        let mut reports = self.figures_by(actor, query, &[query.group_by]).await?;
        reports.pop().ok_or(Refusal::NotFound)
    }

    /// The same cohort split in several ways, one report each.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when `from` is not before `to`.
    pub async fn figures_by(
        &self,
        actor: &Actor,
        query: &FigureQuery,
        ways: &[Option<GroupBy>],
    ) -> Outcome<Vec<FigureReport>> {
        let areas = self.visible_areas(actor, query.area)?;
        let now = self.now();
        let (from, to) = self.period(query.from, query.to, 28)?;
        let weekly = self.alerts_a_week(from, to).await?;
        let weekly = Spread::of(weekly.into_iter().map(f64::from).collect());
        let tree = self.areas();
        let zone = &self.settings().timezone;
        let split = |rows: &[&CohortRow]| {
            let rows: Vec<&CohortRow> =
                rows.iter().copied().filter(|row| query.only.holds(row)).collect();
            let mut total = figures(rows.iter().copied(), now);
            total.alerts_per_volunteer_week = weekly;
            let report = |by: &Option<GroupBy>| {
                let groups = by.map(|by| grouped(&rows, by, zone)).unwrap_or_default();
                let counted = groups
                    .into_iter()
                    .map(|(key, rows)| (key.told(&tree), figures(rows.into_iter(), now)));
                let mut groups: Vec<_> = counted.collect();
                groups.sort_by(|a, b| a.0.cmp(&b.0));
                FigureReport { from, to, total: total.clone(), groups }
            };
            ways.iter().map(report).collect()
        };
        self.count_cohort(from, to, areas, split).await
    }

    /// Counts the requests opened in [from, to), in the board where it reaches that far back.
    pub(crate) async fn count_cohort<T>(
        &self,
        from: Timestamp,
        to: Timestamp,
        areas: Option<Vec<AreaId>>,
        count: impl FnOnce(&[&CohortRow]) -> T,
    ) -> Outcome<T> {
        self.follow_board().await?;
        let here = self.board().look(|picture| {
            if !picture.reaches(from) {
                return Err(count);
            }
            let areas = area_set(areas.clone());
            let rows = picture.opened(from, to, areas.as_ref());
            let rows: Vec<&CohortRow> = rows.map(|row| &row.counted).collect();
            Ok(count(&rows))
        });
        match here {
            Ok(counted) => Ok(counted),
            Err(count) => {
                let rows = self.read().await?.cohort(from, to, areas.as_deref()).await?;
                Ok(count(&rows.iter().collect::<Vec<_>>()))
            }
        }
    }

    /// A period as asked for; else so many days up to now.
    pub(crate) fn period(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        days: i64,
    ) -> Outcome<(Timestamp, Timestamp)> {
        let to = to.unwrap_or_else(|| self.now());
        let from = from.unwrap_or_else(|| to - hours(days * 24));
        if from < to { Ok((from, to)) } else { Err(Refusal::field("from", "after_to")) }
    }

    /// The areas the caller may count, narrowed to the one asked for; `None` = all.
    pub(crate) fn visible_areas(
        &self,
        actor: &Actor,
        area: Option<AreaId>,
    ) -> Outcome<Option<Vec<AreaId>>> {
        let staff = actor.staff(Role::Operator)?;
        let tree = self.areas();
        match (staff.area, area) {
            (None, None) => Ok(None),
            (None, Some(area)) => Ok(Some(tree.within(area))),
            (Some(own), None) => Ok(Some(tree.within(own))),
            (Some(own), Some(area)) if tree.within(own).contains(&area) => {
                Ok(Some(tree.within(area)))
            }
            (Some(_), Some(_)) => Err(Refusal::NotFound),
        }
    }

    /// The figures anybody may see.
    pub async fn public_figures(&self) -> Outcome<PublicFigures> {
        let now = self.now();
        let mut tx = self.read().await?;
        let counts = tx.volunteer_counts().await?;
        let helped = tx.completed_requests().await?;
        let since = tx.first_opening().await?;
        let rows = match since {
            Some(since) => tx.cohort(since, now, None).await?,
            None => Vec::new(),
        };
        drop(tx);
        let k = self.settings().k;
        let shown = |count: i64| in_steps(count, k);
        let active = counts.iter().find(|(status, _)| *status == VolunteerStatus::Active);
        let f = figures(rows.iter(), now);
        let enough = f.requests >= k;
        Ok(PublicFigures {
            volunteers: shown(active.map_or(0, |(_, count)| *count)),
            people_helped: shown(helped),
            match_rate: f.match_rate.filter(|_| enough).map(by_tenths),
            first_yes_p50_s: f.time_to_first_yes_s.p50.filter(|_| enough).map(by_five_minutes),
            since: since.filter(|_| enough).map(|at| day_start(at, &self.settings().timezone)),
        })
    }
}

/// A count rounded down to a multiple of `k`; none below it.
fn in_steps(count: i64, k: u32) -> Option<u32> {
    let count = u32::try_from(count).ok()?;
    let count = count - count % k.max(1);
    (count >= k).then_some(count)
}

fn by_tenths(rate: f64) -> f64 {
    (rate * 10.0).floor() / 10.0
}

fn by_five_minutes(seconds: f64) -> f64 {
    (seconds / 300.0).ceil() * 300.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_use_the_nearest_rank() {
        let spread = Spread::of((1..=20).map(f64::from).collect());
        assert_eq!(spread, Spread { p50: Some(10.0), p95: Some(19.0), max: Some(20.0) });
        assert_eq!(Spread::of(Vec::new()), Spread::default());
        assert_eq!(Spread::of(vec![7.0]).p95, Some(7.0));
    }

    #[test]
    fn public_figures_go_in_steps() {
        let steps = [0, 4, 5, 9, 10, 1_204].map(|count| in_steps(count, 5));
        assert_eq!(steps, [None, None, Some(5), Some(5), Some(10), Some(1_200)]);
        assert_eq!([in_steps(0, 0), in_steps(3, 1)], [Some(0), Some(3)]);
        let rounded =
            [by_tenths(6.0 / 7.0), by_tenths(1.0), by_five_minutes(1.0), by_five_minutes(600.0)];
        assert_eq!(format!("{rounded:?}"), "[0.8, 1.0, 300.0, 600.0]");
    }
}
