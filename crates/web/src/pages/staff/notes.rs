//! What staff noted of a request or a volunteer, beside its story.

use dispatch::{Actor, NoteInput, NoteLine, Refusal};
use store::NoteAbout;
use templates::Errors;
use templates::pages::{NoteRow, Notes};

use super::super::bad_fields;
use super::super::posted::Posted;
use super::super::visit::Visit;
use super::{assignee, short};
use crate::error::Result;

/// A note as typed.
pub(super) fn typed(posted: &Posted) -> NoteInput {
    NoteInput { text: posted.get("note").to_owned(), follow_up: posted.get("follow_up").to_owned() }
}

/// The notes as the page shows them; without their words unless these were revealed.
pub(super) async fn shown(
    visit: &Visit,
    actor: &Actor,
    about: NoteAbout,
    revealed: Option<Vec<NoteLine>>,
    typed: NoteInput,
) -> Result<Notes> {
    let lines = match revealed {
        Some(lines) => lines,
        None => visit.dispatch().note_lines(actor, about).await?,
    };
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        rows.push(row(visit, line).await?);
    }
    Ok(Notes { rows, typed: typed.text, follow_up: typed.follow_up })
}

async fn row(visit: &Visit, line: NoteLine) -> Result<NoteRow> {
    let (when, who) = (short(visit, line.written_at), assignee(visit, line.written_by).await?);
    let day = line.follow_up_at.map(|at| visit.locale.date(at.to_zoned(visit.zone()).date()));
    Ok(NoteRow {
        head: if who.is_empty() { when } else { format!("{when}, {who}") },
        follow_up: day.unwrap_or_default(),
        text: line.text.unwrap_or_default(),
    })
}

/// Writes a note down; what is wrong with it, if something is.
pub(super) async fn write(
    visit: &Visit,
    actor: &Actor,
    about: NoteAbout,
    note: &NoteInput,
) -> Result<Errors> {
    match visit.dispatch().write_note(actor, about, note).await {
        Ok(()) => Ok(Errors::none()),
        Err(Refusal::Invalid(bad)) => Ok(bad_fields::shown(visit.locale, &bad, |field| {
            if field == "follow_up" { "follow_up" } else { "note" }
        })),
        Err(other) => Err(other.into()),
    }
}
