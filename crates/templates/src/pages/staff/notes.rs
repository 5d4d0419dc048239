//! What staff noted of a request or a volunteer.

/// A note; the form sends `note`, `follow_up` (a day or empty) and `go=note`.
#[derive(Clone)]
pub struct NoteRow {
    /// When and by whom, in words.
    pub head: String,
    /// The day on which somebody comes back to it, in words, or empty.
    pub follow_up: String,
    /// The words, after a reveal; else empty.
    pub text: String,
}

/// Every note about one request or volunteer, newest first, and the one being written.
#[derive(Clone, Default)]
pub struct Notes {
    /// Those that are there.
    pub rows: Vec<NoteRow>,
    /// What was typed and has to be corrected.
    pub typed: String,
    /// The day as typed.
    pub follow_up: String,
}
