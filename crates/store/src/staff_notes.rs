//! What staff note of a request or a volunteer, and when somebody should come back to it.

use jiff::Timestamp;
use matching::{AccountId, RequestId, VolunteerId};
use uuid::Uuid;

use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// Whom a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteAbout {
    /// A request.
    Request(RequestId),
    /// A volunteer.
    Volunteer(VolunteerId),
}

impl NoteAbout {
    const fn column(self) -> (&'static str, Uuid) {
        match self {
            Self::Request(id) => ("request_id", id.0),
            Self::Volunteer(id) => ("volunteer_id", id.0),
        }
    }
}

/// One note.
#[derive(Clone, Debug)]
pub struct StaffNote {
    /// Its id.
    pub id: Uuid,
    /// Whom it is about.
    pub about: NoteAbout,
    /// What it says, under the key of whom it is about.
    pub sealed_text: Sealed<String>,
    /// Who wrote it; none for a program.
    pub written_by: Option<AccountId>,
    /// When.
    pub written_at: Timestamp,
    /// The start of the day on which somebody should come back to it.
    pub follow_up_at: Option<Timestamp>,
    /// When it became a task.
    pub followed_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, request_id, volunteer_id, sealed_text, written_by, written_at, \
    follow_up_at, followed_at";

impl StaffNote {
    /// Where the sealed text lives.
    pub fn text_spot(id: Uuid) -> Spot {
        Spot { table: "staff_note", column: "sealed_text", row: id }
    }

    /// Opens the text with the subject's key.
    pub fn text(&self, key: &SubjectKey) -> Result<String, StoreError> {
        key.open(Self::text_spot(self.id), &self.sealed_text)
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("staff_note");
        let request: Option<RequestId> = row.get("request_id")?;
        let volunteer: Option<VolunteerId> = row.get("volunteer_id")?;
        let about = match (request, volunteer) {
            (Some(id), _) => NoteAbout::Request(id),
            (None, Some(id)) => NoteAbout::Volunteer(id),
            (None, None) => return Err(row.corrupt("request_id")),
        };
        Ok(Self {
            id: row.get("id")?,
            about,
            sealed_text: Sealed::from_bytes(row.get("sealed_text")?),
            written_by: row.get("written_by")?,
            written_at: row.get("written_at")?,
            follow_up_at: row.get("follow_up_at")?,
            followed_at: row.get("followed_at")?,
        })
    }
}

impl Tx {
    /// Stores a new note.
    pub async fn insert_staff_note(&mut self, note: &StaffNote) -> Result<(), StoreError> {
        let (request, volunteer) = match note.about {
            NoteAbout::Request(id) => (Some(id), None),
            NoteAbout::Volunteer(id) => (None, Some(id)),
        };
        let values: Vec<crate::Value> = vec![
            note.id.into(),
            request.into(),
            volunteer.into(),
            note.sealed_text.as_bytes().to_vec().into(),
            note.written_by.into(),
            note.written_at.into(),
            note.follow_up_at.into(),
            note.followed_at.into(),
        ];
        let text = format!("INSERT INTO staff_note ({COLUMNS}) VALUES ");
        self.run(sql(text).push_list(values)).await?;
        Ok(())
    }

    /// The notes about somebody, newest first.
    pub async fn staff_notes(&mut self, about: NoteAbout) -> Result<Vec<StaffNote>, StoreError> {
        let (column, id) = about.column();
        let text = format!(
            "SELECT {COLUMNS} FROM staff_note WHERE {column} = $1 ORDER BY written_at DESC, id"
        );
        self.all(sql(text).bind(id)).await?.iter().map(StaffNote::read).collect()
    }

    /// The notes to which somebody should come back by now and that are no task yet.
    pub async fn staff_notes_due(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<StaffNote>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM staff_note WHERE follow_up_at <= $1 AND followed_at IS NULL \
             ORDER BY follow_up_at, id LIMIT $2"
        );
        self.all(sql(text).bind(now).bind(limit)).await?.iter().map(StaffNote::read).collect()
    }

    /// Says that a note became a task; `false` when it has already, or is gone.
    pub async fn follow_staff_note(&mut self, id: Uuid, at: Timestamp) -> Result<bool, StoreError> {
        let text = "UPDATE staff_note SET followed_at = $2 WHERE id = $1 AND followed_at IS NULL";
        Ok(self.run(sql(text).bind(id).bind(at)).await? == 1)
    }

    /// Removes the notes about somebody.
    pub async fn forget_staff_notes(&mut self, about: NoteAbout) -> Result<u64, StoreError> {
        let (column, id) = about.column();
        self.run(sql(format!("DELETE FROM staff_note WHERE {column} = $1")).bind(id)).await
    }
}
