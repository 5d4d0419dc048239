//! The first honest alert policy: the nearest, a few at a time.
//!
//! `outstanding` alerts wait for an answer for each place that is left. A refusal or
//! `answer_minutes` of silence is replaced at once. After half of the time the number is doubled.
//! When nobody is left to ask, or the deadline comes near, a human gets the phone list: never
//! silence. Pure: time, counts and candidates are arguments.

use jiff::{SignedDuration, Timestamp};

use crate::Priority;

/// The parameters of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicySettings {
    /// Alerts kept outstanding for one place; at least 1.
    pub outstanding: u32,
    /// Silence after which somebody else is asked, in minutes.
    pub answer_minutes: u32,
}

/// What the policy sees of a request that looks for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// How urgent it is.
    pub priority: Priority,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The deadline.
    pub needed_by: Timestamp,
    /// Places still looked for.
    pub places_left: u32,
    /// Alerts that wait for an answer.
    pub outstanding: u32,
    /// When the first of them counts as silent.
    pub next_silence_at: Option<Timestamp>,
}

/// What the search for volunteers found right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Supply {
    /// Volunteers chosen for an alert now.
    pub chosen: u32,
    /// When the first eligible volunteer who may not be alerted now may be.
    pub next_alertable_at: Option<Timestamp>,
}

/// Why a human is called in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOver {
    /// Nobody is left to ask.
    NobodyLeft,
    /// The deadline is near.
    DeadlineNear,
    /// A vital request cannot get an answer by mail in time.
    Vital,
}

impl HandOver {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NobodyLeft => "nobody_left",
            Self::DeadlineNear => "deadline_near",
            Self::Vital => "vital",
        }
    }
}

/// How many more to ask now.
pub fn wanted(search: &Search, settings: PolicySettings, now: Timestamp) -> u32 {
    let places = search.places_left;
    let base = settings.outstanding.max(1);
    let lead = search.needed_by.duration_since(search.opened_at);
    let passed = now.duration_since(search.opened_at);
    let late = passed.as_secs() * 2 >= lead.as_secs();
    let raised = if late || search.priority == Priority::Vital { base * 2 } else { base };
    raised.saturating_mul(places).saturating_sub(search.outstanding)
}

/// When a human gets the phone list at the latest: a quarter of the whole time before the
/// deadline, but no less than 30 minutes and no more than 4 hours before it.
pub fn hand_over_at(search: &Search) -> Timestamp {
    let lead = search.needed_by.duration_since(search.opened_at);
    let quarter = SignedDuration::from_secs((lead.as_secs() / 4).clamp(30 * 60, 4 * 3600));
    search.needed_by.checked_sub(quarter).unwrap_or(search.needed_by).max(search.opened_at)
}

/// Whether a human is called in now, and why.
pub fn hand_over(
    search: &Search,
    supply: Supply,
    settings: PolicySettings,
    now: Timestamp,
) -> Option<HandOver> {
    let waiting = search.outstanding + supply.chosen;
    let answer = SignedDuration::from_mins(i64::from(settings.answer_minutes));
    let too_late = |at: Timestamp| at.saturating_add(answer).is_ok_and(|at| at >= search.needed_by);
    if waiting == 0 && search.priority == Priority::Vital {
        return Some(HandOver::Vital);
    }
    if waiting == 0 && supply.next_alertable_at.is_none_or(too_late) {
        return Some(HandOver::NobodyLeft);
    }
    (now >= hand_over_at(search)).then_some(HandOver::DeadlineNear)
}

/// When the planner has to look again: the first silence, the morning, the hand-over, and every hour
/// for those who have joined meanwhile.
///
/// After quiet hours requests go out by deadline, spread over a quarter of an hour.
pub fn look_again_at(
    search: &Search,
    supply: Supply,
    settings: PolicySettings,
    now: Timestamp,
) -> Timestamp {
    let answer = SignedDuration::from_mins(i64::from(settings.answer_minutes.max(1)));
    let own = (supply.chosen > 0).then(|| now.saturating_add(answer).unwrap_or(search.needed_by));
    let morning = supply.next_alertable_at.map(|at| spread(at, search.needed_by));
    let call = Some(hand_over_at(search)).filter(|at| *at > now);
    let at_rest = |at: Timestamp| {
        supply.next_alertable_at.is_some_and(|first| first <= at) && morning > Some(at)
    };
    let hourly = now.saturating_add(SignedDuration::from_hours(1)).ok().filter(|at| !at_rest(*at));
    let times = [own, search.next_silence_at, morning, call, hourly, Some(search.needed_by)];
    let soonest = times.into_iter().flatten().filter(|at| *at > now).min();
    soonest.unwrap_or(search.needed_by)
}

