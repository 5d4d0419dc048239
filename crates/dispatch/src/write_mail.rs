//! From a row of the outbox to the mail itself, written right before it is sent.
//!
//! The row holds ids; names are opened, tokens derived and sentences translated here, in memory.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use mailer::Outgoing;
use matching::{AlertStatus, EngagementStatus, Role, VolunteerStatus};
use store::{HelpRequest, MailSubject, Notification, Volunteer};
use templates::{DistanceBucket, Locale, Mail, mail};

use crate::links::Purpose;
use crate::refusal::Outcome;
use crate::send_wave::carries_alert;
use crate::service::{Dispatch, hours};
use crate::tell_many::TOLD_STATUSES;
use crate::visit::visit;

/// What becomes of a mail that is due.
pub(crate) enum Due {
    /// It goes out.
    Send(Box<Outgoing>),
    /// It has no use any more; the code says why.
    Drop(&'static str),
}

/// A mail with its address.
struct Letter {
    to: String,
    locale: Locale,
    mail: Mail,
    unsubscribe: Option<String>,
}

fn bucket(distance_m: u32) -> DistanceBucket {
    match matching::DistanceBucket::of_m(distance_m) {
        matching::DistanceBucket::Under1 => DistanceBucket::Under1,
        matching::DistanceBucket::From1To2 => DistanceBucket::From1To2,
        matching::DistanceBucket::From2To5 => DistanceBucket::From2To5,
        matching::DistanceBucket::From5To10 => DistanceBucket::From5To10,
        matching::DistanceBucket::Over10 => DistanceBucket::Over10,
    }
}

fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

impl Dispatch {
    fn near(&self, request: &HelpRequest) -> mail::Near {
        mail::Near {
            category: request.category.as_str().to_owned(),
            neighbourhood: self.neighbourhood(request),
        }
    }

    /// Writes a due mail, or says why it is not sent.
    pub(crate) async fn write_mail(
        &self,
        n: &Notification,
        subject: &MailSubject<'_>,
    ) -> Outcome<Due> {
        if let Some(why) = no_longer_wanted(n, subject) {
            return Ok(Due::Drop(why));
        }
        let letter = match n.kind.as_str() {
            "receipt" | "matched" | "nobody_yet" | "reopened" | "ask_done" | "expired"
            | "merged" => self.letter_to_requester(n, subject).await?,
            "email_old" | "email_new" | "email_lost" | "email_changed" => {
                self.letter_about_email(n, subject).await?
            }
            "overdue" => self.letter_to_staff(subject).await?,
            _ => self.letter_to_volunteer(n, subject).await?,
        };
        let Some(letter) = letter else { return Ok(Due::Drop("no_address")) };
        let rendered = letter.mail.render(letter.locale, self.site());
        Ok(Due::Send(Box::new(Outgoing {
            message_id: format!("<{}@{}>", n.id, self.settings().mail_host),
            kind: n.kind.clone(),
            to: letter.to,
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            unsubscribe: letter.unsubscribe,
            language: letter.locale.code().to_owned(),
            calendar: self.calendar(n, subject, letter.locale),
        })))
    }

    /// The visit for the calendar of whoever has just said yes, and its end once they are not to go.
    fn calendar(&self, n: &Notification, s: &MailSubject<'_>, locale: Locale) -> Option<String> {
        let (engagement, request) = (s.engagement?, s.request?);
        match n.kind.as_str() {
            "engaged" => {}
            "withdrawn" if !engagement.status.holds_place() => {}
            _ => return None,
        }
        let zone = TimeZone::get(&s.volunteer?.timezone).unwrap_or(TimeZone::UTC);
        Some(self.calendar_of(engagement, request, &zone, locale))
    }

    fn locale_of(&self, code: &str) -> Locale {
        let language = self.settings().language_or_default(Some(code));
        Locale::from_code(language.as_str()).unwrap_or(Locale::Fr)
    }

    /// The first name of who comes; a word for whoever left and whose name is erased.
    async fn helper_name(&self, volunteer: &Volunteer, locale: Locale) -> Outcome<String> {
        match self.ring().key(volunteer.subject_id).await? {
            Some(key) => Ok(first_word(&volunteer.contact(&key)?.name)),
            None => Ok(templates::tr(locale, "a-volunteer", &[])),
        }
    }

    fn site_time(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.settings().timezone.clone())
    }

