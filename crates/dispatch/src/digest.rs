//! One mail a day instead of many, and the page of what is open near a volunteer.
//!
//! Distances are from the centre of a request's cell, as for alerts; nothing personal is shown.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use matching::{
    AlertId, AlertStatus, Distance, QuietHours, RequestId, RequestStatus, VolunteerId,
    VolunteerProfile, VolunteerStatus, eligible,
};
use store::{Alert, HelpRequest, Tx, Volunteer};

use crate::actor::Actor;
use crate::answer_alert::{Accepted, Promise, Source};
use crate::life::Owed;
use crate::mirror::{anchors, day_start, profile};
use crate::post_help_request::blocked;
use crate::queue::Lane;
use crate::refusal::{Outcome, Refusal};
use crate::send_wave::kept_m;
use crate::service::{Dispatch, event, hours};

/// Open requests looked through.
const LOOKED_THROUGH: u32 = 2_000;
/// Requests shown at once.
const SHOWN: usize = 20;
/// Volunteers dealt with in one go.
const BATCH: u32 = 200;
/// A daily mail that could not leave for so many hours waits for the next day.
const LATE_H: i64 = 6;
/// The hour of the daily mail for those without quiet hours.
const MORNING: i8 = 8;

/// An open request that fits a volunteer.
#[derive(Debug, Clone)]
pub struct NearRequest {
    /// The request; nothing sealed is opened, and its label names no more than its cell.
    pub request: HelpRequest,
    /// From the centre of its cell to the nearest anchor; none when the help is remote.
    pub distance_m: Option<u32>,
}

/// When a volunteer's daily mail is due after an instant: at the end of their quiet hours, else at
/// eight in the morning.
pub(crate) fn digest_after(now: Timestamp, quiet: QuietHours, zone: &TimeZone) -> Timestamp {
    let morning = Time::constant(MORNING, 0, 0, 0);
    let own = quiet.to.to_string().parse::<Time>().ok().filter(|_| quiet.from != quiet.to);
    let today = now.to_zoned(zone.clone()).date();
    let at = |days: i64| {
        let date = today.checked_add(days.days()).ok()?;
        let local = date.to_datetime(own.unwrap_or(morning)).to_zoned(zone.clone()).ok()?;
        Some(local.timestamp()).filter(|at| *at > now)
    };
    [0, 1, 2].into_iter().find_map(at).unwrap_or(now + hours(24))
}

impl Dispatch {
    /// Owes the daily mails that are due; gives how many volunteers were dealt with.
    pub(crate) async fn send_digests(&self) -> Outcome<usize> {
        let now = self.now();
        let mut tx = self.read().await?;
        let due = tx.digests_due(now, BATCH).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let open = tx.open_requests(now, LOOKED_THROUGH).await?;
        drop(tx);
        for (id, at) in &due {
            self.send_digest(*id, *at, &open).await?;
        }
        Ok(due.len())
    }

    async fn send_digest(
        &self,
        id: VolunteerId,
        due: Option<Timestamp>,
        open: &[HelpRequest],
    ) -> Outcome<()> {
        let now = self.now();
        let mut tx = self.write().await?;
        tx.lock_volunteer(id).await?;
        let Some(volunteer) = tx.volunteer(id).await? else { return Ok(()) };
        let zone = TimeZone::get(&volunteer.timezone).unwrap_or(TimeZone::UTC);
        let next = digest_after(now, volunteer.quiet_hours, &zone);
        let mine = tx.set_digest_at(id, due, next).await?;
        let in_time = due.is_some_and(|due| now < due + hours(LATE_H));
        if mine && in_time && self.may_get_digest(&mut tx, &volunteer, &zone).await? {
            let near = self.near_among(&mut tx, &volunteer, open).await?;
            if !near.is_empty() {
                self.owe_digest(&mut tx, &volunteer, &near).await?;
            }
        }
        self.finish_for(tx, &[Lane::Mail]).await
    }

