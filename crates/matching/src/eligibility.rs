//! Who may help with a need, who may be asked now, and the reason when not.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::place::{Position, distance_m, whole_metres};
use crate::schedule::{Availability, QuietHours, Window};
use crate::{CategoryCode, Language, SkillCode, VolunteerId};

/// What matching knows of a volunteer; no name and no contact data.
#[derive(Clone, Debug)]
pub struct VolunteerProfile {
    /// Who it is.
    pub id: VolunteerId,
    /// Whether the volunteer's status is active.
    pub active: bool,
    /// Up to three places from which the volunteer helps; the nearest counts.
    pub anchors: Vec<Position>,
    /// How far the volunteer goes, in metres.
    pub radius_m: u32,
    /// The kinds of help offered.
    pub categories: BTreeSet<CategoryCode>,
    /// The skills held.
    pub skills: BTreeSet<SkillCode>,
    /// The languages spoken.
    pub languages: BTreeSet<Language>,
    /// When the volunteer can help.
    pub availability: Availability,
    /// When the volunteer is never alerted.
    pub quiet_hours: QuietHours,
    /// The zone in which the volunteer's times are meant.
    pub timezone: TimeZone,
    /// How many engagements the volunteer holds at once.
    pub capacity: u8,
    /// The volunteer's own limit of alerts in seven days; none for no limit of their own.
    pub max_alerts_per_week: Option<u8>,
    /// Age and vetting.
    pub trust: Trust,
}

/// What a volunteer has said of their age, and what the deployment knows of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The volunteer says to be at least so old, in years.
    pub age_at_least: u8,
    /// Until when the volunteer is vetted; from this instant on no longer.
    pub vetted_until: Option<Timestamp>,
}

/// How far a need asks for trust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// The least age, in years.
    pub min_age: u8,
    /// Whether only vetted volunteers may help.
    pub vetted: bool,
    /// Whether this is not for somebody new.
    pub experienced: bool,
}

/// What a help request asks of a volunteer.
#[derive(Clone, Debug)]
pub struct Need {
    /// Where the help is given; none when it is given remotely.
    pub place: Option<Position>,
    /// The kind of help.
    pub category: CategoryCode,
    /// Every one of these skills is needed.
    pub skills: BTreeSet<SkillCode>,
    /// One of these languages must be shared; empty accepts any.
    pub languages: BTreeSet<Language>,
    /// When the help may be given.
    pub window: Window,
    /// How far a volunteer must be trusted.
    pub demands: Demands,
}

/// What a volunteer carries already, counted at the moment of the decision.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Engagements held now.
    pub live_engagements: u32,
    /// Alerts since the volunteer's local midnight.
    pub alerts_today: u32,
    /// Alerts in the last seven days.
    pub alerts_last_7_days: u32,
    /// Acceptances since the volunteer's local midnight.
    pub accepts_today: u32,
    /// Contact data revealed in the last thirty days.
    pub reveals_30_days: u32,
    /// Until when the volunteer rests after the last engagement; from this instant on no longer.
    pub resting_until: Option<Timestamp>,
    /// Until when the volunteer is paused; from this instant on no longer.
    pub paused_until: Option<Timestamp>,
    /// Whether the requester or a coordinator keeps the two apart.
    pub blocked: bool,
    /// Whether the volunteer was asked about this request before.
    pub already_asked: bool,
    /// Whether the volunteer hears of this request in one mail a day instead.
    pub waits_for_digest: bool,
    /// Engagements whose help was confirmed, ever.
    pub confirmed: u32,
}

/// The deployment's limits per volunteer; zero switches one off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Alerts in a day.
    pub alerts_per_day: u32,
    /// Acceptances in a day.
    pub accepts_per_day: u32,
    /// Engagements held at once.
    pub live_engagements: u32,
    /// Reveals of contact data in thirty days.
    pub reveals_per_30_days: u32,
    /// Confirmed engagements until which a volunteer is new: one engagement at a time, and none that
    /// asks for experience.
    pub new_until_confirmed: u32,
}

