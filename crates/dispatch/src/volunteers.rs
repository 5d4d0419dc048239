//! Volunteers: signing up, confirming, changing, resting, leaving.

use jiff::Timestamp;
use matching::{Cell, MailMode, Position, Role, SubjectId, TaskKind, VolunteerId, VolunteerStatus};
use store::{Sealed, Tx, Volunteer, VolunteerContact, sha256};

use crate::actor::Actor;
use crate::idempotency::Replay;
use crate::input::{VolunteerEdit, VolunteerInput};
use crate::life::Owed;
use crate::links::Purpose;
use crate::parse::{self, Errors, Located};
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::service::{Dispatch, event, hours};
use crate::throttle::Brake;
use crate::trust::{OF_AGE, is_for_team};

/// Days until an unused confirmation link dies.
const CONFIRM_DAYS: i64 = 7;
/// Most places a volunteer starts from: home, work, the end of a line.
pub const MAX_ANCHORS: usize = 3;
/// Most requests at a time.
const MAX_CAPACITY: u32 = 20;
/// The resolution of a volunteer's own cell, for coverage.
pub(crate) const VOLUNTEER_CELL: u8 = 7;

/// A volunteer whose every field was read.
pub(crate) struct VolunteerDraft {
    pub volunteer: Volunteer,
    pub contact: VolunteerContact,
    pub anchors: Vec<Position>,
}

/// What the caller of a registration learns.
#[derive(Debug, Clone, Copy)]
pub struct Registered {
    /// The volunteer's id.
    pub id: VolunteerId,
    /// Whether this is the answer to an earlier, equal call.
    pub replayed: bool,
}

impl Dispatch {
    /// Registers a volunteer, who gets a confirmation link by mail.
    ///
    /// An address that is known already gets a sign-in link instead; the answer looks the same, so
    /// that nobody learns who is registered.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every field that cannot be used.
    pub async fn register_volunteer(
        &self,
        actor: &Actor,
        input: &VolunteerInput,
        replay: Option<&Replay>,
    ) -> Outcome<Registered> {
        if let Some(id) = self.replayed(replay, "volunteer").await? {
            return Ok(Registered { id: VolunteerId(id), replayed: true });
        }
        let staff = matches!(actor, Actor::Staff(_) | Actor::System);
        if !staff && !self.settings().public_requests {
            return Err(Refusal::Closed);
        }
        let mut draft = self.draft_volunteer(input, "page")?;
        if !staff {
            draft.volunteer.skills.retain(|skill| !is_for_team(skill));
            let email = parse::normalised_email(&draft.contact.email);
            self.brakes(&[(Brake::SignUp, &email)]).await?;
        }
        let volunteer = self.seal_volunteer(draft).await?;
        let id = volunteer.id;
        let mut tx = self.write().await?;
        if !self.take_key(&mut tx, replay, "volunteer", id.0).await? {
            self.nothing_new(tx).await?;
            let earlier = self.replayed(replay, "volunteer").await?.ok_or(Refusal::KeyReused)?;
            return Ok(Registered { id: VolunteerId(earlier), replayed: true });
        }
        if let Some(known) = tx.volunteer_by_email(&volunteer.email_hash).await? {
            self.greet_known(&mut tx, known).await?;
        } else if tx.insert_volunteer(&volunteer).await? {
            self.welcome_new(&mut tx, &volunteer, actor, "confirm").await?;
        }
        self.finish(tx).await?;
        Ok(Registered { id, replayed: false })
    }