    /// Whether the volunteer's own weekly limit leaves room, and nothing keeps them from helping.
    async fn may_get_digest(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        zone: &TimeZone,
    ) -> Outcome<bool> {
        let now = self.now();
        if volunteer.mail_suspended || volunteer.paused_until.is_some_and(|until| now < until) {
            return Ok(false);
        }
        let standing = tx.volunteer_standing(volunteer.id, day_start(now, zone), now).await?;
        let rest = hours(i64::from(self.settings().matching.cool_down_hours));
        let rests = standing.engaged_at.is_some_and(|at| now < at + rest);
        let full = standing.live_engagements >= volunteer.capacity;
        let weekly = volunteer.max_alerts_per_week;
        Ok(!rests && !full && weekly.is_none_or(|most| standing.alerts_last_7_days < most))
    }

    async fn owe_digest(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        near: &[NearRequest],
    ) -> Outcome<()> {
        let now = self.now();
        let day = day_start(now, &self.settings().timezone).as_second() / 86_400;
        let ids: Vec<_> = near.iter().map(|one| one.request.id.0).collect();
        let owed = Owed {
            key: format!("digest:{}:{day}", volunteer.id),
            kind: "digest",
            rank: 5,
            volunteer: Some(volunteer.id),
            data: Some(serde_json::json!({ "requests": ids })),
            not_after: Some(now + hours(LATE_H)),
            ..Owed::default()
        };
        if self.owe_if_new(tx, owed).await? {
            let mut event = event(now, "digest.queued", &Actor::System);
            event.volunteer_id = Some(volunteer.id);
            event.data = serde_json::json!({ "requests": near.len() }).to_string();
            tx.record(&event).await?;
        }
        Ok(())
    }

    /// What is open near a signed-in volunteer, the nearest first.
    pub async fn near_requests(&self, id: VolunteerId) -> Outcome<Vec<NearRequest>> {
        let mut tx = self.read().await?;
        let volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        let open = tx.open_requests(self.now(), LOOKED_THROUGH).await?;
        self.near_among(&mut tx, &volunteer, &open).await
    }

    /// Of some open requests those that fit a volunteer who was not asked about them and who is
    /// not kept apart from the person.
    async fn near_among(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        open: &[HelpRequest],
    ) -> Outcome<Vec<NearRequest>> {
        let profile = profile(volunteer, anchors(self.ring(), volunteer).await?);
        let mut fitting: Vec<(Option<u32>, &HelpRequest)> = open
            .iter()
            .filter_map(|request| Some((self.fits(&profile, request)?, request)))
            .collect();
        fitting.sort_by_key(|(distance_m, request)| (*distance_m, request.id));
        let mut near = Vec::new();
        for (distance_m, request) in fitting {
            if near.len() == SHOWN {
                break;
            }
            let knows = tx.volunteers_asked(request.id).await?.contains(&volunteer.id);
            if !knows && !blocked(tx, request).await?.contains(&volunteer.id) {
                let label = self.neighbourhood(request);
                near.push(NearRequest {
                    request: HelpRequest { label, ..request.clone() },
                    distance_m,
                });
            }
        }
        Ok(near)
    }

    /// The distance to a request that fits.
    fn fits(&self, profile: &VolunteerProfile, request: &HelpRequest) -> Option<Distance> {
        let distance_m = eligible(profile, &self.need_of(request)).ok()?;
        let most = self.settings().matching.max_radius_m;
        distance_m.is_none_or(|metres| metres <= most).then_some(distance_m)
    }

