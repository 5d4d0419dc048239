//! What may no longer be kept: finding it, counting it, removing it.

use jiff::Timestamp;
use matching::{RequestId, SubjectId, VolunteerId};

use crate::backup::SubjectTable;
use crate::sql::sql;
use crate::{StoreError, Tx};

/// Rows that simply go once they are old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldRows {
    /// Links that ended.
    Links,
    /// Mails that were dealt with.
    Mails,
    /// Sessions that ended.
    Sessions,
    /// Leaky buckets that are empty.
    Buckets,
    /// Idempotency keys.
    IdempotencyKeys,
    /// Volunteers of imports that crashed.
    StagedVolunteers,
    /// Requests of imports that crashed.
    StagedRequests,
    /// Changes that every node has followed; the last one stays.
    Changes,
    /// API tokens that ended.
    ApiTokens,
    /// Changes of address that can be agreed to no more.
    EmailChanges,
    /// Calls of long ago.
    Calls,
    /// Shifts that are over.
    Shifts,
    /// Bars that ended.
    Bars,
    /// Messages to many of which no mail waits.
    BulkMessages,
}

impl OldRows {
    /// The table, and which of its rows are old at the time `$1`.
    const fn which(self) -> (&'static str, &'static str) {
        match self {
            Self::Links => ("link", "expires_at <= $1 OR revoked_at <= $1"),
            Self::Mails => {
                ("notification", "created_at <= $1 AND state NOT IN ('queued', 'sending')")
            }
            Self::Sessions => ("session", "expires_at <= $1"),
            Self::Buckets => ("throttle", "empty_at <= $1"),
            Self::IdempotencyKeys => ("idempotency", "created_at <= $1"),
            Self::StagedVolunteers => ("staged_volunteer", "staged_at <= $1"),
            Self::StagedRequests => ("staged_request", "staged_at <= $1"),
            Self::Changes => ("change", "at <= $1 AND seq < (SELECT MAX(seq) FROM change)"),
            Self::Calls => ("phone_call", "started_at <= $1"),
            Self::Shifts => ("shift", "ends_at <= $1"),
            Self::EmailChanges => ("email_change", "expires_at <= $1"),
            Self::Bars => ("barred", "until <= $1"),
            Self::BulkMessages => (
                "bulk_message",
                "created_at <= $1 AND NOT EXISTS (SELECT 1 FROM notification n \
                 WHERE n.kind = 'message' AND n.state IN ('queued', 'sending'))",
            ),
            Self::ApiTokens => ("api_token", "expires_at <= $1 OR revoked_at <= $1"),
        }
    }
}

/// When a class was looked after last, and what went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionRun {
    /// When.
    pub at: Timestamp,
    /// How many went then.
    pub gone: i64,
    /// How many went ever.
    pub gone_in_all: i64,
}

/// Requests that ended by `$1` (or whose help is over since then and nobody said so), of people
/// who asked for nothing since; `$2` counts where the person agreed to be kept longer.
const FORGETTABLE: &str = "LENGTH(r.sealed_contact) > 0 \
    AND (r.ended_at <= $1 OR (r.status IN ('matched', 'in_progress') \
         AND r.needed_by <= $1 AND r.updated_at <= $1)) \
    AND (NOT r.kept_longer OR COALESCE(r.ended_at, r.needed_by) <= $2) \
    AND NOT EXISTS (SELECT 1 FROM help_request o WHERE o.email_hash = r.email_hash \
        AND o.id <> r.id AND (o.ended_at IS NULL OR o.ended_at > $1)) \
    AND NOT EXISTS (SELECT 1 FROM help_request o WHERE o.phone_hash = r.phone_hash \
        AND o.id <> r.id AND (o.ended_at IS NULL OR o.ended_at > $1))";

/// Volunteers of whom nothing was heard since `$1`.
const QUIET: &str = "v.status NOT IN ('withdrawn', 'unverified') AND v.updated_at <= $1 \
    AND (v.seen_at IS NULL OR v.seen_at <= $1) \
    AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.volunteer_id = v.id AND a.answered_at > $1) \
    AND NOT EXISTS (SELECT 1 FROM engagement e WHERE e.volunteer_id = v.id \
        AND (e.created_at > $1 OR e.status IN ('active', 'contacted')))";

/// Volunteers who have not confirmed their address since `$1`.
const NEVER_CONFIRMED: &str = "v.status = 'unverified' AND v.updated_at <= $1";

/// Who came in, was turned away or refused.
const ACCESSES: &str = "kind IN ('account.signed_in', 'account.turned_away', \
    'volunteer.signed_in', 'volunteer.turned_away', 'access.refused')";

