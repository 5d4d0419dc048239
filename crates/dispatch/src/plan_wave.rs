//! The planner: whom to ask next about a request, and when to look again.

use jiff::{SignedDuration, Timestamp};
use matching::{
    AlertId, AlertStatus, Exclusion, HandOver, Load, Need, PolicySettings, RequestId,
    RequestStatus, Search, Supply, TaskKind, VolunteerId, Window, alertable, hand_over,
    look_again_at, wanted,
};
use store::{Alert, HelpRequest, Tx, Volunteer};

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::links::Purpose;
use crate::mirror::{anchors, day_start, profile};
use crate::post_help_request::blocked;
use crate::queue::Lane;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event, minutes};

/// Volunteers looked at in one go, at most.
const MOST_AT_ONCE: usize = 32;
/// Volunteers looked at before a wave gives up for now.
const MOST_LOOKED_AT: usize = 512;

/// A volunteer who may be alerted now.
pub(crate) struct Chosen {
    pub volunteer: Volunteer,
    pub distance_m: Option<u32>,
    pub rank: usize,
}

/// What the search for volunteers brought.
#[derive(Default)]
pub(crate) struct Found {
    pub chosen: Vec<Chosen>,
    pub next_alertable_at: Option<Timestamp>,
}

/// What a request asks of a volunteer from `now` on.
pub(crate) fn need_of(request: &HelpRequest, now: Timestamp) -> Need {
    let from = request.not_before.map_or(now, |start| start.max(now));
    Need {
        place: request.cell.map(matching::Cell::center),
        category: request.category.clone(),
        skills: request.skills.clone(),
        languages: request.languages.clone(),
        window: Window { from, until: request.needed_by.max(from) },
    }
}

