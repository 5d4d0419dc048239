//! The index of volunteers, kept in step with the database by its change log.
//!
//! It offers candidates and decides nothing: whoever is chosen is checked again in the database.

use std::collections::BTreeSet;
use std::sync::{Mutex, RwLock};

use futures::stream::{FuturesOrdered, StreamExt as _};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use matching::{
    CategoryCode, Entry, Hit, IndexQuery, MaskVocabulary, Need, Position, Reach, Snapshot,
    VolunteerId, VolunteerIndex, VolunteerProfile, VolunteerStatus, WordDigests,
};
use store::{KeyRing, NodeMark, Offering, OfferingRow, StoreError, Volunteer, WrappedKeys};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::refusal::Outcome;
use crate::service::Dispatch;
use crate::trust::trust_of;

/// Volunteers that are read at a time when the index is built.
const PAGE: u32 = 2_000;
/// Pages that are opened while the next is fetched.
const PAGES_AT_ONCE: usize = 4;

/// A page of volunteers that is being opened.
type Page = JoinHandle<Result<Vec<Placed>, StoreError>>;
/// What a volunteer offers, and where.
type Placed = (Offering, Vec<Position>);

/// The index and how far it has followed the change log.
#[derive(Default)]
pub struct IndexMirror {
    state: RwLock<Option<State>>,
    turn: tokio::sync::Mutex<()>,
}

struct State {
    index: VolunteerIndex,
    vocabulary: Mutex<MaskVocabulary>,
    followed: std::sync::atomic::AtomicI64,
    /// The checksum for which the digest was reckoned last, and the digest.
    mark: Mutex<Option<(u64, u64)>>,
}

/// What matching sees of a stored volunteer.
pub(crate) fn profile(volunteer: &Volunteer, anchors: Vec<Position>) -> VolunteerProfile {
    VolunteerProfile {
        id: volunteer.id,
        active: volunteer.status == VolunteerStatus::Active && !volunteer.mail_suspended,
        anchors,
        radius_m: volunteer.radius_m,
        categories: volunteer.categories.clone(),
        skills: volunteer.skills.clone(),
        languages: volunteer.languages.clone(),
        availability: volunteer.availability.clone(),
        quiet_hours: volunteer.quiet_hours,
        timezone: TimeZone::get(&volunteer.timezone).unwrap_or(TimeZone::UTC),
        capacity: u8::try_from(volunteer.capacity).unwrap_or(u8::MAX),
        max_alerts_per_week: volunteer
            .max_alerts_per_week
            .map(|most| u8::try_from(most).unwrap_or(u8::MAX)),
        trust: trust_of(volunteer),
    }
}

/// Opens a volunteer's points; a volunteer whose key is gone has none.
pub(crate) async fn anchors(
    ring: &KeyRing,
    volunteer: &Volunteer,
) -> Result<Vec<Position>, StoreError> {
    match ring.key(volunteer.subject_id).await? {
        Some(key) => volunteer.anchors(&key),
        None => Ok(Vec::new()),
    }
}

impl IndexMirror {
    /// Whether the first build is done.
    pub fn is_ready(&self) -> bool {
        self.state.read().is_ok_and(|state| state.is_some())
    }

    /// How many volunteers it holds.
    pub fn len(&self) -> usize {
        let state = self.state.read().ok();
        state.and_then(|s| s.as_ref().map(|s| s.index.snapshot().len())).unwrap_or_default()
    }

    /// Whether it holds nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nearest volunteers who may fit, skipping `skip` and giving at most `take`.
    pub fn candidates(
        &self,
        need: &Need,
        max_m: Option<u32>,
        skip: &BTreeSet<VolunteerId>,
        offset: usize,
        take: usize,
    ) -> Vec<Hit> {
        self.near(need, max_m, |snapshot, query| {
            let fresh = snapshot.nearest(query).filter(|hit| !skip.contains(&hit.id));
            fresh.skip(offset).take(take).collect()
        })
    }

    /// The nearest who would fit if they went half as far again as they said.
    pub fn stretched(
        &self,
        need: &Need,
        max_m: u32,
        skip: &BTreeSet<VolunteerId>,
        take: usize,
    ) -> Vec<Hit> {
        self.near(need, Some(max_m), |snapshot, query| {
            let near = snapshot.nearest_within(query, Reach::Stretched);
            near.filter(|hit| !skip.contains(&hit.id)).take(take).collect()
        })
    }

    /// Everybody who would fit a need, also who is not available now, in no order that matters.
    pub fn everyone_in_reach(&self, need: &Need) -> Vec<VolunteerId> {
        let everyone = self.near(need, None, |snapshot, query| {
            snapshot.nearest(&IndexQuery { only_available: false, ..*query }).collect()
        });
        everyone.into_iter().map(|hit| hit.id).collect()
    }

