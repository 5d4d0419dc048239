//! What staff's pages are counted from: the requests of the last months, held in memory and kept in
//! step with the event log.
//!
//! It is read at the first page that needs it; every later page reads the events since the last one
//! and, again, the requests they touched. So a page costs what has changed, not what there is.

mod kept_fairness;
mod needs;
mod picture;
mod volunteers_there;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use matching::{AreaId, RequestId, Role};
use store::Touched;
use tokio::sync::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, hours, minutes};

use kept_fairness::KeptReports;
pub use needs::{Needed, Needs, Reason, Waiting};
pub(crate) use picture::Picture;
use volunteers_there::Counted;

/// How many days back it goes; older requests are read from the database.
pub(crate) const DAYS: i64 = 92;
/// Events read in one go.
const EVENTS: u32 = 2_000;
/// Requests read in one statement.
const ROWS: usize = 500;
/// Events looked at again when it is built: some may become visible after later ones.
const BEHIND: i64 = 500;
/// Numbers missing from the log that are looked for again, at most.
const MISSING: usize = 500;

/// The picture and how far it has followed.
#[derive(Default)]
pub(crate) struct Board {
    turn: Mutex<Followed>,
    picture: RwLock<Picture>,
    counted: Mutex<Counted>,
    weekly: Mutex<BTreeMap<(Timestamp, Timestamp), Weekly>>,
    fairness: Mutex<KeptReports>,
}

/// When alerts a week were counted, and the counts.
type Weekly = (Timestamp, Vec<u32>);

#[derive(Default)]
struct Followed {
    is_built: bool,
    /// The last event.
    seq: i64,
    /// Numbers that were not there when later ones were, and when that was noticed: their
    /// transactions are under way or were given up.
    missing: BTreeMap<i64, Timestamp>,
    looked_at: Option<Instant>,
}

impl Followed {
    /// Goes on to the last of these events, which are in order.
    fn go_on(&mut self, events: &[Touched], now: Timestamp) {
        for event in events {
            for number in self.seq + 1..event.seq {
                if self.missing.len() < MISSING {
                    self.missing.insert(number, now);
                }
            }
            self.seq = event.seq;
        }
        self.missing.retain(|_, noticed| now < *noticed + minutes(10));
    }
}

impl Board {
    /// Forgets everything; it is built again when it is needed.
    pub(crate) async fn forget(&self) {
        *self.turn.lock().await = Followed::default();
    }