impl Dispatch {
    /// Plans every request that is due; gives how many there were.
    pub async fn plan_due(&self) -> Outcome<usize> {
        if !self.index().is_ready() {
            return Ok(0);
        }
        self.follow_changes().await?;
        let mut tx = self.read().await?;
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
        self.expire_silent(&mut tx, &request).await?;
        let search = self.search_state(&mut tx, &request).await?;
        let policy = self.policy();
        let ask = wanted(&search, policy, now);
        let found = self.find_alertable(&mut tx, &request, ask).await?;
        let chosen = u32::try_from(found.chosen.len()).unwrap_or(u32::MAX);
        let supply = Supply { chosen, next_alertable_at: found.next_alertable_at };
        if chosen > 0 {
            self.send_wave(&mut tx, &mut request, found.chosen).await?;
        }
        if let Some(why) = hand_over(&search, supply, policy, now) {
            self.call_a_human(&mut tx, &mut request, why).await?;
        }
        request.next_plan_at = Some(look_again_at(&search, supply, policy, now));
        request.updated_at = now;
        self.write_life(&mut tx, RequestStatus::Open, &request).await?;
        self.finish_for(tx, &[Lane::Mail]).await
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
            let to_do = ToDo::about(request, TaskKind::PhoneList, self.now() + minutes(60))
                .round(request.wave);
            self.make_task(tx, &to_do, &Actor::System).await?;
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

    pub(crate) async fn search_state(&self, tx: &mut Tx, r: &HelpRequest) -> Outcome<Search> {
        let alerts = tx.alerts_of_request(r.id).await?;
        let waiting: Vec<&Alert> = alerts.iter().filter(|a| a.status.is_outstanding()).collect();
        let places = tx.places(r.id, r.volunteers_needed).await?;
        Ok(Search {
            priority: r.priority,
            opened_at: r.opened_at.unwrap_or(r.created_at),
            needed_by: r.needed_by,
            places_left: places.left(),
            outstanding: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
            next_silence_at: waiting.iter().map(|alert| alert.answer_by).min(),
        })
    }

    /// The nearest volunteers who may be alerted now, each checked in the database.
    async fn find_alertable(&self, tx: &mut Tx, request: &HelpRequest, ask: u32) -> Outcome<Found> {
        let mut found = Found::default();
        let ask = usize::try_from(ask).unwrap_or(usize::MAX);
        if ask == 0 {
            return Ok(found);
        }
        let need = need_of(request, self.now());
        let asked = tx.volunteers_asked(request.id).await?;
        let blocked = blocked(tx, request).await?;
        let max_m = Some(self.settings().matching.max_radius_m);
        let chunk = (ask * 2).clamp(8, MOST_AT_ONCE);
        let mut offset = 0;
        while found.chosen.len() < ask && offset < MOST_LOOKED_AT {
            let hits = self.index().candidates(&need, max_m, &asked, offset, chunk);
            let ids: Vec<VolunteerId> = hits.iter().map(|hit| hit.id).collect();
            let volunteers = tx.volunteers_by_id(&ids).await?;
            for (place, hit) in hits.iter().enumerate() {
                let volunteer = volunteers.iter().find(|v| v.id == hit.id);
                let Some(volunteer) = volunteer else { continue };
                tx.lock_volunteer(volunteer.id).await?;
                let checked = self.check(tx, volunteer, &need, blocked.contains(&hit.id)).await?;
                match checked {
                    Ok(distance_m) if found.chosen.len() < ask => found.chosen.push(Chosen {
                        volunteer: volunteer.clone(),
                        distance_m,
                        rank: offset + place + 1,
                    }),
                    Ok(_) => break,
                    Err((_, Some(later))) => {
                        found.next_alertable_at =
                            Some(found.next_alertable_at.map_or(later, |at| at.min(later)));
                    }
                    Err((_, None)) => {}
                }
            }
            if hits.len() < chunk {
                break;
            }
            offset += hits.len();
        }
        Ok(found)
    }

    /// Whether a volunteer may be alerted now; if only the hour forbids it, when they may be.
    ///
    /// Only reads; who decides on it holds the volunteer's lock.
    pub(crate) async fn check(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        need: &Need,
        blocked: bool,
    ) -> Outcome<Result<Option<u32>, (Exclusion, Option<Timestamp>)>> {
        let now = self.now();
        let profile = profile(volunteer, anchors(self.ring(), volunteer).await?);
        let today = day_start(now, &profile.timezone);
        let counted = tx.volunteer_load(volunteer.id, today, now).await?;
        let load = Load {
            live_engagements: counted.live_engagements,
            alerts_today: counted.alerts_today,
            alerts_last_7_days: counted.alerts_last_7_days,
            accepts_today: counted.accepts_today,
            reveals_30_days: counted.reveals_30_days,
            paused_until: volunteer.paused_until,
            blocked,
            already_asked: false,
        };
        Ok(match alertable(&profile, need, &load, &self.settings().caps, now) {
            Ok(distance) => Ok(distance),
            Err(why) => {
                let later = match why {
                    Exclusion::QuietHours => {
                        Some(profile.quiet_hours.next_end(now, &profile.timezone))
                    }
                    Exclusion::AlertsPerDay | Exclusion::AcceptsPerDay => {
                        Some(today + SignedDuration::from_hours(25))
                            .map(|tomorrow| day_start(tomorrow, &profile.timezone))
                            .map(|at| profile.quiet_hours.next_end(at, &profile.timezone))
                    }
                    Exclusion::Paused => volunteer.paused_until,
                    _ => None,
                };
                Err((why, later.filter(|at| *at > now && *at < need.window.until)))
            }
        })
    }

    async fn send_wave(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        chosen: Vec<Chosen>,
    ) -> Outcome<()> {
        request.wave += 1;
        let data = serde_json::json!({ "wave": request.wave, "alerts": chosen.len() });
        self.happened(tx, "wave.planned", &Actor::System, request.id, data).await?;
        for chosen in chosen {
            self.send_alert(tx, request, &chosen).await?;
        }
        Ok(())
    }

    async fn send_alert(&self, tx: &mut Tx, request: &HelpRequest, chosen: &Chosen) -> Outcome<()> {
        let now = self.now();
        let silence = minutes(i64::from(self.settings().matching.answer_minutes.max(1)));
        let alert = Alert {
            id: self.fresh_id::<AlertId>()?,
            request_id: request.id,
            volunteer_id: chosen.volunteer.id,
            wave: request.wave,
            status: AlertStatus::Queued,
            distance_m: chosen.distance_m,
            reasons: reasons(chosen),
            created_at: now,
            sent_at: None,
            answer_by: (now + silence).min(request.needed_by),
            expires_at: request.needed_by,
            answered_at: None,
            decline_reason: None,
        };
        tx.insert_alert(&alert).await?;
        self.issue(tx, Purpose::Alert, alert.id.0, 1, Some(alert.expires_at)).await?;
        let owed = Owed {
            key: format!("alert:{}:{}:{}", request.id, alert.volunteer_id, alert.wave),
            kind: "alert",
            rank: if request.priority == matching::Priority::Vital { 0 } else { 3 },
            volunteer: Some(alert.volunteer_id),
            request: Some(request.id),
            alert: Some(alert.id),
            not_after: Some(request.needed_by),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        let mut event = event(now, "alert.queued", &Actor::System);
        event.request_id = Some(request.id);
        event.volunteer_id = Some(alert.volunteer_id);
        event.alert_id = Some(alert.id);
        event.data = serde_json::json!({
            "wave": alert.wave, "distance_m": alert.distance_m, "rank": chosen.rank,
        })
        .to_string();
        tx.record(&event).await?;
        Ok(())
    }

    async fn call_a_human(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        why: HandOver,
    ) -> Outcome<()> {
        let now = self.now();
        let (kind, due) = match why {
            HandOver::Vital => (TaskKind::CallNow, now + minutes(10)),
            HandOver::NobodyLeft | HandOver::DeadlineNear => {
                let half = SignedDuration::from_secs(
                    request.needed_by.duration_since(now).as_secs().max(0) / 2,
                );
                (TaskKind::PhoneList, now + half.min(minutes(120)))
            }
        };
        let to_do = ToDo::about(request, kind, due);
        if self.make_task(tx, &to_do, &Actor::System).await? {
            let data = serde_json::json!({ "why": why.code(), "task": kind.code() });
            self.happened(tx, "request.handed_over", &Actor::System, request.id, data).await?;
            self.owe_nobody_yet(tx, request).await?;
        }
        if !request.needs_attention {
            request.needs_attention = true;
            request.attention = Some(why.code().to_owned());
        }
        Ok(())
    }

    async fn owe_nobody_yet(&self, tx: &mut Tx, request: &HelpRequest) -> Outcome<()> {
        let owed = Owed {
            key: format!("nobody_yet:{}", request.id),
            kind: "nobody_yet",
            rank: 5,
            not_after: Some(request.needed_by),
            ..Owed::default()
        };
        self.tell_requester(tx, request, owed, None).await
    }

    /// After the deadline: a human finds another way, and the person is told.
    pub(crate) async fn after_deadline(&self, tx: &mut Tx, request: &HelpRequest) -> Outcome<()> {
        if request.status != RequestStatus::Expired {
            return Ok(());
        }
        self.happened(tx, "request.expired", &Actor::System, request.id, serde_json::json!({}))
            .await?;
        if request.opened_at.is_none() {
            return Ok(());
        }
        let to_do = ToDo::about(request, TaskKind::Unmatched, self.now() + minutes(60));
        self.make_task(tx, &to_do, &Actor::System).await?;
        let owed = Owed {
            key: format!("expired:{}", request.id),
            kind: "expired",
            rank: 4,
            ..Owed::default()
        };
        self.tell_requester(tx, request, owed, None).await
    }
}

/// Why this volunteer, as stable codes; the sentences are translations.
fn reasons(chosen: &Chosen) -> String {
    let mut reasons = vec![serde_json::json!({ "code": "nearest_available", "rank": chosen.rank })];
    if let Some(distance_m) = chosen.distance_m {
        let bucket = matching::DistanceBucket::of_m(distance_m).code();
        reasons.push(serde_json::json!({ "code": "distance", "bucket": bucket }));
    }
    serde_json::Value::Array(reasons).to_string()
}
