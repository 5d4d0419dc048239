//! The index against the naive scan, over random lives of volunteers.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::*;
use super::world::{
    Book, book_of, entries, masks, places, queries, radii, reaches, scan, volunteer,
};

/// Ids of the volunteers who live.
const IDS: u128 = 600;

/// One thing that happens, or a question about it.
#[derive(Clone, Debug)]
enum Step {
    Join(Entry),
    /// So many join or move to one point, from this id on.
    Crowd(Entry, u128),
    JoinTogether(Vec<Entry>),
    Move(u128, Vec<Position>),
    /// The radius, the categories and whether there is capacity or budget left.
    Amend(u128, u32, u64, bool),
    Leave(u128),
    Flip(u128, bool),
    FlipTogether(Vec<(u128, bool)>),
    Ask(IndexQuery, Reach, usize),
    /// A reader takes a snapshot, and asks it much later.
    Keep,
    AskKept(IndexQuery, Reach),
    Repack,
}

fn steps() -> impl Strategy<Value = Step> {
    let id = || 0..IDS;
    let flips = vec((0..IDS + 50, any::<bool>()), 0..150);
    let counts = prop_oneof![Just(0), 1..12_usize, Just(100), Just(usize::MAX)];
    prop_oneof![
        6 => entries(0..IDS).prop_map(Step::Join),
        1 => (entries(0..IDS), 0..300_u128).prop_map(|(entry, count)| Step::Crowd(entry, count)),
        1 => vec(entries(0..IDS), 0..60).prop_map(Step::JoinTogether),
        3 => (id(), vec(places(), 0..=3)).prop_map(|(id, places)| Step::Move(id, places)),
        2 => (id(), radii(), masks(), any::<bool>())
            .prop_map(|(id, radius_m, categories, can)| Step::Amend(id, radius_m, categories, can)),
        2 => id().prop_map(Step::Leave),
        3 => (id(), any::<bool>()).prop_map(|(id, available)| Step::Flip(id, available)),
        1 => flips.prop_map(Step::FlipTogether),
        4 => (queries(), reaches(), counts).prop_map(|(q, reach, count)| Step::Ask(q, reach, count)),
        1 => Just(Step::Keep),
        1 => (queries(), reaches()).prop_map(|(query, reach)| Step::AskKept(query, reach)),
        1 => Just(Step::Repack),
    ]
}

/// The index, the book that it should agree with, and what a reader has kept of both.
struct Life {
    index: VolunteerIndex,
    book: Book,
    kept: Option<(Arc<Snapshot>, Book)>,
}