    async fn letter_to_requester(
        &self,
        n: &Notification,
        s: &MailSubject<'_>,
    ) -> Outcome<Option<Letter>> {
        let Some(request) = s.request else { return Ok(None) };
        let Some(key) = self.ring().key(request.subject_id).await? else { return Ok(None) };
        let Some(to) = request.contact(&key)?.email else { return Ok(None) };
        let locale = self.locale_of(request.language.as_str());
        let manage_token = self.token(Purpose::Manage, request.id.0, request.version);
        let reference = request.reference.clone();
        let helper = match s.volunteer {
            Some(volunteer) => self.helper_name(volunteer, locale).await?,
            None => String::new(),
        };
        let mail = match (n.kind.as_str(), s.engagement) {
            ("receipt", _) => {
                let unconfirmed = request.status == matching::RequestStatus::Unconfirmed;
                let together = self.read().await?.asked_together(request.id).await?;
                let categories = together.iter().map(|r| r.category.as_str().to_owned());
                Mail::Receipt(mail::Receipt {
                    reference,
                    categories: categories.collect(),
                    deadline: self.site_time(request.needed_by),
                    confirm_token: unconfirmed
                        .then(|| self.token(Purpose::ConfirmRequest, request.id.0, 1)),
                    manage_token,
                })
            }
            ("matched", Some(engagement)) => {
                let (bird, number) = self.door_word(engagement.id);
                Mail::Matched(mail::Matched {
                    reference,
                    first_name: helper,
                    visit: visit(engagement, &self.settings().timezone),
                    door_word: locale.door_word(bird, number),
                    manage_token,
                })
            }
            ("nobody_yet", _) => Mail::NobodyYet(mail::Request { reference, manage_token }),
            ("merged", _) => Mail::Merged(mail::Request { reference, manage_token }),
            ("expired", _) => Mail::Expired(mail::Request { reference, manage_token }),
            ("reopened", _) => {
                Mail::Reopened(mail::HelpedBy { reference, first_name: helper, manage_token })
            }
            ("ask_done", _) => {
                Mail::AskDone(mail::HelpedBy { reference, first_name: helper, manage_token })
            }
            _ => return Ok(None),
        };
        Ok(Some(Letter { to, locale, mail, unsubscribe: None }))
    }

    async fn letter_to_volunteer(
        &self,
        n: &Notification,
        s: &MailSubject<'_>,
    ) -> Outcome<Option<Letter>> {
        let Some(volunteer) = s.volunteer else { return Ok(None) };
        if self.is_stopped(volunteer.id, &n.kind).await? {
            return Ok(None);
        }
        let Some(key) = self.ring().key(volunteer.subject_id).await? else { return Ok(None) };
        let contact = volunteer.contact(&key)?;
        let locale = self.locale_of(volunteer.language.as_str());
        let first_name = first_word(&contact.name);
        let zone = TimeZone::get(&volunteer.timezone).unwrap_or(TimeZone::UTC);
        let mail = match n.kind.as_str() {
            "confirm" | "invite" => {
                let token = self.token(Purpose::ConfirmVolunteer, volunteer.id.0, 1);
                let context = mail::Volunteer { first_name, token };
                if n.kind == "invite" { Mail::Invite(context) } else { Mail::Confirm(context) }
            }
            "welcome" if volunteer.status == VolunteerStatus::PendingReview => {
                Mail::Pending(mail::Greeting { first_name })
            }
            "welcome" => {
                let radius_km = volunteer.radius_m.div_ceil(1000);
                Mail::Welcome(mail::Welcome { first_name, radius_km })
            }
            "login" => Mail::Login(mail::Login {
                token: self.token(Purpose::Login, volunteer.id.0, volunteer.version),
                code: self.token(Purpose::LoginCode, volunteer.id.0, volunteer.version),
                minutes: 10,
            }),
            "inactive" => {
                let days = i64::from(self.settings().retention.warning_days);
                let erased_on = (n.created_at + hours(24 * days)).to_zoned(zone.clone()).date();
                Mail::Inactive(mail::Inactive { first_name, erased_on })
            }
            "digest" => match self.digest(n, volunteer, first_name, &zone).await? {
                Some(mail) => mail,
                None => return Ok(None),
            },
            "message" => match self.message_to(n, volunteer, first_name).await? {
                Some(mail) => mail,
                None => return Ok(None),
            },
            _ => match self.letter_about_help(n, s, volunteer, first_name, &zone) {
                Some(mail) => mail,
                None => return Ok(None),
            },
        };
        let stops = match n.kind.as_str() {
            "message" => Some(Purpose::StopNews),
            kind if carries_alert(kind) || kind == "digest" => Some(Purpose::Unsubscribe),
            _ => None,
        };
        let unsubscribe = stops.map(|purpose| self.link_url(purpose, volunteer.id.0, 1));
        Ok(Some(Letter { to: contact.email, locale, mail, unsubscribe }))
    }