    /// Asks the snapshot for those who fit a need; nobody before the first build.
    fn near(
        &self,
        need: &Need,
        max_m: Option<u32>,
        search: impl FnOnce(&Snapshot, &IndexQuery) -> Vec<Hit>,
    ) -> Vec<Hit> {
        let Ok(state) = self.state.read() else { return Vec::new() };
        let Some(state) = state.as_ref() else { return Vec::new() };
        let query = state.vocabulary.lock().ok().and_then(|vocabulary| vocabulary.query(need));
        let Some(mut query) = query else { return Vec::new() };
        query.max_m = max_m;
        search(&state.index.snapshot(), &query)
    }

    /// The nearest active volunteers whatever they offer and however far they go, to explain who was left out.
    pub fn anyone_near(&self, at: Option<Position>, take: usize) -> Vec<Hit> {
        let Ok(state) = self.state.read() else { return Vec::new() };
        let Some(state) = state.as_ref() else { return Vec::new() };
        let query = IndexQuery {
            at,
            max_m: None,
            category: 0,
            skills: 0,
            languages: 0,
            only_available: false,
        };
        state.index.snapshot().nearest_within(&query, Reach::Any).take(take).collect()
    }
}

impl Dispatch {
    /// Makes ready to plan: notes the rules, loads the model of answers, builds the index from the
    /// database.
    pub async fn build_index(&self) -> Outcome<()> {
        self.note_rules().await?;
        let mut tx = self.read().await?;
        self.follow_answers(&mut tx).await?;
        drop(tx);
        let _turn = self.index().turn.lock().await;
        let followed = self.read().await?.last_change().await?;
        let mut vocabulary = MaskVocabulary::new();
        let mut entries = Vec::new();
        let mut opened = FuturesOrdered::new();
        let mut after = Some(VolunteerId(Uuid::nil()));
        while after.is_some() || !opened.is_empty() {
            if let Some(last) = after.filter(|_| opened.len() < PAGES_AT_ONCE) {
                let (next, page) = self.page_of_offerings(last).await?;
                after = next;
                opened.push_back(page);
            } else if let Some(page) = opened.next().await {
                let page = page.map_err(|_| StoreError::KeyRing("a page was not opened"))??;
                let own = page.into_iter().map(|(offering, at)| {
                    entry_of(&mut vocabulary, &self.trusted_with(offering), at)
                });
                entries.extend(own);
            }
        }
        let state = State {
            index: VolunteerIndex::build(entries),
            vocabulary: Mutex::new(vocabulary),
            followed: followed.into(),
            mark: Mutex::default(),
        };
        if let Ok(mut current) = self.index().state.write() {
            *current = Some(state);
        }
        Ok(())
    }

    /// The number of the last change that the index followed, and the digest of its content.
    pub(crate) async fn index_mark(&self) -> Option<NodeMark> {
        // Nothing is followed meanwhile, so the two belong together.
        let _turn = self.index().turn.lock().await;
        let state = self.index().state.read().ok()?;
        let state = state.as_ref()?;
        let snapshot = state.index.snapshot();
        let mut last = state.mark.lock().ok()?;
        let digest = match *last {
            Some((checksum, digest)) if checksum == snapshot.checksum() => digest,
            _ => snapshot.digest(&self.word_digests(&*state.vocabulary.lock().ok()?)),
        };
        *last = Some((snapshot.checksum(), digest));
        let followed = state.followed.load(std::sync::atomic::Ordering::Acquire);
        Some(NodeMark { followed, digest: digest.cast_signed() })
    }

    /// What codes add to a digest. A category that asks for vetting is left out: it lapses with time.
    fn word_digests(&self, words: &MaskVocabulary) -> WordDigests {
        let categories = self.categories();
        let lapses = |code: &CategoryCode| {
            categories.iter().any(|own| own.code == *code && own.requires_vetting)
        };
        WordDigests::of(words, |code| !lapses(code))
    }

    /// The digest of an index that held what the table says in this picture; none where there are
    /// more codes than bits, for then it depends on the order in which they came.
    pub(crate) async fn digest_of_table(&self, tx: &mut store::Tx) -> Outcome<Option<i64>> {
        let mut sum = 0_u64;
        let mut words = MaskVocabulary::new();
        let mut after = VolunteerId(Uuid::nil());
        loop {
            let rows = tx.offerings_after(after, PAGE).await?;
            let Some(last) = rows.last() else {
                return Ok((!words.shares_a_bit()).then_some(sum.cast_signed()));
            };
            after = last.id()?;
            let subjects: Result<Vec<_>, _> = rows.iter().map(OfferingRow::subject).collect();
            let keys = self.ring().wrapped(&subjects?).await?;
            let opened = opened(self.ring(), &keys, &rows)?;
            let entries = opened
                .into_iter()
                .map(|(offering, at)| entry_of(&mut words, &self.trusted_with(offering), at));
            let entries: Vec<_> = entries.collect();
            let digests = self.word_digests(&words);
            sum = entries.iter().fold(sum, |sum, one| sum.wrapping_add(digests.entry(one)));
            tokio::task::yield_now().await;
        }
    }

