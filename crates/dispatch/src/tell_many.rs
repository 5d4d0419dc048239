//! One message to many volunteers: whom it reaches, how often, and who wants none.

use geocoding::{Lookup, PlaceQuery};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use matching::{AreaId, CategoryCode, Language, Position, Role, VolunteerId, VolunteerStatus};
use store::{BulkMessage, Notification, Reachable, Tx, Volunteer};
use templates::{Mail, mail};
use uuid::Uuid;

use crate::actor::{Actor, Staff};
use crate::life::Owed;
use crate::links::Purpose;
use crate::parse::{self, Errors};
use crate::queue::Lane;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// Longest text of a message, in characters.
pub const MAX_MESSAGE: usize = 2_000;
/// Farthest from a place, in kilometres.
const MAX_NEAR_KM: u32 = 200;
/// What did not leave by then has no use any more.
const LATE_H: i64 = 48;
/// Messages of a day that are looked through.
const MOST_A_DAY: u32 = 1_000;
/// Who may be written to: nobody who is suspended, waits for a review, or has left.
pub const TOLD_STATUSES: [VolunteerStatus; 2] = [VolunteerStatus::Active, VolunteerStatus::Paused];

/// Whom a message is for, as typed; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentInput {
    /// An area's id or name.
    pub area: String,
    /// A kind of help that they give.
    pub category: String,
    /// A language that they speak or are written to in.
    pub language: String,
    /// `active` or `paused`.
    pub state: String,
    /// Around the place of this postcode.
    pub postcode: String,
    /// So many kilometres around it.
    pub km: String,
}

/// A message as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageInput {
    /// Whom it is for.
    pub segment: SegmentInput,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// A message that can be sent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedMessage {
    /// How many it is for.
    pub recipients: u32,
    /// One line.
    pub subject: String,
    /// The text, its lines ended by line feeds.
    pub body: String,
}

/// Whom a message is for.
struct Segment {
    area: Option<AreaId>,
    areas: Option<Vec<AreaId>>,
    statuses: Vec<VolunteerStatus>,
    category: Option<CategoryCode>,
    language: Option<Language>,
    near: Option<(Position, u32)>,
}

impl Segment {
    fn holds(&self, one: &Reachable) -> bool {
        let speaks = |code: &Language| one.language == *code || one.languages.contains(code);
        let lives = |(at, km): (Position, u32)| {
            matching::distance_m(one.cell.center(), at) <= f64::from(km) * 1_000.0
        };
        self.category.as_ref().is_none_or(|code| one.categories.contains(code))
            && self.language.as_ref().is_none_or(speaks)
            && self.near.is_none_or(lives)
    }

    /// As codes, for the record.
    fn coded(&self, input: &SegmentInput) -> String {
        let statuses: Vec<_> = self.statuses.iter().map(|status| status.code()).collect();
        serde_json::json!({
            "statuses": statuses,
            "category": self.category.as_ref().map(CategoryCode::as_str),
            "language": self.language.as_ref().map(Language::as_str),
            "postcode": self.near.map(|_| input.postcode.trim()),
            "km": self.near.map(|(_, km)| km),
        })
        .to_string()
    }
}

