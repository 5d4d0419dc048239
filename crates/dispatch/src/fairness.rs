//! How evenly alerts fall on volunteers, and help on places.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use matching::{
    AreaId, CategoryCode, Cell, Demands, Evenness, Need, RequestId, VolunteerId, Window, gini,
};
use store::CohortRow;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::Dispatch;
use crate::statistics::{was_counted, was_matched};

/// Days without an alert after which somebody counts as forgotten.
const DAYS: i64 = 30;
/// Places are compared by cells of so many resolutions coarser than those of requests.
const COARSER: u8 = 2;

/// How evenly alerts and help were spread. Rates are between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FairnessReport {
    /// Of requests opened and alerts sent at or after.
    pub from: Timestamp,
    /// Before.
    pub to: Timestamp,
    /// Active volunteers within whose radius a request of their kinds of help was opened.
    pub in_reach: u32,
    /// Of these, those who had no alert.
    pub never_asked: u32,
    /// How evenly alerts fell on them.
    pub evenness: Evenness,
    /// The Gini coefficient of the match rate among places, each request counting once.
    pub gini_match_rate: f64,
    /// By leaf area, the most never asked first; those without an area have no name.
    pub areas: Vec<AreaFairness>,
}

/// One area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaFairness {
    /// Its name; empty outside every area.
    pub name: String,
    /// Requests opened.
    pub requests: u32,
    /// Matched of those that count; none without cases.
    pub match_rate: Option<f64>,
    /// Volunteers who live there and are in reach of a request anywhere.
    pub in_reach: u32,
    /// Of these, those who had no alert.
    pub never_asked: u32,
}

impl Dispatch {
    /// How evenly alerts and help were spread in the caller's area; over 30 days unless told.
    ///
    /// O(places and kinds of help asked for · volunteers in reach of each).
    ///
    /// # Errors
    /// [`crate::Refusal::Invalid`] when `from` is not before `to`.
    pub async fn fairness(
        &self,
        actor: &Actor,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        area: Option<AreaId>,
    ) -> Outcome<FairnessReport> {
        let areas = self.visible_areas(actor, area)?;
        self.fairness_in(areas, from, to).await
    }

    /// The same in some areas; `None` = all.
    pub(crate) async fn fairness_in(
        &self,
        areas: Option<Vec<AreaId>>,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Outcome<FairnessReport> {
        let (from, to) = self.period(from, to, DAYS)?;
        let mut tx = self.read().await?;
        let rows = tx.cohort(from, to, areas.as_deref()).await?;
        let cells: BTreeMap<RequestId, Cell> = tx.request_cells(from).await?.into_iter().collect();
        let homes = tx.volunteer_homes(areas.as_deref()).await?;
        let alerts: BTreeMap<VolunteerId, u32> =
            tx.alerts_by_volunteer(from, to).await?.into_iter().collect();
        drop(tx);
        let reached = self.in_reach_of(places(&rows, &cells)).await;
        let asked = |id: &VolunteerId| alerts.get(id).copied().unwrap_or_default();
        let homes = homes.into_iter().filter(|(id, ..)| reached.contains(id));
        let homes: Vec<_> = homes.map(|(id, cell, area)| (cell, area, asked(&id))).collect();
        Ok(FairnessReport {
            from,
            to,
            in_reach: count(homes.len()),
            never_asked: count(homes.iter().filter(|(.., alerts)| *alerts == 0).count()),
            evenness: Evenness::of(homes.iter().map(|&(cell, _, alerts)| (cell, alerts))),
            gini_match_rate: gini_of_places(&rows, &cells),
            areas: self.by_area(&rows, &homes),
        })
    }

    /// Everybody in whose reach one of these places lies; the search runs beside the others' work.
    async fn in_reach_of(&self, places: BTreeSet<(Cell, CategoryCode)>) -> BTreeSet<VolunteerId> {
        let dispatch = self.clone();
        let search = tokio::task::spawn_blocking(move || {
            let reached =
                places.into_iter().map(|(cell, category)| dispatch.reached(cell, category));
            reached.flatten().collect()
        });
        search.await.unwrap_or_default()
    }

    fn reached(&self, cell: Cell, category: CategoryCode) -> Vec<VolunteerId> {
        let now = self.now();
        let need = Need {
            place: Some(cell.center()),
            category,
            skills: BTreeSet::new(),
            languages: BTreeSet::new(),
            window: Window { from: now, until: now },
            demands: Demands::default(),
        };
        self.index().everyone_in_reach(&need)
    }

    fn by_area(
        &self,
        rows: &[CohortRow],
        homes: &[(Cell, Option<AreaId>, u32)],
    ) -> Vec<AreaFairness> {
        let mut areas: BTreeMap<Option<AreaId>, (AreaFairness, u32, u32)> = BTreeMap::new();
        let now = self.now();
        for row in rows {
            let (area, matched, counted) = areas.entry(row.area_id).or_default();
            area.requests += 1;
            *matched += u32::from(was_counted(row, now) && was_matched(row));
            *counted += u32::from(was_counted(row, now));
        }
        for (_, id, alerts) in homes {
            let area = &mut areas.entry(*id).or_default().0;
            area.in_reach += 1;
            area.never_asked += u32::from(*alerts == 0);
        }
        let tree = self.areas();
        let named = areas.into_iter().map(|(id, (area, matched, counted))| AreaFairness {
            name: id.and_then(|id| tree.name(id)).unwrap_or_default().to_owned(),
            match_rate: (counted > 0).then(|| f64::from(matched) / f64::from(counted)),
            ..area
        });
        let mut named: Vec<AreaFairness> = named.collect();
        named.sort_by(|a, b| b.never_asked.cmp(&a.never_asked).then_with(|| a.name.cmp(&b.name)));
        named
    }
}

/// Each place and kind of help once.
fn places(rows: &[CohortRow], cells: &BTreeMap<RequestId, Cell>) -> BTreeSet<(Cell, CategoryCode)> {
    let with_cell =
        rows.iter().filter_map(|row| Some((*cells.get(&row.id)?, row.category.clone())));
    with_cell.collect()
}

fn gini_of_places(rows: &[CohortRow], cells: &BTreeMap<RequestId, Cell>) -> f64 {
    let mut places: BTreeMap<Cell, (u32, u32)> = BTreeMap::new();
    for row in rows {
        let Some(&cell) = cells.get(&row.id) else { continue };
        let coarse = cell.resolution().saturating_sub(COARSER);
        let (matched, all) = places.entry(cell.parent(coarse).unwrap_or(cell)).or_default();
        *matched += u32::from(was_matched(row));
        *all += 1;
    }
    let rates = places.values().flat_map(|&(matched, all)| {
        std::iter::repeat_n(f64::from(matched) / f64::from(all), all as usize)
    });
    gini(rates.collect())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