    /// Reads every field of a registration.
    pub(crate) fn draft_volunteer(
        &self,
        input: &VolunteerInput,
        source: &str,
    ) -> Outcome<VolunteerDraft> {
        let now = self.now();
        let mut errors = Errors::default();
        let name = errors.keep(parse::line("name", &input.name));
        let email = errors.keep(parse::email("email", Some(&input.email)));
        if email == Some(None) {
            errors.add("email", "required");
        }
        let located = errors.keep(self.locate(input.address.as_ref(), input.location));
        let country = located.as_ref().map_or(self.settings().country.as_str(), |p| &p.country);
        let phone = errors.keep(parse::phone("phone", input.phone.as_deref(), country));
        let languages = errors.keep(parse::languages("languages", &input.languages));
        if languages.as_ref().is_some_and(std::collections::BTreeSet::is_empty) {
            errors.add("languages", "required");
        }
        let radius_m = errors.keep(parse::radius("radius_km", input.radius_km));
        let categories = errors.keep(self.category_set("categories", &input.categories));
        let skills = errors.keep(parse::skills("skills", &input.skills));
        let availability = errors.keep(parse::availability("availability", &input.availability));
        let quiet = errors.keep(parse::quiet_hours("quiet_hours", input.quiet_hours.as_ref()));
        let zone = input.timezone.as_deref();
        let zone = errors.keep(parse::timezone("timezone", zone, &self.settings().timezone_name));
        let capacity = input.capacity.unwrap_or(1);
        let capacity = errors.keep(parse::whole("capacity", capacity, 0, MAX_CAPACITY));
        let weekly = input.max_alerts_per_week;
        let weekly =
            weekly.map(|most| errors.keep(parse::whole("max_alerts_per_week", most, 0, 100)));
        let mail_mode = input.mail_mode.as_deref().map(|text| errors.keep(mail_mode(text)));
        let age = self.age_step(input.age_at_least.unwrap_or(i64::from(OF_AGE)));
        if age.is_none() {
            errors.add("age_at_least", "too_young");
        }
        let consent = errors.keep(parse::consent(&input.consent));
        errors.done()?;
        let incomplete = || Refusal::field("email", "required");
        let (consent_version, _) = consent.ok_or_else(incomplete)?;
        let place: Located = located.ok_or_else(incomplete)?;
        let email = email.flatten().ok_or_else(incomplete)?;
        let phone = phone.ok_or_else(incomplete)?;
        let volunteer = Volunteer {
            id: self.fresh_id()?,
            subject_id: SubjectId(uuid::Uuid::nil()),
            status: VolunteerStatus::Unverified,
            sealed_contact: Sealed::from_bytes(Vec::new()),
            sealed_anchors: Sealed::from_bytes(Vec::new()),
            email_hash: self.email_hash(&email),
            phone_hash: phone.as_deref().map(|phone| self.phone_hash(phone)),
            cell: Cell::of(place.position, VOLUNTEER_CELL),
            area_id: self.areas().leaf_of(place.position),
            country: place.country.clone(),
            postcode: place.postcode.clone(),
            label: place.label.clone(),
            radius_m: radius_m.ok_or_else(incomplete)?,
            categories: categories.ok_or_else(incomplete)?,
            skills: skills.ok_or_else(incomplete)?,
            languages: languages.ok_or_else(incomplete)?,
            language: self.settings().language_or_default(
                input.language.as_deref().or(input.languages.first().map(String::as_str)),
            ),
            availability: availability.ok_or_else(incomplete)?,
            quiet_hours: quiet.ok_or_else(incomplete)?,
            timezone: zone.ok_or_else(incomplete)?,
            capacity: capacity.ok_or_else(incomplete)?,
            max_alerts_per_week: weekly.flatten(),
            mail_mode: mail_mode.flatten().unwrap_or(MailMode::Single),
            paused_until: None,
            mail_suspended: false,
            vetted_until: None,
            vetted_at: None,
            vetted_by: None,
            age_at_least: age.unwrap_or(OF_AGE),
            held_at: None,
            consent_version,
            consent_at: now,
            consent_source: source.to_owned(),
            created_at: now,
            activated_at: None,
            updated_at: now,
            version: 1,
        };
        let name = name.ok_or_else(incomplete)?;
        let contact = VolunteerContact { name, email, phone, line: place.line, places: Vec::new() };
        Ok(VolunteerDraft { volunteer, contact, anchors: vec![place.position] })
    }

    async fn seal_volunteer(&self, draft: VolunteerDraft) -> Outcome<Volunteer> {
        let key = self.ring().create(self.now()).await?;
        seal_with(&key, draft)
    }

