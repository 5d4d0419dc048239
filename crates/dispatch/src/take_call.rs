//! A call is taken: it begins, and ends with an outcome, with all that was agreed in it.

use matching::{CallId, RequestId, RequestStatus, Role, TaskKind};
use store::{CallDirection, CallTie, CallerContact, HelpRequest, PhoneCall, Said, Sealed, Tx};

use crate::actor::{Actor, Staff};
use crate::input::HelpRequestInput;
use crate::life::ToDo;
use crate::parse::{self, Errors};
use crate::post_help_request::{Posted, SealedNeed};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// How a call that was taken may end.
pub const CALL_OUTCOMES: [&str; 8] =
    ["noted", "known", "informed", "call_back", "referred", "nobody", "wrong_number", "declined"];
/// The farthest that a call may be promised, in hours.
const MOST_AHEAD_H: i64 = 14 * 24;

/// All that was agreed in a call.
#[derive(Clone, Debug, Default)]
pub struct CallEnd {
    /// One of [`CALL_OUTCOMES`].
    pub outcome: String,
    /// The language that was spoken.
    pub language: String,
    /// Whom to call again, as typed; used for a promised call alone.
    pub name: String,
    /// The number for it, as typed.
    pub phone: String,
    /// What the person needs, each a request.
    pub needs: Vec<HelpRequestInput>,
    /// Requests that were there before and of which they spoke.
    pub same: Vec<RequestId>,
    /// Requests of which the new ones are no repeat.
    pub other: Vec<RequestId>,
    /// What is to be added to those they spoke of.
    pub note: Option<String>,
    /// When to call again, RFC 3339; only with the outcome `call_back`.
    pub call_back_at: String,
    /// Whether somebody should look after them soon.
    pub worried: bool,
}

/// A call that has ended.
#[derive(Clone, Debug)]
pub struct EndedCall {
    /// How.
    pub outcome: String,
    /// What was noted in it.
    pub posted: Vec<Posted>,
}

impl Dispatch {
    /// An id for the next call.
    pub fn new_call_id(&self) -> Outcome<CallId> {
        self.fresh_id()
    }

    /// Takes a call; what the caller of this function left open before ends without an outcome.
    ///
    /// The same id again is the same call. A withheld number is empty.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a number that nobody can have.
    pub async fn take_call(&self, actor: &Actor, id: CallId, phone: &str) -> Outcome<PhoneCall> {
        let staff = actor.staff(Role::Operator)?;
        let phone_hash = self.hash_of_caller(phone)?;
        let mut tx = self.write().await?;
        if let Some(call) = tx.call(id).await? {
            self.nothing_new(tx).await?;
            return if is_own(&call, actor) { Ok(call) } else { Err(Refusal::NotFound) };
        }
        if let Some(account) = actor.account() {
            tx.drop_open_calls(account, self.now()).await?;
        }
        let call = PhoneCall {
            phone_hash,
            language: String::new(),
            ..self.new_call(id, actor, &staff, CallDirection::In)
        };
        tx.insert_call(&call).await?;
        tx.commit().await?;
        Ok(call)
    }

    /// The hash of a caller's number; none where it is withheld.
    pub(crate) fn hash_of_caller(&self, phone: &str) -> Outcome<Option<Vec<u8>>> {
        let phone = parse::phone("caller", Some(phone), &self.settings().country);
        let phone = phone.map_err(|error| Refusal::Invalid(vec![error]))?;
        Ok(phone.map(|phone| self.phone_hash(&phone)))
    }

    pub(crate) fn new_call(
        &self,
        id: CallId,
        actor: &Actor,
        staff: &Staff,
        direction: CallDirection,
    ) -> PhoneCall {
        PhoneCall {
            id,
            direction,
            account_id: actor.account(),
            area_id: staff.area,
            task_id: None,
            started_at: self.now(),
            ended_at: None,
            outcome: None,
            language: String::new(),
            phone_hash: None,
            subject_id: None,
            sealed_contact: Sealed::from_bytes(Vec::new()),
        }
    }

    /// One's own call.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for somebody else's.
    pub async fn own_call(&self, actor: &Actor, id: CallId) -> Outcome<PhoneCall> {
        actor.staff(Role::Operator)?;
        let call = self.read().await?.call(id).await?;
        call.filter(|call| is_own(call, actor)).ok_or(Refusal::NotFound)
    }