    fn letter_about_help(
        &self,
        n: &Notification,
        s: &MailSubject<'_>,
        volunteer: &Volunteer,
        first_name: String,
        zone: &TimeZone,
    ) -> Option<Mail> {
        let request = s.request?;
        let deadline = request.needed_by.to_zoned(zone.clone());
        Some(match (n.kind.as_str(), s.alert, s.engagement) {
            (kind @ ("alert" | "stretch"), Some(alert), _) => {
                let context = mail::Alert {
                    category: request.category.as_str().to_owned(),
                    neighbourhood: self.neighbourhood(request),
                    distance: alert.distance_m.map(bucket),
                    deadline,
                    items: request.item_count,
                    payment: String::new(),
                    radius_km: volunteer.radius_m.div_ceil(1000),
                    token: self.token(Purpose::Alert, alert.id.0, 1),
                    unsubscribe_token: self.token(Purpose::Unsubscribe, volunteer.id.0, 1),
                    link_until: alert.expires_at.to_zoned(zone.clone()),
                };
                if kind == "alert" { Mail::Alert(context) } else { Mail::Stretch(context) }
            }
            ("taken", _, _) => Mail::Taken(self.near(request)),
            ("completed", _, _) => Mail::Completed(self.near(request)),
            ("withdrawn", _, _) => Mail::Withdrawn(mail::Withdrawn {
                near: self.near(request),
                reason: if n.data.contains("\"edited\":true") {
                    mail::WithdrawnReason::Changed
                } else if n.data.contains("\"arranged\":true") {
                    mail::WithdrawnReason::Arranged
                } else if n.data.contains("\"released\":true") {
                    mail::WithdrawnReason::Released
                } else {
                    mail::WithdrawnReason::Cancelled
                },
            }),
            ("engaged", _, Some(engagement)) => Mail::Engaged(mail::Engaged {
                first_name,
                near: self.near(request),
                visit: visit(engagement, zone),
                deadline,
                engagement_id: engagement.id.to_string(),
            }),
            (kind @ ("reminder" | "chaser"), _, Some(engagement)) => {
                let context = mail::Reminder {
                    first_name,
                    near: self.near(request),
                    visit: visit(engagement, zone),
                    deadline,
                    engagement_id: engagement.id.to_string(),
                };
                if kind == "reminder" { Mail::Reminder(context) } else { Mail::Chaser(context) }
            }
            _ => return None,
        })
    }

    /// What is still open of what was near; nothing when all of it is taken.
    async fn digest(
        &self,
        n: &Notification,
        volunteer: &Volunteer,
        first_name: String,
        zone: &TimeZone,
    ) -> Outcome<Option<Mail>> {
        let data: serde_json::Value = serde_json::from_str(&n.data).unwrap_or_default();
        let listed = data.get("requests").and_then(serde_json::Value::as_array);
        let near = self.near_requests(volunteer.id).await?;
        let is_listed = |id: &str| {
            listed.is_some_and(|ids| ids.iter().any(|listed| listed.as_str() == Some(id)))
        };
        let rows = near.into_iter().filter(|one| is_listed(&one.request.id.to_string()));
        let rows = rows.map(|one| mail::DigestRow {
            near: self.near(&one.request),
            distance: one.distance_m.map(bucket),
            deadline: one.request.needed_by.to_zoned(zone.clone()),
        });
        let rows: Vec<_> = rows.collect();
        let unsubscribe_token = self.token(Purpose::Unsubscribe, volunteer.id.0, 1);
        let digest = mail::Digest { first_name, rows, unsubscribe_token };
        Ok((!digest.rows.is_empty()).then_some(Mail::Digest(digest)))
    }

