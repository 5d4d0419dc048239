//! A file of areas, and everybody's area counted anew.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use geocoding::areas::{AreaError, AreaSet};
use matching::{AreaId, RequestId, VolunteerId};
use store::{Area, RequestFilter, VolunteerFilter};
use thiserror::Error;

use crate::mirror::anchors;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// Rows looked at or written in one transaction.
const CHUNK: u32 = 500;

/// Under this key of the deployment's values stands when the areas last changed.
pub const AREAS_CHANGED_AT: &str = "areas_changed_at";

/// What a file of areas is.
pub enum AreaSource<'a> {
    /// A `FeatureCollection` of polygons, with the properties `name` and `parent`.
    GeoJson(&'a str),
    /// A CSV with the header `name,parent,country,postcode,place`.
    Csv(&'a mut dyn Read),
}

impl fmt::Debug for AreaSource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GeoJson(_) => "GeoJson(…)",
            Self::Csv(_) => "Csv(…)",
        })
    }
}

/// What an import of areas did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AreasReport {
    /// Areas of the file.
    pub areas: u64,
    /// Cells of 0.7 km² that they share out among them.
    pub cells: u64,
    /// Volunteers whose area changed.
    pub volunteers_moved: u64,
    /// Help requests whose area changed.
    pub requests_moved: u64,
}

/// Why no area was imported.
#[derive(Debug, Error)]
pub enum AreasFailure {
    /// The file is at fault; names the feature or row and the field.
    #[error(transparent)]
    File(#[from] AreaError),
    /// The store refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Dispatch {
    /// Imports areas, and gives every volunteer and help request the area they lie in now:
    /// volunteers by their first point, requests by the centre of their cell.
    ///
    /// An area of a known name keeps its id and gets the cells of the file; areas that the file
    /// does not name keep what nobody else claims. Other processes read the areas again when the
    /// value of [`AREAS_CHANGED_AT`] changes.
    ///
    /// # Errors
    /// [`AreasFailure::File`] with the first feature or row at fault; nothing is written then.
    pub async fn import_areas(&self, source: AreaSource<'_>) -> Result<AreasReport, AreasFailure> {
        let set = match source {
            AreaSource::GeoJson(text) => AreaSet::from_geojson(text)?,
            AreaSource::Csv(reader) => AreaSet::from_csv(reader, self.gazetteer())?,
        };
        let cells = set.areas.iter().map(|area| area.cells.len() as u64).sum();
        let mut report =
            AreasReport { areas: set.areas.len() as u64, cells, ..AreasReport::default() };
        self.store_areas(&set).await?;
        self.reload_areas().await?;
        report.volunteers_moved = self.place_volunteers().await?;
        report.requests_moved = self.place_requests().await?;
        self.announce_areas().await?;
        Ok(report)
    }

    async fn store_areas(&self, set: &AreaSet) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut ids: HashMap<usize, AreaId> = HashMap::new();
        for index in parents_first(set) {
            let area = &set.areas[index];
            let stored = Area {
                id: self.fresh_id()?,
                parent_id: area.parent.and_then(|parent| ids.get(&parent).copied()),
                name: area.name.clone(),
            };
            ids.insert(index, tx.upsert_area(&stored, self.now()).await?);
        }
        for (index, id) in &ids {
            tx.assign_cells(*id, &set.areas[*index].cells).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn place_volunteers(&self) -> Outcome<u64> {
        self.ring().warm().await?;
        let areas = self.areas();
        let mut filter = VolunteerFilter { limit: CHUNK, ..VolunteerFilter::default() };
        let mut moved = 0;
        loop {
            let page = self.read().await?.volunteers(&filter).await?;
            let Some(last) = page.last() else { return Ok(moved) };
            filter.before = Some(last.id);
            let mut changes = Vec::new();
            for volunteer in &page {
                let first = anchors(self.ring(), volunteer).await?.first().copied();
                let Some(first) = first else { continue };
                let area = areas.leaf_of(first);
                if area != volunteer.area_id {
                    changes.push((volunteer.id, area));
                }
            }
            moved += self.write_volunteer_areas(&changes).await?;
        }
    }

    async fn write_volunteer_areas(
        &self,
        changes: &[(VolunteerId, Option<AreaId>)],
    ) -> Outcome<u64> {
        if changes.is_empty() {
            return Ok(0);
        }
        let mut tx = self.write().await?;
        for (id, area) in changes {
            tx.set_volunteer_area(*id, *area).await?;
        }
        tx.commit().await?;
        Ok(changes.len() as u64)
    }

    async fn place_requests(&self) -> Outcome<u64> {
        let areas = self.areas();
        let mut filter = RequestFilter { limit: CHUNK, ..RequestFilter::default() };
        let mut moved = 0;
        loop {
            let page = self.read().await?.requests(&filter).await?;
            let Some(last) = page.last() else { return Ok(moved) };
            filter.before = Some(last.id);
            let changes: Vec<(RequestId, Option<AreaId>)> = page
                .iter()
                .filter_map(|request| {
                    let area = areas.leaf_of(request.cell?.center());
                    (area != request.area_id).then_some((request.id, area))
                })
                .collect();
            if changes.is_empty() {
                continue;
            }
            let mut tx = self.write().await?;
            for (id, area) in &changes {
                tx.set_request_area(*id, *area).await?;
            }
            tx.commit().await?;
            moved += changes.len() as u64;
        }
    }

    /// Moves open tasks along, and lets other processes know.
    async fn announce_areas(&self) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.follow_areas().await?;
        tx.set_meta(AREAS_CHANGED_AT, &self.now().to_string()).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The places of all areas in the set, each after its parent's.
fn parents_first(set: &AreaSet) -> Vec<usize> {
    let depth = |index: usize| {
        std::iter::successors(set.areas[index].parent, |up| set.areas[*up].parent).count()
    };
    let mut order: Vec<usize> = (0..set.areas.len()).collect();
    order.sort_by_key(|index| depth(*index));
    order
}
