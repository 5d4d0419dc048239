//! What needs a member of staff now, why, and since when.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use matching::{AreaId, RequestId, RequestStatus, Role};
use store::{BoardRow, HelpRequest};

use super::area_set;
use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, hours};

/// So many asked and nobody answers: somebody should look.
const SILENCES: u32 = 3;
/// A request that waits for its person's word for longer is called about.
const UNCONFIRMED_FOR: SignedDuration = hours(1);
/// A search that has not found anybody for longer is looked at.
const OLD_FOR: SignedDuration = hours(24);

/// Why a request needs a human, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Somebody worries about the person or about a volunteer.
    Concern,
    /// It is vital and mail is too slow.
    Vital,
    /// The person says that nobody came.
    NotDone,
    /// The volunteer gave it back.
    Reopened,
    /// Nobody is left whom one could ask.
    NobodyLeft,
    /// The deadline is near and nobody has said yes.
    DeadlineNear,
    /// All who were asked keep silent.
    Silence,
    /// It has waited for a day.
    Old,
    /// Its person has not confirmed it.
    Unconfirmed,
}

impl Reason {
    /// All, the most pressing first.
    pub const ALL: [Self; 9] = [
        Self::Concern,
        Self::Vital,
        Self::NotDone,
        Self::Reopened,
        Self::NobodyLeft,
        Self::DeadlineNear,
        Self::Silence,
        Self::Old,
        Self::Unconfirmed,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Concern => "concern",
            Self::Vital => "vital",
            Self::NotDone => "not_done",
            Self::Reopened => "reopened",
            Self::NobodyLeft => "nobody_left",
            Self::DeadlineNear => "deadline_near",
            Self::Silence => "silence",
            Self::Old => "old",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Whether somebody must act today.
    pub const fn is_pressing(self) -> bool {
        matches!(self, Self::Concern | Self::Vital | Self::NotDone | Self::Reopened)
    }

    /// Why this request needs a human at `now`, if it does.
    pub(crate) fn of(row: &BoardRow, now: Timestamp) -> Option<Self> {
        let counted = &row.counted;
        if counted.status == RequestStatus::Unconfirmed {
            let waits = now >= row.created_at + UNCONFIRMED_FOR && now < counted.needed_by;
            return waits.then_some(Self::Unconfirmed);
        }
        if !counted.status.is_live() {
            return None;
        }
        if let Some(attention) = counted.attention.as_deref() {
            let known = Self::ALL.into_iter().find(|reason| reason.code() == attention);
            let known = known.unwrap_or(Self::NobodyLeft);
            // Whoever was asked by hand since is waited for.
            let is_waited_for = known == Self::NobodyLeft && row.outstanding > 0;
            return (!is_waited_for).then_some(known);
        }
        if counted.status != RequestStatus::Open {
            return None;
        }
        if row.urgent {
            return Some(Self::Reopened);
        }
        if row.outstanding == 0 && row.silent >= SILENCES {
            return Some(Self::Silence);
        }
        (now >= counted.opened_at + OLD_FOR).then_some(Self::Old)
    }
}

impl std::str::FromStr for Reason {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|reason| reason.code() == text).ok_or(())
    }
}

/// The answers so far to a request's alerts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Alerts sent.
    pub asked: u32,
    /// Answered with a no.
    pub no: u32,
    /// Not answered in time.
    pub silent: u32,
    /// Still waited for.
    pub outstanding: u32,
}

/// A request that needs a human.
#[derive(Debug, Clone)]
pub struct Needed {
    /// The request; nothing sealed is opened.
    pub request: HelpRequest,
    /// Why.
    pub reason: Reason,
    /// The answers so far.
    pub answers: Waiting,
}

/// What needs a member of staff now.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// The most pressing of them, the nearest deadline first among equals.
    pub first: Vec<Needed>,
    /// How many there are, by reason; those without any are left out.
    pub counts: Vec<(Reason, u32)>,
    /// Open requests for which the search goes on by itself.
    pub searching: u32,
    /// Open tasks about volunteers, by kind.
    pub about_volunteers: Vec<(matching::TaskKind, u32)>,
}

impl Needs {
    /// How many requests need a human.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// What the list is sorted by.
type Place = (Reason, Timestamp, RequestId);

impl Dispatch {
    /// What needs a member of staff now in their areas, at most `limit` requests of it; only for
    /// one reason if told.
    ///
    /// # Errors
    /// [`crate::Refusal::Unauthenticated`] for anybody but staff, [`crate::Refusal::NotFound`] for
    /// an area they do not see.
    pub async fn needs(
        &self,
        actor: &Actor,
        area: Option<AreaId>,
        only: Option<Reason>,
        limit: usize,
    ) -> Outcome<Needs> {
        actor.staff(Role::Operator)?;
        let areas = self.visible_areas(actor, area)?;
        self.follow_board().await?;
        let mut needs = Needs::default();
        let mut counts: BTreeMap<Reason, u32> = BTreeMap::new();
        let (places, answers) = self.places_of(areas.clone(), &mut counts, &mut needs.searching);
        needs.counts = counts.into_iter().collect();
        let wanted = places.iter().filter(|(reason, ..)| only.is_none_or(|only| only == *reason));
        let wanted: Vec<&Place> = wanted.take(limit).collect();
        let mut tx = self.read().await?;
        let ids: Vec<RequestId> = wanted.iter().map(|(_, _, id)| *id).collect();
        let mut requests: BTreeMap<RequestId, HelpRequest> =
            tx.requests_by_id(&ids).await?.into_iter().map(|r| (r.id, r)).collect();
        let found = wanted.into_iter().filter_map(|(reason, _, id)| {
            let request = requests.remove(id)?;
            let answers = answers.get(id).copied().unwrap_or_default();
            Some(Needed { request, reason: *reason, answers })
        });
        needs.first = found.collect();
        needs.about_volunteers = tx.open_tasks_about_volunteers(areas.as_deref()).await?;
        Ok(needs)
    }

    fn places_of(
        &self,
        areas: Option<Vec<AreaId>>,
        counts: &mut BTreeMap<Reason, u32>,
        searching: &mut u32,
    ) -> (Vec<Place>, BTreeMap<RequestId, Waiting>) {
        let areas = area_set(areas);
        let now = self.now();
        let mut places = Vec::new();
        let mut answers = BTreeMap::new();
        self.board().look(|picture| {
            for seen in picture.of_areas(areas.as_ref()) {
                let counted = &seen.row.counted;
                let Some(reason) = Reason::of(&seen.row, now) else {
                    *searching += u32::from(counted.status == RequestStatus::Open);
                    continue;
                };
                *counts.entry(reason).or_default() += 1;
                places.push((reason, counted.needed_by, counted.id));
                answers.insert(counted.id, Waiting::of(&seen.row));
            }
        });
        places.sort_unstable();
        (places, answers)
    }

    /// Why one request needs a human, if it does.
    pub async fn need_of_request(&self, id: RequestId) -> Outcome<Option<Reason>> {
        self.follow_board().await?;
        let now = self.now();
        let reason = |picture: &super::Picture| Reason::of(&picture.get(id)?.row, now);
        Ok(self.board().look(reason))
    }
}

impl Waiting {
    fn of(row: &BoardRow) -> Self {
        Self {
            asked: row.counted.alerts,
            no: row.declined,
            silent: row.silent,
            outstanding: row.outstanding,
        }
    }
}
