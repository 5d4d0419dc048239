//! What was asked for twice goes on as one request: the other ends, and nothing it said is lost.

use matching::{EngagementStatus, Priority, RequestId, RequestStatus, Role, TaskKind};
use store::{HelpRequest, Likeness, RequestDetails, Said, Tx};

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::likeness::goes_on;
use crate::parse::{MAX_ITEMS, MAX_TEXT};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};

/// Another request that may be the same as one, as staff see it.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The other request; nothing sealed is opened.
    pub request: HelpRequest,
    /// Why they may be one.
    pub likeness: Likeness,
    /// Whether both still go on, so that one may end as a repeat of the other.
    pub can_merge: bool,
}

impl Dispatch {
    /// What a request may repeat, or be repeated by, and nobody has said to be something else.
    pub async fn repeats_of(&self, actor: &Actor, id: RequestId) -> Outcome<Vec<Repeat>> {
        let mut tx = self.read().await?;
        let own = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        let staff = self.staff_over(actor, Role::Operator, own.area_id)?;
        let mut repeats = Vec::new();
        for likeness in tx.likenesses(id).await? {
            let other =
                if likeness.request_id == id { likeness.other_id } else { likeness.request_id };
            let Some(request) = tx.request(other).await? else { continue };
            let seen = staff.sees(request.area_id, &self.areas());
            if seen && likeness.said != Some(Said::Other) {
                let can_merge = goes_on(&own) && goes_on(&request);
                repeats.push(Repeat { request, likeness, can_merge });
            }
        }
        Ok(repeats)
    }

    /// The request as which another one goes on, for staff who see both.
    pub async fn goes_on_as(&self, actor: &Actor, id: RequestId) -> Outcome<Option<HelpRequest>> {
        let mut tx = self.read().await?;
        let Some(into) = tx.merged_into(id).await? else { return Ok(None) };
        let kept = tx.request(into).await?;
        Ok(kept.filter(|kept| self.staff_over(actor, Role::Operator, kept.area_id).is_ok()))
    }

    /// A coordinator says that two requests are not the same.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] `not_alike` where nothing says that they may be.
    pub async fn keep_apart(&self, actor: &Actor, id: RequestId, other: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (own, _) = self.both_of(&mut tx, actor, (id, other)).await?;
        let alike = alike(&mut tx, (id, other)).await?;
        let pair = (alike.request_id, alike.other_id);
        self.say_likeness(&mut tx, pair, Said::Other, actor).await?;
        let data = serde_json::json!({});
        self.happened(&mut tx, "request.not_a_repeat", actor, own.id, data).await?;
        self.finish(tx).await
    }

    /// Ends one of two requests as a repeat of the other, which takes over what only it said: the
    /// list, the words, how urgent it is, that it comes back every week. Its alerts are withdrawn,
    /// and its person is told once.
    ///
    /// # Errors
    /// [`Refusal::Conflict`]: `not_alike` where nothing says that they may be one, `ended` when one
    /// of them is over, `held` while a volunteer has promised to help with the one that is to end,
    /// `too_long` when the list of both does not fit one.
    pub async fn merge_requests(
        &self,
        actor: &Actor,
        kept: RequestId,
        ended: RequestId,
    ) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (kept, ended) = self.both_of(&mut tx, actor, (kept, ended)).await?;
        let alike = alike(&mut tx, (kept.id, ended.id)).await?;
        if !goes_on(&kept) || !goes_on(&ended) {
            return Err(Refusal::Conflict("ended"));
        }
        let promised = tx.engagements_of_request(ended.id).await?;
        if promised.iter().any(|one| one.status.is_live() || is_done(one.status)) {
            return Err(Refusal::Conflict("held"));
        }
        let kept = self.take_over(&mut tx, kept, &ended, actor).await?;
        let pair = (alike.request_id, alike.other_id);
        self.say_likeness(&mut tx, pair, Said::Same, actor).await?;
        tx.put_merge(ended.id, kept.id, actor.account(), self.now()).await?;
        let into = serde_json::json!({ "reference": kept.reference, "into": kept.id.to_string() });
        self.happened(&mut tx, "request.merged_into", actor, ended.id, into).await?;
        let took = serde_json::json!({ "reference": ended.reference });
        self.happened(&mut tx, "request.merged", actor, kept.id, took).await?;
        self.end(&mut tx, ended.clone(), actor, "staff", "duplicate").await?;
        self.tell_merged(&mut tx, &kept, &ended).await?;
        self.finish(tx).await
    }

    /// Both requests under their locks, the lower id first, for a coordinator over both.
    async fn both_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (one, other): (RequestId, RequestId),
    ) -> Outcome<(HelpRequest, HelpRequest)> {
        actor.staff(Role::Coordinator)?;
        let low = self.locked_request(tx, one.min(other)).await?;
        let high = self.locked_request(tx, one.max(other)).await?;
        for request in [&low, &high] {
            self.staff_over(actor, Role::Coordinator, request.area_id)?;
        }
        if one == other {
            return Err(Refusal::Conflict("not_alike"));
        }
        Ok(if low.id == one { (low, high) } else { (high, low) })
    }

    async fn take_over(
        &self,
        tx: &mut Tx,
        mut kept: HelpRequest,
        ended: &HelpRequest,
        actor: &Actor,
    ) -> Outcome<HelpRequest> {
        let own = self.key(kept.subject_id).await?;
        let other = self.key(ended.subject_id).await?;
        let details = together(kept.details(&own)?, ended.details(&other)?)?;
        kept.item_count = u32::try_from(details.items.len()).unwrap_or(u32::MAX);
        kept.sealed_details = own.seal(HelpRequest::details_spot(kept.id), &details)?;
        kept.updated_at = self.now();
        tx.update_request_need(&kept).await?;
        if ended.priority == Priority::Vital {
            kept.priority = Priority::Vital;
        }
        kept.needs_attention |= ended.needs_attention;
        kept.attention = kept.attention.take().or_else(|| ended.attention.clone());
        if kept.status == RequestStatus::Open {
            kept.next_plan_at = Some(self.now());
        }
        self.write_life(tx, kept.status, &kept).await?;
        if kept.status == RequestStatus::Unconfirmed && ended.opened_at.is_some() {
            // The person has said once that it is meant.
            self.open(tx, kept.clone(), actor).await?;
            kept = tx.request(kept.id).await?.ok_or(Refusal::NotFound)?;
        }
        let (mut tie, repeated) = (tx.tie(kept.id).await?, tx.tie(ended.id).await?);
        if tie.repeat_days.is_none() && repeated.repeat_days.is_some() {
            tie.repeat_days = repeated.repeat_days;
            tie.repeats_left = repeated.repeats_left;
            tx.put_tie(&tie).await?;
        }
        self.repeat_no_more(tx, ended.id).await?;
        Ok(kept)
    }

    async fn tell_merged(
        &self,
        tx: &mut Tx,
        kept: &HelpRequest,
        ended: &HelpRequest,
    ) -> Outcome<()> {
        let owed = Owed {
            key: format!("merged:{}", ended.id),
            kind: "merged",
            rank: 4,
            not_after: Some(self.now() + hours(48)),
            ..Owed::default()
        };
        // The task is about what goes on; the tasks of the other end with it.
        let mut call = ToDo::about(kept, TaskKind::TellMerged, self.now() + minutes(120));
        call.round = tx.tasks_of_request(kept.id, TaskKind::TellMerged).await?.all;
        self.tell_requester(tx, ended, owed, Some(call)).await
    }
}

