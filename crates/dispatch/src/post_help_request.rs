//! A person asks, on a page, through an operator or over the API.

use matching::{
    Cell, Channel, Priority, RequestId, RequestStatus, Role, TaskKind, VolunteerId, blurred,
};
use store::{HelpRequest, RequestDetails, RequestTie, RequesterContact, Tx, ordered_id};

use crate::actor::Actor;
use crate::ask_again::MOST_REPEATS;
use crate::idempotency::Replay;
use crate::input::{HelpRequestInput, PAYMENTS};
use crate::life::{Owed, ToDo};
use crate::links::{Purpose, letters};
use crate::parse::{self, Errors, Located};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};

/// The farthest deadline, in days.
const MAX_LEAD_DAYS: i64 = 90;
/// Most volunteers for one request.
pub const MAX_PLACES: u32 = 50;

/// Most needs in one go.
pub const MAX_NEEDS: usize = 4;
/// The only rhythm of what is asked again by itself, in days.
const WEEK: u32 = 7;

/// What the caller learns of a posted request.
#[derive(Debug, Clone)]
pub struct Posted {
    /// Its id.
    pub id: RequestId,
    /// The number to keep.
    pub reference: String,
    /// Where it stands.
    pub status: RequestStatus,
    /// The address of its manage page.
    pub manage_url: String,
    /// Whether this is the answer to an earlier, equal call.
    pub replayed: bool,
}

/// A request that is sealed and ready to be stored.
pub(crate) struct SealedNeed {
    pub request: HelpRequest,
    /// A hash of the door that it is for.
    pub door: Option<Vec<u8>>,
}

/// A request whose every field was read.
pub(crate) struct Draft {
    pub request: HelpRequest,
    pub contact: RequesterContact,
    pub details: RequestDetails,
}

impl Dispatch {
    /// Posts a help request.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every field that cannot be used, [`Refusal::Closed`] while the
    /// public is not served, [`Refusal::Limit`] for too many requests of one person.
    pub async fn post_help_request(
        &self,
        actor: &Actor,
        input: &HelpRequestInput,
        replay: Option<&Replay>,
    ) -> Outcome<Posted> {
        let posted = self.post_help_requests(actor, std::slice::from_ref(input), replay).await?;
        posted.into_iter().next().ok_or(Refusal::NotFound)
    }

    /// Posts several needs of one person in one go: a request each, one receipt, one confirmation.
    ///
    /// The first one's number is the one to keep; its page leads to the others.
    ///
    /// # Errors
    /// As [`Dispatch::post_help_request`]; nothing is posted unless every need can be.
    pub async fn post_help_requests(
        &self,
        actor: &Actor,
        inputs: &[HelpRequestInput],
        replay: Option<&Replay>,
    ) -> Outcome<Vec<Posted>> {
        let staff = matches!(actor, Actor::Staff(_) | Actor::System);
        if !staff && !self.settings().public_requests {
            return Err(Refusal::Closed);
        }
        if let Some(id) = self.replayed(replay, "request").await? {
            return self.posted_together(RequestId(id), true).await;
        }
        let needs = self.seal_needs(actor, inputs).await?;
        let first = needs.first().ok_or_else(|| Refusal::field("category", "required"))?.request.id;
        let mut tx = self.write().await?;
        if !self.take_key(&mut tx, replay, "request", first.0).await? {
            self.nothing_new(tx).await?;
            let earlier = self.replayed(replay, "request").await?.ok_or(Refusal::KeyReused)?;
            return self.posted_together(RequestId(earlier), true).await;
        }
        self.store_needs(&mut tx, actor, &needs, inputs).await?;
        self.finish(tx).await?;
        Ok(needs.into_iter().map(|need| self.answer(need.request, false)).collect())
    }

