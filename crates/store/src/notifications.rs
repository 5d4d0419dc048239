//! The outbox: the truth about every mail that is owed.
//!
//! A row holds ids only; the mail is rendered when it is sent, so nothing personal waits here. A
//! sender claims a batch under a lease, marks each row `sending` right before the conversation and
//! `sent` right after it. A row found in `sending` after its lease is sent once more, under the
//! same Message-ID, and flagged as a possible duplicate (RFC 1047).

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{AccountId, AlertId, EngagementId, NotificationId, RequestId, VolunteerId};

use crate::sql::{Query, Reader, Row, Value, sql};
use crate::{StoreError, Tx};

/// What can wait longest.
pub const LAST_RANK: u32 = 9;

/// One mail owed to someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its id; also the stable part of its Message-ID.
    pub id: NotificationId,
    /// Says what may exist only once, such as `alert:{request}:{volunteer}:{wave}`.
    pub dedupe_key: String,
    /// The kind of mail, as in `X-Proche-Kind`.
    pub kind: String,
    /// Lower goes first, down to [`LAST_RANK`].
    pub rank: u32,
    /// The volunteer it is for or about.
    pub volunteer_id: Option<VolunteerId>,
    /// The request it is for or about.
    pub request_id: Option<RequestId>,
    /// The alert it carries.
    pub alert_id: Option<AlertId>,
    /// The engagement it is about.
    pub engagement_id: Option<EngagementId>,
    /// The member of staff it is for.
    pub account_id: Option<AccountId>,
    /// Codes the mail needs, as a JSON object; never personal data.
    pub data: String,
    /// When it is due.
    pub next_attempt_at: Timestamp,
    /// Not sent after this time.
    pub not_after: Option<Timestamp>,
    /// When it was owed first.
    pub created_at: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// Whether it may have been delivered before.
    pub possible_duplicate: bool,
    /// Fencing token of the claim.
    pub fence: i64,
}

const COLUMNS: &str = "id, dedupe_key, kind, rank, volunteer_id, request_id, alert_id, \
    engagement_id, account_id, data, next_attempt_at, not_after, created_at, attempts, \
    possible_duplicate, fence";

impl Notification {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("notification");
        Ok(Self {
            id: row.get("id")?,
            dedupe_key: row.get("dedupe_key")?,
            kind: row.get("kind")?,
            rank: row.get("rank")?,
            volunteer_id: row.get("volunteer_id")?,
            request_id: row.get("request_id")?,
            alert_id: row.get("alert_id")?,
            engagement_id: row.get("engagement_id")?,
            account_id: row.get("account_id")?,
            data: row.get("data")?,
            next_attempt_at: row.get("next_attempt_at")?,
            not_after: row.get("not_after")?,
            created_at: row.get("created_at")?,
            attempts: row.get("attempts")?,
            possible_duplicate: row.get("possible_duplicate")?,
            fence: row.get("fence")?,
        })
    }

    fn insert(&self) -> Query {
        let text = "INSERT INTO notification (id, dedupe_key, kind, rank, volunteer_id, \
            request_id, alert_id, engagement_id, account_id, data, state, next_attempt_at, \
            not_after, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11, $12, $13) \
            ON CONFLICT (dedupe_key) DO NOTHING";
        sql(text)
            .bind(self.id)
            .bind(self.dedupe_key.as_str())
            .bind(self.kind.as_str())
            .bind(self.rank.min(LAST_RANK))
            .bind(self.volunteer_id)
            .bind(self.request_id)
            .bind(self.alert_id)
            .bind(self.engagement_id)
            .bind(self.account_id)
            .bind(self.data.as_str())
            .bind(self.next_attempt_at)
            .bind(self.not_after)
            .bind(self.created_at)
    }
}

impl Tx {
    /// Owes a mail, unless its key is taken: then it is owed or was sent already.
    pub async fn owe(&mut self, n: &Notification) -> Result<(), StoreError> {
        self.later(n.insert()).await
    }

    /// The same; `false` when the key was taken.
    pub async fn owe_if_new(&mut self, n: &Notification) -> Result<bool, StoreError> {
        Ok(self.run(n.insert()).await? == 1)
    }

    /// Claims due mails until `lease_until` for a node. Those found in `sending` are flagged.
    pub async fn claim_notifications(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
        holder: Option<i64>,
    ) -> Result<Vec<Notification>, StoreError> {
        let text = format!(
            "UPDATE notification SET lease_until = $2, holder = $4, fence = fence + 1, \
             possible_duplicate = (possible_duplicate OR state = 'sending'), state = 'queued' \
             WHERE id IN (SELECT id FROM notification \
               WHERE state IN ('queued', 'sending'){} AND next_attempt_at <= $1 \
               AND (lease_until IS NULL OR lease_until <= $1) \
               ORDER BY rank, next_attempt_at, id LIMIT $3{}) \
             RETURNING {COLUMNS}",
            self.each_rank(),
            self.skip_locked()
        );
        let query = sql(text).bind(now).bind(lease_until).bind(limit).bind(holder);
        let rows = self.all(query).await?;
        let mut claimed =
            rows.iter().map(Notification::read).collect::<Result<Vec<_>, StoreError>>()?;
        claimed.sort_by_key(|n| (n.rank, n.next_attempt_at, n.id));
        Ok(claimed)
    }