/// What volunteers did with their own data, and whose data they were shown.
const OF_VOLUNTEERS: &str = "kind IN ('volunteer.edited', 'volunteer.moved', 'contact.revealed', \
    'volunteer.email_asked', 'volunteer.email_lost', 'volunteer.email_stopped', \
    'volunteer.email_changed', 'volunteer.news_stopped', 'volunteer.news_allowed')";

/// Of which no link of the audit chain is left.
const UNCHAINED: &str = "NOT EXISTS (SELECT 1 FROM audit a WHERE a.event_seq = event.seq)";

impl Tx {
    /// How many rows of a kind are old.
    pub async fn count_old(&mut self, rows: OldRows, before: Timestamp) -> Result<i64, StoreError> {
        let (table, which) = rows.which();
        let text = format!("SELECT COUNT(*) AS number FROM {table} WHERE {which}");
        self.number(sql(text).bind(before)).await
    }

    /// Removes the old rows of a kind.
    pub async fn delete_old(
        &mut self,
        rows: OldRows,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let (table, which) = rows.which();
        self.run(sql(format!("DELETE FROM {table} WHERE {which}")).bind(before)).await
    }

    /// Requests whose contact data may no longer be kept, and whose key seals them.
    pub async fn forgettable_requests(
        &mut self,
        ended: Timestamp,
        ended_if_agreed: Timestamp,
        limit: u32,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text =
            format!("SELECT r.id FROM help_request r WHERE {FORGETTABLE} ORDER BY r.id LIMIT $3");
        let rows = self.all(sql(text).bind(ended).bind(ended_if_agreed).bind(limit)).await?;
        rows.iter().map(|row| row.of("help_request").get("id")).collect()
    }

    /// Marks a request whose person agreed to be kept longer.
    pub async fn keep_longer(&mut self, id: RequestId) -> Result<(), StoreError> {
        let text = "UPDATE help_request SET kept_longer = TRUE WHERE id = $1";
        self.run(sql(text).bind(id)).await?;
        Ok(())
    }