impl Life {
    fn of(entries: Vec<Entry>) -> Self {
        let book = book_of(&entries);
        Self { index: VolunteerIndex::build(entries), book, kept: None }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Join(entry) => self.upsert(entry),
            Step::Crowd(entry, count) => {
                let first = entry.id.0.as_u128();
                (first..first + count).for_each(|number| {
                    self.upsert(Entry { id: volunteer(number), ..entry.clone() });
                });
            }
            Step::JoinTogether(entries) => {
                self.book.extend(book_of(&entries));
                self.index.upsert_all(entries);
            }
            Step::Move(id, anchors) => self.change(id, |entry| entry.anchors = anchors.into()),
            Step::Amend(id, radius_m, categories, available) => self.change(id, |entry| {
                *entry = Entry { radius_m, categories, available, ..entry.clone() };
            }),
            Step::Leave(id) => {
                self.book.remove(&volunteer(id));
                self.index.remove(volunteer(id));
            }
            Step::Flip(id, available) => {
                self.note_flip(volunteer(id), available);
                self.index.set_available(volunteer(id), available);
            }
            Step::FlipTogether(flips) => self.flip_together(&flips),
            Step::Ask(query, reach, count) => return self.ask(&query, reach, count),
            Step::Keep => self.kept = Some((self.index.snapshot(), self.book.clone())),
            Step::AskKept(query, reach) => return self.ask_kept(query, reach),
            Step::Repack => repack(&self.index),
        }
        Ok(())
    }

    fn upsert(&mut self, entry: Entry) {
        self.book.insert(entry.id, entry.clone());
        self.index.upsert(entry);
    }

    fn change(&mut self, id: u128, amend: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.book.get_mut(&volunteer(id)) else { return };
        amend(entry);
        self.index.upsert(entry.clone());
    }

    fn note_flip(&mut self, id: VolunteerId, available: bool) {
        self.book.entry(id).and_modify(|entry| entry.available = available);
    }

    fn flip_together(&mut self, flips: &[(u128, bool)]) {
        let flips: Vec<_> = flips.iter().map(|&(id, able)| (volunteer(id), able)).collect();
        for &(id, available) in &flips {
            self.note_flip(id, available);
        }
        self.index.set_all_available(&flips);
    }

    fn ask(&self, query: &IndexQuery, reach: Reach, count: usize) -> Result<(), TestCaseError> {
        let snapshot = self.index.snapshot();
        let hits: Vec<Hit> = snapshot.nearest_within(query, reach).collect();
        prop_assert_eq!(hits, scan(&self.book, query, reach));
        let mut expected = scan(&self.book, query, Reach::Own);
        expected.truncate(count);
        prop_assert_eq!(snapshot.nearest_few(query, count), expected);
        Ok(())
    }

    /// Availability is the truth of now, so it alone is not asked for.
    fn ask_kept(&self, query: IndexQuery, reach: Reach) -> Result<(), TestCaseError> {
        let Some((snapshot, book)) = &self.kept else { return Ok(()) };
        let query = IndexQuery { only_available: false, ..query };
        let hits: Vec<Hit> = snapshot.nearest_within(&query, reach).collect();
        prop_assert_eq!(hits, scan(book, &query, reach));
        prop_assert_eq!(snapshot.len(), book.len());
        Ok(())
    }

    /// It holds what a fresh index of the same book holds.
    fn compare_with_fresh(&self) -> Result<(), TestCaseError> {
        let snapshot = self.index.snapshot();
        let fresh = VolunteerIndex::build(self.book.values().cloned().collect()).snapshot();
        prop_assert_eq!(snapshot.len(), self.book.len());
        prop_assert_eq!(snapshot.checksum(), fresh.checksum());
        for (id, entry) in &self.book {
            let found = snapshot.get(*id).expect("everyone in the book is in the index");
            prop_assert_eq!(sorted_anchors(found), sorted_anchors(entry.clone()));
        }
        Ok(())
    }
}

/// Packs everything anew, worn or not.
fn repack(index: &VolunteerIndex) {
    let packed = Snapshot::pack(index.snapshot().entries());
    index.swap(&mut index.take_turn(), packed);
}

fn sorted_anchors(mut entry: Entry) -> Entry {
    entry.anchors.sort_by(|a, b| a.lat().total_cmp(&b.lat()).then(a.lon().total_cmp(&b.lon())));
    entry
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn packed_index_answers_like_the_scan(
        entries in vec(entries(0..100_000), 0..1_500),
        asked in vec((queries(), reaches(), 0..40_usize), 1..12),
    ) {
        let life = Life::of(entries);
        prop_assert_eq!(life.index.snapshot().len(), life.book.len());
        for (query, reach, count) in asked {
            life.ask(&query, reach, count)?;
        }
    }

    #[test]
    fn crowds_on_few_points_answer_like_the_scan(
        points in vec(places(), 1..4),
        volunteers in vec((entries(0..1_200), 0..4_usize), 300..700),
        gone in vec(0..1_200_u128, 0..200),
        asked in vec((queries(), reaches(), 0..400_usize), 1..8),
    ) {
        let on_a_point = |(entry, point): (Entry, usize)| {
            let anchors = [points[point % points.len()]].into();
            Entry { anchors, ..entry }
        };
        let mut life = Life::of(volunteers.into_iter().map(on_a_point).collect());
        for id in gone {
            life.take(Step::Leave(id))?;
        }
        for (query, reach, count) in asked {
            life.ask(&IndexQuery { at: query.at.map(|_| points[0]), ..query }, reach, count)?;
            life.ask(&query, reach, count)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn index_that_lived_answers_like_the_scan(
        entries in vec(entries(0..IDS), 0..300),
        steps in vec(steps(), 0..300),
        query in queries(),
    ) {
        let mut life = Life::of(entries);
        for step in steps {
            life.take(step)?;
        }
        for reach in [Reach::Own, Reach::Stretched, Reach::Any] {
            life.ask(&query, reach, 10)?;
            life.ask_kept(query, reach)?;
        }
        life.compare_with_fresh()?;
    }
}