    /// A first mail and the links it needs.
    pub(crate) async fn welcome_new(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        actor: &Actor,
        kind: &'static str,
    ) -> Outcome<()> {
        let now = self.now();
        let expires = now + hours(24 * if kind == "invite" { 30 } else { CONFIRM_DAYS });
        self.issue(tx, Purpose::ConfirmVolunteer, volunteer.id.0, 1, Some(expires)).await?;
        self.issue(tx, Purpose::Unsubscribe, volunteer.id.0, 1, None).await?;
        let mut event = event(now, "volunteer.registered", actor);
        event.volunteer_id = Some(volunteer.id);
        tx.record(&event).await?;
        let owed = Owed {
            key: format!("{kind}:{}", volunteer.id),
            kind,
            rank: if kind == "invite" { 9 } else { 1 },
            volunteer: Some(volunteer.id),
            not_after: Some(expires),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// Somebody signs up again: they get a way in, nobody else learns of it.
    async fn greet_known(&self, tx: &mut Tx, known: Volunteer) -> Outcome<()> {
        if known.status == VolunteerStatus::Unverified {
            let expires = self.now() + hours(24 * CONFIRM_DAYS);
            self.issue(tx, Purpose::ConfirmVolunteer, known.id.0, 1, Some(expires)).await?;
            let owed = Owed {
                key: format!("confirm:{}:{}", known.id, self.now().as_second() / 600),
                kind: "confirm",
                rank: 1,
                volunteer: Some(known.id),
                not_after: Some(expires),
                ..Owed::default()
            };
            self.owe(tx, owed).await?;
            return Ok(());
        }
        let version = tx.next_link_version(known.id).await?;
        self.owe_login(tx, known.id, version).await
    }

    /// Confirms a volunteer's address by the link. Using it again is no error.
    pub async fn confirm_volunteer(&self, token: &str) -> Outcome<VolunteerId> {
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::ConfirmVolunteer, token).await?;
        let id = VolunteerId(link.target);
        tx.lock_volunteer(id).await?;
        let mut volunteer = tx.volunteer(id).await?.ok_or(Refusal::Gone)?;
        if volunteer.status != VolunteerStatus::Unverified {
            self.nothing_new(tx).await?;
            return Ok(id);
        }
        tx.use_link(&sha256(token.as_bytes()), self.now()).await?;
        let barred = self.is_barred(&mut tx, &volunteer).await?;
        let next = if barred || self.settings().vet_volunteers {
            VolunteerStatus::PendingReview
        } else {
            VolunteerStatus::Active
        };
        self.become_status(&mut tx, &mut volunteer, next, &Actor::Volunteer(id)).await?;
        if barred {
            self.call_for_returned(&mut tx, &volunteer).await?;
        } else if next == VolunteerStatus::PendingReview {
            let due = self.now() + hours(48);
            self.volunteer_task(&mut tx, TaskKind::Vetting, &volunteer, due).await?;
        } else if self.asks_for_vetting(&volunteer) {
            self.vetting_task(&mut tx, &volunteer).await?;
        }
        let owed = Owed {
            key: format!("welcome:{id}"),
            kind: "welcome",
            rank: 4,
            volunteer: Some(id),
            ..Owed::default()
        };
        self.owe(&mut tx, owed).await?;
        self.finish(tx).await?;
        Ok(id)
    }

    /// Whom a `/c/` link is for, without using it.
    pub async fn confirmation_kind(&self, token: &str) -> Outcome<Purpose> {
        let mut tx = self.read().await?;
        if self.living_link(&mut tx, Purpose::ConfirmVolunteer, token).await.is_ok() {
            return Ok(Purpose::ConfirmVolunteer);
        }
        self.living_link(&mut tx, Purpose::ConfirmRequest, token).await?;
        Ok(Purpose::ConfirmRequest)
    }

    /// Moves a volunteer's status and tells every index.
    pub(crate) async fn become_status(
        &self,
        tx: &mut Tx,
        volunteer: &mut Volunteer,
        to: VolunteerStatus,
        actor: &Actor,
    ) -> Outcome<()> {
        let from = volunteer.status;
        volunteer.status = from.become_(to).map_err(|_| Refusal::field("status", "status"))?;
        let now = self.now();
        if to == VolunteerStatus::Active && volunteer.activated_at.is_none() {
            volunteer.activated_at = Some(now);
        }
        volunteer.updated_at = now;
        if !tx.update_volunteer(from, volunteer).await? {
            return Err(Refusal::Conflict("status"));
        }
        tx.note_change(volunteer.id, now).await?;
        if to == VolunteerStatus::Suspended {
            self.bar(tx, volunteer).await?;
        }
        let mut event = event(now, "volunteer.status", actor);
        event.volunteer_id = Some(volunteer.id);
        event.data = serde_json::json!({ "from": from.code(), "to": to.code() }).to_string();
        tx.record(&event).await?;
        Ok(())
    }

    /// A volunteer as stored: for themselves, or for staff of the area.
    pub async fn volunteer(&self, actor: &Actor, id: VolunteerId) -> Outcome<Volunteer> {
        let volunteer = self.read().await?.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        self.own_volunteer(actor, &volunteer)?;
        Ok(volunteer)
    }

    fn own_volunteer(&self, actor: &Actor, volunteer: &Volunteer) -> Outcome<()> {
        match actor {
            Actor::Volunteer(own) if *own == volunteer.id => Ok(()),
            Actor::Volunteer(_) => Err(Refusal::NotFound),
            _ => self.staff_over(actor, Role::Operator, volunteer.area_id).map(|_| ()),
        }
    }

    /// The volunteer's own contact, for their own pages.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for anybody else.
    pub async fn own_contact(&self, actor: &Actor, id: VolunteerId) -> Outcome<VolunteerContact> {
        if *actor != Actor::Volunteer(id) {
            return Err(Refusal::NotFound);
        }
        self.contact_of(id).await
    }

    /// A volunteer's contact, for what writes to them or names them.
    pub(crate) async fn contact_of(&self, id: VolunteerId) -> Outcome<VolunteerContact> {
        let volunteer = self.read().await?.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        let key = self.key(volunteer.subject_id).await?;
        Ok(volunteer.contact(&key)?)
    }

    /// The volunteers of the caller's area, newest first.
    pub async fn list_volunteers(
        &self,
        actor: &Actor,
        mut filter: store::VolunteerFilter,
    ) -> Outcome<Vec<Volunteer>> {
        let staff = actor.staff(Role::Operator)?;
        if let Some(areas) = staff.areas(&self.areas()) {
            filter.areas = Some(areas);
        }
        Ok(self.read().await?.volunteers(&filter).await?)
    }

    /// Changes a volunteer.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every field that cannot be used; nothing is changed then.
    pub async fn edit_volunteer(
        &self,
        actor: &Actor,
        id: VolunteerId,
        edit: &VolunteerEdit,
    ) -> Outcome<Volunteer> {
        let mut tx = self.write().await?;
        tx.lock_volunteer(id).await?;
        let mut volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        self.own_volunteer(actor, &volunteer)?;
        let key = self.key(volunteer.subject_id).await?;
        let mut contact = volunteer.contact(&key)?;
        let mut anchors = volunteer.anchors(&key)?;
        let from = volunteer.status;
        let skills = volunteer.skills.clone();
        let mut errors = Errors::default();
        let returns = volunteer.status == VolunteerStatus::Paused && edit.status.is_some();
        if returns && matches!(actor, Actor::Volunteer(_)) {
            Self::check_review(&volunteer)?;
        }
        self.edit_what(&mut errors, &mut volunteer, edit);
        if actor.staff(Role::Coordinator).is_err() {
            volunteer.skills.retain(|skill| !is_for_team(skill));
            volunteer.skills.extend(skills.into_iter().filter(is_for_team));
        }
        self.edit_when(&mut errors, &mut volunteer, edit);
        let moved = self.edit_where(&mut errors, &mut volunteer, &mut anchors, edit)
            | self.edit_places(&mut errors, &mut contact, &mut anchors, edit);
        self.edit_who(&mut errors, &mut volunteer, &mut contact, edit);
        self.edit_trust(&mut errors, actor, &mut volunteer, edit);
        let to = wanted_status(&mut errors, actor, &volunteer, edit);
        errors.done()?;
        let vetted = self.lets_in(actor, &mut volunteer, to) || edit.vetted_until.is_some();
        if moved {
            self.note_move(&mut tx, actor, id).await?;
        }
        volunteer.phone_hash = contact.phone.as_deref().map(|phone| self.phone_hash(phone));
        volunteer.sealed_contact = key.seal(Volunteer::contact_spot(id), &contact)?;
        volunteer.sealed_anchors = key.seal(Volunteer::anchors_spot(id), &anchors)?;
        volunteer.updated_at = self.now();
        if !tx.update_volunteer(from, &volunteer).await? {
            return Err(Refusal::Conflict("status"));
        }
        tx.note_change(id, self.now()).await?;
        let mut event = event(self.now(), "volunteer.edited", actor);
        event.volunteer_id = Some(id);
        tx.record(&event).await?;
        if let Some(to) = to.filter(|to| *to != from) {
            self.become_status(&mut tx, &mut volunteer, to, actor).await?;
        }
        if vetted {
            self.note_vetting(&mut tx, actor, &volunteer).await?;
        }
        if to.is_some() && !matches!(actor, Actor::Volunteer(_)) {
            self.note_decision(&mut tx, &volunteer).await?;
        }
        let suspended = volunteer.status == VolunteerStatus::Suspended;
        if suspended {
            tx.delete_sessions_of(id.0).await?;
        }
        self.finish(tx).await?;
        if suspended {
            self.end_suspended().await?;
        }
        Ok(volunteer)
    }

    fn edit_what(&self, errors: &mut Errors, volunteer: &mut Volunteer, edit: &VolunteerEdit) {
        if let Some(texts) = &edit.languages
            && let Some(set) = errors.keep(parse::languages("languages", texts))
        {
            volunteer.languages = set;
        }
        if let Some(codes) = &edit.categories
            && let Some(set) = errors.keep(self.category_set("categories", codes))
        {
            volunteer.categories = set;
        }
        if let Some(codes) = &edit.skills
            && let Some(set) = errors.keep(parse::skills("skills", codes))
        {
            volunteer.skills = set;
        }
        if let Some(km) = edit.radius_km
            && let Some(radius_m) = errors.keep(parse::radius("radius_km", km))
        {
            volunteer.radius_m = radius_m;
        }
        if let Some(number) = edit.capacity
            && let Some(number) = errors.keep(parse::whole("capacity", number, 0, MAX_CAPACITY))
        {
            volunteer.capacity = number;
        }
        match edit.max_alerts_per_week {
            None => {}
            Some(None) => volunteer.max_alerts_per_week = None,
            Some(Some(most)) => {
                let most = errors.keep(parse::whole("max_alerts_per_week", most, 0, 100));
                volunteer.max_alerts_per_week = most.or(volunteer.max_alerts_per_week);
            }
        }
    }

    fn edit_when(&self, errors: &mut Errors, volunteer: &mut Volunteer, edit: &VolunteerEdit) {
        if let Some(text) = &edit.mail_mode {
            volunteer.mail_mode = errors.keep(mail_mode(text)).unwrap_or(volunteer.mail_mode);
        }
        if let Some(slots) = &edit.availability
            && let Some(hours) = errors.keep(parse::availability("availability", slots))
        {
            volunteer.availability = hours;
        }
        if let Some(quiet) = &edit.quiet_hours
            && let Some(hours) = errors.keep(parse::quiet_hours("quiet_hours", Some(quiet)))
        {
            volunteer.quiet_hours = hours;
        }
        if let Some(name) = &edit.timezone {
            let zone = parse::timezone("timezone", Some(name), &self.settings().timezone_name);
            volunteer.timezone = errors.keep(zone).unwrap_or_else(|| volunteer.timezone.clone());
        }
        match &edit.paused_until {
            None => {}
            Some(None) => volunteer.paused_until = None,
            Some(Some(text)) => {
                let until: Option<Timestamp> = errors.keep(parse::time("paused_until", text));
                volunteer.paused_until = until.or(volunteer.paused_until);
            }
        }
    }

    fn edit_where(
        &self,
        errors: &mut Errors,
        volunteer: &mut Volunteer,
        anchors: &mut Vec<Position>,
        edit: &VolunteerEdit,
    ) -> bool {
        if edit.address.is_none() && edit.location.is_none() {
            return false;
        }
        let Some(place) = errors.keep(self.locate(edit.address.as_ref(), edit.location)) else {
            return false;
        };
        let moved = anchors.first() != Some(&place.position);
        match anchors.first_mut() {
            Some(home) => *home = place.position,
            None => anchors.push(place.position),
        }
        volunteer.cell = Cell::of(place.position, VOLUNTEER_CELL);
        volunteer.area_id = self.areas().leaf_of(place.position);
        volunteer.country = place.country;
        volunteer.postcode = place.postcode;
        volunteer.label = place.label;
        moved
    }

    /// Adds or takes away a further place to start from; whether one came.
    fn edit_places(
        &self,
        errors: &mut Errors,
        contact: &mut VolunteerContact,
        anchors: &mut Vec<Position>,
        edit: &VolunteerEdit,
    ) -> bool {
        if let Some(place) = edit.remove_place.filter(|place| *place < contact.places.len()) {
            contact.places.remove(place);
            if place + 1 < anchors.len() {
                anchors.remove(place + 1);
            }
        }
        let Some(address) = &edit.add_place else { return false };
        if anchors.len() >= MAX_ANCHORS {
            errors.add("address.place", "too_many");
            return false;
        }
        let Some(place) = errors.keep(self.locate(Some(address), None)) else { return false };
        anchors.push(place.position);
        contact.places.push(place.label);
        true
    }

    /// Where a volunteer starts from, by name: home first. For themselves alone.
    pub async fn own_places(&self, id: VolunteerId) -> Outcome<Vec<(String, Position)>> {
        let volunteer = self.read().await?.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        let key = self.key(volunteer.subject_id).await?;
        let names = std::iter::once(volunteer.label.clone())
            .chain(volunteer.contact(&key)?.places)
            .chain(std::iter::repeat(String::new()));
        Ok(names.zip(volunteer.anchors(&key)?).collect())
    }

    fn edit_who(
        &self,
        errors: &mut Errors,
        volunteer: &mut Volunteer,
        contact: &mut VolunteerContact,
        edit: &VolunteerEdit,
    ) {
        if let Some(name) = &edit.name
            && let Some(name) = errors.keep(parse::line("name", name))
        {
            contact.name = name;
        }
        if let Some(phone) = &edit.phone
            && let Some(phone) = errors.keep(parse::phone("phone", Some(phone), &volunteer.country))
        {
            contact.phone = phone;
        }
        if let Some(code) = &edit.language {
            volunteer.language = self.settings().language_or_default(Some(code));
        }
    }

    /// A volunteer may move the pin twice in 30 days.
    async fn note_move(&self, tx: &mut Tx, actor: &Actor, id: VolunteerId) -> Outcome<()> {
        if matches!(actor, Actor::Volunteer(_)) {
            let since = self.now() - hours(30 * 24);
            if tx.events_of_volunteer(id, "volunteer.moved", since).await? >= 2 {
                return Err(Refusal::field("address", "moved_too_often"));
            }
        }
        let mut event = event(self.now(), "volunteer.moved", actor);
        event.volunteer_id = Some(id);
        tx.record(&event).await?;
        Ok(())
    }

    /// Stops the alerts by the link in a mail; doing it again is no error.
    pub async fn unsubscribe(&self, token: &str) -> Outcome<()> {
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::Unsubscribe, token).await?;
        let id = VolunteerId(link.target);
        tx.lock_volunteer(id).await?;
        let mut volunteer = tx.volunteer(id).await?.ok_or(Refusal::Gone)?;
        if volunteer.status == VolunteerStatus::Active {
            let actor = Actor::Volunteer(id);
            self.become_status(&mut tx, &mut volunteer, VolunteerStatus::Paused, &actor).await?;
            self.finish(tx).await?;
        }
        Ok(())
    }
}

