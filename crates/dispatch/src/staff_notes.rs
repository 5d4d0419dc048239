//! What staff note of a request or a volunteer, and coming back to it on a day.

use jiff::Timestamp;
use jiff::civil::Date;
use matching::{AreaId, Role, SubjectId, TaskKind};
use store::{NoteAbout, StaffNote, Tx};

use crate::actor::Actor;
use crate::life::ToDo;
use crate::parse::{self, Errors};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// Days ahead on which somebody may come back to a note.
const MOST_DAYS: i64 = 366;
/// Notes dealt with in one go.
const BATCH: u32 = 200;

/// A note as staff type it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteInput {
    /// What to note.
    pub text: String,
    /// A day to come back to it, `YYYY-MM-DD`, or empty.
    pub follow_up: String,
}

/// A note, with its words where its reader has stated why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// The words.
    pub text: Option<String>,
    /// Who wrote it; none for a program.
    pub written_by: Option<matching::AccountId>,
    /// When.
    pub written_at: Timestamp,
    /// The start of the day on which somebody should come back to it.
    pub follow_up_at: Option<Timestamp>,
}

impl NoteLine {
    pub(crate) fn of(note: &StaffNote, text: Option<String>) -> Self {
        Self {
            text,
            written_by: note.written_by,
            written_at: note.written_at,
            follow_up_at: note.follow_up_at,
        }
    }
}

impl Dispatch {
    /// Notes something about a request or a volunteer, and when to come back to it.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without words or with a day that is past; [`Refusal::NotFound`] outside
    /// the caller's area.
    pub async fn write_note(
        &self,
        actor: &Actor,
        about: NoteAbout,
        input: &NoteInput,
    ) -> Outcome<()> {
        actor.staff(Role::Operator)?;
        let mut errors = Errors::default();
        let text = errors.keep(parse::text("note", Some(&input.text))).flatten();
        let text = text.unwrap_or_default();
        if input.text.trim().is_empty() {
            errors.add("note", "required");
        }
        let follow_up_at = self.follow_up_day(&mut errors, &input.follow_up);
        errors.done()?;
        let mut tx = self.write().await?;
        let (subject, area) = whose(&mut tx, about).await?;
        self.staff_over(actor, Role::Operator, area)?;
        let key = self.key(subject).await?;
        let id = self.fresh_id::<uuid::Uuid>()?;
        let note = StaffNote {
            id,
            about,
            sealed_text: key.seal(StaffNote::text_spot(id), &text)?,
            written_by: actor.account(),
            written_at: self.now(),
            follow_up_at,
            followed_at: None,
        };
        tx.insert_staff_note(&note).await?;
        let mut noted = event(self.now(), "note.written", actor);
        match about {
            NoteAbout::Request(id) => noted.request_id = Some(id),
            NoteAbout::Volunteer(id) => noted.volunteer_id = Some(id),
        }
        tx.record(&noted).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// The notes about somebody, newest first, without their words.
    pub async fn note_lines(&self, actor: &Actor, about: NoteAbout) -> Outcome<Vec<NoteLine>> {
        let mut tx = self.read().await?;
        let (_, area) = whose(&mut tx, about).await?;
        self.staff_over(actor, Role::Operator, area)?;
        Ok(tx.staff_notes(about).await?.iter().map(|note| NoteLine::of(note, None)).collect())
    }

    /// Makes a task of every note whose day has come.
    pub(crate) async fn follow_up_notes(&self) -> Outcome<usize> {
        let due = self.read().await?.staff_notes_due(self.now(), BATCH).await?;
        let mut count = 0;
        for note in &due {
            let mut tx = self.write().await?;
            if !tx.follow_staff_note(note.id, self.now()).await? {
                continue;
            }
            let (_, area) = whose(&mut tx, note.about).await?;
            self.make_task(&mut tx, &self.follow_up_task(note, area), &Actor::System).await?;
            self.finish(tx).await?;
            count += 1;
        }
        Ok(count)
    }

    /// A coordinator's, until the end of the day; one for all notes of a day about the same.
    fn follow_up_task(&self, note: &StaffNote, area: Option<AreaId>) -> ToDo {
        let day = note.follow_up_at.unwrap_or(note.written_at);
        let (request, volunteer) = match note.about {
            NoteAbout::Request(id) => (Some(id), None),
            NoteAbout::Volunteer(id) => (None, Some(id)),
        };
        ToDo {
            kind: TaskKind::FollowUp,
            request,
            volunteer,
            engagement: None,
            area,
            due_at: (day + hours(24)).max(self.now() + hours(1)),
            round: u32::try_from(day.as_second() / 86_400).unwrap_or_default(),
            level: 1,
        }
    }

    /// The first moment of the day as typed.
    fn follow_up_day(&self, errors: &mut Errors, typed: &str) -> Option<Timestamp> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let zone = &self.settings().timezone;
        let start = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
        let Some((day, at)) = typed.parse().ok().and_then(|day| Some((day, start(day)?))) else {
            errors.add("follow_up", "time");
            return None;
        };
        let today = self.now().to_zoned(zone.clone()).date();
        if day < today {
            errors.add("follow_up", "past");
        } else if at > self.now() + hours(24 * MOST_DAYS) {
            errors.add("follow_up", "too_far_ahead");
        }
        Some(at)
    }
}

/// Whose key seals a note, and whose area sees it.
pub(crate) async fn whose(tx: &mut Tx, about: NoteAbout) -> Outcome<(SubjectId, Option<AreaId>)> {
    match about {
        NoteAbout::Request(id) => {
            let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
            Ok((request.subject_id, request.area_id))
        }
        NoteAbout::Volunteer(id) => {
            let volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
            Ok((volunteer.subject_id, volunteer.area_id))
        }
    }
}
