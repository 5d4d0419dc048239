//! What happened, said without ids: two runs that did the same say the same.

use std::collections::HashMap;

use jiff::Timestamp;
use matching::{RequestId, VolunteerId};
use store::StoredEvent;
use uuid::Uuid;

use crate::smtp_sink::Received;

/// Names for the ids of a run, in the order in which people came.
#[derive(Default)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    /// A request is the next of its kind.
    pub fn request(&mut self, id: RequestId) {
        let number = self.0.len();
        self.0.insert(id.0, format!("request-{number}"));
    }

    /// A volunteer is the next of their kind.
    pub fn volunteer(&mut self, id: VolunteerId) {
        let number = self.0.len();
        self.0.insert(id.0, format!("volunteer-{number}"));
    }

    /// The name of an id; a dash for none.
    pub fn of(&self, id: Option<Uuid>) -> &str {
        id.and_then(|id| self.0.get(&id)).map_or("-", String::as_str)
    }

    /// One line of an event.
    pub fn event(&self, event: &StoredEvent) -> String {
        let request = self.of(event.request_id.map(|id| id.0));
        let volunteer = self.of(event.volunteer_id.map(|id| id.0));
        let data = self.without_ids(&event.data);
        format!("{} {} {request} {volunteer} {data}", seconds(event.at), event.kind)
    }

    /// One line of a mail.
    pub fn mail(mail: &Received) -> String {
        let kind = mail.kind().unwrap_or_default();
        let subject = mail.subject().unwrap_or_default();
        let words = subject.split(' ').map(|word| if is_reference(word) { "-" } else { word });
        let subject = words.collect::<Vec<_>>().join(" ");
        format!("mail {kind} to {}: {subject} ", mail.to.join(","))
    }

    /// A text in which each id is its name.
    fn without_ids(&self, text: &str) -> String {
        let parts = text.split('"').map(|part| match part.parse::<Uuid>() {
            Ok(id) if part.len() == 36 => self.of(Some(id)),
            _ => part,
        });
        parts.collect::<Vec<_>>().join("\"")
    }
}

/// Whether a word is the short number of a request, such as `K7M4-2P9`.
fn is_reference(word: &str) -> bool {
    let is_part = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    word.split_once('-')
        .is_some_and(|(one, two)| (one.len(), two.len()) == (4, 3) && is_part(one) && is_part(two))
}

/// A time as the trace says it.
pub fn seconds(at: Timestamp) -> String {
    at.to_string()
}
