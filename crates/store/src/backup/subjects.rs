//! Whose sealed values a store holds, to be compared with the key ring after a restore.

use matching::{RequestId, SubjectId};
use uuid::Uuid;

use crate::sql::sql;
use crate::{HelpRequest, StoreError, Tx};

/// A table with sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectTable {
    /// Volunteers.
    Volunteers,
    /// Who asked.
    Requests,
    /// Staff.
    Accounts,
    /// Callers who are to be called again.
    Calls,
}

impl SubjectTable {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Volunteers, Self::Requests, Self::Accounts, Self::Calls];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Volunteers => "volunteer",
            Self::Requests => "help_request",
            Self::Accounts => "account",
            Self::Calls => "phone_call",
        }
    }
}

/// A row with sealed values and whose key opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The id of the row.
    pub row: Uuid,
    /// Whose key.
    pub subject: SubjectId,
}

impl Tx {
    /// The rows that hold something sealed, in the order of their ids, after one of them.
    pub async fn sealed_rows(
        &mut self,
        table: SubjectTable,
        after: Uuid,
        limit: u32,
    ) -> Result<Vec<Subject>, StoreError> {
        let name = table.name();
        let text = format!(
            "SELECT id, subject_id FROM {name} WHERE id > $1 AND LENGTH(sealed_contact) > 0 \
             AND subject_id IS NOT NULL ORDER BY id LIMIT $2"
        );
        let rows = self.all(sql(text).bind(after).bind(limit)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of(name);
                Ok(Subject { row: row.get("id")?, subject: row.get("subject_id")? })
            })
            .collect()
    }

    /// Leaves of a requester what a fresh key has sealed: nothing but what a human still has to read.
    pub async fn reseal_requester(&mut self, request: &HelpRequest) -> Result<(), StoreError> {
        let text = "UPDATE help_request SET subject_id = $2, sealed_contact = $3, \
            sealed_details = $4 WHERE id = $1";
        let query = sql(text)
            .bind(request.id)
            .bind(request.subject_id)
            .bind(request.sealed_contact.as_bytes())
            .bind(request.sealed_details.as_bytes());
        self.run(query).await?;
        Ok(())
    }

    /// Empties what the destroyed key of a requester sealed, and the hashes by which they are
    /// looked up.
    pub async fn forget_requester(&mut self, id: RequestId) -> Result<(), StoreError> {
        let text = "UPDATE help_request SET sealed_contact = $2, sealed_details = $2, \
            email_hash = NULL, phone_hash = NULL, postcode = '', label = '' WHERE id = $1";
        self.run(sql(text).bind(id).bind(Vec::new())).await?;
        Ok(())
    }
}
