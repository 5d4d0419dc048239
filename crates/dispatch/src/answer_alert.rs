//! A volunteer answers an alert: exactly one winner per place.

use jiff::Timestamp;
use matching::{
    AlertId, AlertStatus, EngagementId, EngagementStatus, RequestStatus, TaskKind, VolunteerId,
    VolunteerStatus, When,
};
use store::{Alert, Engagement, HelpRequest, SessionKind, Tx, Volunteer, sha256};

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::links::Purpose;
use crate::mirror::day_start;
use crate::post_help_request::blocked;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::service::{Dispatch, event, hours, minutes};

/// How long the cookie of an engagement lasts, in hours.
pub const ENGAGEMENT_COOKIE_HOURS: i64 = 24;

/// When the volunteer will go: required, without a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// As a code.
    pub when: When,
    /// The time behind it.
    pub at: Option<Timestamp>,
}

/// What an alert's page shows.
#[derive(Debug, Clone)]
pub struct AlertView {
    /// The alert.
    pub alert: Alert,
    /// The request; nothing sealed is opened, and its label names no more than its cell.
    pub request: HelpRequest,
    /// The volunteer's own engagement, when they hold a place.
    pub engagement: Option<EngagementId>,
    /// Whether no place is left.
    pub taken: bool,
    /// The volunteer's time zone.
    pub timezone: String,
    /// The volunteer's language.
    pub language: matching::Language,
    /// The volunteer.
    pub volunteer_id: VolunteerId,
    /// The volunteer's own radius when this is an invitation to go farther, in metres.
    pub beyond_m: Option<u32>,
}

/// A yes that holds a place.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The engagement.
    pub engagement: Engagement,
    /// The request's short number.
    pub reference: String,
    /// Whether this volunteer held the place already.
    pub again: bool,
}

impl Promise {
    /// Reads `now`, `today`, `tomorrow` or a time.
    ///
    /// # Errors
    /// A [`FieldError`] on `when` for anything else, or a time that is past.
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, FieldError> {
        match text.trim() {
            "" => Err(FieldError::new("when", "required")),
            "now" => Ok(Self { when: When::Now, at: Some(now) }),
            "today" => Ok(Self { when: When::Today, at: None }),
            "tomorrow" => Ok(Self { when: When::Tomorrow, at: None }),
            time => {
                let at = crate::parse::time("when", time)?;
                if at + minutes(5) < now {
                    return Err(FieldError::new("when", "past"));
                }
                Ok(Self { when: When::At, at: Some(at) })
            }
        }
    }
}

