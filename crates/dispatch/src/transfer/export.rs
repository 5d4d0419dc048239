//! Everything out, row by row.

use std::io;
use std::str::FromStr;

use jiff::SignedDuration;
use matching::VolunteerStatus;
use store::{HelpRequest, RequestFilter, Volunteer, VolunteerFilter};
use thiserror::Error;

use super::figures::{FIGURES, figures};
use super::rows;
use super::sink::{Out, Sink};
use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;
use crate::statistics::{FigureQuery, GroupBy};

/// Rows held at a time.
const PAGE: u32 = 500;

/// What to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// Volunteers who have not left, newest first.
    Volunteers,
    /// Help requests, newest first.
    Requests,
    /// Engagements.
    Engagements,
    /// The event log.
    Events,
    /// The figures since the beginning, the whole and day by day.
    Stats,
}

/// How to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values with a header; text that a spreadsheet would run is defused.
    Csv,
    /// One array, an object a line.
    Json,
    /// Points at the centres of cells, without anything personal; volunteers and requests only.
    Geojson,
}

impl FromStr for ExportKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "volunteers" => Ok(Self::Volunteers),
            "requests" => Ok(Self::Requests),
            "engagements" => Ok(Self::Engagements),
            "events" => Ok(Self::Events),
            "stats" => Ok(Self::Stats),
            _ => Err(()),
        }
    }
}

impl FromStr for ExportFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "geojson" => Ok(Self::Geojson),
            _ => Err(()),
        }
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Rows, the header apart.
    pub rows: u64,
}