    /// To the mailbox of today or to the next one, while the change is under way or just done.
    async fn letter_about_email(
        &self,
        n: &Notification,
        s: &MailSubject<'_>,
    ) -> Outcome<Option<Letter>> {
        let owner = match (s.volunteer, s.account) {
            (Some(own), _) => Some((own.subject_id, own.language.as_str().to_owned())),
            (None, Some(own)) => Some((own.subject_id, own.language.clone())),
            (None, None) => None,
        };
        let Some((subject, language)) = owner else { return Ok(None) };
        let Some(key) = self.ring().key(subject).await? else { return Ok(None) };
        let data: serde_json::Value = serde_json::from_str(&n.data).unwrap_or_default();
        let id = data.get("change").and_then(serde_json::Value::as_str);
        let Some(id) = id.and_then(|id| id.parse().ok()) else { return Ok(None) };
        let Some(change) = self.read().await?.email_change(id).await? else { return Ok(None) };
        if n.kind != "email_changed" && !change.is_open(self.now()) {
            return Ok(None);
        }
        let emails = change.emails(&key)?;
        let about = |purpose, until| mail::EmailChange {
            token: self.token(purpose, change.id, 1),
            until: self.site_time(until),
        };
        let mail = match n.kind.as_str() {
            "email_new" => Mail::EmailNew(about(Purpose::EmailNew, change.expires_at)),
            "email_old" => Mail::EmailOld(about(Purpose::EmailOld, change.expires_at)),
            "email_lost" => {
                let from = change.lost_from.unwrap_or(change.expires_at);
                Mail::EmailLost(about(Purpose::EmailOld, from))
            }
            _ => Mail::EmailChanged,
        };
        let to = if n.kind == "email_new" { emails.new } else { emails.old };
        let locale = self.locale_of(&language);
        Ok(Some(Letter { to, locale, mail, unsubscribe: None }))
    }

    async fn letter_to_staff(&self, s: &MailSubject<'_>) -> Outcome<Option<Letter>> {
        let Some(account) = s.account else { return Ok(None) };
        let Some(key) = self.ring().key(account.subject_id).await? else { return Ok(None) };
        let to = account.contact(&key)?.email;
        let filter = store::TaskFilter { done: Some(false), limit: 200, ..Default::default() };
        let tasks = self.read().await?.tasks(&filter).await?;
        let overdue = tasks.iter().filter(|task| task.level >= 2).count();
        let count = u32::try_from(overdue).unwrap_or(u32::MAX);
        let area = account.area_id.and_then(|id| self.areas().name(id).map(str::to_owned));
        let context = mail::Overdue { count, area: area.unwrap_or_default() };
        let locale = self.locale_of(&account.language);
        Ok(Some(Letter { to, locale, mail: Mail::Overdue(context), unsubscribe: None }))
    }
}

/// Whether the world moved on since the mail was owed.
fn no_longer_wanted(n: &Notification, s: &MailSubject<'_>) -> Option<&'static str> {
    let to_volunteer = !matches!(
        n.kind.as_str(),
        "receipt"
            | "matched"
            | "nobody_yet"
            | "reopened"
            | "ask_done"
            | "expired"
            | "merged"
            | "overdue"
    );
    if to_volunteer && let Some(volunteer) = s.volunteer {
        if volunteer.status == VolunteerStatus::Withdrawn {
            return Some("left");
        }
        let about_address = n.kind == "confirm" || n.kind.starts_with("email_");
        if volunteer.mail_suspended && !about_address {
            return Some("address_suspended");
        }
        if n.kind == "message" && !TOLD_STATUSES.contains(&volunteer.status) {
            return Some("not_told");
        }
        let resting = volunteer.status != VolunteerStatus::Active;
        if (carries_alert(&n.kind) || n.kind == "digest") && resting {
            return Some("not_active");
        }
    }
    match n.kind.as_str() {
        "alert" | "stretch" => {
            let wanted = s.alert.is_some_and(|a| a.status == AlertStatus::Queued);
            let open = s.request.is_some_and(|r| r.status == matching::RequestStatus::Open);
            (!wanted || !open).then_some("no_longer_needed")
        }
        "matched" | "engaged" | "reminder" | "chaser" => {
            let held = s.engagement.is_some_and(|e| e.status.holds_place());
            let waits = n.kind == "matched"
                || s.engagement.is_some_and(|e| e.status != EngagementStatus::Confirmed);
            (!held || !waits).then_some("no_longer_needed")
        }
        "nobody_yet" => {
            let open = s.request.is_some_and(|r| r.status == matching::RequestStatus::Open);
            (!open).then_some("no_longer_needed")
        }
        "ask_done" => {
            let asks = s.engagement.is_some_and(|e| e.status == EngagementStatus::Completed);
            (!asks).then_some("no_longer_needed")
        }
        "overdue" => {
            s.account.is_none_or(|a| a.role != Role::Administrator).then_some("not_for_them")
        }
        _ => None,
    }
}
