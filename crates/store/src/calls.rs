//! Phone calls that were taken and made: who, when, how they ended, about which requests.
//!
//! What was said stands with the requests; here is no word of it. A number is kept as a keyed hash,
//! and sealed only where somebody who has asked for nothing yet is to be called again.

use jiff::Timestamp;
use matching::{AccountId, AreaId, CallId, RequestId, SubjectId, TaskId};

use crate::records::CallerContact;
use crate::requests::{COLUMNS as REQUEST, HelpRequest};
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallDirection {
    /// Somebody called the desk.
    In,
    /// The desk called somebody.
    Out,
}

impl CallDirection {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// One call.
#[derive(Clone, Debug)]
pub struct PhoneCall {
    /// Its id.
    pub id: CallId,
    /// Who called whom.
    pub direction: CallDirection,
    /// The member of staff; none where a program noted it.
    pub account_id: Option<AccountId>,
    /// The area of the member of staff.
    pub area_id: Option<AreaId>,
    /// The task that was done by it, or that it has left.
    pub task_id: Option<TaskId>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; none while it goes on.
    pub ended_at: Option<Timestamp>,
    /// How it ended, as a code.
    pub outcome: Option<String>,
    /// The language that was spoken, or empty.
    pub language: String,
    /// Keyed hash of the number.
    pub phone_hash: Option<Vec<u8>>,
    /// Whose key seals the contact.
    pub subject_id: Option<SubjectId>,
    /// Whom to call again; empty in most calls.
    pub sealed_contact: Sealed<CallerContact>,
}

const COLUMNS: &str = "id, direction, account_id, area_id, task_id, started_at, ended_at, \
    outcome, language, phone_hash, subject_id, sealed_contact";

/// What a request has to do with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallTie {
    /// It was noted in it.
    Noted,
    /// It was there before, and was spoken of.
    About,
}

impl CallTie {
    const fn code(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::About => "about",
        }
    }
}

/// From when to when a call went, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSpan {
    /// Who called whom: `in` or `out`.
    pub direction: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How, as a code.
    pub outcome: String,
}

impl CallSpan {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("phone_call");
        Ok(Self {
            direction: row.get("direction")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            outcome: row.get("outcome")?,
        })
    }
}

impl PhoneCall {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("phone_call");
        Ok(Self {
            id: row.get("id")?,
            direction: match row.get::<String>("direction")?.as_str() {
                "in" => CallDirection::In,
                "out" => CallDirection::Out,
                _ => return Err(row.corrupt("direction")),
            },
            account_id: row.get("account_id")?,
            area_id: row.get("area_id")?,
            task_id: row.get("task_id")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            outcome: row.get("outcome")?,
            language: row.get("language")?,
            phone_hash: row.get("phone_hash")?,
            subject_id: row.get("subject_id")?,
            sealed_contact: Sealed::from_bytes(row.get("sealed_contact")?),
        })
    }

    /// Where the sealed contact lives.
    pub fn contact_spot(id: CallId) -> Spot {
        Spot { table: "phone_call", column: "sealed_contact", row: id.0 }
    }

    /// Opens the contact with the subject's key.
    pub fn contact(&self, key: &SubjectKey) -> Result<CallerContact, StoreError> {
        key.open(Self::contact_spot(self.id), &self.sealed_contact)
    }
}

impl Tx {
    /// Stores a call; `false` when it is stored already.
    pub async fn insert_call(&mut self, call: &PhoneCall) -> Result<bool, StoreError> {
        let values: Vec<crate::Value> = vec![
            call.id.into(),
            call.direction.code().into(),
            call.account_id.into(),
            call.area_id.into(),
            call.task_id.into(),
            call.started_at.into(),
            call.ended_at.into(),
            call.outcome.as_deref().into(),
            call.language.as_str().into(),
            call.phone_hash.clone().into(),
            call.subject_id.into(),
            call.sealed_contact.as_bytes().into(),
        ];
        let query = sql(format!("INSERT INTO phone_call ({COLUMNS}) VALUES ")).push_list(values);
        Ok(self.run(query.push(" ON CONFLICT (id) DO NOTHING")).await? == 1)
    }

