//! What mails are about: everything a batch of them points at, read at once.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use matching::{
    AccountId, AlertId, EngagementId, NotificationId, RequestId, SubjectId, VolunteerId,
};

use crate::sql::{Row, Value, sql};
use crate::{Account, Alert, Engagement, HelpRequest, Notification, StoreError, Tx, Volunteer};
use crate::{accounts, alerts, engagements, requests, volunteers};

/// What the writing of a mail relied on, as one text. When it reads differently later, the mail is
/// written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailMark(String);

/// Everything that some mails point at, as of one picture.
#[derive(Debug, Default)]
pub struct MailSubjects {
    volunteers: HashMap<VolunteerId, Volunteer>,
    requests: HashMap<RequestId, HelpRequest>,
    alerts: HashMap<AlertId, Alert>,
    engagements: HashMap<EngagementId, Engagement>,
    accounts: HashMap<AccountId, Account>,
    marks: BTreeMap<NotificationId, MailMark>,
}

/// What one mail points at.
#[derive(Clone, Copy, Debug)]
pub struct MailSubject<'a> {
    /// The volunteer it is for or about.
    pub volunteer: Option<&'a Volunteer>,
    /// The request it is for or about.
    pub request: Option<&'a HelpRequest>,
    /// The alert it carries.
    pub alert: Option<&'a Alert>,
    /// The engagement it is about.
    pub engagement: Option<&'a Engagement>,
    /// The member of staff it is for.
    pub account: Option<&'a Account>,
}

impl MailSubjects {
    /// What this mail points at.
    pub fn of(&self, mail: &Notification) -> MailSubject<'_> {
        MailSubject {
            volunteer: mail.volunteer_id.and_then(|id| self.volunteers.get(&id)),
            request: mail.request_id.and_then(|id| self.requests.get(&id)),
            alert: mail.alert_id.and_then(|id| self.alerts.get(&id)),
            engagement: mail.engagement_id.and_then(|id| self.engagements.get(&id)),
            account: mail.account_id.and_then(|id| self.accounts.get(&id)),
        }
    }

    /// What the writing of this mail relies on.
    pub fn mark(&self, mail: NotificationId) -> Option<&MailMark> {
        self.marks.get(&mail)
    }

    /// Whose keys open what is sealed here.
    pub fn sealed_for(&self) -> Vec<SubjectId> {
        let volunteers = self.volunteers.values().map(|own| own.subject_id);
        let requests = self.requests.values().map(|own| own.subject_id);
        let accounts = self.accounts.values().map(|own| own.subject_id);
        volunteers.chain(requests).chain(accounts).collect()
    }
}

impl Tx {
    /// Everything that some mails point at.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when one of the rows cannot be read: ask for each mail alone then.
    pub async fn mail_subjects(
        &mut self,
        mails: &[Notification],
    ) -> Result<MailSubjects, StoreError> {
        let of = |columns: &str, table: &str| format!("SELECT {columns} FROM {table}");
        let volunteer = of(volunteers::COLUMNS, "volunteer");
        let request = of(requests::COLUMNS, "help_request");
        let alert = of(alerts::COLUMNS, "alert");
        let engagement = of(engagements::COLUMNS, "engagement");
        let account = of(accounts::COLUMNS, "account");
        let ids: Vec<_> = mails.iter().map(|mail| mail.id).collect();
        Ok(MailSubjects {
            volunteers: self
                .by_id(volunteer, mails.iter().filter_map(|m| m.volunteer_id), |row| {
                    Volunteer::read(row).map(|own| (own.id, own))
                })
                .await?,
            requests: self
                .by_id(request, mails.iter().filter_map(|m| m.request_id), |row| {
                    HelpRequest::read(row).map(|own| (own.id, own))
                })
                .await?,
            alerts: self
                .by_id(alert, mails.iter().filter_map(|m| m.alert_id), |row| {
                    Alert::read(row).map(|own| (own.id, own))
                })
                .await?,
            engagements: self
                .by_id(engagement, mails.iter().filter_map(|m| m.engagement_id), |row| {
                    Engagement::read(row).map(|own| (own.id, own))
                })
                .await?,
            accounts: self
                .by_id(account, mails.iter().filter_map(|m| m.account_id), |row| {
                    Account::read(row).map(|own| (own.id, own))
                })
                .await?,
            marks: self.mail_marks(&ids).await?,
        })
    }

    /// What the writing of some mails relies on, as it stands now; one statement.
    pub async fn mail_marks(
        &mut self,
        mails: &[NotificationId],
    ) -> Result<BTreeMap<NotificationId, MailMark>, StoreError> {
        if mails.is_empty() {
            return Ok(BTreeMap::new());
        }
        let text = "SELECT n.id AS id, \
            COALESCE(v.status || ' ' || CAST(v.mail_suspended AS TEXT) || ' ' \
              || CAST(v.version AS TEXT) || ' ' || CAST(v.updated_at AS TEXT), '-') || '/' || \
            COALESCE(r.status || ' ' || CAST(r.version AS TEXT) || ' ' \
              || CAST(r.needed_by AS TEXT) || ' ' || r.category, '-') || '/' || \
            COALESCE(a.status, '-') || '/' || \
            COALESCE(e.status || ' ' || COALESCE(CAST(e.planned_at AS TEXT), ''), '-') || '/' || \
            COALESCE(c.role, '-') AS mark \
            FROM notification n LEFT JOIN volunteer v ON v.id = n.volunteer_id \
            LEFT JOIN help_request r ON r.id = n.request_id \
            LEFT JOIN alert a ON a.id = n.alert_id \
            LEFT JOIN engagement e ON e.id = n.engagement_id \
            LEFT JOIN account c ON c.id = n.account_id WHERE n.id IN ";
        let rows = self.all(sql(text).push_list(mails.iter().copied())).await?;
        let read = |row: &Row| {
            let row = row.of("notification");
            Ok((row.get("id")?, MailMark(row.get("mark")?)))
        };
        rows.iter().map(read).collect()
    }

    async fn by_id<I: Copy + Eq + Hash + Ord + Into<Value>, T>(
        &mut self,
        select: String,
        ids: impl Iterator<Item = I>,
        read: impl Fn(&Row) -> Result<(I, T), StoreError>,
    ) -> Result<HashMap<I, T>, StoreError> {
        let ids: std::collections::BTreeSet<I> = ids.collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let query = sql(select).push(" WHERE id IN ").push_list(ids);
        self.all(query).await?.iter().map(read).collect()
    }
}