impl Dispatch {
    /// What a living alert link leads to. Nothing changes.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for unknown, expired and revoked links alike.
    pub async fn view_alert(&self, token: &str) -> Outcome<AlertView> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Alert, token).await?;
        self.alert_view(&mut tx, AlertId(link.target)).await
    }

    /// The same by the alert's id, for a browser whose cookie stands for the link.
    pub async fn view_alert_by_id(&self, id: AlertId) -> Outcome<AlertView> {
        let mut tx = self.read().await?;
        let token = self.token(Purpose::Alert, id.0, 1);
        self.living_link(&mut tx, Purpose::Alert, &token).await?;
        self.alert_view(&mut tx, id).await
    }

    async fn alert_view(&self, tx: &mut Tx, id: AlertId) -> Outcome<AlertView> {
        let alert = tx.alert(id).await?.ok_or(Refusal::Gone)?;
        let mut request = tx.request(alert.request_id).await?.ok_or(Refusal::Gone)?;
        request.label = self.neighbourhood(&request);
        let volunteer = tx.volunteer(alert.volunteer_id).await?.ok_or(Refusal::Gone)?;
        let held = tx.engagements_of_request(request.id).await?;
        let own = held.iter().find(|e| e.volunteer_id == volunteer.id && e.status.holds_place());
        Ok(AlertView {
            engagement: own.map(|engagement| engagement.id),
            taken: request.status != RequestStatus::Open,
            timezone: volunteer.timezone,
            language: volunteer.language,
            volunteer_id: volunteer.id,
            beyond_m: alert.is_stretch().then_some(volunteer.radius_m),
            alert,
            request,
        })
    }

    /// Says yes. One winner per place, by the database.
    ///
    /// # Errors
    /// [`Refusal::Gone`] when the link no longer works, [`Refusal::Taken`] when no place is left,
    /// [`Refusal::Limit`] when the volunteer has as much as they or the deployment allow.
    pub async fn accept_alert(&self, token: &str, promise: Promise) -> Outcome<Accepted> {
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::Alert, token).await?;
        let alert = tx.alert(AlertId(link.target)).await?.ok_or(Refusal::Gone)?;
        let request = self.locked_request(&mut tx, alert.request_id).await?;
        tx.lock_volunteer(alert.volunteer_id).await?;
        let alert = tx.alert(alert.id).await?.ok_or(Refusal::Gone)?;
        let volunteer = tx.volunteer(alert.volunteer_id).await?.ok_or(Refusal::Gone)?;
        let held = tx.engagements_of_request(request.id).await?;
        let own = held.iter().find(|e| e.volunteer_id == volunteer.id && e.status.holds_place());
        if let Some(engagement) = own {
            let engagement = engagement.clone();
            self.nothing_new(tx).await?;
            return Ok(Accepted { engagement, reference: request.reference, again: true });
        }
        self.may_accept(&mut tx, &alert, &request, &volunteer).await?;
        let actor = Actor::Volunteer(volunteer.id);
        let source = Source::Alert(&alert);
        let engagement =
            self.take_place(&mut tx, &request, &volunteer, source, promise, &held).await?;
        if !tx.move_alert(alert.id, alert.status, AlertStatus::Accepted, self.now(), None).await? {
            return Err(Refusal::Conflict("status"));
        }
        let reference = request.reference.clone();
        self.after_yes(&mut tx, request, &volunteer, &engagement, &actor).await?;
        self.finish(tx).await?;
        Ok(Accepted { engagement, reference, again: false })
    }

    /// Says no, and why if the volunteer likes.
    ///
    /// # Errors
    /// [`Refusal::Gone`] when the link no longer works.
    pub async fn decline_alert(&self, token: &str, reason: Option<&str>) -> Outcome<()> {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let known = |reason: &&str| DECLINE_REASONS.contains(reason);
        if reason.is_some_and(|reason| !known(&reason)) {
            return Err(Refusal::field("reason", "reason"));
        }
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::Alert, token).await?;
        let alert = tx.alert(AlertId(link.target)).await?.ok_or(Refusal::Gone)?;
        let mut request = self.locked_request(&mut tx, alert.request_id).await?;
        let alert = tx.alert(alert.id).await?.ok_or(Refusal::Gone)?;
        if alert.status == AlertStatus::Declined || alert.status == AlertStatus::Withdrawn {
            return self.nothing_new(tx).await;
        }
        let to = alert.status.become_(AlertStatus::Declined);
        let to = to.map_err(|_| Refusal::Conflict("answered"))?;
        tx.move_alert(alert.id, alert.status, to, self.now(), reason).await?;
        let mut event = event(self.now(), "alert.declined", &Actor::Volunteer(alert.volunteer_id));
        event.request_id = Some(alert.request_id);
        event.volunteer_id = Some(alert.volunteer_id);
        event.alert_id = Some(alert.id);
        event.data = serde_json::json!({ "reason": reason }).to_string();
        tx.record(&event).await?;
        if request.status == RequestStatus::Open {
            request.next_plan_at = Some(self.now());
            self.write_life(&mut tx, RequestStatus::Open, &request).await?;
        }
        self.finish(tx).await?;
        Ok(())
    }

    async fn may_accept(
        &self,
        tx: &mut Tx,
        alert: &Alert,
        request: &HelpRequest,
        volunteer: &Volunteer,
    ) -> Outcome<()> {
        if !matches!(volunteer.status, VolunteerStatus::Active | VolunteerStatus::Paused) {
            return Err(Refusal::Gone);
        }
        if request.status != RequestStatus::Open || alert.status == AlertStatus::Withdrawn {
            return Err(Refusal::Taken);
        }
        // Whom the person does not want learns no more than that.
        if request.staff_only || blocked(tx, request).await?.contains(&volunteer.id) {
            return Err(Refusal::Taken);
        }
        if alert.status.become_(AlertStatus::Accepted).is_err() {
            return Err(Refusal::Conflict("answered"));
        }
        Self::check_review(volunteer)?;
        self.check_trust(volunteer, request)?;
        self.under_limits(tx, volunteer, request).await
    }

    /// Whether the volunteer may take one more place now.
    pub(crate) async fn under_limits(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        request: &HelpRequest,
    ) -> Outcome<()> {
        let now = self.now();
        let caps = self.settings().caps;
        let zone = jiff::tz::TimeZone::get(&volunteer.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
        let load = tx.volunteer_standing(volunteer.id, day_start(now, &zone), now).await?;
        let over = |most: u32, count: u32| most > 0 && count >= most;
        let limit = |code| Err(Refusal::Limit { code, retry_after_s: 3_600 });
        if load.live_engagements >= volunteer.capacity {
            return limit("capacity");
        }
        let experienced = self.demands_of(&request.category).experienced;
        if caps.is_new(load.confirmed) && (load.live_engagements > 0 || experienced) {
            return limit("new_volunteer");
        }
        if over(caps.live_engagements, load.live_engagements) {
            return limit("live_engagements");
        }
        if over(caps.accepts_per_day, load.accepts_today) {
            return limit("accepts_per_day");
        }
        if over(caps.reveals_per_30_days, load.reveals_30_days) {
            return limit("reveals_per_30_days");
        }
        Ok(())
    }

    /// Takes the first free place; the unique indexes decide.
    pub(crate) async fn take_place(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        volunteer: &Volunteer,
        source: Source<'_>,
        promise: Promise,
        held: &[Engagement],
    ) -> Outcome<Engagement> {
        let taken = |place: &u32| held.iter().any(|e| e.place == *place && e.status.holds_place());
        let place = (1..=request.volunteers_needed).find(|place| !taken(place));
        let place = place.ok_or(Refusal::Taken)?;
        let now = self.now();
        let engagement = Engagement {
            id: self.fresh_id::<EngagementId>()?,
            request_id: request.id,
            volunteer_id: volunteer.id,
            alert_id: source.alert(),
            place,
            status: EngagementStatus::Active,
            promised: promise.when,
            planned_at: self.planned_at(promise, request, &volunteer.timezone),
            assigned_by: source.account(),
            created_at: now,
            contacted_at: None,
            completed_at: None,
            confirmed_at: None,
            ended_at: None,
            reason: None,
            confirmed_by: None,
            revealed_at: None,
            on_the_way_at: None,
            minutes_spent: None,
            feedback: None,
        };
        if tx.insert_engagement(&engagement).await? { Ok(engagement) } else { Err(Refusal::Taken) }
    }

    /// The instant behind `today` (18:00 local or the deadline) and `tomorrow` (the same, a day on).
    fn planned_at(&self, promise: Promise, request: &HelpRequest, zone: &str) -> Option<Timestamp> {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let evening = day_start(self.now(), &zone) + hours(18);
        let at = match promise.when {
            When::Now | When::At => promise.at?,
            When::Today => evening.max(self.now()),
            When::Tomorrow => evening + hours(24),
        };
        Some(at.min(request.needed_by).max(self.now()))
    }

    /// Everybody learns of the yes.
    pub(crate) async fn after_yes(
        &self,
        tx: &mut Tx,
        request: HelpRequest,
        volunteer: &Volunteer,
        engagement: &Engagement,
        actor: &Actor,
    ) -> Outcome<HelpRequest> {
        let data = serde_json::json!({
            "when": engagement.promised.code(), "place": engagement.place,
        });
        self.engaged(tx, "engagement.accepted", actor, engagement, data).await?;
        tx.note_change(volunteer.id, self.now()).await?;
        let request = self.settle(tx, request).await?;
        let engaged = Owed {
            key: format!("engaged:{}", engagement.id),
            kind: "engaged",
            rank: 1,
            volunteer: Some(volunteer.id),
            request: Some(request.id),
            engagement: Some(engagement.id),
            not_after: Some(request.needed_by + hours(24)),
            ..Owed::default()
        };
        self.owe(tx, engaged).await?;
        let matched = Owed {
            key: format!("matched:{}", engagement.id),
            kind: "matched",
            rank: 1,
            engagement: Some(engagement.id),
            volunteer: Some(volunteer.id),
            not_after: Some(request.needed_by + hours(24)),
            ..Owed::default()
        };
        let soon = engagement.planned_at.map_or(self.now(), |at| at.min(self.now() + minutes(60)));
        let call = ToDo::about(&request, TaskKind::TellWhoComes, soon).of(engagement);
        self.tell_requester(tx, &request, matched, Some(call)).await?;
        if let Some(at) = engagement.planned_at {
            self.owe_reminder(tx, &request, engagement, at).await?;
        }
        Ok(request)
    }

    /// A reminder two hours before the planned time, when that is far enough away.
    async fn owe_reminder(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        engagement: &Engagement,
        planned_at: Timestamp,
    ) -> Outcome<()> {
        let at = planned_at - hours(2);
        if at <= self.now() + hours(1) {
            return Ok(());
        }
        let owed = Owed {
            key: format!("reminder:{}", engagement.id),
            kind: "reminder",
            rank: 4,
            volunteer: Some(engagement.volunteer_id),
            request: Some(request.id),
            engagement: Some(engagement.id),
            at: Some(at),
            not_after: Some(planned_at),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// A cookie for the holder of an engagement, valid for a day; stored as a hash.
    pub async fn engagement_cookie(&self, id: EngagementId) -> Outcome<String> {
        self.new_session(SessionKind::Engagement, id.0, hours(ENGAGEMENT_COOKIE_HOURS)).await
    }

    /// A cookie that stands for an alert's link after its first hop.
    pub async fn alert_cookie(&self, token: &str) -> Outcome<String> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Alert, token).await?;
        drop(tx);
        self.new_session(SessionKind::Alert, link.target, hours(24)).await
    }

    /// The token of the alert that a cookie stands for.
    pub async fn alert_token_of_cookie(&self, cookie: &str) -> Outcome<(AlertId, String)> {
        let mut tx = self.read().await?;
        let hash = sha256(cookie.as_bytes());
        let target = tx.session(&hash, SessionKind::Alert, self.now()).await?;
        let id = target.ok_or(Refusal::Gone)?.target;
        Ok((AlertId(id), self.token(Purpose::Alert, id, 1)))
    }
}

/// What led to an engagement.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// The volunteer's yes to an alert.
    Alert(&'a Alert),
    /// A member of staff.
    Staff(Option<matching::AccountId>),
}

impl Source<'_> {
    fn alert(self) -> Option<AlertId> {
        match self {
            Self::Alert(alert) => Some(alert.id),
            Self::Staff(_) => None,
        }
    }

    fn account(self) -> Option<matching::AccountId> {
        match self {
            Self::Alert(_) => None,
            Self::Staff(account) => account,
        }
    }
}

/// Why a volunteer may say no.
pub const DECLINE_REASONS: [&str; 6] = ["busy", "away", "too_far", "ill", "not_for_me", "other"];