    /// Ends a call: posts what is needed, notes what was spoken of, promises to call again. All of
    /// it or nothing; a call that has ended already gives what was noted in it.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every field that cannot be used.
    pub async fn end_call(&self, actor: &Actor, id: CallId, end: &CallEnd) -> Outcome<EndedCall> {
        let mut call = self.own_call(actor, id).await?;
        if call.ended_at.is_some() {
            return self.ended_before(id).await;
        }
        let promised = self.check_end(end)?;
        let needs = self.seal_needs(actor, &end.needs).await?;
        if let Some(promise) = promised.as_ref().filter(|_| needs.is_empty() && end.same.is_empty())
        {
            self.seal_caller(&mut call, promise).await?;
        }
        let mut tx = self.write().await?;
        if tx.call(id).await?.is_some_and(|stored| stored.ended_at.is_some()) {
            self.nothing_new(tx).await?;
            return self.ended_before(id).await;
        }
        self.store_needs(&mut tx, actor, &needs, &end.needs).await?;
        for need in &needs {
            tx.tie_call(id, need.request.id, CallTie::Noted).await?;
        }
        let mut spoken_of = Vec::with_capacity(end.same.len());
        for about in &end.same {
            spoken_of.push(self.speak_of(&mut tx, actor, id, *about, end).await?);
        }
        self.say_what_is_no_repeat(&mut tx, actor, &needs, &end.other).await?;
        let first = needs.iter().map(|need| &need.request).chain(&spoken_of).next();
        if let Some(request) = first.filter(|_| end.worried) {
            self.worry(&mut tx, request.id, actor).await?;
        }
        if let Some(promise) = &promised {
            let area = first.map_or(call.area_id, |request| request.area_id);
            let to_do = ToDo {
                kind: TaskKind::ReturnCall,
                request: first.map(|request| request.id),
                volunteer: None,
                engagement: None,
                area,
                due_at: promise.at,
                round: 0,
                level: 0,
            };
            call.task_id = Some(self.promise_call(&mut tx, &to_do, id, actor).await?);
        }
        if !self.close_call(&mut tx, actor, &mut call, end).await? {
            // The same form, sent twice at once: this one gives way with all that it has written.
            drop(tx);
            return self.ended_before(id).await;
        }
        self.finish(tx).await?;
        let posted = needs.into_iter().map(|need| self.answer(need.request, false)).collect();
        Ok(EndedCall { outcome: end.outcome.clone(), posted })
    }

    /// Whether a call could end so: every field that cannot be used, and nothing is changed.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with all of them.
    pub fn check_call(&self, actor: &Actor, end: &CallEnd) -> Outcome<()> {
        let mut bad = Vec::new();
        let mut keep = |refused: Refusal| match refused {
            Refusal::Invalid(errors) => {
                bad.extend(errors);
                Ok(())
            }
            other => Err(other),
        };
        for need in &end.needs {
            self.draft(actor, need, true).map(|_| ()).or_else(&mut keep)?;
        }
        self.check_end(end).map(|_| ()).or_else(&mut keep)?;
        if bad.is_empty() { Ok(()) } else { Err(Refusal::Invalid(bad)) }
    }