    /// Reads the picture; what `ask` does holds others up who write to it.
    pub(crate) fn look<T>(&self, ask: impl FnOnce(&Picture) -> T) -> T {
        ask(&self.picture.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, write: impl FnOnce(&mut Picture)) {
        write(&mut self.picture.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Dispatch {
    /// Brings the board in step with the event log.
    pub(crate) async fn follow_board(&self) -> Outcome<()> {
        let mut followed = self.board().turn.lock().await;
        self.follow_under(&mut followed).await
    }

    /// The same where somebody has not done so within `age`: for those who look again and again.
    async fn follow_board_within(&self, age: Duration) -> Outcome<()> {
        let mut followed = self.board().turn.lock().await;
        if followed.is_built && followed.looked_at.is_some_and(|at| at.elapsed() < age) {
            return Ok(());
        }
        self.follow_under(&mut followed).await
    }

    async fn follow_under(&self, followed: &mut Followed) -> Outcome<()> {
        if !followed.is_built {
            self.build_board(followed).await?;
        }
        loop {
            let mut tx = self.read().await?;
            let late: Vec<i64> = followed.missing.keys().copied().collect();
            let late = tx.touched_at(&late).await?;
            let events = tx.touched_after(followed.seq, EVENTS).await?;
            drop(tx);
            followed.looked_at = Some(Instant::now());
            let whole = events.len() == EVENTS as usize;
            if events.is_empty() && late.is_empty() {
                return Ok(());
            }
            self.read_again(late.iter().chain(&events)).await?;
            for event in &late {
                followed.missing.remove(&event.seq);
            }
            followed.go_on(&events, self.now());
            if !whole {
                return Ok(());
            }
        }
    }

    /// Reads the requests that events touched.
    async fn read_again(&self, events: impl Iterator<Item = &Touched>) -> Outcome<()> {
        let mut ids: BTreeSet<RequestId> = BTreeSet::new();
        let (mut last, mut is_elsewhere) = (0, false);
        for event in events {
            ids.extend(event.request_id);
            is_elsewhere |= event.is_task && event.request_id.is_none();
            last = event.seq.max(last);
        }
        let ids: Vec<RequestId> = ids.into_iter().collect();
        let mut tx = self.read().await?;
        self.board().change(|picture| picture.turn_the_page(last, is_elsewhere));
        for chunk in ids.chunks(ROWS) {
            let rows = tx.board_rows(chunk).await?;
            self.board().change(|picture| {
                for row in rows {
                    picture.put(row);
                }
            });
        }
        Ok(())
    }

    async fn build_board(&self, followed: &mut Followed) -> Outcome<()> {
        let now = self.now();
        let since = now - hours(24 * DAYS);
        let mut tx = self.read().await?;
        let seq = (tx.last_event().await? - BEHIND).max(0);
        let mut built = Picture::since(since, seq);
        let mut after = RequestId(Uuid::nil());
        loop {
            let rows = tx.board_rows_after(after, since, EVENTS).await?;
            let Some(last) = rows.last() else { break };
            after = last.counted.id;
            for row in rows {
                built.put(row);
            }
        }
        drop(tx);
        self.board().change(|picture| *picture = built);
        *followed = Followed { is_built: true, seq, ..Followed::default() };
        Ok(())
    }

    /// A number that grows whenever something changes that a member of staff sees: any request of
    /// their areas, or one of them; `None` when there is no such request.
    ///
    /// Looks at the event log at most once a second, however many ask.
    pub async fn last_change_seen(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
    ) -> Outcome<Option<i64>> {
        let staff = actor.staff(Role::Operator)?;
        self.follow_board_within(Duration::from_secs(1)).await?;
        let areas = self.areas();
        Ok(self.board().look(|picture| match request {
            Some(id) => {
                let seen = picture.get(id);
                let seen = seen.filter(|seen| staff.sees(seen.row.counted.area_id, &areas));
                seen.map(|seen| seen.changed)
            }
            None => Some(picture.last_change(area_set(staff.areas(&areas)).as_ref())),
        }))
    }

    /// How many alerts each alerted volunteer had in each week of [from, to), as it was counted
    /// within the last ten minutes.
    pub(crate) async fn alerts_a_week(&self, from: Timestamp, to: Timestamp) -> Outcome<Vec<u32>> {
        let mut known = self.board().weekly.lock().await;
        let now = self.now();
        known.retain(|_, (at, _)| *at <= now && now < *at + minutes(10));
        if let Some((_, counts)) = known.get(&(from, to)) {
            return Ok(counts.clone());
        }
        let counts = self.read().await?.alerts_per_volunteer_week(from, to).await?;
        known.insert((from, to), (now, counts.clone()));
        Ok(counts)
    }
}

/// Areas to look things up in; `None` = all.
pub(crate) fn area_set(areas: Option<Vec<AreaId>>) -> Option<BTreeSet<AreaId>> {
    areas.map(|areas| areas.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: i64) -> Touched {
        Touched { seq, request_id: None, is_task: false }
    }

    #[test]
    fn numbers_that_are_missing_are_looked_for_for_ten_minutes() {
        let start = Timestamp::UNIX_EPOCH;
        let mut followed = Followed::default();
        followed.go_on(&[event(1), event(2), event(5)], start);
        assert_eq!(followed.seq, 5);
        assert_eq!(followed.missing.keys().copied().collect::<Vec<_>>(), [3, 4]);
        followed.go_on(&[event(7)], start + minutes(9));
        assert_eq!(followed.missing.keys().copied().collect::<Vec<_>>(), [3, 4, 6]);
        followed.go_on(&[], start + minutes(11));
        assert_eq!(followed.missing.keys().copied().collect::<Vec<_>>(), [6]);
    }
}
