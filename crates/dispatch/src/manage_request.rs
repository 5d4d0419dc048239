//! Opening, editing, cancelling and closing a request.

use matching::{EngagementStatus, Priority, RequestId, RequestStatus, Role, TaskKind};
use store::{
    Alert, Engagement, HelpRequest, RequestDetails, RequesterContact, SessionKind, Tx, sha256,
};

use crate::actor::Actor;
use crate::input::RequestEdit;
use crate::life::{Owed, SEARCH_TASKS, ToDo};
use crate::links::Purpose;
use crate::parse::{self, Errors};
use crate::post_help_request::{MAX_PLACES, blocked};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};
use crate::tasks::outlives_request;
use crate::throttle::Brake;

/// How staff may close a request.
pub const CLOSE_OUTCOMES: [&str; 8] = [
    "done",
    "helped_elsewhere",
    "not_needed",
    "unreachable",
    "nobody_found",
    "unsafe",
    "impossible",
    "duplicate",
];

/// What somebody who need not go any more had said.
#[derive(Clone, Copy)]
enum Promised<'a> {
    /// Yes, and they hold a place.
    Place(&'a Engagement),
    /// Nothing yet.
    Nothing(&'a Alert),
}

impl Dispatch {
    /// Opens an unconfirmed request, on a member of staff's word.
    pub async fn open_request(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        self.open(&mut tx, request, actor).await?;
        self.open_others(&mut tx, id, actor).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// Opens an unconfirmed request by the link in its receipt. Using the link again is no error.
    pub async fn confirm_request(&self, token: &str) -> Outcome<RequestId> {
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::ConfirmRequest, token).await?;
        let request = self.locked_request(&mut tx, RequestId(link.target)).await?;
        let id = request.id;
        let actor = Actor::Requester(id);
        if request.status == RequestStatus::Unconfirmed {
            tx.use_link(&sha256(token.as_bytes()), self.now()).await?;
            self.open(&mut tx, request, &actor).await?;
        }
        self.open_others(&mut tx, id, &actor).await?;
        self.finish(tx).await?;
        Ok(id)
    }

    /// Opens what was asked in one go with a request: one word confirms all of it.
    async fn open_others(&self, tx: &mut Tx, id: RequestId, actor: &Actor) -> Outcome<()> {
        for other in tx.asked_together(id).await? {
            let waits = other.status == RequestStatus::Unconfirmed && self.now() < other.needed_by;
            if other.id != id && waits {
                let other = self.locked_request(tx, other.id).await?;
                self.open(tx, other, actor).await?;
            }
        }
        Ok(())
    }

    /// What was asked in one go with a request, itself among it, oldest first.
    pub async fn asked_together(&self, actor: &Actor, id: RequestId) -> Outcome<Vec<HelpRequest>> {
        let mut tx = self.read().await?;
        let own = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.speaks_for(actor, &own)?;
        Ok(tx.asked_together(id).await?)
    }

    /// The ties of a request, for its person or staff of its area.
    pub async fn ties_of(&self, actor: &Actor, id: RequestId) -> Outcome<store::RequestTie> {
        let mut tx = self.read().await?;
        let own = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.speaks_for(actor, &own)?;
        Ok(tx.tie(id).await?)
    }

    /// A cookie for another request of the same person: one that was asked in one go with the own
    /// one, or again after it. It shows as much as the cookie that asks.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for every other request.
    pub async fn cookie_of_other(
        &self,
        own: RequestId,
        other: RequestId,
        proven: bool,
    ) -> Outcome<String> {
        let mut tx = self.read().await?;
        let together = tx.asked_together(own).await?.iter().any(|r| r.id == other);
        let follows = tx.tie(other).await?.follows_id == Some(own);
        drop(tx);
        if !together && !follows {
            return Err(Refusal::NotFound);
        }
        let (kind, lives) = if proven {
            (SessionKind::ManageFull, hours(1))
        } else {
            (SessionKind::Manage, hours(12))
        };
        self.new_session(kind, other.0, lives).await
    }

    pub(crate) async fn open(
        &self,
        tx: &mut Tx,
        mut request: HelpRequest,
        actor: &Actor,
    ) -> Outcome<()> {
        if request.status != RequestStatus::Unconfirmed {
            return Err(Refusal::Conflict("not_unconfirmed"));
        }
        let now = self.now();
        if now >= request.needed_by {
            return Err(Refusal::Conflict("past_deadline"));
        }
        request.status = RequestStatus::Open;
        request.opened_at = Some(now);
        request.next_plan_at = Some(now);
        request.updated_at = now;
        self.write_life(tx, RequestStatus::Unconfirmed, &request).await?;
        self.happened(tx, "request.opened", actor, request.id, serde_json::json!({})).await?;
        tx.close_tasks_of_request(request.id, &[TaskKind::CallBack], "confirmed", now).await?;
        Ok(())
    }

    /// The person, or staff for them, calls it off. Who was engaged or asked is told.
    pub async fn cancel_request(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        let by = self.speaks_for(actor, &request)?;
        if request.status == RequestStatus::Cancelled {
            return self.nothing_new(tx).await;
        }
        self.end(&mut tx, request, actor, by, "cancelled").await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// Staff close a request with an outcome.
    ///
    /// `done` confirms what is held; any other outcome ends it, and what was done before stays done.
    pub async fn close_request(&self, actor: &Actor, id: RequestId, outcome: &str) -> Outcome<()> {
        if !CLOSE_OUTCOMES.contains(&outcome) {
            return Err(Refusal::field("outcome", "outcome"));
        }
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        if outcome == "done" && request.places_filled > 0 {
            drop(tx);
            self.confirm_help(actor, id).await?;
            return self.shrink_to_done(actor, id).await;
        }
        if matches!(request.status, RequestStatus::Expired | RequestStatus::Completed) {
            self.note_outcome(&mut tx, request, actor, outcome).await?;
        } else {
            self.end(&mut tx, request, actor, "staff", outcome).await?;
        }
        self.finish(tx).await?;
        Ok(())
    }

    async fn note_outcome(
        &self,
        tx: &mut Tx,
        mut request: HelpRequest,
        actor: &Actor,
        outcome: &str,
    ) -> Outcome<()> {
        let status = request.status;
        request.outcome = Some(outcome.to_owned());
        request.needs_attention = false;
        request.attention = None;
        request.updated_at = self.now();
        self.write_life(tx, status, &request).await?;
        let data = serde_json::json!({ "outcome": outcome });
        self.happened(tx, "request.closed", actor, request.id, data).await?;
        tx.close_tasks_of_request(request.id, &SEARCH_TASKS, outcome, self.now()).await?;
        Ok(())
    }

    /// Closing as done leaves no place open.
    async fn shrink_to_done(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        if request.status == RequestStatus::Open && request.places_filled > 0 {
            request.volunteers_needed = request.places_filled;
            tx.update_request_need(&request).await?;
            let data = serde_json::json!({ "places": request.volunteers_needed });
            self.happened(&mut tx, "request.shrunk", actor, id, data).await?;
            self.settle(&mut tx, request).await?;
        }
        self.finish(tx).await?;
        Ok(())
    }

    /// Ends a request: withdraws alerts, releases who was engaged, revokes links, closes tasks.
    pub(crate) async fn end(
        &self,
        tx: &mut Tx,
        mut request: HelpRequest,
        actor: &Actor,
        by: &str,
        outcome: &str,
    ) -> Outcome<()> {
        let from = request.status;
        let to = from.become_(RequestStatus::Cancelled);
        request.status = to.map_err(|_| Refusal::Conflict("ended"))?;
        let now = self.now();
        for mut engagement in tx.engagements_of_request(request.id).await? {
            if engagement.status.is_live() {
                engagement.reason = Some("cancelled".to_owned());
                let to = EngagementStatus::Released;
                self.move_engagement(tx, &mut engagement, to).await?;
                self.owe_withdrawn(tx, Promised::Place(&engagement), &request).await?;
            }
        }
        let withdrawn = tx.withdraw_alerts(request.id, now).await?;
        self.settle_exposures(tx, &withdrawn).await?;
        for alert in withdrawn {
            if alert.sent_at.is_some() && alert.status.is_outstanding() {
                self.owe_withdrawn(tx, Promised::Nothing(&alert), &request).await?;
            }
        }
        for alert in tx.alerts_of_request(request.id).await? {
            tx.revoke_links(alert.id.0, Purpose::Alert.code(), now).await?;
        }
        let places = tx.places(request.id, request.volunteers_needed).await?;
        request.places_filled = places.held;
        request.outcome = Some(outcome.to_owned());
        request.ended_by = Some(by.to_owned());
        request.ended_at = Some(now);
        request.next_plan_at = None;
        request.needs_attention = false;
        request.attention = None;
        request.updated_at = now;
        self.write_life(tx, from, &request).await?;
        let data = serde_json::json!({ "outcome": outcome, "by": by });
        self.happened(tx, "request.cancelled", actor, request.id, data).await?;
        let kinds: Vec<TaskKind> =
            TaskKind::ALL.iter().copied().filter(|kind| !outlives_request(*kind)).collect();
        tx.close_tasks_of_request(request.id, &kinds, outcome, now).await?;
        Ok(())
    }

    async fn owe_withdrawn(
        &self,
        tx: &mut Tx,
        promised: Promised<'_>,
        request: &HelpRequest,
    ) -> Outcome<()> {
        let (key, volunteer, engagement) = match promised {
            Promised::Place(held) => (held.id.0, held.volunteer_id, Some(held.id)),
            Promised::Nothing(alert) => (alert.id.0, alert.volunteer_id, None),
        };
        let owed = Owed {
            key: format!("withdrawn:{key}:{}", request.updated_at.as_microsecond()),
            kind: "withdrawn",
            rank: 2,
            volunteer: Some(volunteer),
            request: Some(request.id),
            engagement,
            not_after: Some(self.now() + hours(48)),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// Changes what is asked for.
    ///
    /// A change of place, category or time withdraws the outstanding alerts, tells who is engaged,
    /// and plans again.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every field that cannot be used; nothing is changed then.
    pub async fn edit_request(
        &self,
        actor: &Actor,
        id: RequestId,
        edit: &RequestEdit,
    ) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        let staff = !matches!(actor, Actor::Requester(_));
        let editable = request.status.is_live() || request.status == RequestStatus::Unconfirmed;
        if !editable {
            return Err(Refusal::Conflict("ended"));
        }
        let key = self.key(request.subject_id).await?;
        let (mut contact, mut details) = (request.contact(&key)?, request.details(&key)?);
        let before = request.clone();
        let mut errors = Errors::default();
        self.edit_need(&mut errors, &mut request, edit);
        self.edit_place(&mut errors, &mut request, &mut contact, edit);
        edit_contact(&mut errors, &mut contact, &request, edit);
        edit_details(&mut errors, &mut details, edit);
        if edit.priority.is_some() || edit.staff_only.is_some() {
            edit_staff(&mut errors, &mut request, edit, staff);
        }
        if request.volunteers_needed < request.places_filled {
            errors.add("volunteers_needed", "fewer_than_held");
        }
        errors.done()?;
        request.item_count = u32::try_from(details.items.len()).unwrap_or(u32::MAX);
        request.email_hash = contact.email.as_deref().map(|email| self.email_hash(email));
        request.phone_hash = contact.phone.as_deref().map(|phone| self.phone_hash(phone));
        request.sealed_contact = key.seal(HelpRequest::contact_spot(id), &contact)?;
        request.sealed_details = key.seal(HelpRequest::details_spot(id), &details)?;
        request.updated_at = self.now();
        tx.update_request_need(&request).await?;
        // Who was not to come again does not come to the new number either.
        for volunteer in blocked(&mut tx, &before).await? {
            for hash in request.person_hashes() {
                tx.block_volunteer(hash, volunteer, self.now()).await?;
            }
        }
        if !staff {
            self.confirm_new_contact(&mut tx, &before, &request).await?;
        }
        let door = self.door_hash(&request, &contact);
        self.keep_door(&mut tx, id, door.as_deref()).await?;
        self.after_edit(&mut tx, &before, request, actor).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// A number or an address that nobody has confirmed may be another person's: an operator calls
    /// the number, the address gets the receipt with the way to call it off.
    async fn confirm_new_contact(
        &self,
        tx: &mut Tx,
        before: &HelpRequest,
        request: &HelpRequest,
    ) -> Outcome<()> {
        if !request.status.is_live() {
            return Ok(());
        }
        if request.phone_hash.is_some() && request.phone_hash != before.phone_hash {
            let known = tx.requests_of_person(None, request.phone_hash.as_deref(), 20).await?;
            let known = known.iter().any(|r| r.id != request.id && r.opened_at.is_some());
            let called = tx.tasks_of_request(request.id, TaskKind::CallBack).await?;
            if !known && called.open == 0 {
                let due = self.now() + minutes(30);
                let call = ToDo::about(request, TaskKind::CallBack, due).round(called.all);
                self.make_task(tx, &call, &Actor::System).await?;
            }
        }
        if request.email_hash.is_some() && request.email_hash != before.email_hash {
            let owed = Owed {
                key: format!("receipt:{}:{}", request.id, self.now().as_microsecond()),
                kind: "receipt",
                rank: 1,
                request: Some(request.id),
                not_after: Some(request.needed_by),
                ..Owed::default()
            };
            self.owe(tx, owed).await?;
        }
        Ok(())
    }

    fn edit_need(&self, errors: &mut Errors, request: &mut HelpRequest, edit: &RequestEdit) {
        if let Some(code) = &edit.category
            && let Some(category) = errors.keep(self.category("category", code))
        {
            request.category = category;
        }
        if let Some(texts) = &edit.languages
            && let Some(set) = errors.keep(parse::languages("languages", texts))
        {
            request.languages = set;
        }
        if let Some(texts) = &edit.skills
            && let Some(set) = errors.keep(parse::skills("skills", texts))
        {
            request.skills = set;
        }
        if let Some(number) = edit.volunteers_needed
            && let Some(number) =
                errors.keep(parse::whole("volunteers_needed", number, 1, MAX_PLACES))
        {
            request.volunteers_needed = number;
        }
        self.edit_times(errors, request, edit);
    }

    fn edit_times(&self, errors: &mut Errors, request: &mut HelpRequest, edit: &RequestEdit) {
        if edit.needed_by.is_none() && edit.not_before.is_none() {
            return;
        }
        if let Some(text) = &edit.needed_by
            && let Some(at) = errors.keep(parse::time("needed_by", text))
        {
            request.needed_by = at;
        }
        if let Some(text) = &edit.not_before {
            request.not_before = match text.trim() {
                "" => None,
                text => errors.keep(parse::time("not_before", text)).or(request.not_before),
            };
        }
        self.check_times(errors, request.not_before, request.needed_by);
    }

    fn edit_place(
        &self,
        errors: &mut Errors,
        request: &mut HelpRequest,
        contact: &mut RequesterContact,
        edit: &RequestEdit,
    ) {
        if edit.address.is_none() && edit.location.is_none() {
            return;
        }
        let located = errors.keep(self.locate(edit.address.as_ref(), edit.location));
        let Some(place) = located else { return };
        let area = self.areas().leaf_of(place.position);
        if area.is_none() && !self.areas().is_empty() {
            errors.add("address.postcode", "outside_areas");
        }
        request.cell = Some(self.cell_of(&place));
        request.remote = false;
        request.area_id = area;
        request.country = place.country;
        request.postcode = place.postcode;
        request.label = place.label;
        request.uncertainty_m = place.uncertainty_m;
        contact.position = Some(place.position);
        contact.line = place.line.or_else(|| contact.line.take());
    }

    async fn after_edit(
        &self,
        tx: &mut Tx,
        before: &HelpRequest,
        mut request: HelpRequest,
        actor: &Actor,
    ) -> Outcome<()> {
        let moved = before.category != request.category
            || before.cell != request.cell
            || before.needed_by != request.needed_by
            || before.not_before != request.not_before;
        let data = serde_json::json!({ "moved": moved });
        self.happened(tx, "request.edited", actor, request.id, data).await?;
        let kept_for_staff = request.staff_only && !before.staff_only;
        if moved || kept_for_staff {
            self.withdraw_asked(tx, &request).await?;
        }
        if moved {
            self.tell_the_engaged(tx, &request).await?;
        }
        if request.status == RequestStatus::Unconfirmed {
            return self.write_life(tx, request.status, &request).await;
        }
        request.next_plan_at = Some(self.now());
        let from = before.status;
        request.status = from;
        self.write_life(tx, from, &request).await?;
        self.settle(tx, request).await?;
        Ok(())
    }

    async fn withdraw_asked(&self, tx: &mut Tx, request: &HelpRequest) -> Outcome<()> {
        let withdrawn = tx.withdraw_alerts(request.id, self.now()).await?;
        self.settle_exposures(tx, &withdrawn).await?;
        for alert in withdrawn {
            tx.revoke_links(alert.id.0, Purpose::Alert.code(), self.now()).await?;
        }
        Ok(())
    }

    async fn tell_the_engaged(&self, tx: &mut Tx, request: &HelpRequest) -> Outcome<()> {
        for engagement in tx.engagements_of_request(request.id).await? {
            if engagement.status.is_live() {
                let owed = Owed {
                    key: format!(
                        "edited:{}:{}",
                        engagement.id,
                        request.updated_at.as_microsecond()
                    ),
                    kind: "withdrawn",
                    rank: 1,
                    volunteer: Some(engagement.volunteer_id),
                    request: Some(request.id),
                    engagement: Some(engagement.id),
                    data: Some(serde_json::json!({ "edited": true })),
                    not_after: Some(request.needed_by),
                    ..Owed::default()
                };
                self.owe(tx, owed).await?;
            }
        }
        Ok(())
    }

    /// Sets the priority after a review: only staff set `vital`.
    pub async fn set_priority(
        &self,
        actor: &Actor,
        id: RequestId,
        priority: Priority,
    ) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        request.priority = priority;
        if request.status == RequestStatus::Open {
            request.next_plan_at = Some(self.now());
        }
        self.write_life(&mut tx, request.status, &request).await?;
        let data = serde_json::json!({ "priority": priority.code() });
        self.happened(&mut tx, "request.priority", actor, id, data).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// A cookie that stands for a manage link after its first hop.
    pub async fn manage_cookie(&self, token: &str) -> Outcome<String> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Manage, token).await?;
        drop(tx);
        self.new_session(SessionKind::Manage, link.target, hours(12)).await
    }

    /// A cookie that shows a request's manage page in full, for the demo's printed links.
    pub async fn session_for_requester(&self, actor: &Actor, id: RequestId) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        self.new_session(SessionKind::ManageFull, id.0, hours(24 * 30)).await
    }

    /// The request of a living manage link.
    pub async fn managed_request(&self, token: &str) -> Outcome<RequestId> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Manage, token).await?;
        Ok(RequestId(link.target))
    }

    /// The request that a manage cookie stands for, and whether details may be shown.
    pub async fn request_of_cookie(&self, cookie: &str) -> Outcome<(RequestId, bool)> {
        let mut tx = self.read().await?;
        let hash = sha256(cookie.as_bytes());
        if let Some(full) = tx.session(&hash, SessionKind::ManageFull, self.now()).await? {
            return Ok((RequestId(full.target), true));
        }
        let came = tx.session(&hash, SessionKind::Manage, self.now()).await?;
        Ok((RequestId(came.ok_or(Refusal::Gone)?.target), false))
    }

    /// Shows that the holder of a manage link is the person: the postcode, or the last three digits
    /// of the phone. Gives a cookie that shows details.
    ///
    /// # Errors
    /// As [`Dispatch::check_requester`].
    pub async fn prove_requester(&self, id: RequestId, proof: &str) -> Outcome<String> {
        self.check_requester(id, proof).await?;
        self.new_session(SessionKind::ManageFull, id.0, hours(1)).await
    }

    /// Whether somebody knows the postcode of a request, or the last three digits of its phone: what
    /// only the link proves, a mail server or a neighbour may hold too.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for `proof` when they do not, [`Refusal::Limit`] after too many tries.
    pub async fn check_requester(&self, id: RequestId, proof: &str) -> Outcome<()> {
        let brakes = [(Brake::RequesterProof, id.to_string())];
        let brakes = brakes.each_ref().map(|(brake, of)| (*brake, of.as_str()));
        if proof.trim().is_empty() {
            return Err(Refusal::field("proof", "required"));
        }
        self.brakes(&brakes).await?;
        let request = self.read().await?.request(id).await?.ok_or(Refusal::Gone)?;
        let key = self.key(request.subject_id).await?;
        let contact = request.contact(&key)?;
        let said: String = proof.chars().filter(|c| c.is_alphanumeric()).collect();
        let digits: String =
            contact.phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let phone = said.len() == 3 && digits.ends_with(&said);
        let postcode = !request.postcode.is_empty() && said.eq_ignore_ascii_case(&request.postcode);
        if !phone && !postcode {
            return Err(Refusal::field("proof", "proof"));
        }
        self.release_brakes(&brakes).await
    }
}

