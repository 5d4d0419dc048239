//! Who does not come back unseen: bars on addresses and numbers, and volunteers who are held.

use std::collections::HashSet;

use jiff::Timestamp;
use matching::VolunteerId;

use crate::sql::sql;
use crate::{StoreError, Tx};

/// Hashes looked for in one statement.
const LISTED: usize = 500;

impl Tx {
    /// Bars the address or number behind a keyed hash; a later end takes the place of an earlier.
    pub async fn bar(
        &mut self,
        person_hash: &[u8],
        volunteer: VolunteerId,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO barred (person_hash, volunteer_id, at, until) \
            VALUES ($1, $2, $3, $4) ON CONFLICT (person_hash, volunteer_id) \
            DO UPDATE SET until = excluded.until";
        self.run(sql(text).bind(person_hash).bind(volunteer).bind(at).bind(until)).await?;
        Ok(())
    }

    /// Which of these hashes are barred because of somebody else than this volunteer.
    pub async fn barred(
        &mut self,
        hashes: &[Vec<u8>],
        own: VolunteerId,
        now: Timestamp,
    ) -> Result<HashSet<Vec<u8>>, StoreError> {
        let mut found = HashSet::new();
        for chunk in hashes.chunks(LISTED) {
            let text = "SELECT person_hash FROM barred WHERE until > $1 AND volunteer_id <> $2 \
                AND person_hash IN ";
            let query = sql(text).bind(now).bind(own).push_list(chunk.iter().cloned());
            for row in self.all(query).await? {
                found.insert(row.of("barred").get("person_hash")?);
            }
        }
        Ok(found)
    }

    /// Lifts the bars of a volunteer and of their address: a coordinator has decided.
    pub async fn lift_bars(
        &mut self,
        volunteer: VolunteerId,
        email_hash: &[u8],
    ) -> Result<(), StoreError> {
        let text = "DELETE FROM barred WHERE volunteer_id = $1 OR person_hash = $2";
        self.run(sql(text).bind(volunteer).bind(email_hash)).await?;
        Ok(())
    }

    /// Notes since when a volunteer waits for a coordinator's word, or that it was given.
    pub async fn hold_volunteer(
        &mut self,
        id: VolunteerId,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let text = "UPDATE volunteer SET held_at = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(since)).await?;
        Ok(())
    }
}