    /// Finds a call.
    pub async fn call(&mut self, id: CallId) -> Result<Option<PhoneCall>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM phone_call WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(PhoneCall::read).transpose()
    }

    /// The call that has left a task.
    pub async fn call_of_task(&mut self, id: TaskId) -> Result<Option<PhoneCall>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM phone_call WHERE task_id = $1 AND direction = 'in' LIMIT 1"
        );
        self.one(sql(text).bind(id)).await?.as_ref().map(PhoneCall::read).transpose()
    }

    /// Writes what is known of a call at its end; `false` when it had ended before.
    pub async fn end_call(&mut self, call: &PhoneCall) -> Result<bool, StoreError> {
        let text = "UPDATE phone_call SET task_id = $2, ended_at = $3, outcome = $4, \
            language = $5, phone_hash = $6, subject_id = $7, sealed_contact = $8 \
            WHERE id = $1 AND ended_at IS NULL";
        let query = sql(text)
            .bind(call.id)
            .bind(call.task_id)
            .bind(call.ended_at)
            .bind(call.outcome.as_deref())
            .bind(call.language.as_str())
            .bind(call.phone_hash.clone())
            .bind(call.subject_id)
            .bind(call.sealed_contact.as_bytes());
        Ok(self.run(query).await? == 1)
    }

    /// Ends what somebody has left open, without an outcome of its own.
    pub async fn drop_open_calls(
        &mut self,
        account: AccountId,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = "UPDATE phone_call SET ended_at = $2, outcome = 'unfinished', \
            phone_hash = NULL WHERE account_id = $1 AND ended_at IS NULL";
        self.run(sql(text).bind(account).bind(at)).await
    }

    /// Notes that a request was noted in a call, or spoken of.
    pub async fn tie_call(
        &mut self,
        call: CallId,
        request: RequestId,
        tie: CallTie,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO phone_call_request (call_id, request_id, what) \
            VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.run(sql(text).bind(call).bind(request).bind(tie.code())).await?;
        Ok(())
    }

    /// The requests that were noted in a call, in their order.
    pub async fn noted_in_call(&mut self, id: CallId) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {REQUEST} FROM help_request WHERE id IN (SELECT request_id \
             FROM phone_call_request WHERE call_id = $1 AND what = 'noted') ORDER BY id"
        );
        self.all(sql(text).bind(id)).await?.iter().map(HelpRequest::read).collect()
    }

    /// The ended calls in which a request was noted or spoken of, oldest first.
    pub async fn calls_of_request(&mut self, id: RequestId) -> Result<Vec<CallSpan>, StoreError> {
        let text = "SELECT direction, started_at, ended_at, outcome FROM phone_call \
            WHERE ended_at IS NOT NULL AND id IN \
            (SELECT call_id FROM phone_call_request WHERE request_id = $1) ORDER BY started_at, id";
        self.all(sql(text).bind(id)).await?.iter().map(CallSpan::read).collect()
    }

    /// The latest ended calls from a number, newest first.
    pub async fn calls_from(
        &mut self,
        phone_hash: &[u8],
        limit: u32,
    ) -> Result<Vec<CallSpan>, StoreError> {
        let text = "SELECT direction, started_at, ended_at, outcome FROM phone_call \
            WHERE phone_hash = $1 AND ended_at IS NOT NULL ORDER BY started_at DESC LIMIT $2";
        let rows = self.all(sql(text).bind(phone_hash).bind(limit)).await?;
        rows.iter().map(CallSpan::read).collect()
    }

    /// Somebody's ended calls since a time, oldest first.
    pub async fn calls_of_account(
        &mut self,
        account: AccountId,
        since: Timestamp,
    ) -> Result<Vec<CallSpan>, StoreError> {
        let text = "SELECT direction, started_at, ended_at, outcome FROM phone_call \
            WHERE account_id = $1 AND started_at >= $2 AND ended_at IS NOT NULL \
            ORDER BY started_at, id";
        let rows = self.all(sql(text).bind(account).bind(since)).await?;
        rows.iter().map(CallSpan::read).collect()
    }

    /// The requests that somebody noted in calls since a time, oldest first.
    pub async fn noted_by(
        &mut self,
        account: AccountId,
        since: Timestamp,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {REQUEST} FROM help_request WHERE id IN (SELECT t.request_id \
             FROM phone_call_request t JOIN phone_call c ON c.id = t.call_id \
             WHERE c.account_id = $1 AND c.started_at >= $2 AND t.what = 'noted') ORDER BY id"
        );
        let rows = self.all(sql(text).bind(account).bind(since)).await?;
        rows.iter().map(HelpRequest::read).collect()
    }

    /// The requests that somebody noted in calls and that were done since a time, newest first.
    pub async fn helped_after_calls_of(
        &mut self,
        account: AccountId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {REQUEST} FROM help_request WHERE status = 'completed' AND done_at >= $2 \
             AND id IN (SELECT t.request_id FROM phone_call_request t \
             JOIN phone_call c ON c.id = t.call_id WHERE c.account_id = $1 AND t.what = 'noted') \
             ORDER BY done_at DESC LIMIT $3"
        );
        let rows = self.all(sql(text).bind(account).bind(since).bind(limit)).await?;
        rows.iter().map(HelpRequest::read).collect()
    }

    /// Empties what says who called.
    pub async fn forget_caller(&mut self, id: CallId) -> Result<(), StoreError> {
        let text = "UPDATE phone_call SET phone_hash = NULL, sealed_contact = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(Vec::new())).await?;
        Ok(())
    }

    /// Calls of before a time that still say who called and that nobody waits for.
    pub async fn forgettable_callers(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(CallId, Option<SubjectId>)>, StoreError> {
        let text = "SELECT id, subject_id FROM phone_call WHERE started_at <= $1 \
            AND (phone_hash IS NOT NULL OR LENGTH(sealed_contact) > 0) \
            AND NOT EXISTS (SELECT 1 FROM task k WHERE k.id = phone_call.task_id \
                AND k.state <> 'done') ORDER BY id LIMIT $2";
        let rows = self.all(sql(text).bind(before).bind(limit)).await?;
        let read = |row: &Row| {
            let row = row.of("phone_call");
            Ok((row.get("id")?, row.get("subject_id")?))
        };
        rows.iter().map(read).collect()
    }

    /// The calls in which a request was noted or spoken of and that say who called.
    pub async fn callers_of_request(
        &mut self,
        id: RequestId,
    ) -> Result<Vec<(CallId, Option<SubjectId>)>, StoreError> {
        let text = "SELECT id, subject_id FROM phone_call \
            WHERE (phone_hash IS NOT NULL OR LENGTH(sealed_contact) > 0) AND id IN \
            (SELECT call_id FROM phone_call_request WHERE request_id = $1) ORDER BY id";
        let rows = self.all(sql(text).bind(id)).await?;
        let read = |row: &Row| {
            let row = row.of("phone_call");
            Ok((row.get("id")?, row.get("subject_id")?))
        };
        rows.iter().map(read).collect()
    }
}
