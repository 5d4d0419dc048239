//! What a transaction has still to write: statements that give nothing back, and events.
//!
//! A step to the database costs more than most statements do, and on SQLite everybody who writes
//! waits for it. So what only writes is kept until something is read or the transaction ends, and
//! then goes in one step where the database takes several statements at once.

use crate::StoreError;
use crate::database::{OpenTx, Tx};
use crate::events::{Event, insert_events};
use crate::sql::{Query, Row, all_in_one};

/// Statements after which the step is taken in any case.
const MOST: usize = 100;

/// What waits to be written, in this order: nothing that is written here depends on an event.
#[derive(Default)]
pub(crate) struct Pending {
    statements: Vec<Query>,
    events: Vec<Event>,
}

impl Pending {
    fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.events.is_empty()
    }

    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// The statements as one; none when nothing waits.
    pub(crate) fn take_statements(&mut self) -> Option<Query> {
        let statements = std::mem::take(&mut self.statements);
        (!statements.is_empty()).then(|| all_in_one(statements))
    }
}

impl Tx {
    /// Runs a statement before anything is read after it, at the latest at the end.
    ///
    /// # Errors
    /// Those of what waited before it; its own come with a later call.
    pub(crate) async fn later(&mut self, query: Query) -> Result<(), StoreError> {
        if self.pending.statements.len() >= MOST {
            self.flush().await?;
        }
        self.pending.statements.push(query);
        Ok(())
    }

    pub(crate) async fn event_later(&mut self, event: Event) -> Result<(), StoreError> {
        if self.pending.events.len() >= MOST {
            self.flush().await?;
        }
        self.pending.events.push(event);
        Ok(())
    }

    /// Writes what waits, as every reading does.
    ///
    /// # Errors
    /// A statement that waited cannot be carried out; the transaction is at its end.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        if !self.pending.is_empty() {
            self.flush_and_ask(None).await?;
        }
        Ok(())
    }

    /// Writes what waits and asks for one row, in one step where the database can.
    pub(crate) async fn flush_and_ask(
        &mut self,
        question: Option<Query>,
    ) -> Result<Option<Row>, StoreError> {
        let Pending { mut statements, events } = std::mem::take(&mut self.pending);
        if !events.is_empty() {
            statements.push(insert_events(&events));
        }
        statements.extend(question);
        let mut numbers = Vec::with_capacity(events.len());
        let mut answer = None;
        let mut take = |row: Row| {
            if numbers.len() < events.len() {
                numbers.push(row.of("event").get::<i64>("seq")?);
            } else {
                answer = Some(row);
            }
            Ok(())
        };
        if matches!(self.open, OpenTx::Sqlite(_)) {
            self.each_now(all_in_one(statements), &mut take).await?;
        } else {
            for statement in statements {
                self.each_now(statement, &mut take).await?;
            }
        }
        // Rows of one statement are numbered in their order, but need not come back in it.
        numbers.sort_unstable();
        for (event, number) in events.iter().zip(numbers) {
            self.note_event(event, number);
        }
        Ok(answer)
    }
}