    /// Notes that a request was spoken of while a call goes on.
    pub async fn tie_to_call(&self, actor: &Actor, call: CallId, id: RequestId) -> Outcome<()> {
        self.own_call(actor, call).await?;
        let mut tx = self.write().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        tx.tie_call(call, id, CallTie::About).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What was noted in one's own call.
    pub async fn noted_in_call(&self, actor: &Actor, id: CallId) -> Outcome<Vec<HelpRequest>> {
        self.own_call(actor, id).await?;
        Ok(self.read().await?.noted_in_call(id).await?)
    }

    async fn ended_before(&self, id: CallId) -> Outcome<EndedCall> {
        let mut tx = self.read().await?;
        let call = tx.call(id).await?.ok_or(Refusal::NotFound)?;
        let noted = tx.noted_in_call(id).await?;
        let posted = noted.into_iter().map(|request| self.answer(request, true)).collect();
        Ok(EndedCall { outcome: call.outcome.unwrap_or_default(), posted })
    }

    /// Reads the end of a call as far as it is not about needs: whom to call again and when.
    fn check_end(&self, end: &CallEnd) -> Outcome<Option<Promise>> {
        let mut errors = Errors::default();
        if !CALL_OUTCOMES.contains(&end.outcome.as_str()) {
            errors.add("outcome", "outcome");
        }
        match end.outcome.as_str() {
            "noted" if end.needs.is_empty() => errors.add("category", "required"),
            "noted" | "known" | "call_back" => {}
            _ if !end.needs.is_empty() => errors.add("outcome", "needs"),
            _ => {}
        }
        if end.worried && end.needs.is_empty() && end.same.is_empty() {
            errors.add("worried", "required");
        }
        errors.keep(parse::text("note", end.note.as_deref()));
        let promise = (end.outcome == "call_back").then(|| self.promise(&mut errors, end));
        errors.done()?;
        Ok(promise.flatten())
    }

    fn promise(&self, errors: &mut Errors, end: &CallEnd) -> Option<Promise> {
        let at = errors.keep(parse::time("call_back_at", &end.call_back_at))?;
        if at <= self.now() {
            errors.add("call_back_at", "past");
        } else if at > self.now() + hours(MOST_AHEAD_H) {
            errors.add("call_back_at", "too_far_ahead");
        }
        let name = errors.keep(parse::optional_line("contact.name", Some(&end.name)))?;
        let country = &self.settings().country;
        let phone = errors.keep(parse::phone("contact.phone", Some(&end.phone), country))?;
        if phone.is_none() {
            errors.add("contact.phone", "required");
        }
        Some(Promise { at, name: name.unwrap_or_default(), phone: phone? })
    }

    /// Seals whom to call again; the key is durable before the row that needs it.
    async fn seal_caller(&self, call: &mut PhoneCall, promise: &Promise) -> Outcome<()> {
        let key = self.ring().create(self.now()).await?;
        let contact = CallerContact { name: promise.name.clone(), phone: promise.phone.clone() };
        call.subject_id = Some(key.subject());
        call.sealed_contact = key.seal(PhoneCall::contact_spot(call.id), &contact)?;
        Ok(())
    }

    /// They spoke of a request that was there before: it is linked, what is new is added, and where
    /// nobody comes yet a human sees that they ask again.
    async fn speak_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        call: CallId,
        id: RequestId,
        end: &CallEnd,
    ) -> Outcome<HelpRequest> {
        let mut request = self.locked_request(tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        tx.tie_call(call, id, CallTie::About).await?;
        self.happened(tx, "request.spoken_of", actor, id, serde_json::json!({})).await?;
        let note = end.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if let Some(note) = note {
            self.add_note(tx, &mut request, note).await?;
        }
        if request.status == RequestStatus::Open && !request.needs_attention {
            request.needs_attention = true;
            request.attention = Some("asked_again".to_owned());
            self.write_life(tx, RequestStatus::Open, &request).await?;
        }
        Ok(request)
    }

    async fn add_note(&self, tx: &mut Tx, request: &mut HelpRequest, note: &str) -> Outcome<()> {
        let key = self.key(request.subject_id).await?;
        let mut details = request.details(&key)?;
        let before = details.details.take().map(|text| text + "\n").unwrap_or_default();
        let text = parse::text("note", Some(&(before + note)));
        details.details = text.map_err(|error| Refusal::Invalid(vec![error]))?;
        request.sealed_details = key.seal(HelpRequest::details_spot(request.id), &details)?;
        request.updated_at = self.now();
        tx.update_request_need(request).await?;
        Ok(())
    }

    /// The operator has asked: the new ones are no repeat of these.
    async fn say_what_is_no_repeat(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        needs: &[SealedNeed],
        others: &[RequestId],
    ) -> Outcome<()> {
        for other in others {
            let old = tx.request(*other).await?.ok_or(Refusal::NotFound)?;
            self.staff_over(actor, Role::Operator, old.area_id)?;
            for need in needs.iter().filter(|need| need.request.category == old.category) {
                self.say_likeness(tx, (need.request.id, *other), Said::Other, actor).await?;
            }
        }
        Ok(())
    }

    async fn worry(&self, tx: &mut Tx, id: RequestId, actor: &Actor) -> Outcome<()> {
        let request = self.locked_request(tx, id).await?;
        let data = serde_json::json!({ "kind": "wellbeing" });
        self.happened(tx, "concern.reported", actor, id, data).await?;
        self.call_for_concern(tx, request, actor).await
    }

    async fn close_call(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        call: &mut PhoneCall,
        end: &CallEnd,
    ) -> Outcome<bool> {
        call.ended_at = Some(self.now());
        call.outcome = Some(end.outcome.clone());
        let spoken = matching::Language::new(end.language.trim());
        call.language = spoken.map(|code| code.as_str().to_owned()).unwrap_or_default();
        if end.outcome == "declined" {
            // They do not want to be remembered, nor is their number.
            call.phone_hash = None;
        }
        if !tx.end_call(call).await? {
            return Ok(false);
        }
        let mut ended = event(self.now(), "call.ended", actor);
        ended.data = serde_json::json!({
            "call": call.id.to_string(), "direction": call.direction.code(),
            "outcome": call.outcome,
        })
        .to_string();
        tx.record(&ended).await?;
        Ok(true)
    }
}

/// A call that was promised.
struct Promise {
    at: jiff::Timestamp,
    name: String,
    phone: String,
}

fn is_own(call: &PhoneCall, actor: &Actor) -> bool {
    match actor.account() {
        Some(account) => call.account_id == Some(account),
        None => call.account_id.is_none(),
    }
}