    /// A volunteer takes a place of an open request they chose from the list near them.
    ///
    /// One winner a place, by the database, under the same limits as a yes to an alert.
    ///
    /// # Errors
    /// [`Refusal::Taken`] when no place is left or the request does not fit any more,
    /// [`Refusal::Limit`] when the volunteer has as much as they or the deployment allow.
    pub async fn choose_request(
        &self,
        id: VolunteerId,
        request: RequestId,
        promise: Promise,
    ) -> Outcome<Accepted> {
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, request).await?;
        tx.lock_volunteer(id).await?;
        let volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        let held = tx.engagements_of_request(request.id).await?;
        let own = held.iter().find(|e| e.volunteer_id == id && e.status.holds_place());
        if let Some(engagement) = own {
            let engagement = engagement.clone();
            self.nothing_new(tx).await?;
            return Ok(Accepted { engagement, reference: request.reference, again: true });
        }
        let distance_m = self.may_choose(&mut tx, &volunteer, &request).await?;
        self.under_limits(&mut tx, &volunteer, &request).await?;
        request.wave += 1;
        let alert = self.own_choice(&volunteer, &request, distance_m)?;
        tx.insert_alert(&alert).await?;
        let source = Source::Alert(&alert);
        let engagement =
            self.take_place(&mut tx, &request, &volunteer, source, promise, &held).await?;
        let reference = request.reference.clone();
        let actor = Actor::Volunteer(id);
        self.after_yes(&mut tx, request, &volunteer, &engagement, &actor).await?;
        self.finish(tx).await?;
        Ok(Accepted { engagement, reference, again: false })
    }

    async fn may_choose(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        request: &HelpRequest,
    ) -> Outcome<Option<u32>> {
        if !matches!(volunteer.status, VolunteerStatus::Active | VolunteerStatus::Paused) {
            return Err(Refusal::Conflict("volunteer_not_active"));
        }
        if request.status != RequestStatus::Open || request.staff_only {
            return Err(Refusal::Taken);
        }
        Self::check_review(volunteer)?;
        self.check_trust(volunteer, request)?;
        let mut profile = profile(volunteer, anchors(self.ring(), volunteer).await?);
        profile.active = true;
        let fits = self.fits(&profile, request).ok_or(Refusal::Taken)?;
        let asked = tx.volunteers_asked(request.id).await?.contains(&volunteer.id);
        if asked || blocked(tx, request).await?.contains(&volunteer.id) {
            return Err(Refusal::Taken);
        }
        Ok(fits)
    }

    /// What stands in the log of alerts for a yes that nobody asked for.
    fn own_choice(
        &self,
        volunteer: &Volunteer,
        request: &HelpRequest,
        distance_m: Option<u32>,
    ) -> Outcome<Alert> {
        let now = self.now();
        Ok(Alert {
            id: self.fresh_id::<AlertId>()?,
            request_id: request.id,
            volunteer_id: volunteer.id,
            wave: request.wave,
            status: AlertStatus::Accepted,
            distance_m: kept_m(distance_m),
            reasons: serde_json::json!([{ "code": "own_choice" }]).to_string(),
            created_at: now,
            sent_at: None,
            answer_by: now + SignedDuration::from_secs(1),
            expires_at: request.needed_by,
            answered_at: Some(now),
            decline_reason: None,
            withdrawn_at: None,
            chance_ppm: None,
            exposure_ppm: Some(0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(now: &str, quiet: &str) -> String {
        let zone = TimeZone::get("Europe/Brussels").expect("a zone");
        let now = now.parse().expect("a time");
        digest_after(now, quiet.parse().expect("hours"), &zone).to_string()
    }

    #[test]
    fn the_daily_mail_comes_when_the_night_is_over() {
        assert_eq!(after("2026-11-24T03:00:00Z", "21:00-07:30"), "2026-11-24T06:30:00Z");
        assert_eq!(after("2026-11-24T06:30:00Z", "21:00-07:30"), "2026-11-25T06:30:00Z");
        assert_eq!(after("2026-11-24T09:00:00Z", "00:00-00:00"), "2026-11-25T07:00:00Z");
    }

    #[test]
    fn a_skipped_hour_moves_forward() {
        assert_eq!(after("2027-03-27T12:00:00Z", "21:00-02:30"), "2027-03-28T01:30:00Z");
    }
}