/// `single` or `digest`.
fn mail_mode(text: &str) -> Result<MailMode, FieldError> {
    text.trim().parse().map_err(|_| FieldError::new("mail_mode", "mail_mode"))
}

/// Seals a draft with a key.
pub(crate) fn seal_with(key: &store::SubjectKey, draft: VolunteerDraft) -> Outcome<Volunteer> {
    let mut volunteer = draft.volunteer;
    volunteer.subject_id = key.subject();
    let id = volunteer.id;
    volunteer.sealed_contact = key.seal(Volunteer::contact_spot(id), &draft.contact)?;
    volunteer.sealed_anchors = key.seal(Volunteer::anchors_spot(id), &draft.anchors)?;
    Ok(volunteer)
}

/// Volunteers may rest, return and leave; coordinators may set any legal status.
fn wanted_status(
    errors: &mut Errors,
    actor: &Actor,
    volunteer: &Volunteer,
    edit: &VolunteerEdit,
) -> Option<VolunteerStatus> {
    use VolunteerStatus::{Active, Paused, Withdrawn};
    let text = edit.status.as_deref()?;
    let Ok(to) = text.parse::<VolunteerStatus>() else {
        errors.add("status", "status");
        return None;
    };
    if to == volunteer.status {
        return None;
    }
    let own = matches!(
        (volunteer.status, to),
        (Active, Paused) | (Paused, Active) | (Active | Paused, Withdrawn)
    );
    let allowed = match actor {
        Actor::Volunteer(_) => own,
        _ => actor.staff(Role::Coordinator).is_ok(),
    };
    if !allowed || volunteer.status.become_(to).is_err() {
        errors.add("status", "status");
        return None;
    }
    Some(to)
}
