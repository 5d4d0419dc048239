//! The requests of the last months as they are now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use matching::{AreaId, RequestId};
use store::BoardRow;

/// A request and the page on which it was last written.
pub(crate) struct Seen {
    pub row: BoardRow,
    pub changed: i64,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Picture {
    since: Timestamp,
    requests: BTreeMap<RequestId, Seen>,
    /// A number that grows with each batch of changes.
    page: i64,
    /// The page of the last change to a task about no request.
    elsewhere: i64,
}

impl Picture {
    /// An empty one of the requests posted since a time.
    pub fn since(since: Timestamp, page: i64) -> Self {
        Self { since, page, ..Self::default() }
    }

    /// Begins the next page, with the number of the last event if that is higher.
    pub fn turn_the_page(&mut self, last: i64, is_elsewhere: bool) {
        self.page = last.max(self.page + 1);
        if is_elsewhere {
            self.elsewhere = self.page;
        }
    }

    /// Whether it holds every request opened from a time on.
    pub fn reaches(&self, from: Timestamp) -> bool {
        from >= self.since
    }

    pub fn put(&mut self, row: BoardRow) {
        if row.created_at >= self.since {
            self.requests.insert(row.counted.id, Seen { row, changed: self.page });
        }
    }

    pub fn get(&self, id: RequestId) -> Option<&Seen> {
        self.requests.get(&id)
    }

    /// Those of some areas, the oldest first.
    pub fn of_areas(&self, areas: Option<&BTreeSet<AreaId>>) -> impl Iterator<Item = &Seen> {
        let all = self.requests.values();
        all.filter(move |seen| {
            areas.is_none_or(|areas| seen.row.counted.area_id.is_some_and(|id| areas.contains(&id)))
        })
    }

    /// Those opened in [from, to), in the order they were posted.
    pub fn opened(
        &self,
        from: Timestamp,
        to: Timestamp,
        areas: Option<&BTreeSet<AreaId>>,
    ) -> impl Iterator<Item = &BoardRow> {
        let rows = self.of_areas(areas).map(|seen| &seen.row);
        rows.filter(move |row| {
            row.was_opened && row.counted.opened_at >= from && row.counted.opened_at < to
        })
    }

    pub fn last_change(&self, areas: Option<&BTreeSet<AreaId>>) -> i64 {
        let here = self.of_areas(areas).map(|seen| seen.changed).max();
        here.unwrap_or_default().max(self.elsewhere)
    }
}
