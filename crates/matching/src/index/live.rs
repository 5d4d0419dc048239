//! Which slots still hold somebody: a bit each, shared between snapshots until it changes.

use std::sync::Arc;

const CHUNK_WORDS: usize = 256;

/// One word of 64 slots per leaf, in chunks that are copied when one of their bits is cleared.
#[derive(Clone)]
pub(super) struct Live {
    chunks: Vec<Arc<[u64; CHUNK_WORDS]>>,
}

impl Live {
    pub(super) fn new(words: &[u64]) -> Self {
        let chunk = |part: &[u64]| {
            let mut whole = [0; CHUNK_WORDS];
            whole[..part.len()].copy_from_slice(part);
            Arc::new(whole)
        };
        Self { chunks: words.chunks(CHUNK_WORDS).map(chunk).collect() }
    }

    pub(super) fn word(&self, leaf: usize) -> u64 {
        self.chunks[leaf / CHUNK_WORDS][leaf % CHUNK_WORDS]
    }

    pub(super) fn holds(&self, slot: usize) -> bool {
        self.word(slot / 64) >> (slot % 64) & 1 == 1
    }

    pub(super) fn clear(&mut self, slot: usize) {
        let leaf = slot / 64;
        let chunk = Arc::make_mut(&mut self.chunks[leaf / CHUNK_WORDS]);
        chunk[leaf % CHUNK_WORDS] &= !(1 << (slot % 64));
    }

    pub(super) fn bytes(&self) -> usize {
        self.chunks.len() * CHUNK_WORDS * size_of::<u64>()
    }
}
