use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::{MailFrom, Outgoing};

/// Messages a box keeps unless told otherwise.
const DEFAULT_MESSAGES: usize = 20_000;
/// Text a box keeps at most, so that a long demo stays in bounded memory.
const MAX_BYTES: usize = 96 * 1024 * 1024;

/// A message as the box keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct CapturedMail {
    /// Its number in the box, from 1, never used again.
    pub id: u64,
    /// The `Message-ID` with its angle brackets.
    pub message_id: String,
    /// The value of `X-Proche-Kind`.
    pub kind: String,
    /// The address of the recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The URL for one-click unsubscription.
    pub unsubscribe: Option<String>,
    /// The language of both parts.
    pub language: String,
    /// The attached iCalendar file.
    pub calendar: Option<String>,
    /// When it was sent, by the clock of the caller.
    pub date: Timestamp,
}

impl fmt::Debug for CapturedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapturedMail")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl CapturedMail {
    fn size(&self) -> usize {
        let calendar = self.calendar.as_ref().map_or(0, String::len);
        self.text.len() + self.html.len() + self.subject.len() + self.to.len() + calendar + 256
    }
}

/// A bounded box of messages in memory; the oldest make way. Clones share one box.
#[derive(Clone)]
pub struct CaptureBox {
    shared: Arc<Shared>,
}

struct Shared {
    from: MailFrom,
    capacity: usize,
    kept: Mutex<Kept>,
    newest: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    mails: VecDeque<Arc<CapturedMail>>,
    bytes: usize,
    last_id: u64,
}

impl fmt::Debug for CaptureBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaptureBox").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl CaptureBox {
    /// An empty box of 20,000 messages or 96 MiB of text, whichever is reached first.
    pub fn new(from: MailFrom) -> Self {
        Self::with_capacity(from, DEFAULT_MESSAGES)
    }

    /// An empty box that keeps the newest `messages`.
    pub fn with_capacity(from: MailFrom, messages: usize) -> Self {
        let shared = Shared {
            from,
            capacity: messages.max(1),
            kept: Mutex::default(),
            newest: watch::Sender::new(0),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Up to `limit` messages, newest first, after skipping `offset`.
    pub fn list(&self, offset: usize, limit: usize) -> Vec<Arc<CapturedMail>> {
        self.kept().mails.iter().rev().skip(offset).take(limit).cloned().collect()
    }

    /// Up to `limit` messages with a number above `id`, oldest first: the way to follow the box.
    pub fn after(&self, id: u64, limit: usize) -> Vec<Arc<CapturedMail>> {
        let kept = self.kept();
        let start = kept.mails.partition_point(|mail| mail.id <= id);
        kept.mails.iter().skip(start).take(limit).cloned().collect()
    }

    /// The message with this number, while it is kept.
    pub fn get(&self, id: u64) -> Option<Arc<CapturedMail>> {
        let kept = self.kept();
        kept.mails.binary_search_by_key(&id, |mail| mail.id).ok().map(|at| kept.mails[at].clone())
    }

    /// The number of the newest message as it changes; read the messages with [`Self::after`],
    /// so that a slow follower loses none that the box still keeps.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.shared.newest.subscribe()
    }

    /// How many messages are kept.
    pub fn len(&self) -> usize {
        self.kept().mails.len()
    }

    /// Whether no message is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all messages; numbers go on.
    pub fn clear(&self) {
        let mut kept = self.kept();
        kept.mails.clear();
        kept.bytes = 0;
    }

    pub(crate) fn from(&self) -> &MailFrom {
        &self.shared.from
    }

    pub(crate) fn keep(&self, mail: &Outgoing, date: Timestamp) {
        let mut kept = self.kept();
        kept.last_id += 1;
        let id = kept.last_id;
        let mail = captured(mail, id, date);
        kept.bytes += mail.size();
        kept.mails.push_back(Arc::new(mail));
        while kept.mails.len() > self.shared.capacity
            || (kept.bytes > MAX_BYTES && kept.mails.len() > 1)
        {
            let oldest = kept.mails.pop_front().map_or(0, |mail| mail.size());
            kept.bytes -= oldest;
        }
        drop(kept);
        self.shared.newest.send_modify(|newest| *newest = id.max(*newest));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn captured(mail: &Outgoing, id: u64, date: Timestamp) -> CapturedMail {
    CapturedMail {
        id,
        message_id: mail.message_id.clone(),
        kind: mail.kind.clone(),
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        unsubscribe: mail.unsubscribe.clone(),
        language: mail.language.clone(),
        calendar: mail.calendar.clone(),
        date,
    }
}
