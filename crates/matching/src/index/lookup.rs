//! From the id of a volunteer to the slots, most often in one cache line.

use crate::VolunteerId;

/// Cells of a bucket: a cache line.
const CELLS: usize = 16;
/// Of a hundred cells so many are taken on average.
const TAKEN_PERCENT: usize = 92;

/// A hash table that never changes.
///
/// A cell holds a slot and one, or nothing, and in the bits that this leaves a tag from the id's
/// hash, so that others are seldom looked at. What a bucket has no room for goes to the next one.
/// O(n) to build; 4.3 bytes a slot.
pub(super) struct Lookup {
    buckets: Vec<Bucket>,
    own_bits: u32,
}

#[derive(Clone)]
#[repr(align(64))]
struct Bucket([u32; CELLS]);

/// Where the slots of an id may be, and the tag that they bear.
#[derive(Clone, Copy, Default)]
pub(super) struct Home {
    bucket: usize,
    tag: u32,
}

/// An even spread of ids, whatever they are made of.
fn hash(id: VolunteerId) -> u64 {
    let (high, low) = id.0.as_u64_pair();
    stir(stir(0, high), low)
}

/// Mixes a word into a digest: the finaliser of splitmix64 (Steele, Lea, Flood 2014).
pub(super) const fn stir(digest: u64, word: u64) -> u64 {
    let mut x = (digest ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Lookup {
    /// Finds these ids at these slots; the slots of one id keep their order.
    pub(super) fn of(used: &[(VolunteerId, u32)]) -> Self {
        let last = used.last().map_or(0, |&(_, slot)| slot + 1);
        let cells = used.len() * 100 / TAKEN_PERCENT;
        let buckets = vec![Bucket([0; CELLS]); cells / CELLS + 1];
        let mut lookup = Self { buckets, own_bits: u32::BITS - last.leading_zeros() };
        // Ids that come together have their homes all over the table: worked out first, the memory
        // for many is fetched side by side.
        let homes: Vec<Home> = used.iter().map(|&(id, _)| lookup.home(id)).collect();
        for (home, &(_, slot)) in homes.into_iter().zip(used) {
            lookup.put(home, slot);
        }
        lookup
    }

    fn put(&mut self, home: Home, slot: u32) {
        let mut at = home.bucket;
        while self.buckets[at].is_full() {
            at = (at + 1) % self.buckets.len();
        }
        if let Some(free) = self.buckets[at].0.iter_mut().find(|cell| **cell == 0) {
            *free = home.tag | (slot + 1);
        }
    }

    /// The bits of a cell that hold a slot.
    fn own(&self) -> u32 {
        1_u32.checked_shl(self.own_bits).map_or(u32::MAX, |bit| bit - 1)
    }

    /// Where to look for an id; nothing is read.
    #[expect(clippy::cast_possible_truncation, reason = "the tag is of the low bits")]
    pub(super) fn home(&self, id: VolunteerId) -> Home {
        let hash = hash(id);
        Home { bucket: bucket_of(hash, self.buckets.len()), tag: hash as u32 & !self.own() }
    }

    /// The first cell of a home: whoever reads it brings the others near.
    pub(super) fn glance(&self, home: Home) -> u32 {
        self.buckets[home.bucket].0[0]
    }

    /// The first slot in a home that bears the tag, most often that of the id.
    pub(super) fn likely_slot(&self, home: Home) -> Option<usize> {
        let bearing = self.buckets[home.bucket].bearing(home.tag, self.own());
        (bearing != 0).then(|| self.slot_in(home.bucket, bearing.trailing_zeros() as usize))
    }

    /// The slots that bear the tag, in a home and where its overflow went.
    pub(super) fn slots(&self, home: Home) -> impl Iterator<Item = usize> {
        let chain = (home.bucket..self.buckets.len()).chain(0..home.bucket);
        let mut is_over = false;
        let chain = chain.take_while(move |&at| {
            let was_over = is_over;
            is_over = is_over || !self.buckets[at].is_full();
            !was_over
        });
        chain.flat_map(move |at| {
            let bearing = self.buckets[at].bearing(home.tag, self.own());
            let cells = (0..CELLS).filter(move |cell| bearing >> cell & 1 == 1);
            cells.map(move |cell| self.slot_in(at, cell))
        })
    }

    fn slot_in(&self, bucket: usize, cell: usize) -> usize {
        (self.buckets[bucket].0[cell] & self.own()) as usize - 1
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.buckets)
    }
}

impl Bucket {
    const fn is_full(&self) -> bool {
        self.0[CELLS - 1] != 0
    }

    /// The cells that bear a tag and are not empty, a bit each.
    fn bearing(&self, tag: u32, own: u32) -> u32 {
        let bears = |cell: u32| u32::from((cell ^ tag).wrapping_sub(1) < own);
        self.0.iter().rev().fold(0, |bearing, &cell| bearing << 1 | bears(cell))
    }
}

/// The bucket of a hash: its upper half as a share of them all.
const fn bucket_of(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}
