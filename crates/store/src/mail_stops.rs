//! The kinds of mail that a volunteer does not want.

use jiff::Timestamp;
use matching::VolunteerId;

use crate::sql::sql;
use crate::{StoreError, Tx};

impl Tx {
    /// The kinds of mail that a volunteer does not want, in the order of their names.
    pub async fn stopped_mails(&mut self, id: VolunteerId) -> Result<Vec<String>, StoreError> {
        let text = "SELECT kind FROM mail_stop WHERE volunteer_id = $1 ORDER BY kind";
        let rows = self.all(sql(text).bind(id)).await?;
        rows.iter().map(|row| row.of("mail_stop").get("kind")).collect()
    }

    /// Notes which kinds of mail a volunteer does not want, in place of those before.
    pub async fn stop_mails(
        &mut self,
        id: VolunteerId,
        kinds: &[&str],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM mail_stop WHERE volunteer_id = $1").bind(id)).await?;
        for kind in kinds {
            let text = "INSERT INTO mail_stop (volunteer_id, kind, at) VALUES ($1, $2, $3)";
            self.run(sql(text).bind(id).bind(*kind).bind(at)).await?;
        }
        Ok(())
    }
}