fn edit_contact(
    errors: &mut Errors,
    contact: &mut RequesterContact,
    request: &HelpRequest,
    edit: &RequestEdit,
) {
    if let Some(name) = &edit.name
        && let Some(name) = errors.keep(parse::line("contact.name", name))
    {
        contact.name = name;
    }
    if let Some(phone) = &edit.phone
        && let Some(phone) =
            errors.keep(parse::phone("contact.phone", Some(phone), &request.country))
    {
        contact.phone = phone;
    }
    if let Some(email) = &edit.email
        && let Some(email) = errors.keep(parse::email("contact.email", Some(email)))
    {
        contact.email = email;
    }
    if contact.phone.is_none() && contact.email.is_none() {
        errors.add("contact.phone", "phone_or_email");
    }
}

fn edit_details(errors: &mut Errors, details: &mut RequestDetails, edit: &RequestEdit) {
    if let Some(text) = &edit.details
        && let Some(text) = errors.keep(parse::text("details", Some(text)))
    {
        details.details = text;
    }
    if let Some(items) = &edit.items
        && let Some(items) = errors.keep(parse::items("items", items))
    {
        details.items = items;
    }
}

fn edit_staff(errors: &mut Errors, request: &mut HelpRequest, edit: &RequestEdit, staff: bool) {
    if let Some(only) = edit.staff_only {
        request.staff_only = only;
    }
    let Some(text) = &edit.priority else { return };
    match (staff, text.parse::<Priority>()) {
        (true, Ok(priority)) => request.priority = priority,
        (false, Ok(Priority::Normal)) => {}
        _ => errors.add("priority", "priority"),
    }
}
