//! The planner: when a request is looked at, and what follows from what is found.

use jiff::Timestamp;
use matching::{
    HandOver, Need, PolicySettings, Reach, RequestId, RequestStatus, Search, Supply, TaskKind,
    hand_over, hand_over_at, look_again_at,
};
use store::{Alert, HelpRequest, Tx};

use crate::actor::Actor;
use crate::choose_volunteers::Plan;
use crate::find_volunteers::Ask;
use crate::life::ToDo;
use crate::queue::Lane;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event, hours, minutes};

impl Dispatch {
    /// Plans every request that is due; gives how many there were.
    pub async fn plan_due(&self) -> Outcome<usize> {
        if !self.index().is_ready() {
            return Ok(0);
        }
        self.follow_changes().await?;
        let mut tx = self.read().await?;
        self.follow_answers(&mut tx).await?;
        let due = tx.requests_to_plan(self.now(), 200).await?;
        drop(tx);
        for id in &due {
            self.plan_wave(*id).await?;
        }
        Ok(due.len())
    }

    /// Plans the next wave of one request.
    pub async fn plan_wave(&self, id: RequestId) -> Outcome<()> {
        let now = self.now();
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        if request.status != RequestStatus::Open || request.staff_only {
            self.stop_planning(&mut tx, &mut request).await?;
            tx.commit().await?;
            return Ok(());
        }
        if now >= request.needed_by {
            let request = self.settle(&mut tx, request).await?;
            self.after_deadline(&mut tx, &request).await?;
            self.finish(tx).await?;
            return Ok(());
        }
        if request.next_plan_at.is_none_or(|at| at > now) {
            return Ok(());
        }
        request.next_plan_at = Some(match self.planned_from(&request) {
            Some(start) => start,
            None => self.ask_more(&mut tx, &mut request).await?,
        });
        request.updated_at = now;
        self.write_life(&mut tx, RequestStatus::Open, &request).await?;
        self.finish_for(tx, &[Lane::Mail]).await
    }

    /// Asks whoever should be asked now, calls a human where that is due, and gives when to look
    /// again.
    async fn ask_more(&self, tx: &mut Tx, request: &mut HelpRequest) -> Outcome<Timestamp> {
        let now = self.now();
        self.expire_silent(tx, request).await?;
        let alerts = tx.alerts_of_request(request.id).await?;
        let search = self.search_state(tx, request, &alerts).await?;
        let need = self.need_of(request);
        let mut plan = self.choose_volunteers(tx, request, &need, &search, &alerts).await?;
        let lost = self.drop_the_lost(tx, &mut plan, &need).await?;
        let supply = Supply {
            chosen: u32::try_from(plan.chosen.len()).unwrap_or(u32::MAX),
            next_alertable_at: plan.pool.next_alertable_at,
        };
        if supply.chosen > 0 {
            self.send_wave(tx, request, &need, &mut plan).await?;
        }
        let seen = Search { outstanding: plan.outstanding, ..search };
        let why = hand_over(&seen, supply, self.policy(), now);
        let stretched = match why {
            Some(HandOver::NobodyLeft | HandOver::Vital) => {
                self.invite_to_stretch(tx, request, &need, &alerts).await?
            }
            _ => None,
        };
        match why {
            Some(HandOver::NobodyLeft) if stretched.is_some() => {}
            Some(why) => self.call_a_human(tx, request, &need, (why, &plan.pool)).await?,
            None => {}
        }
        if lost {
            return Ok(now + minutes(1));
        }
        let own = (supply.chosen > 0).then_some(plan.answer_by);
        let silences = [seen.next_silence_at, own, stretched];
        let next_silence_at = silences.into_iter().flatten().min();
        let seen = Search { next_silence_at, ..seen };
        Ok(look_again_at(&seen, Supply { chosen: 0, ..supply }, self.policy(), now))
    }

