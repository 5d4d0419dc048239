//! Which slots still hold somebody: a bit each, shared between snapshots until it changes.

use std::sync::Arc;

/// Leaves in a chunk: what is copied when the first of their bits is cleared.
const CHUNK_WORDS: usize = 64;

/// One word of 64 slots per leaf; chunks from which nobody has gone take no room.
#[derive(Clone)]
pub(super) struct Live {
    chunks: Vec<Option<Arc<[u64; CHUNK_WORDS]>>>,
}

impl Live {
    /// Everybody in so many leaves.
    pub(super) fn everybody(leaves: usize) -> Self {
        Self { chunks: vec![None; leaves.div_ceil(CHUNK_WORDS)] }
    }

    pub(super) fn word(&self, leaf: usize) -> u64 {
        let chunk = self.chunks[leaf / CHUNK_WORDS].as_ref();
        chunk.map_or(u64::MAX, |chunk| chunk[leaf % CHUNK_WORDS])
    }

    pub(super) fn holds(&self, slot: usize) -> bool {
        self.word(slot / 64) >> (slot % 64) & 1 == 1
    }

    pub(super) fn clear(&mut self, slot: usize) {
        let leaf = slot / 64;
        let chunk = &mut self.chunks[leaf / CHUNK_WORDS];
        let chunk = chunk.get_or_insert_with(|| Arc::new([u64::MAX; CHUNK_WORDS]));
        Arc::make_mut(chunk)[leaf % CHUNK_WORDS] &= !(1 << (slot % 64));
    }

    pub(super) fn bytes(&self) -> usize {
        let chunks = self.chunks.iter().flatten().count();
        size_of_val(&*self.chunks) + chunks * CHUNK_WORDS * size_of::<u64>()
    }
}
