//! The service: what every use case works with.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, RwLock};

use geocoding::Gazetteer;
use jiff::{SignedDuration, Timestamp};
use mailer::Transport;
use matching::Role;
use store::{
    AuditChain, Category, Database, Event, KeyRing, StoreError, SubjectKey, Tx, ordered_id,
};
use uuid::Uuid;

use crate::actor::{Actor, Staff};
use crate::answers::Answers;
use crate::areas::AreaTree;
use crate::board::Board;
use crate::clock::Clock;
use crate::mirror::IndexMirror;
use crate::node::OwnNumber;
use crate::queue::Queue;
use crate::refusal::{Outcome, Refusal};
use crate::settings::Settings;

/// Everything the use cases need; cheap to clone.
#[derive(Clone)]
pub struct Dispatch {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    ring: KeyRing,
    audit: AuditChain,
    clock: Arc<dyn Clock>,
    settings: Settings,
    gazetteer: Arc<Gazetteer>,
    transport: Transport,
    index: IndexMirror,
    areas: RwLock<Arc<AreaTree>>,
    categories: RwLock<Arc<Vec<Category>>>,
    site: templates::SiteInfo,
    queue: Option<Queue>,
    rules: AtomicU32,
    answers: RwLock<Arc<Answers>>,
    own_number: OwnNumber,
    board: Board,
    stopping: AtomicBool,
}

/// What a [`Dispatch`] is made of.
pub struct Parts {
    /// The database, migrated.
    pub database: Database,
    /// The key ring.
    pub ring: KeyRing,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The settings.
    pub settings: Settings,
    /// The gazetteer.
    pub gazetteer: Arc<Gazetteer>,
    /// How mail leaves.
    pub transport: Transport,
    /// What mails say about the deployment.
    pub site: templates::SiteInfo,
    /// How workers are woken; `None` where the lanes are run by hand.
    pub queue: Option<Queue>,
}

impl Dispatch {
    /// Puts the service together; the index is still empty: see [`Dispatch::build_index`].
    pub async fn new(parts: Parts) -> Result<Self, StoreError> {
        let mut tx = parts.database.read().await?;
        let areas = AreaTree::load(&mut tx).await?;
        let categories = tx.categories().await?;
        drop(tx);
        Ok(Self {
            inner: Arc::new(Inner {
                database: parts.database,
                audit: parts.ring.audit_chain(&parts.settings.node),
                ring: parts.ring,
                clock: parts.clock,
                settings: parts.settings,
                gazetteer: parts.gazetteer,
                transport: parts.transport,
                index: IndexMirror::default(),
                areas: RwLock::new(Arc::new(areas)),
                categories: RwLock::new(Arc::new(categories)),
                site: parts.site,
                queue: parts.queue,
                rules: AtomicU32::new(0),
                answers: RwLock::default(),
                own_number: OwnNumber::default(),
                board: Board::default(),
                stopping: AtomicBool::new(false),
            }),
        })
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// What pages and mails say about the deployment.
    pub fn site(&self) -> &templates::SiteInfo {
        &self.inner.site
    }

    /// The gazetteer.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.inner.gazetteer
    }

    /// How mail leaves.
    pub fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    /// The database, for readers of this workspace.
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// The key ring.
    pub fn ring(&self) -> &KeyRing {
        &self.inner.ring
    }

    /// The index of volunteers.
    pub fn index(&self) -> &IndexMirror {
        &self.inner.index
    }

    pub(crate) fn queue(&self) -> Option<&Queue> {
        self.inner.queue.as_ref()
    }

    pub(crate) fn board(&self) -> &Board {
        &self.inner.board
    }

    pub(crate) fn own_number(&self) -> &OwnNumber {
        &self.inner.own_number
    }

    /// Whether this process was told to end: what is under way ends, nothing long is begun.
    pub(crate) fn is_stopping(&self) -> bool {
        self.inner.stopping.load(Ordering::Acquire)
    }

    pub(crate) fn stop_soon(&self) {
        self.inner.stopping.store(true, Ordering::Release);
    }

    /// The number of the rules in force; 0 until they were noted.
    pub(crate) fn rules(&self) -> u32 {
        self.inner.rules.load(Ordering::Acquire)
    }

    pub(crate) fn set_rules(&self, number: u32) {
        self.inner.rules.store(number, Ordering::Release);
    }

    /// The model of answers in force.
    pub(crate) fn answers(&self) -> Arc<Answers> {
        self.inner.answers.read().map(|answers| answers.clone()).unwrap_or_default()
    }

    pub(crate) fn set_answers(&self, answers: Arc<Answers>) {
        if let Ok(mut current) = self.inner.answers.write() {
            *current = answers;
        }
    }

    /// The areas as last read.
    pub fn areas(&self) -> Arc<AreaTree> {
        self.inner.areas.read().map(|areas| areas.clone()).unwrap_or_default()
    }

    /// The categories in use.
    pub fn categories(&self) -> Arc<Vec<Category>> {
        self.inner.categories.read().map(|found| found.clone()).unwrap_or_default()
    }

    /// Reads areas and categories again.
    pub async fn reload_areas(&self) -> Outcome<()> {
        let mut tx = self.inner.database.read().await?;
        let areas = Arc::new(AreaTree::load(&mut tx).await?);
        let categories = Arc::new(tx.categories().await?);
        if let Ok(mut current) = self.inner.areas.write() {
            *current = areas;
        }
        if let Ok(mut current) = self.inner.categories.write() {
            *current = categories;
        }
        // Requests may lie in other areas now.
        self.board().forget().await;
        Ok(())
    }

    /// A fresh id that sorts by time.
    pub(crate) fn fresh_id<T: From<Uuid>>(&self) -> Outcome<T> {
        Ok(ordered_id(self.now())?.into())
    }

    /// The key of a subject; [`Refusal::NotFound`] when it was destroyed.
    pub(crate) async fn key(&self, subject: matching::SubjectId) -> Outcome<SubjectKey> {
        self.inner.ring.key(subject).await?.ok_or(Refusal::NotFound)
    }

    pub(crate) async fn read(&self) -> Outcome<Tx> {
        Ok(self.inner.database.read().await?)
    }

    /// A transaction that writes; what people do in it goes into the audit chain.
    pub(crate) async fn write(&self) -> Outcome<Tx> {
        Ok(self.inner.database.write().await?.chained(&self.inner.audit))
    }

    pub(crate) fn audit_chain(&self) -> &AuditChain {
        &self.inner.audit
    }

    /// The staff member behind the actor, if they see the request's area; else not found.
    pub(crate) fn staff_over(
        &self,
        actor: &Actor,
        least: Role,
        area: Option<matching::AreaId>,
    ) -> Outcome<Staff> {
        let staff = actor.staff(least)?;
        if staff.sees(area, &self.areas()) { Ok(staff) } else { Err(Refusal::NotFound) }
    }
}

/// An event about nothing in particular yet.
pub(crate) fn event(at: Timestamp, kind: &'static str, actor: &Actor) -> Event {
    Event {
        at,
        kind,
        request_id: None,
        volunteer_id: None,
        alert_id: None,
        engagement_id: None,
        task_id: None,
        actor: actor.reference(),
        data: "{}".to_owned(),
    }
}

pub(crate) const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count * 60)
}

pub(crate) const fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count * 3600)
}
