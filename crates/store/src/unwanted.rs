//! Who is not to be planned for requests, many requests at a time.

use matching::{RequestId, VolunteerId};

use crate::sql::sql;
use crate::{StoreError, Tx};

impl Tx {
    /// Who has said no to one of these requests, or holds or held one of its places.
    pub async fn answered_before(
        &mut self,
        ids: &[RequestId],
    ) -> Result<Vec<(RequestId, VolunteerId)>, StoreError> {
        let mut found = Vec::new();
        if ids.is_empty() {
            return Ok(found);
        }
        for (table, which) in [("alert", "status = 'declined' AND "), ("engagement", "")] {
            let text =
                format!("SELECT request_id, volunteer_id FROM {table} WHERE {which}request_id IN ");
            for row in self.all(sql(text).push_list(ids.iter().copied())).await? {
                let row = row.of(table);
                found.push((row.get("request_id")?, row.get("volunteer_id")?));
            }
        }
        Ok(found)
    }

    /// Which volunteers these people do not want, by the hash of the person.
    pub async fn blocked_by(
        &mut self,
        person_hashes: &[&[u8]],
    ) -> Result<Vec<(Vec<u8>, VolunteerId)>, StoreError> {
        if person_hashes.is_empty() {
            return Ok(Vec::new());
        }
        let text = "SELECT person_hash, volunteer_id FROM block WHERE person_hash IN ";
        let rows = self.all(sql(text).push_list(person_hashes.iter().copied())).await?;
        let blocks = rows.iter().map(|row| {
            let row = row.of("block");
            Ok((row.get("person_hash")?, row.get("volunteer_id")?))
        });
        blocks.collect()
    }
}