const fn is_done(status: EngagementStatus) -> bool {
    matches!(status, EngagementStatus::Completed | EngagementStatus::Confirmed)
}

/// Why two requests may be one.
async fn alike(tx: &mut Tx, (one, other): (RequestId, RequestId)) -> Outcome<Likeness> {
    let all = tx.likenesses(one).await?;
    let found = all.into_iter().find(|l| l.request_id == other || l.other_id == other);
    found.ok_or(Refusal::Conflict("not_alike"))
}

/// What both said, each thing once.
fn together(mut kept: RequestDetails, ended: RequestDetails) -> Outcome<RequestDetails> {
    for item in ended.items {
        if !kept.items.contains(&item) {
            kept.items.push(item);
        }
    }
    kept.details = match (kept.details.take(), ended.details) {
        (Some(own), Some(other)) if !own.contains(&other) => Some(format!("{own}\n{other}")),
        (own, other) => own.or(other),
    };
    let words = kept.details.as_ref().map_or(0, |text| text.chars().count());
    if kept.items.len() > MAX_ITEMS || words > MAX_TEXT {
        return Err(Refusal::Conflict("too_long"));
    }
    kept.payment = kept.payment.take().or(ended.payment);
    for (own, other) in [(&mut kept.minds, ended.minds), (&mut kept.concerns, ended.concerns)] {
        for one in other {
            if !own.contains(&one) {
                own.push(one);
            }
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use store::Item;

    use super::*;

    fn said(words: &str, items: &[&str]) -> RequestDetails {
        let item = |name: &&str| Item { name: (*name).to_owned(), quantity: None, note: None };
        let details = Some(words.to_owned()).filter(|words| !words.is_empty());
        let items = items.iter().map(item).collect();
        RequestDetails { details, items, ..RequestDetails::default() }
    }

    #[test]
    fn nothing_that_only_one_said_is_lost_and_nothing_stands_twice() {
        let both = together(said("ring twice", &["bread", "milk"]), said("dog", &["milk", "eggs"]));
        let both = both.expect("it fits");
        assert!(both == said("ring twice\ndog", &["bread", "milk", "eggs"]));
        let same = together(said("ring twice", &["bread"]), said("ring", &["bread"]));
        assert!(same.expect("it fits") == said("ring twice", &["bread"]));
        let empty = together(said("", &[]), said("dog", &["milk"])).expect("it fits");
        assert!(empty == said("dog", &["milk"]));
    }

    #[test]
    fn what_is_too_long_for_one_is_refused() {
        let names: Vec<String> = (0..MAX_ITEMS).map(|number| number.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(together(said("", &names), said("", &names)).is_ok());
        assert!(together(said("", &names), said("", &["x"])).is_err());
        let words = "a".repeat(MAX_TEXT);
        assert!(together(said(&words, &[]), said("b", &[])).is_err());
    }
}