    /// Reads and seals every need of a person, in the order in which they were named.
    pub(crate) async fn seal_needs(
        &self,
        actor: &Actor,
        inputs: &[HelpRequestInput],
    ) -> Outcome<Vec<SealedNeed>> {
        let staff = matches!(actor, Actor::Staff(_) | Actor::System);
        if inputs.len() > MAX_NEEDS {
            return Err(Refusal::field("category", "too_many"));
        }
        let mut drafts: Vec<Draft> =
            inputs.iter().map(|input| self.draft(actor, input, staff)).collect::<Outcome<_>>()?;
        // Ids of one moment are in no order of their own: they take that of the needs.
        let mut ids: Vec<RequestId> = drafts.iter().map(|draft| draft.request.id).collect();
        ids.sort_unstable();
        for (draft, id) in drafts.iter_mut().zip(ids) {
            draft.request.id = id;
        }
        let mut needs = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let door = self.door_hash(&draft.request, &draft.contact);
            needs.push(SealedNeed { request: self.seal_draft(draft).await?, door });
        }
        Ok(needs)
    }

    /// Stores what was sealed, inside the transaction: requests, ties, the receipt that is owed.
    pub(crate) async fn store_needs(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        needs: &[SealedNeed],
        inputs: &[HelpRequestInput],
    ) -> Outcome<()> {
        let staff = matches!(actor, Actor::Staff(_) | Actor::System);
        let Some(first) = needs.first().map(|need| &need.request) else { return Ok(()) };
        let earlier = self.earlier_requests(tx, first).await?;
        self.refuse_flood(&earlier, staff)?;
        for (need, input) in needs.iter().zip(inputs) {
            let request = &need.request;
            self.store_request(tx, request, &earlier, actor).await?;
            self.note_door(tx, request, need.door.as_deref()).await?;
            let tie = tie(request.id, (needs.len() > 1).then_some(first.id), input);
            if !tie.is_empty() {
                tx.put_tie(&tie).await?;
            }
            if input.consent.keep {
                tx.keep_longer(request.id).await?;
            }
        }
        if self.was_bothered(&earlier) {
            return Ok(());
        }
        self.announce(tx, first).await
    }

    /// Reads every field of a request.
    pub(crate) fn draft(
        &self,
        actor: &Actor,
        input: &HelpRequestInput,
        staff: bool,
    ) -> Outcome<Draft> {
        let now = self.now();
        let mut errors = Errors::default();
        let remote_category =
            |code: &str| self.categories().iter().any(|c| c.code.as_str() == code && c.remote);
        let category = errors.keep(self.category("category", &input.category));
        let located = self.draft_place(&mut errors, input, remote_category(&input.category));
        let contact = self.draft_contact(&mut errors, input, located.as_ref());
        let details = draft_details(&mut errors, input);
        let times = self.draft_times(&mut errors, input);
        let languages = errors.keep(parse::languages("languages", &input.languages));
        let skills = errors.keep(parse::skills("skills", &input.skills));
        let needed = input.volunteers_needed.unwrap_or(1);
        let needed = errors.keep(parse::whole("volunteers_needed", needed, 1, MAX_PLACES));
        let channel = errors.keep(channel(&input.channel, staff));
        let asked = errors.keep(priority(input.priority.as_deref()));
        let consent = errors.keep(parse::consent(&input.consent));
        errors.done()?;
        let incomplete = || Refusal::field("category", "required");
        let (consent_version, consent_by) = consent.ok_or_else(incomplete)?;
        let (not_before, needed_by) = times.ok_or_else(incomplete)?;
        let asked = asked.ok_or_else(incomplete)?;
        let contact = contact.ok_or_else(incomplete)?;
        let details = details.ok_or_else(incomplete)?;
        let opens = staff || !self.settings().confirm_requests;
        let vital = asked == Priority::Vital;
        let id: RequestId = self.fresh_id()?;
        let cell = located.as_ref().map(|place| self.cell_of(place));
        let area = located.as_ref().and_then(|place| self.areas().leaf_of(place.position));
        let place = located.as_ref();
        let request = HelpRequest {
            id,
            reference: reference()?,
            status: if opens { RequestStatus::Open } else { RequestStatus::Unconfirmed },
            category: category.ok_or_else(incomplete)?,
            priority: if vital && staff { Priority::Vital } else { Priority::Normal },
            vital_requested: vital && !staff,
            channel: channel.ok_or_else(incomplete)?,
            language: self.settings().language_or_default(input.language.as_deref()),
            languages: languages.ok_or_else(incomplete)?,
            skills: skills.ok_or_else(incomplete)?,
            volunteers_needed: needed.ok_or_else(incomplete)?,
            remote: located.is_none(),
            cell,
            country: place.map_or_else(|| self.settings().country.clone(), |p| p.country.clone()),
            postcode: place.map(|place| place.postcode.clone()).unwrap_or_default(),
            label: place.map(|place| place.label.clone()).unwrap_or_default(),
            uncertainty_m: place.map_or(0, |place| place.uncertainty_m),
            area_id: area,
            not_before,
            needed_by,
            item_count: u32::try_from(details.items.len()).unwrap_or(u32::MAX),
            subject_id: matching::SubjectId(uuid::Uuid::nil()),
            sealed_contact: store::Sealed::from_bytes(Vec::new()),
            sealed_details: store::Sealed::from_bytes(Vec::new()),
            email_hash: contact.email.as_deref().map(|email| self.email_hash(email)),
            phone_hash: contact.phone.as_deref().map(|phone| self.phone_hash(phone)),
            needs_attention: false,
            attention: None,
            staff_only: false,
            urgent: false,
            places_filled: 0,
            wave: 0,
            next_plan_at: opens.then_some(now),
            created_by: actor.account(),
            created_at: now,
            opened_at: opens.then_some(now),
            first_yes_at: None,
            matched_at: None,
            done_at: None,
            ended_at: None,
            outcome: None,
            ended_by: None,
            consent_version,
            consent_at: now,
            consent_by,
            updated_at: now,
            version: 1,
        };
        Ok(Draft { request, contact, details })
    }

    fn draft_place(
        &self,
        errors: &mut Errors,
        input: &HelpRequestInput,
        remote_category: bool,
    ) -> Option<Located> {
        let nowhere = input.address.is_none() && input.location.is_none();
        if input.remote || (remote_category && nowhere) {
            return None;
        }
        let located = errors.keep(self.locate(input.address.as_ref(), input.location))?;
        let areas = self.areas();
        if !areas.is_empty() && areas.leaf_of(located.position).is_none() {
            errors.add("address.postcode", "outside_areas");
        }
        Some(located)
    }

    fn draft_contact(
        &self,
        errors: &mut Errors,
        input: &HelpRequestInput,
        place: Option<&Located>,
    ) -> Option<RequesterContact> {
        let country = place.map_or(self.settings().country.as_str(), |p| p.country.as_str());
        let name = errors.keep(parse::line("contact.name", &input.name));
        let phone = errors.keep(parse::phone("contact.phone", input.phone.as_deref(), country));
        let email = errors.keep(parse::email("contact.email", input.email.as_deref()));
        let asked_by = parse::optional_line("contact.asked_by", input.asked_by.as_deref());
        let asked_by = errors.keep(asked_by)?;
        let (name, phone, email) = (name?, phone?, email?);
        if phone.is_none() && email.is_none() {
            errors.add("contact.phone", "phone_or_email");
            return None;
        }
        Some(RequesterContact {
            name,
            phone,
            email,
            line: place.and_then(|place| place.line.clone()),
            position: place.map(|place| place.position),
            asked_by,
        })
    }

    fn draft_times(
        &self,
        errors: &mut Errors,
        input: &HelpRequestInput,
    ) -> Option<(Option<jiff::Timestamp>, jiff::Timestamp)> {
        let needed_by = errors.keep(parse::time("needed_by", &input.needed_by));
        let not_before = input.not_before.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let not_before = match not_before {
            Some(text) => errors.keep(parse::time("not_before", text)).map(Some),
            None => Some(None),
        };
        let (needed_by, not_before) = (needed_by?, not_before?);
        self.check_times(errors, not_before, needed_by);
        Some((not_before, needed_by))
    }

    /// A deadline lies ahead, within three months, and after `not_before`.
    pub(crate) fn check_times(
        &self,
        errors: &mut Errors,
        not_before: Option<jiff::Timestamp>,
        needed_by: jiff::Timestamp,
    ) {
        let now = self.now();
        if needed_by <= now {
            errors.add("needed_by", "past");
        } else if needed_by > now + hours(MAX_LEAD_DAYS * 24) {
            errors.add("needed_by", "too_far_ahead");
        }
        if not_before.is_some_and(|start| start >= needed_by) {
            errors.add("not_before", "after_deadline");
        }
    }

    /// The cell a request is snapped to: by residents, never finer than the address is known.
    pub(crate) fn cell_of(&self, place: &Located) -> Cell {
        let by_residents =
            blurred(place.position, place.uncertainty_m, |at| self.residents_near(at));
        match self.settings().cell_resolution {
            // The coarser of the two: a setting does not undo what few residents ask for.
            Some(resolution) => {
                let set = Cell::of(place.position, resolution);
                if set.resolution() < by_residents.resolution() { set } else { by_residents }
            }
            None => by_residents,
        }
    }

    pub(crate) async fn seal_draft(&self, draft: Draft) -> Outcome<HelpRequest> {
        let key = self.ring().create(self.now()).await?;
        let mut request = draft.request;
        request.subject_id = key.subject();
        request.sealed_contact = key.seal(HelpRequest::contact_spot(request.id), &draft.contact)?;
        request.sealed_details = key.seal(HelpRequest::details_spot(request.id), &draft.details)?;
        Ok(request)
    }

    /// The latest requests of the person who asks, as far as they are known again.
    pub(crate) async fn earlier_requests(
        &self,
        tx: &mut Tx,
        r: &HelpRequest,
    ) -> Outcome<Vec<HelpRequest>> {
        let (email, phone) = (r.email_hash.as_deref(), r.phone_hash.as_deref());
        let most = self.settings().requests_per_person_day.max(20);
        Ok(tx.requests_of_person(email, phone, most).await?)
    }

    /// A person asks as often a day as the settings allow. What nobody confirmed does not count: anybody
    /// may have typed this number, and would keep its owner from asking.
    pub(crate) fn refuse_flood(&self, earlier: &[HelpRequest], staff: bool) -> Outcome<()> {
        let most = self.settings().requests_per_person_day as usize;
        if staff || most == 0 {
            return Ok(());
        }
        let since = self.now() - hours(24);
        let confirmed = |old: &&HelpRequest| old.created_at >= since && old.opened_at.is_some();
        if earlier.iter().filter(confirmed).count() >= most {
            return Err(Refusal::Limit { code: "requests_per_person", retry_after_s: 3_600 });
        }
        Ok(())
    }

    /// Whether a person was written to or is to be called for as many unconfirmed requests as they may
    /// post in a day: somebody plays with their number, and what is under way is enough.
    fn was_bothered(&self, earlier: &[HelpRequest]) -> bool {
        let most = self.settings().requests_per_person_day as usize;
        let since = self.now() - hours(24);
        let waits = |old: &&HelpRequest| old.created_at >= since && old.opened_at.is_none();
        most > 0 && earlier.iter().filter(waits).count() >= most
    }

    /// Stores a request with its links, its events and the review that it asks for; `earlier` are the
    /// latest requests of the same person.
    pub(crate) async fn store_request(
        &self,
        tx: &mut Tx,
        r: &HelpRequest,
        earlier: &[HelpRequest],
        actor: &Actor,
    ) -> Outcome<()> {
        tx.insert_request(r).await?;
        self.issue(tx, Purpose::Manage, r.id.0, r.version, None).await?;
        let data = serde_json::json!({
            "channel": r.channel.code(), "category": r.category.as_str(),
            "places": r.volunteers_needed, "priority": r.priority.code(),
        });
        self.happened(tx, "request.posted", actor, r.id, data).await?;
        if r.status == RequestStatus::Open {
            self.happened(tx, "request.opened", actor, r.id, serde_json::json!({})).await?;
        } else {
            self.issue(tx, Purpose::ConfirmRequest, r.id.0, 1, Some(r.needed_by)).await?;
        }
        self.note_likeness(tx, r, earlier, actor).await?;
        if r.vital_requested {
            let review = ToDo::about(r, TaskKind::VitalReview, self.now() + minutes(15));
            self.make_task(tx, &review, actor).await?;
        }
        Ok(())
    }

    /// Owes the receipt, or the call to whoever has only a phone: once for what was asked in one go.
    pub(crate) async fn announce(&self, tx: &mut Tx, r: &HelpRequest) -> Outcome<()> {
        let receipt = Owed {
            key: format!("receipt:{}", r.id),
            kind: "receipt",
            rank: 1,
            not_after: Some(r.needed_by),
            ..Owed::default()
        };
        let unconfirmed = r.status == RequestStatus::Unconfirmed;
        let call = ToDo::about(r, TaskKind::CallBack, self.now() + minutes(30));
        self.tell_requester(tx, r, receipt, unconfirmed.then_some(call)).await
    }

    async fn posted_together(&self, first: RequestId, replayed: bool) -> Outcome<Vec<Posted>> {
        let together = self.read().await?.asked_together(first).await?;
        Ok(together.into_iter().map(|request| self.answer(request, replayed)).collect())
    }

    pub(crate) fn answer(&self, request: HelpRequest, replayed: bool) -> Posted {
        Posted {
            id: request.id,
            manage_url: self.link_url(Purpose::Manage, request.id.0, request.version),
            reference: request.reference,
            status: request.status,
            replayed,
        }
    }

    /// The hash under which an e-mail address is looked up.
    pub(crate) fn email_hash(&self, email: &str) -> Vec<u8> {
        self.ring().lookup_hash("email", &parse::normalised_email(email))
    }

    /// The hash under which a phone number is looked up.
    pub(crate) fn phone_hash(&self, phone: &str) -> Vec<u8> {
        self.ring().lookup_hash("phone", phone)
    }
}