/// Adds one minute for each hour and a half between the morning and the deadline, at most 15.
fn spread(at: Timestamp, needed_by: Timestamp) -> Timestamp {
    let left = needed_by.duration_since(at).as_secs().clamp(0, 15 * 90 * 60);
    at.saturating_add(SignedDuration::from_secs(left / 90)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: PolicySettings = PolicySettings { outstanding: 5, answer_minutes: 60 };

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    fn search() -> Search {
        Search {
            priority: Priority::Normal,
            opened_at: at(0),
            needed_by: at(24 * 60),
            places_left: 1,
            outstanding: 0,
            next_silence_at: None,
        }
    }

    #[test]
    fn a_few_are_asked_and_replaced() {
        assert_eq!(wanted(&search(), SETTINGS, at(0)), 5);
        assert_eq!(wanted(&Search { outstanding: 4, ..search() }, SETTINGS, at(0)), 1);
        assert_eq!(wanted(&Search { places_left: 3, ..search() }, SETTINGS, at(0)), 15);
    }

    #[test]
    fn after_half_of_the_time_more_are_asked() {
        assert_eq!(wanted(&search(), SETTINGS, at(12 * 60)), 10);
    }

    #[test]
    fn a_human_is_called_before_the_deadline_and_when_nobody_is_left() {
        let asked = Supply { chosen: 5, next_alertable_at: None };
        assert_eq!(hand_over(&search(), asked, SETTINGS, at(0)), None);
        assert_eq!(
            hand_over(&search(), asked, SETTINGS, at(20 * 60)),
            Some(HandOver::DeadlineNear)
        );
        let nobody = Supply::default();
        assert_eq!(hand_over(&search(), nobody, SETTINGS, at(0)), Some(HandOver::NobodyLeft));
        let tomorrow = Supply { chosen: 0, next_alertable_at: Some(at(600)) };
        assert_eq!(hand_over(&search(), tomorrow, SETTINGS, at(0)), None);
    }

    #[test]
    fn a_vital_request_does_not_wait_for_the_morning() {
        let vital = Search { priority: Priority::Vital, ..search() };
        let tomorrow = Supply { chosen: 0, next_alertable_at: Some(at(600)) };
        assert_eq!(hand_over(&vital, tomorrow, SETTINGS, at(0)), Some(HandOver::Vital));
    }

    #[test]
    fn the_next_look_is_the_first_thing_that_can_change() {
        let asked = Supply { chosen: 5, next_alertable_at: None };
        assert_eq!(look_again_at(&search(), asked, SETTINGS, at(0)), at(60));
        let waiting = Search { next_silence_at: Some(at(20)), ..search() };
        assert_eq!(look_again_at(&waiting, asked, SETTINGS, at(0)), at(20));
        assert!(look_again_at(&search(), Supply::default(), SETTINGS, at(23 * 60)) > at(23 * 60));
    }

    #[test]
    fn the_hourly_look_does_not_come_before_a_request_s_turn_in_the_morning() {
        let tomorrow = Supply { chosen: 0, next_alertable_at: Some(at(600)) };
        let turn = spread(at(600), search().needed_by);
        assert_eq!(look_again_at(&search(), tomorrow, SETTINGS, at(480)), at(540));
        assert_eq!(look_again_at(&search(), tomorrow, SETTINGS, at(540)), turn);
        assert_eq!(look_again_at(&search(), tomorrow, SETTINGS, at(545)), turn);
    }

    #[test]
    fn the_morning_goes_out_by_deadline() {
        let morning = at(600);
        let soon = spread(morning, at(660));
        let later = spread(morning, at(1_400));
        assert!(morning < soon && soon < later);
        assert!(later.duration_since(morning) <= SignedDuration::from_mins(15));
    }
}