/// Why an export ended early; what was written until then is no whole file.
#[derive(Debug, Error)]
pub enum ExportFailure {
    /// These have no place on a map.
    #[error("format: only volunteers and requests can be written as geojson")]
    NoPlace,
    /// The file cannot be written.
    #[error("the export cannot be written: {0}")]
    Unwritable(#[from] io::Error),
    /// The store refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Dispatch {
    /// Exports to a writer, a page of rows at a time; what it writes as CSV, an import reads.
    ///
    /// An export of volunteers or requests with their personal columns is a reveal: one entry in
    /// the ledger, written first. `GeoJSON` opens no seal.
    ///
    /// # Errors
    /// [`ExportFailure::NoPlace`] before anything is written; the others at any time.
    pub async fn export(
        &self,
        what: ExportKind,
        format: ExportFormat,
        out: Out<'_>,
    ) -> Result<ExportReport, ExportFailure> {
        let on_map = matches!(what, ExportKind::Volunteers | ExportKind::Requests);
        let sealed = format != ExportFormat::Geojson;
        if !sealed && !on_map {
            return Err(ExportFailure::NoPlace);
        }
        if sealed && on_map {
            self.note_export().await?;
            self.ring().warm().await.map_err(Refusal::from)?;
        }
        let sink = Sink::begin(format, names(what, sealed), out)?;
        let rows = match what {
            ExportKind::Volunteers => self.export_volunteers(sink, sealed).await?,
            ExportKind::Requests => self.export_requests(sink, sealed).await?,
            ExportKind::Engagements => self.export_engagements(sink).await?,
            ExportKind::Events => self.export_events(sink).await?,
            ExportKind::Stats => self.export_figures(sink).await?,
        };
        Ok(ExportReport { rows })
    }

    async fn note_export(&self) -> Outcome<()> {
        let entry = self.entry(&Actor::System, "export")?;
        let mut tx = self.write().await?;
        tx.record_reveal(&entry).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn export_volunteers(
        &self,
        mut sink: Sink<'_>,
        sealed: bool,
    ) -> Result<u64, ExportFailure> {
        let areas = self.areas();
        let mut filter = VolunteerFilter { limit: PAGE, ..VolunteerFilter::default() };
        loop {
            let page = self.read().await?.volunteers(&filter).await.map_err(Refusal::from)?;
            let Some(last) = page.last() else { return Ok(sink.end()?) };
            filter.before = Some(last.id);
            for volunteer in page.iter().filter(|v| v.status != VolunteerStatus::Withdrawn) {
                let mut row = rows::volunteer(volunteer, &areas).to_vec();
                if sealed {
                    let Some(opened) = self.opened_volunteer(volunteer).await? else { continue };
                    row.extend(opened);
                }
                sink.row(&row, Some(volunteer.cell))?;
            }
        }
    }

    /// The sealed columns; none when the key was destroyed.
    async fn opened_volunteer(
        &self,
        volunteer: &Volunteer,
    ) -> Outcome<Option<[super::datum::Datum; rows::VOLUNTEER_SEALED.len()]>> {
        let Some(key) = self.ring().key(volunteer.subject_id).await? else { return Ok(None) };
        let (contact, anchors) = (volunteer.contact(&key)?, volunteer.anchors(&key)?);
        Ok(Some(rows::volunteer_sealed(contact, &anchors)))
    }

    async fn export_requests(
        &self,
        mut sink: Sink<'_>,
        sealed: bool,
    ) -> Result<u64, ExportFailure> {
        let areas = self.areas();
        let mut filter = RequestFilter { limit: PAGE, ..RequestFilter::default() };
        loop {
            let page = self.read().await?.requests(&filter).await.map_err(Refusal::from)?;
            let Some(last) = page.last() else { return Ok(sink.end()?) };
            filter.before = Some(last.id);
            for request in &page {
                let mut row = rows::request(request, &areas).to_vec();
                if sealed {
                    row.extend(self.opened_request(request).await?);
                }
                sink.row(&row, request.cell)?;
            }
        }
    }

    /// The sealed columns; empty ones when the key was destroyed.
    async fn opened_request(
        &self,
        request: &HelpRequest,
    ) -> Outcome<[super::datum::Datum; rows::REQUEST_SEALED.len()]> {
        let opened = match self.ring().key(request.subject_id).await? {
            Some(key) => Some((request.contact(&key)?, request.details(&key)?)),
            None => None,
        };
        Ok(rows::request_sealed(opened))
    }

    async fn export_engagements(&self, mut sink: Sink<'_>) -> Result<u64, ExportFailure> {
        let mut after = None;
        loop {
            let mut tx = self.read().await?;
            let page = tx.engagements_after(after, PAGE).await.map_err(Refusal::from)?;
            drop(tx);
            let Some(last) = page.last() else { return Ok(sink.end()?) };
            after = Some(last.id);
            for engagement in &page {
                sink.row(&rows::engagement(engagement), None)?;
            }
        }
    }

    async fn export_events(&self, mut sink: Sink<'_>) -> Result<u64, ExportFailure> {
        let mut after = 0;
        loop {
            let mut tx = self.read().await?;
            let page = tx.events_after(after, PAGE).await.map_err(Refusal::from)?;
            drop(tx);
            let Some(last) = page.last() else { return Ok(sink.end()?) };
            after = last.seq;
            for event in &page {
                sink.row(&rows::event(event), None)?;
            }
        }
    }

    async fn export_figures(&self, mut sink: Sink<'_>) -> Result<u64, ExportFailure> {
        let from = self.read().await?.first_opening().await.map_err(Refusal::from)?;
        let Some(from) = from else { return Ok(sink.end()?) };
        let query = FigureQuery {
            from: Some(from),
            to: Some(self.now() + SignedDuration::from_micros(1)),
            group_by: Some(GroupBy::Day),
            area: None,
            only: crate::statistics::Only::default(),
        };
        let report = self.matching_figures(&Actor::System, &query).await?;
        sink.row(&figures("total", &report.total), None)?;
        for (day, group) in &report.groups {
            sink.row(&figures(day, group), None)?;
        }
        Ok(sink.end()?)
    }
}

fn names(what: ExportKind, sealed: bool) -> Vec<&'static str> {
    let (open, rest): (&[&str], &[&str]) = match what {
        ExportKind::Volunteers => (&rows::VOLUNTEER, &rows::VOLUNTEER_SEALED),
        ExportKind::Requests => (&rows::REQUEST, &rows::REQUEST_SEALED),
        ExportKind::Engagements => (&rows::ENGAGEMENT, &[]),
        ExportKind::Events => (&rows::EVENT, &[]),
        ExportKind::Stats => (&FIGURES, &[]),
    };
    let rest = rest.iter().filter(|_| sealed);
    open.iter().chain(rest).copied().collect()
}