impl Caps {
    /// Whether somebody with so many confirmed engagements is new here.
    pub const fn is_new(&self, confirmed: u32) -> bool {
        confirmed < self.new_until_confirmed
    }
}

/// Why a volunteer is left out; the order of the variants is the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    /// The volunteer is not active.
    Inactive,
    /// The category is not among the volunteer's.
    Category,
    /// The volunteer has not said to be old enough.
    Age,
    /// The volunteer is not vetted, or no longer.
    Vetting,
    /// A needed skill is missing.
    Skills,
    /// No language is shared.
    Language,
    /// The volunteer has no hour inside the window.
    Hours,
    /// The place is outside the volunteer's radius.
    Radius,
    /// The two are kept apart.
    Blocked,
    /// The volunteer was asked about this request before.
    AlreadyAsked,
    /// The volunteer wants one mail a day.
    Digest,
    /// The volunteer is paused.
    Paused,
    /// The volunteer's own capacity is used up.
    Capacity,
    /// The volunteer is new, and this is not for somebody new.
    NewVolunteer,
    /// The deployment's limit of live engagements is reached.
    LiveEngagements,
    /// The volunteer rests after the last engagement.
    CoolDown,
    /// It is night or rest time at the volunteer's.
    QuietHours,
    /// The deployment's limit of alerts in a day is reached.
    AlertsPerDay,
    /// The volunteer's own limit of alerts in a week is reached.
    AlertsPerWeek,
    /// The deployment's limit of acceptances in a day is reached.
    AcceptsPerDay,
    /// The deployment's limit of reveals is reached.
    Reveals,
}

impl Exclusion {
    /// Every reason, in the order of the checks.
    pub const ALL: [Self; 21] = [
        Self::Inactive,
        Self::Category,
        Self::Age,
        Self::Vetting,
        Self::Skills,
        Self::Language,
        Self::Hours,
        Self::Radius,
        Self::Blocked,
        Self::AlreadyAsked,
        Self::Digest,
        Self::Paused,
        Self::Capacity,
        Self::NewVolunteer,
        Self::LiveEngagements,
        Self::CoolDown,
        Self::QuietHours,
        Self::AlertsPerDay,
        Self::AlertsPerWeek,
        Self::AcceptsPerDay,
        Self::Reveals,
    ];