    /// What happens next to a request if nobody does anything, in the order of time: `ahead` or
    /// `wave` when volunteers are asked, `call` when a human takes over, `deadline`.
    pub fn what_next(&self, request: &HelpRequest) -> Vec<(&'static str, Timestamp)> {
        if request.ended_at.is_some() || request.done_at.is_some() {
            return Vec::new();
        }
        let now = self.now();
        let mut steps = Vec::new();
        if let Some(at) = request.next_plan_at.filter(|at| *at < request.needed_by) {
            let ahead = self.planned_from(request).is_some();
            steps.push((if ahead { "ahead" } else { "wave" }, at.max(now)));
        }
        let search = unsearched(request);
        let call = hand_over_at(&search);
        if request.status == RequestStatus::Open && !request.needs_attention && call > now {
            steps.push(("call", call));
        }
        steps.push(("deadline", request.needed_by));
        steps.sort_by_key(|(_, at)| *at);
        steps
    }

    /// When the planning of a request that lies far ahead starts; none when it may be planned now.
    fn planned_from(&self, request: &HelpRequest) -> Option<Timestamp> {
        let ahead = self.settings().matching.plan_ahead_hours;
        let start = request.not_before? - hours(i64::from(ahead));
        let waits = ahead > 0 && !request.urgent && start > self.now();
        waits.then(|| start.min(request.needed_by))
    }

    /// Locks those who were chosen, and leaves out whom another decision took meanwhile; gives
    /// whether there were any.
    async fn drop_the_lost(&self, tx: &mut Tx, plan: &mut Plan, need: &Need) -> Outcome<bool> {
        let ids: Vec<_> = plan.chosen.iter().map(|one| one.volunteer.id).collect();
        let how = (Reach::Own, Ask::Anyhow);
        let still = self.still_alertable(tx, &ids, need, how).await?;
        plan.chosen.retain(|one| still.contains(&one.volunteer.id));
        Ok(plan.chosen.len() < ids.len())
    }

    pub(crate) fn policy(&self) -> PolicySettings {
        let matching = &self.settings().matching;
        PolicySettings {
            outstanding: matching.outstanding,
            answer_minutes: matching.answer_minutes,
        }
    }

    /// A request that is not looking for volunteers has nothing to plan.
    async fn stop_planning(&self, tx: &mut Tx, request: &mut HelpRequest) -> Outcome<()> {
        if request.next_plan_at.is_none() {
            return Ok(());
        }
        request.next_plan_at = None;
        if request.status == RequestStatus::Open {
            // Each time a human has done with the list and the place is still open, it comes back.
            let before = tx.tasks_of_request(request.id, TaskKind::PhoneList).await?;
            if before.open == 0 {
                let due = self.now() + minutes(if before.all == 0 { 60 } else { 240 });
                let to_do = ToDo::about(request, TaskKind::PhoneList, due.min(request.needed_by));
                self.make_task(tx, &to_do.round(request.wave + before.all), &Actor::System).await?;
            }
            request.next_plan_at = Some(request.needed_by);
        }
        self.write_life(tx, request.status, request).await
    }

    async fn expire_silent(&self, tx: &mut Tx, request: &HelpRequest) -> Outcome<()> {
        for alert in tx.expire_alerts(request.id, self.now()).await? {
            let mut event = event(self.now(), "alert.silent", &Actor::System);
            event.request_id = Some(request.id);
            event.volunteer_id = Some(alert.volunteer_id);
            event.alert_id = Some(alert.id);
            tx.record(&event).await?;
        }
        Ok(())
    }

    async fn search_state(
        &self,
        tx: &mut Tx,
        r: &HelpRequest,
        alerts: &[Alert],
    ) -> Outcome<Search> {
        let waiting: Vec<&Alert> = alerts.iter().filter(|a| a.status.is_outstanding()).collect();
        let places = tx.places(r.id, r.volunteers_needed).await?;
        Ok(Search {
            places_left: places.left(),
            outstanding: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
            next_silence_at: waiting.iter().map(|alert| alert.answer_by).min(),
            ..unsearched(r)
        })
    }
}

/// A search without places, alerts and silences.
fn unsearched(r: &HelpRequest) -> Search {
    Search {
        priority: r.priority,
        opened_at: r.opened_at.unwrap_or(r.created_at),
        needed_by: r.needed_by,
        places_left: 0,
        outstanding: 0,
        next_silence_at: None,
    }
}