fn draft_details(errors: &mut Errors, input: &HelpRequestInput) -> Option<RequestDetails> {
    let details = errors.keep(parse::text("details", input.details.as_deref()));
    let items = errors.keep(parse::items("items", &input.items));
    let payment = errors.keep(parse::one_of("payment", input.payment.as_deref(), &PAYMENTS));
    let minds = errors.keep(parse::some_of("minds", &input.minds, &templates::MINDS));
    if input.repeat_days.is_some_and(|days| days != WEEK) {
        errors.add("repeat_days", "out_of_range");
    }
    Some(RequestDetails {
        details: details?,
        items: items?,
        payment: payment?,
        minds: minds?,
        concerns: Vec::new(),
    })
}

/// What ties a new request to those asked in one go with it, and to those to come.
fn tie(id: RequestId, group: Option<RequestId>, input: &HelpRequestInput) -> RequestTie {
    RequestTie {
        group_id: group,
        repeat_days: input.repeat_days,
        repeats_left: if input.repeat_days.is_some() { MOST_REPEATS } else { 0 },
        ..RequestTie::of(id)
    }
}

fn channel(text: &str, staff: bool) -> Result<Channel, crate::refusal::FieldError> {
    let wrong = || crate::refusal::FieldError::new("channel", "channel");
    let channel = match text.trim() {
        "" => Channel::Api,
        text => text.parse().map_err(|_| wrong())?,
    };
    // The public cannot claim to be the phone or a file.
    if !staff && matches!(channel, Channel::Phone | Channel::Import) {
        return Err(wrong());
    }
    Ok(channel)
}

fn priority(text: Option<&str>) -> Result<Priority, crate::refusal::FieldError> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(Priority::Normal),
        Some(text) => {
            text.parse().map_err(|_| crate::refusal::FieldError::new("priority", "priority"))
        }
    }
}

/// A short number that can be read out: seven letters and digits, 35 random bits.
pub(crate) fn reference() -> Outcome<String> {
    let random = ordered_id(jiff::Timestamp::UNIX_EPOCH)?;
    // The last seven bytes of a UUIDv7 are random.
    let text = letters(&random.as_bytes()[9..], 7);
    Ok(format!("{}-{}", &text[..4], &text[4..]))
}

/// The volunteers whom the person who asked does not want.
pub(crate) async fn blocked(
    tx: &mut Tx,
    request: &HelpRequest,
) -> Outcome<std::collections::BTreeSet<VolunteerId>> {
    let mut blocked = std::collections::BTreeSet::new();
    for hash in request.person_hashes() {
        blocked.extend(tx.blocked_volunteers(hash).await?);
    }
    Ok(blocked)
}

/// Staff of any role may post.
pub const POSTING_ROLE: Role = Role::Operator;