    /// Volunteers who are quiet since a time and were not yet asked about it since another.
    pub async fn volunteers_to_warn(
        &mut self,
        quiet_since: Timestamp,
        warned_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<VolunteerId>, StoreError> {
        let text = format!(
            "SELECT v.id FROM volunteer v WHERE {QUIET} \
             AND (v.warned_at IS NULL OR v.warned_at <= $2) ORDER BY v.id LIMIT $3"
        );
        let rows = self.all(sql(text).bind(quiet_since).bind(warned_before).bind(limit)).await?;
        rows.iter().map(|row| row.of("volunteer").get("id")).collect()
    }

    /// Volunteers who are quiet since a time and were asked about it in a span of time.
    pub async fn forgettable_volunteers(
        &mut self,
        quiet_since: Timestamp,
        (warned_after, warned_before): (Timestamp, Timestamp),
        limit: u32,
    ) -> Result<Vec<VolunteerId>, StoreError> {
        let text = format!(
            "SELECT v.id FROM volunteer v WHERE {QUIET} \
             AND v.warned_at > $2 AND v.warned_at <= $3 ORDER BY v.id LIMIT $4"
        );
        let query = sql(text).bind(quiet_since).bind(warned_after).bind(warned_before).bind(limit);
        let rows = self.all(query).await?;
        rows.iter().map(|row| row.of("volunteer").get("id")).collect()
    }

    /// Volunteers who never confirmed their address.
    pub async fn unconfirmed_volunteers(
        &mut self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<VolunteerId>, StoreError> {
        let text =
            format!("SELECT v.id FROM volunteer v WHERE {NEVER_CONFIRMED} ORDER BY v.id LIMIT $2");
        let rows = self.all(sql(text).bind(since).bind(limit)).await?;
        rows.iter().map(|row| row.of("volunteer").get("id")).collect()
    }

    /// Notes that a volunteer was asked whether they are still there.
    pub async fn note_warned(&mut self, id: VolunteerId, at: Timestamp) -> Result<(), StoreError> {
        let text = "UPDATE volunteer SET warned_at = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(at)).await?;
        Ok(())
    }

    /// Notes that a volunteer signed in.
    pub async fn note_seen(&mut self, id: VolunteerId, at: Timestamp) -> Result<(), StoreError> {
        let text = "UPDATE volunteer SET seen_at = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(at)).await?;
        Ok(())
    }

    /// How many ledger entries and links of the audit chain are of days before this one.
    pub async fn count_old_audit(&mut self, before_day: i64) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM audit WHERE day < $1 \
            AND (event_seq IS NOT NULL OR reveal_id IS NOT NULL)";
        self.number(sql(text).bind(before_day)).await
    }

    /// Forgets who did what on the days before one: the ledger's entries, the links of the chain
    /// but the last one of each node, who came in, and who caused an event.
    pub async fn forget_audit(
        &mut self,
        before_day: i64,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let gone = self.count_old_audit(before_day).await?.unsigned_abs();
        let earlier = "DELETE FROM audit WHERE day < $1 AND EXISTS (SELECT 1 FROM audit b \
            WHERE b.node = audit.node AND b.day < $1 AND (b.day > audit.day \
            OR (b.day = audit.day AND b.number > audit.number)))";
        self.run(sql(earlier).bind(before_day)).await?;
        let last =
            "UPDATE audit SET event_seq = NULL, reveal_id = NULL, salt = NULL WHERE day < $1";
        self.run(sql(last).bind(before_day)).await?;
        let seen = "UPDATE engagement SET revealed_at = NULL WHERE revealed_at < $1";
        self.run(sql(seen).bind(before)).await?;
        let ledger = "DELETE FROM reveal WHERE at < $1 \
            AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.reveal_id = reveal.id)";
        let entries = self.run(sql(ledger).bind(before)).await?;
        for text in [
            format!("DELETE FROM event WHERE at < $1 AND {ACCESSES} AND {UNCHAINED}"),
            format!(
                "UPDATE event SET actor_id = NULL WHERE at < $1 AND actor_id IS NOT NULL \
                 AND {UNCHAINED}"
            ),
            format!(
                "UPDATE event SET volunteer_id = NULL, data = '{{}}' WHERE at < $1 \
                 AND volunteer_id IS NOT NULL AND {OF_VOLUNTEERS} AND {UNCHAINED}"
            ),
            format!(
                "UPDATE event SET data = '{{}}' WHERE at < $1 AND data <> '{{}}' \
                 AND (kind LIKE 'account.%' OR kind LIKE 'token.%') AND {UNCHAINED}"
            ),
        ] {
            self.run(sql(text).bind(before)).await?;
        }
        Ok(gone.max(entries))
    }

    /// Blocks of people of whom no request is known any more.
    pub async fn delete_orphaned_blocks(&mut self) -> Result<u64, StoreError> {
        let text = "DELETE FROM block WHERE NOT EXISTS (SELECT 1 FROM help_request r \
            WHERE r.email_hash = block.person_hash) AND NOT EXISTS \
            (SELECT 1 FROM help_request r WHERE r.phone_hash = block.person_hash)";
        self.run(sql(text)).await
    }

    /// Which of these subjects have a row, and whether it still holds something sealed.
    pub async fn subject_rows(
        &mut self,
        subjects: &[SubjectId],
    ) -> Result<Vec<(SubjectId, bool)>, StoreError> {
        let mut found = Vec::new();
        let tables = SubjectTable::ALL.map(SubjectTable::name);
        for table in tables.into_iter().chain(["staged_volunteer", "staged_request"]) {
            let text = format!(
                "SELECT subject_id, CAST(LENGTH(sealed_contact) AS BIGINT) AS held FROM {table} WHERE subject_id IN "
            );
            let query = sql(text).push_list(subjects.iter().copied());
            self.each(query, |row| {
                let row = row.of(table);
                found.push((row.get("subject_id")?, row.get::<i64>("held")? > 0));
                Ok(())
            })
            .await?;
        }
        Ok(found)
    }

    /// Notes that a class was looked after.
    pub async fn note_retention(
        &mut self,
        class: &'static str,
        at: Timestamp,
        gone: i64,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO retention (class, at, gone, gone_in_all) VALUES ($1, $2, $3, $3) \
            ON CONFLICT (class) DO UPDATE SET at = excluded.at, gone = excluded.gone, \
            gone_in_all = retention.gone_in_all + excluded.gone";
        self.run(sql(text).bind(class).bind(at).bind(gone)).await?;
        Ok(())
    }

    /// When a class was looked after last.
    pub async fn retention_run(&mut self, class: &str) -> Result<Option<RetentionRun>, StoreError> {
        let text = "SELECT at, gone, gone_in_all FROM retention WHERE class = $1";
        let row = self.one(sql(text).bind(class)).await?;
        row.map(|row| {
            let row = row.of("retention");
            let (at, gone) = (row.get("at")?, row.get("gone")?);
            Ok(RetentionRun { at, gone, gone_in_all: row.get("gone_in_all")? })
        })
        .transpose()
    }
}