    /// Marks claimed mails as `sending` and holds the claim until `lease_until`; gives those whose
    /// claim was still ours. One statement.
    pub async fn mark_sending(
        &mut self,
        mails: &[&Notification],
        lease_until: Timestamp,
    ) -> Result<BTreeSet<NotificationId>, StoreError> {
        let text = "UPDATE notification SET state = 'sending', attempts = attempts + 1, \
            lease_until = $1 FROM ";
        self.mark(sql(text).bind(lease_until), mails, "queued").await
    }

    /// Marks mails as sent; gives those whose claim was still ours. One statement.
    pub async fn mark_sent(
        &mut self,
        mails: &[&Notification],
        at: Timestamp,
    ) -> Result<BTreeSet<NotificationId>, StoreError> {
        let text = "UPDATE notification SET state = 'sent', sent_at = $1, lease_until = NULL, \
            last_error = NULL FROM ";
        self.mark(sql(text).bind(at), mails, "sending").await
    }

    async fn mark(
        &mut self,
        update: Query,
        mails: &[&Notification],
        from: &'static str,
    ) -> Result<BTreeSet<NotificationId>, StoreError> {
        if mails.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut query = update.push("(VALUES ");
        for (index, mail) in mails.iter().enumerate() {
            let claim: [Value; 2] = [mail.id.into(), mail.fence.into()];
            query = query.push(if index == 0 { "" } else { ", " }).push_list(claim);
        }
        let query = query.push(
            ") AS claim WHERE notification.id = claim.column1 \
             AND notification.fence = claim.column2 AND notification.state = ",
        );
        let query = query.with("", from).push(" RETURNING notification.id AS id");
        self.all(query).await?.iter().map(|row| row.of("notification").get("id")).collect()
    }

    /// Puts a mail back for another attempt; `false` when the claim is no longer ours or it ended.
    pub async fn retry_notification(
        &mut self,
        n: &Notification,
        at: Timestamp,
        error: &str,
        uncertain: bool,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE notification SET state = 'queued', lease_until = NULL, \
            next_attempt_at = $3, last_error = $4, \
            possible_duplicate = (possible_duplicate OR $5) \
            WHERE id = $1 AND fence = $2 AND state IN ('queued', 'sending')";
        let query = sql(text).bind(n.id).bind(n.fence).bind(at).bind(error).bind(uncertain);
        Ok(self.run(query).await? == 1)
    }

    /// Ends a mail that will never be sent: `failed` or `dropped`.
    pub async fn end_notification(
        &mut self,
        n: &Notification,
        state: &str,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE notification SET state = $3, last_error = $4, lease_until = NULL \
            WHERE id = $1 AND fence = $2 AND state IN ('queued', 'sending')";
        let query = sql(text).bind(n.id).bind(n.fence).bind(state).bind(reason);
        Ok(self.run(query).await? == 1)
    }

    /// A mail that was sent came back; gives it the first time this is said.
    pub async fn bounce_notification(
        &mut self,
        id: NotificationId,
    ) -> Result<Option<Notification>, StoreError> {
        let text = format!(
            "UPDATE notification SET state = 'failed', last_error = 'bounced' \
             WHERE id = $1 AND state = 'sent' RETURNING {COLUMNS}"
        );
        self.one(sql(text).bind(id)).await?.as_ref().map(Notification::read).transpose()
    }

    /// When the next mail is due or its lease runs out.
    pub async fn next_notification_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let text = "SELECT MIN(at) AS at FROM ( \
            SELECT at FROM (SELECT next_attempt_at AS at FROM notification \
              WHERE state IN ('queued', 'sending') AND lease_until IS NULL \
              ORDER BY next_attempt_at LIMIT 1) AS free \
            UNION ALL \
            SELECT CASE WHEN lease_until > next_attempt_at THEN lease_until \
              ELSE next_attempt_at END AS at FROM notification \
              WHERE lease_until IS NOT NULL AND state IN ('queued', 'sending')) AS either";
        let row = self.one(sql(text)).await?;
        row.map_or(Ok(None), |row| row.of("notification").get("at"))
    }

    /// How many mails wait.
    pub async fn outbox_depth(&mut self) -> Result<i64, StoreError> {
        let text =
            "SELECT COUNT(*) AS number FROM notification WHERE state IN ('queued', 'sending')";
        self.number(sql(text)).await
    }

    /// The state of the mail with this key.
    pub async fn notification_state(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let text = "SELECT state FROM notification WHERE dedupe_key = $1";
        let row = self.one(sql(text).bind(key)).await?;
        row.map(|row| row.of("notification").get("state")).transpose()
    }
}
