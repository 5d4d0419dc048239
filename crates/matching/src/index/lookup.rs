//! From the id of a volunteer to the slots, in one or two cache lines.

use crate::VolunteerId;

/// How many slots a bucket holds on average.
const BUCKET: usize = 8;

/// A hash table that never changes: the slots bucket by bucket, and where each bucket begins.
///
/// A number in it is a slot and, in the bits that this leaves, a tag from the id's hash, so that
/// others are seldom looked at. O(n) to build; 4.5 bytes a slot.
pub(super) struct Lookup {
    starts: Vec<u32>,
    tagged: Vec<u32>,
    slot_bits: u32,
}

/// Where the slots of an id may be, and the tag that they bear.
#[derive(Clone, Copy, Default)]
pub(super) struct Bucket {
    start: u32,
    end: u32,
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
    #[expect(clippy::cast_possible_truncation, reason = "slots are numbered in 32 bits")]
    pub(super) fn of(used: &[(VolunteerId, u32)]) -> Self {
        let slot_bits = used.last().map_or(0, |&(_, slot)| u32::BITS - slot.leading_zeros());
        let buckets = used.len().div_ceil(BUCKET).max(1);
        let mut lookup =
            Self { starts: vec![0; buckets + 1], tagged: vec![0; used.len()], slot_bits };
        let hashes: Vec<u64> = used.iter().map(|&(id, _)| hash(id)).collect();
        for &hash in &hashes {
            lookup.starts[bucket_of(hash, buckets) + 1] += 1;
        }
        for bucket in 0..buckets {
            lookup.starts[bucket + 1] += lookup.starts[bucket];
        }
        let mut free = lookup.starts.clone();
        for (&hash, &(_, slot)) in hashes.iter().zip(used) {
            let place = &mut free[bucket_of(hash, buckets)];
            lookup.tagged[*place as usize] = lookup.tag(hash as u32) | slot;
            *place += 1;
        }
        lookup
    }

    const fn tag(&self, hash: u32) -> u32 {
        if self.slot_bits >= u32::BITS { 0 } else { hash >> self.slot_bits << self.slot_bits }
    }

    /// The first of two steps: touches where the bucket begins.
    #[expect(clippy::cast_possible_truncation, reason = "the tag is of the low bits")]
    pub(super) fn bucket(&self, id: VolunteerId) -> Bucket {
        let hash = hash(id);
        let bucket = bucket_of(hash, self.starts.len() - 1);
        let (start, end) = (self.starts[bucket], self.starts[bucket + 1]);
        Bucket { start, end, tag: self.tag(hash as u32) }
    }

    /// The second: the slots of a bucket that bear the tag, most often those of the id.
    pub(super) fn slots(&self, bucket: Bucket) -> impl Iterator<Item = usize> {
        let tagged = &self.tagged[bucket.start as usize..bucket.end as usize];
        let own = 1_u32.checked_shl(self.slot_bits).map_or(u32::MAX, |bit| bit - 1);
        let bearing = tagged.iter().filter(move |&&tagged| tagged & !own == bucket.tag);
        bearing.map(move |tagged| (tagged & own) as usize)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.tagged)
    }
}

/// The bucket of a hash: its upper half as a share of them all.
const fn bucket_of(hash: u64, buckets: usize) -> usize {
    (((hash >> 32) * buckets as u64) >> 32) as usize
}
