//! Asking again: for what is over, every week, and of a helper who is known.

use jiff::{Timestamp, ToSpan};
use matching::{
    Channel, EngagementId, EngagementStatus, Priority, RequestId, RequestStatus, VolunteerId,
};
use store::{HelpRequest, RequestTie, Tx};

use crate::actor::Actor;
use crate::parse::{self, Errors};
use crate::post_help_request::{Draft, Posted, reference};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// How often a request is asked again by itself: a quarter of a year of weeks.
pub const MOST_REPEATS: u32 = 12;
/// Rows dealt with in one go.
const BATCH: u32 = 100;
/// What is asked again starts so many days before its deadline, where no start was named.
const DAYS_AHEAD: i64 = 3;

/// What is new in a request that is asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskAgain {
    /// The deadline, RFC 3339.
    pub needed_by: String,
    /// The engagement of the helper who is asked before the others.
    pub helper: Option<EngagementId>,
}

impl Dispatch {
    /// The person, or staff for them, asks again for what is over; everything else stays as it was.
    ///
    /// It opens at once where the first one was confirmed.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for the deadline, [`Refusal::Conflict`] while the request goes on,
    /// [`Refusal::NotFound`] when its data are erased.
    pub async fn ask_again(
        &self,
        actor: &Actor,
        id: RequestId,
        again: &AskAgain,
    ) -> Outcome<Posted> {
        let mut tx = self.read().await?;
        let old = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.speaks_for(actor, &old)?;
        let over = [RequestStatus::Completed, RequestStatus::Cancelled, RequestStatus::Expired];
        if !over.contains(&old.status) {
            return Err(Refusal::Conflict("not_ended"));
        }
        let wished = wished(&mut tx, &old, again.helper).await?;
        drop(tx);
        let mut errors = Errors::default();
        let needed_by = errors.keep(parse::time("needed_by", &again.needed_by));
        if let Some(needed_by) = needed_by {
            self.check_times(&mut errors, None, needed_by);
        }
        errors.done()?;
        let needed_by = needed_by.ok_or_else(|| Refusal::field("needed_by", "required"))?;
        let staff = !matches!(actor, Actor::Requester(_));
        let copy = self.copy(&old, (None, needed_by), actor).await?;
        let tie = RequestTie {
            follows_id: Some(old.id),
            wished_volunteer_id: wished,
            ..RequestTie::of(copy.id)
        };
        let mut tx = self.write().await?;
        let earlier = self.earlier_requests(&mut tx, &copy).await?;
        self.refuse_flood(&earlier, staff)?;
        self.store_copy(&mut tx, &copy, &tie, actor).await?;
        self.finish(tx).await?;
        Ok(self.answer(copy, false))
    }

    /// The person, or staff for them, no longer wants it asked again by itself.
    pub async fn stop_repeating(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        self.repeat_no_more(&mut tx, id).await?;
        self.happened(&mut tx, "request.repeats_no_more", actor, id, serde_json::json!({})).await?;
        self.finish(tx).await
    }

    /// Posts what is asked again and whose time is over; gives how many requests were looked at.
    pub(crate) async fn repeat_due(&self) -> Outcome<usize> {
        let due = self.read().await?.requests_to_repeat(self.now(), BATCH).await?;
        for id in &due {
            self.repeat(*id).await?;
        }
        Ok(due.len())
    }

    async fn repeat(&self, id: RequestId) -> Outcome<()> {
        let mut tx = self.read().await?;
        let old = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        let tie = tx.tie(id).await?;
        let helped = tx.engagements_of_request(id).await?;
        drop(tx);
        let done =
            |status| matches!(status, EngagementStatus::Completed | EngagementStatus::Confirmed);
        let helped = helped.iter().rev().find(|e| done(e.status)).map(|e| e.volunteer_id);
        let times = tie.repeat_days.and_then(|days| self.next_times(&old, days));
        let goes_on = tie.repeats_left > 0
            && old.opened_at.is_some()
            && old.status != RequestStatus::Cancelled
            && self.ring().key(old.subject_id).await?.is_some();
        let Some(times) = times.filter(|_| goes_on) else {
            let mut tx = self.write().await?;
            self.repeat_no_more(&mut tx, id).await?;
            tx.commit().await?;
            return Ok(());
        };
        let copy = self.copy(&old, times, &Actor::System).await?;
        let next = RequestTie {
            follows_id: Some(id),
            wished_volunteer_id: helped.or(tie.wished_volunteer_id),
            repeat_days: tie.repeat_days,
            repeats_left: tie.repeats_left - 1,
            ..RequestTie::of(copy.id)
        };
        let mut tx = self.write().await?;
        self.locked_request(&mut tx, id).await?;
        if tx.tie(id).await?.repeat_days.is_none() {
            return Ok(());
        }
        self.repeat_no_more(&mut tx, id).await?;
        self.store_copy(&mut tx, &copy, &next, &Actor::System).await?;
        self.finish(tx).await
    }