    /// A page of what volunteers offer, being opened beside the fetching of the next, and where that
    /// one begins.
    async fn page_of_offerings(&self, after: VolunteerId) -> Outcome<(Option<VolunteerId>, Page)> {
        let rows = self.read().await?.offerings_after(after, PAGE).await?;
        let next = rows.last().map(OfferingRow::id).transpose()?;
        let ring = self.ring().clone();
        let page = tokio::spawn(async move {
            let subjects: Result<Vec<_>, _> = rows.iter().map(OfferingRow::subject).collect();
            let keys = ring.wrapped(&subjects?).await?;
            let opened = tokio::task::spawn_blocking(move || opened(&ring, &keys, &rows)).await;
            opened.map_err(|_| StoreError::KeyRing("a page was not opened"))?
        });
        Ok((next, page))
    }

    /// Follows the change log; gives the number of volunteers that changed.
    pub async fn follow_changes(&self) -> Outcome<usize> {
        let _turn = self.index().turn.lock().await;
        let Some(mut followed) = self.index().followed() else { return Ok(0) };
        let mut count = 0;
        loop {
            let mut tx = self.read().await?;
            let changes = tx.changes_after(followed, 1_000).await?;
            let Some(last) = changes.last() else { return Ok(count) };
            followed = last.seq;
            let ids: BTreeSet<VolunteerId> = changes.iter().map(|c| c.volunteer_id).collect();
            let ids: Vec<VolunteerId> = ids.into_iter().collect();
            let volunteers = tx.volunteers_by_id(&ids).await?;
            drop(tx);
            count += ids.len();
            self.apply_changes(&volunteers, followed).await?;
        }
    }

    async fn apply_changes(&self, volunteers: &[Volunteer], followed: i64) -> Outcome<()> {
        let mut profiles = Vec::with_capacity(volunteers.len());
        for volunteer in volunteers.iter().filter(|volunteer| is_active(volunteer)) {
            let anchors = anchors(self.ring(), volunteer).await?;
            profiles.push(self.as_offered(profile(volunteer, anchors)));
        }
        let Ok(state) = self.index().state.read() else { return Ok(()) };
        let Some(state) = state.as_ref() else { return Ok(()) };
        for volunteer in volunteers.iter().filter(|volunteer| !is_active(volunteer)) {
            state.index.remove(volunteer.id);
        }
        if let Ok(mut words) = state.vocabulary.lock() {
            state.index.upsert_all(profiles.iter().map(|profile| words.entry(profile)).collect());
        }
        state.followed.store(followed, std::sync::atomic::Ordering::Release);
        state.index.rebuild_if_worn();
        Ok(())
    }
}

/// Reads rows and opens their points; whose key is gone has none.
fn opened(
    ring: &KeyRing,
    keys: &WrappedKeys,
    rows: &[OfferingRow],
) -> Result<Vec<Placed>, StoreError> {
    let open = |row: &OfferingRow| {
        let offering = row.read()?;
        let anchors = match ring.unwrap(keys, offering.subject_id)? {
            Some(key) => offering.anchors(&key)?,
            None => Vec::new(),
        };
        Ok((offering, anchors))
    };
    rows.iter().map(open).collect()
}

fn entry_of(words: &mut MaskVocabulary, own: &Offering, anchors: Vec<Position>) -> Entry {
    Entry {
        id: own.id,
        anchors: anchors.into_iter().collect(),
        radius_m: own.radius_m,
        categories: words.categories(&own.categories),
        skills: words.skills(&own.skills),
        languages: words.languages(&own.languages),
        available: !own.mail_suspended,
    }
}

fn is_active(volunteer: &Volunteer) -> bool {
    volunteer.status == VolunteerStatus::Active
}

impl IndexMirror {
    /// The number of the last change it followed, once it is built.
    fn followed(&self) -> Option<i64> {
        let state = self.state.read().ok()?;
        Some(state.as_ref()?.followed.load(std::sync::atomic::Ordering::Acquire))
    }
}

/// The start of the day that `now` lies in, in a zone.
pub(crate) fn day_start(now: Timestamp, zone: &TimeZone) -> Timestamp {
    now.to_zoned(zone.clone()).start_of_day().map_or(now, |day| day.timestamp())
}