    /// The stable code, in snake case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Category => "category",
            Self::Age => "age",
            Self::Vetting => "vetting",
            Self::Skills => "skills",
            Self::Language => "language",
            Self::Hours => "hours",
            Self::Radius => "radius",
            Self::Blocked => "blocked",
            Self::AlreadyAsked => "already_asked",
            Self::Digest => "digest",
            Self::Paused => "paused",
            Self::Capacity => "capacity",
            Self::NewVolunteer => "new_volunteer",
            Self::LiveEngagements => "live_engagements",
            Self::CoolDown => "cool_down",
            Self::QuietHours => "quiet_hours",
            Self::AlertsPerDay => "alerts_per_day",
            Self::AlertsPerWeek => "alerts_per_week",
            Self::AcceptsPerDay => "accepts_per_day",
            Self::Reveals => "reveals",
        }
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of an [`Exclusion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown exclusion")]
pub struct UnknownExclusion;

impl FromStr for Exclusion {
    type Err = UnknownExclusion;

    fn from_str(code: &str) -> Result<Self, UnknownExclusion> {
        Self::ALL.into_iter().find(|e| e.code() == code).ok_or(UnknownExclusion)
    }
}

/// Whole metres from the need to the volunteer's nearest anchor; none when the help is remote.
pub type Distance = Option<u32>;

/// Whether a volunteer fits a need, and how far away.
///
/// Checked in this order, the first failure answers: active, category, age, vetting, skills,
/// language, hours, radius. The radius compares whole metres, so a volunteer exactly at the rim fits. A volunteer
/// without an anchor fits remote needs only.
///
/// # Errors
///
/// The first [`Exclusion`] that applies.
pub fn eligible(volunteer: &VolunteerProfile, need: &Need) -> Result<Distance, Exclusion> {
    refuse(!volunteer.active, Exclusion::Inactive)?;
    refuse(!volunteer.categories.contains(&need.category), Exclusion::Category)?;
    trusted(volunteer.trust, need.demands, need.window.from)?;
    refuse(!need.skills.is_subset(&volunteer.skills), Exclusion::Skills)?;
    let any_language = need.languages.is_empty();
    let shares_none = need.languages.is_disjoint(&volunteer.languages);
    refuse(!any_language && shares_none, Exclusion::Language)?;
    let has_hours = volunteer.availability.overlaps(need.window, &volunteer.timezone);
    refuse(!has_hours, Exclusion::Hours)?;
    let Some(place) = need.place else { return Ok(None) };
    let nearest = nearest_anchor_m(&volunteer.anchors, place).ok_or(Exclusion::Radius)?;
    refuse(nearest > volunteer.radius_m, Exclusion::Radius)?;
    Ok(Some(nearest))
}

/// Whether a volunteer may be alerted about a need at this instant, and how far away.
///
/// First everything [`eligible`] checks, then in this order: blocked, already asked, one mail a day
/// instead, paused, the volunteer's capacity, what is not for new volunteers, the limit of live engagements,
/// the rest after an engagement, quiet hours, alerts a day, the volunteer's own alerts a week,
/// acceptances a day, reveals.
///
/// # Errors
///
/// The first [`Exclusion`] that applies.
pub fn alertable(
    volunteer: &VolunteerProfile,
    need: &Need,
    load: &Load,
    caps: &Caps,
    now: Timestamp,
) -> Result<Distance, Exclusion> {
    let distance = eligible(volunteer, need)?;
    refuse(load.blocked, Exclusion::Blocked)?;
    refuse(load.already_asked, Exclusion::AlreadyAsked)?;
    refuse(load.waits_for_digest, Exclusion::Digest)?;
    refuse(load.paused_until.is_some_and(|until| now < until), Exclusion::Paused)?;
    refuse(load.live_engagements >= u32::from(volunteer.capacity), Exclusion::Capacity)?;
    let is_new = caps.is_new(load.confirmed);
    let has_one = load.live_engagements > 0;
    refuse(is_new && (has_one || need.demands.experienced), Exclusion::NewVolunteer)?;
    refuse(reached(load.live_engagements, caps.live_engagements), Exclusion::LiveEngagements)?;
    refuse(load.resting_until.is_some_and(|until| now < until), Exclusion::CoolDown)?;
    let resting = volunteer.quiet_hours.contains(now, &volunteer.timezone);
    refuse(resting, Exclusion::QuietHours)?;
    refuse(reached(load.alerts_today, caps.alerts_per_day), Exclusion::AlertsPerDay)?;
    let weekly = volunteer.max_alerts_per_week.map(u32::from);
    let week_full = weekly.is_some_and(|limit| load.alerts_last_7_days >= limit);
    refuse(week_full, Exclusion::AlertsPerWeek)?;
    refuse(reached(load.accepts_today, caps.accepts_per_day), Exclusion::AcceptsPerDay)?;
    refuse(reached(load.reveals_30_days, caps.reveals_per_30_days), Exclusion::Reveals)?;
    Ok(distance)
}

/// Whether somebody is old enough and vetted for a need from an instant on.
///
/// # Errors
///
/// [`Exclusion::Age`] or [`Exclusion::Vetting`].
pub fn trusted(trust: Trust, demands: Demands, from: Timestamp) -> Result<(), Exclusion> {
    refuse(trust.age_at_least < demands.min_age, Exclusion::Age)?;
    let vetted = trust.vetted_until.is_some_and(|until| from < until);
    refuse(demands.vetted && !vetted, Exclusion::Vetting)
}

fn refuse(applies: bool, reason: Exclusion) -> Result<(), Exclusion> {
    if applies { Err(reason) } else { Ok(()) }
}

fn reached(count: u32, cap: u32) -> bool {
    cap != 0 && count >= cap
}

fn nearest_anchor_m(anchors: &[Position], place: Position) -> Option<u32> {
    anchors.iter().map(|&anchor| whole_metres(distance_m(place, anchor))).min()
}

#[cfg(test)]
#[path = "eligibility_tests.rs"]
mod tests;