    pub(crate) async fn repeat_no_more(&self, tx: &mut Tx, id: RequestId) -> Outcome<()> {
        let tie = tx.tie(id).await?;
        if tie.repeat_days.is_some() {
            tx.put_tie(&RequestTie { repeat_days: None, repeats_left: 0, ..tie }).await?;
        }
        Ok(())
    }

    /// Start and deadline some weeks on: the same hour of the day, and far enough ahead.
    fn next_times(&self, old: &HelpRequest, days: u32) -> Option<(Option<Timestamp>, Timestamp)> {
        let zone = &self.settings().timezone;
        let later = |at: Timestamp, rounds: i64| {
            let span = (rounds * i64::from(days)).days();
            Some(at.to_zoned(zone.clone()).checked_add(span).ok()?.timestamp())
        };
        let soon = self.now() + hours(24);
        let mut ahead = (1..=53).filter_map(|rounds| Some((rounds, later(old.needed_by, rounds)?)));
        let (rounds, needed_by) = ahead.find(|(_, at)| *at > soon)?;
        let start = match old.not_before {
            Some(start) => later(start, rounds)?,
            None => needed_by - hours(24 * DAYS_AHEAD),
        };
        Some(((start > self.now()).then_some(start), needed_by))
    }

    /// The same request once more, sealed under a key of its own.
    async fn copy(
        &self,
        old: &HelpRequest,
        (not_before, needed_by): (Option<Timestamp>, Timestamp),
        actor: &Actor,
    ) -> Outcome<HelpRequest> {
        let key = self.key(old.subject_id).await?;
        let (contact, mut details) = (old.contact(&key)?, old.details(&key)?);
        details.concerns.clear();
        let now = self.now();
        let asked_before = old.opened_at.is_some() || !self.settings().confirm_requests;
        let opens = asked_before || matches!(actor, Actor::Staff(_));
        let request = HelpRequest {
            id: self.fresh_id()?,
            reference: reference()?,
            status: if opens { RequestStatus::Open } else { RequestStatus::Unconfirmed },
            category: self
                .category("category", old.category.as_str())
                .map_err(|error| Refusal::Invalid(vec![error]))?,
            priority: Priority::Normal,
            vital_requested: false,
            channel: match actor {
                Actor::Requester(_) => Channel::Web,
                Actor::Staff(_) => Channel::Phone,
                _ => old.channel,
            },
            not_before,
            needed_by,
            needs_attention: false,
            attention: None,
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
            updated_at: now,
            version: 1,
            ..old.clone()
        };
        self.seal_draft(Draft { request, contact, details }).await
    }

    async fn store_copy(
        &self,
        tx: &mut Tx,
        copy: &HelpRequest,
        tie: &RequestTie,
        actor: &Actor,
    ) -> Outcome<()> {
        let earlier = self.earlier_requests(tx, copy).await?;
        self.store_request(tx, copy, &earlier, actor).await?;
        tx.copy_door(tie.follows_id.unwrap_or(copy.id), copy.id).await?;
        tx.put_tie(tie).await?;
        self.announce(tx, copy).await
    }
}

/// The volunteer behind an engagement of the request, if the person may wish for them.
async fn wished(
    tx: &mut Tx,
    old: &HelpRequest,
    helper: Option<EngagementId>,
) -> Outcome<Option<VolunteerId>> {
    let Some(helper) = helper else { return Ok(None) };
    let held = tx.engagements_of_request(old.id).await?;
    let found = held.iter().find(|e| e.id == helper && e.status.holds_place());
    Ok(Some(found.ok_or(Refusal::NotFound)?.volunteer_id))
}