/// The paragraphs of a text.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl Dispatch {
    /// The number of a message that is to be written: sent twice under it, it goes out once.
    pub fn new_message_id(&self) -> Outcome<Uuid> {
        self.fresh_id()
    }

    /// How many volunteers a message would reach.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for whoever runs no area, [`Refusal::Invalid`] for what cannot be used.
    pub async fn count_segment(&self, actor: &Actor, input: &SegmentInput) -> Outcome<u32> {
        let staff = actor.staff(Role::Coordinator)?;
        let mut errors = Errors::default();
        let segment = self.segment(&mut errors, &staff, input);
        errors.done()?;
        let mut tx = self.read().await?;
        Ok(small(self.who_is_told(&mut tx, &segment).await?.len()))
    }

    /// Reads a message, and counts whom it is for; nothing is sent.
    ///
    /// # Errors
    /// As [`Dispatch::send_message`].
    pub async fn check_message(
        &self,
        actor: &Actor,
        input: &MessageInput,
    ) -> Outcome<CheckedMessage> {
        let staff = actor.staff(Role::Coordinator)?;
        let (segment, subject, body) = self.read_message(&staff, input)?;
        let mut tx = self.read().await?;
        self.may_send(&mut tx, segment.area).await?;
        let recipients = small(self.who_is_told(&mut tx, &segment).await?.len());
        if recipients == 0 {
            return Err(Refusal::field("area", "nobody"));
        }
        Ok(CheckedMessage { recipients, subject, body })
    }

    /// Owes a message to everybody of a segment; gives to how many. The same `id` a second time
    /// owes nothing more.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for what cannot be used, [`Refusal::Limit`] when somebody of the area
    /// has got as many in a day as the deployment allows.
    pub async fn send_message(
        &self,
        actor: &Actor,
        id: Uuid,
        input: &MessageInput,
    ) -> Outcome<u32> {
        let staff = actor.staff(Role::Coordinator)?;
        let (segment, subject, body) = self.read_message(&staff, input)?;
        let mut tx = self.write().await?;
        tx.order_bulk_messages().await?;
        if let Some(sent) = tx.bulk_message(id).await? {
            self.nothing_new(tx).await?;
            return Ok(sent.recipients);
        }
        self.may_send(&mut tx, segment.area).await?;
        let reached = self.who_is_told(&mut tx, &segment).await?;
        if reached.is_empty() {
            return Err(Refusal::field("area", "nobody"));
        }
        let message = BulkMessage {
            id,
            area_id: segment.area,
            segment: segment.coded(&input.segment),
            subject,
            body,
            recipients: small(reached.len()),
            created_by: actor.account(),
            created_at: self.now(),
        };
        tx.insert_bulk_message(&message).await?;
        for one in &reached {
            self.owe_message(&mut tx, &message, one).await?;
        }
        let mut sent = event(self.now(), "message.sent", actor);
        sent.data = serde_json::json!({
            "message": id.to_string(),
            "recipients": message.recipients,
            "area": segment.area.map(|area| area.to_string()),
        })
        .to_string();
        tx.record(&sent).await?;
        self.finish_for(tx, &[Lane::Mail]).await?;
        Ok(message.recipients)
    }

    /// The latest messages to the areas of a member of staff, newest first.
    pub async fn messages_sent(&self, actor: &Actor, limit: u32) -> Outcome<Vec<BulkMessage>> {
        let staff = actor.staff(Role::Coordinator)?;
        let areas = self.areas();
        let mut found = self.read().await?.bulk_messages_since(Timestamp::MIN, MOST_A_DAY).await?;
        found.retain(|one| one.area_id.is_none() || staff.sees(one.area_id, &areas));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// The mail as it will look, for whoever checks it.
    pub fn message_preview(&self, message: &CheckedMessage, locale: templates::Locale) -> String {
        let mail = mail::Message {
            first_name: "…".to_owned(),
            subject: message.subject.clone(),
            paragraphs: paragraphs(&message.body),
            stop_token: "…".to_owned(),
        };
        Mail::Message(mail).render(locale, self.site()).text
    }

    fn read_message(
        &self,
        staff: &Staff,
        input: &MessageInput,
    ) -> Outcome<(Segment, String, String)> {
        let mut errors = Errors::default();
        let segment = self.segment(&mut errors, staff, &input.segment);
        let subject = errors.keep(parse::line("subject", &input.subject)).unwrap_or_default();
        let body = errors.keep(body(&input.body)).unwrap_or_default();
        errors.done()?;
        Ok((segment, subject, body))
    }

    fn segment(&self, errors: &mut Errors, staff: &Staff, input: &SegmentInput) -> Segment {
        let tree = self.areas();
        let area = match input.area.trim() {
            "" => staff.area,
            named => {
                let found = tree.find(named).filter(|area| staff.sees(Some(*area), &tree));
                if found.is_none() {
                    errors.add("area", "unknown");
                }
                found.or(staff.area)
            }
        };
        let named = |text: &str| Some(text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let category =
            named(&input.category).and_then(|code| errors.keep(self.category("category", &code)));
        let language = named(&input.language).and_then(|code| {
            errors.keep(Language::new(&code).map_err(|_| FieldError::new("language", "unknown")))
        });
        let statuses = match input.state.trim() {
            "" => TOLD_STATUSES.to_vec(),
            code => {
                let found = TOLD_STATUSES.iter().filter(|status| status.code() == code);
                let found: Vec<_> = found.copied().collect();
                if found.is_empty() {
                    errors.add("state", "unknown");
                }
                found
            }
        };
        let areas = area.map(|area| tree.within(area));
        let near = self.around_place(errors, input);
        Segment { area, areas, statuses, category, language, near }
    }

    /// A place and how far around it, where one is named.
    fn around_place(&self, errors: &mut Errors, input: &SegmentInput) -> Option<(Position, u32)> {
        let postcode = input.postcode.trim();
        if postcode.is_empty() {
            return None;
        }
        let km = input.km.trim().parse().unwrap_or(0);
        let km = errors.keep(parse::whole("km", km, 1, MAX_NEAR_KM));
        let country = Some(self.settings().country.as_str());
        let query = PlaceQuery { postcode: Some(postcode), place: None, country };
        let at = match self.gazetteer().lookup(&query) {
            Lookup::Found(place) => Some(place.position),
            Lookup::Ambiguous(places) => places.first().map(|place| place.position),
            Lookup::Unknown(_) => None,
        };
        if at.is_none() {
            errors.add("postcode", "unknown_postcode");
        }
        Some((at?, km?))
    }

    async fn who_is_told(&self, tx: &mut Tx, segment: &Segment) -> Outcome<Vec<Reachable>> {
        let areas = segment.areas.as_deref();
        let mut found = tx.reachable_volunteers(&segment.statuses, areas).await?;
        found.retain(|one| segment.holds(one));
        Ok(found)
    }

    /// Counts the messages of the last day that may have reached the same volunteers.
    async fn may_send(&self, tx: &mut Tx, area: Option<AreaId>) -> Outcome<()> {
        let most = usize::try_from(self.settings().bulk_messages_per_day).unwrap_or(usize::MAX);
        if most == 0 {
            return Ok(());
        }
        let tree = self.areas();
        let overlap = |other: Option<AreaId>| match (area, other) {
            (Some(own), Some(other)) => {
                tree.within(own).contains(&other) || tree.within(other).contains(&own)
            }
            _ => true,
        };
        let mut sent = tx.bulk_messages_since(self.now() - hours(24), MOST_A_DAY).await?;
        sent.retain(|one| overlap(one.area_id));
        match sent.get(most - 1) {
            Some(last) => Err(self.limited("bulk_messages", last.created_at + hours(24))),
            None => Ok(()),
        }
    }

    async fn owe_message(
        &self,
        tx: &mut Tx,
        message: &BulkMessage,
        one: &Reachable,
    ) -> Outcome<()> {
        let zone = TimeZone::get(&one.timezone).unwrap_or(TimeZone::UTC);
        self.issue(tx, Purpose::StopNews, one.id.0, 1, None).await?;
        let owed = Owed {
            key: format!("message:{}:{}", message.id, one.id),
            kind: "message",
            rank: store::LAST_RANK,
            volunteer: Some(one.id),
            data: Some(serde_json::json!({ "message": message.id.to_string() })),
            at: Some(one.quiet_hours.next_end(self.now(), &zone)),
            not_after: Some(self.now() + hours(LATE_H)),
            ..Owed::default()
        };
        self.owe(tx, owed).await
    }

    /// The mail of a message to many; none once it was forgotten, or the volunteer wants no news.
    pub(crate) async fn message_to(
        &self,
        n: &Notification,
        volunteer: &Volunteer,
        first_name: String,
    ) -> Outcome<Option<Mail>> {
        let data: serde_json::Value = serde_json::from_str(&n.data).unwrap_or_default();
        let id = data.get("message").and_then(serde_json::Value::as_str);
        let Some(id) = id.and_then(|id| id.parse().ok()) else { return Ok(None) };
        let mut tx = self.read().await?;
        if tx.wants_no_news(volunteer.id).await? {
            return Ok(None);
        }
        let Some(message) = tx.bulk_message(id).await? else { return Ok(None) };
        Ok(Some(Mail::Message(mail::Message {
            first_name,
            paragraphs: paragraphs(&message.body),
            subject: message.subject,
            stop_token: self.token(Purpose::StopNews, volunteer.id.0, 1),
        })))
    }

    /// What a link to `/u/` stops: the alerts or the news.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a link that stops nothing.
    pub async fn what_link_stops(&self, token: &str) -> Outcome<Purpose> {
        let mut tx = self.read().await?;
        for purpose in [Purpose::Unsubscribe, Purpose::StopNews] {
            match self.living_link(&mut tx, purpose, token).await {
                Err(Refusal::Gone) => {}
                found => return found.map(|_| purpose),
            }
        }
        Err(Refusal::Gone)
    }

    /// Stops the news by the link in a mail; doing it again is no error.
    pub async fn stop_news_by_link(&self, token: &str) -> Outcome<()> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::StopNews, token).await?;
        drop(tx);
        self.stop_news(VolunteerId(link.target)).await
    }

    /// A volunteer wants no news.
    pub async fn stop_news(&self, id: VolunteerId) -> Outcome<()> {
        let mut tx = self.write().await?;
        if tx.stop_news(id, self.now()).await? {
            self.note_news(&mut tx, id, "volunteer.news_stopped").await?;
        }
        Ok(tx.commit().await?)
    }

    /// A volunteer wants news again.
    pub async fn allow_news(&self, id: VolunteerId) -> Outcome<()> {
        let mut tx = self.write().await?;
        if tx.allow_news(id).await? {
            self.note_news(&mut tx, id, "volunteer.news_allowed").await?;
        }
        Ok(tx.commit().await?)
    }

    /// Whether a volunteer wants news.
    pub async fn wants_news(&self, id: VolunteerId) -> Outcome<bool> {
        Ok(!self.read().await?.wants_no_news(id).await?)
    }

    async fn note_news(&self, tx: &mut Tx, id: VolunteerId, kind: &'static str) -> Outcome<()> {
        let mut noted = event(self.now(), kind, &Actor::Volunteer(id));
        noted.volunteer_id = Some(id);
        Ok(tx.record(&noted).await?)
    }
}

/// The text of a message; empty is an error.
fn body(text: &str) -> Result<String, FieldError> {
    let text = parse::text("body", Some(text))?;
    let text = text.ok_or_else(|| FieldError::new("body", "required"))?;
    if text.chars().count() > MAX_MESSAGE {
        return Err(FieldError::new("body", "too_long").with(MAX_MESSAGE.to_string()));
    }
    Ok(text)
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
