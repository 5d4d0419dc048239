//! When mail does not find anybody in time: farther volunteers once, then a human.

use jiff::{SignedDuration, Timestamp};
use matching::{HandOver, Need, Reach, RequestStatus, TaskKind, VolunteerId};
use serde_json::json;
use store::{Alert, HelpRequest, Tx};

use crate::actor::Actor;
use crate::answers::ppm;
use crate::choose_volunteers::{Chosen, exposure, nearness, one_in};
use crate::find_volunteers::{Able, Ask, Pool};
use crate::life::{Owed, ToDo};
use crate::post_help_request::blocked;
use crate::refusal::Outcome;
use crate::send_wave::{AlertKind, add};
use crate::service::{Dispatch, minutes};

/// The nearest among whom those are looked for who might go farther.
const LOOKED_AT: usize = 512;

impl Dispatch {
    /// Asks once, whoever is a little too far away by their own word, whether they could go farther
    /// this time; gives until when they are waited for, or nothing when nobody was asked.
    ///
    /// Only while nobody has said yes, and never beyond half as far again. Whoever is asked knows
    /// from the mail that it is farther than they said.
    pub(crate) async fn invite_to_stretch(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        need: &Need,
        alerts: &[Alert],
    ) -> Outcome<Option<Timestamp>> {
        let most = self.settings().matching.stretch_invitations as usize;
        let before = alerts.iter().any(Alert::is_stretch);
        if most == 0 || before || request.places_filled > 0 || need.place.is_none() {
            return Ok(None);
        }
        let asked = self.stretch(tx, request, need, most).await?;
        Ok(asked.map(|(until, _)| until))
    }

    /// Asks at most so many of those a little too far away; gives until when they are waited for,
    /// and how many they are.
    pub(crate) async fn stretch(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        need: &Need,
        most: usize,
    ) -> Outcome<Option<(Timestamp, u32)>> {
        let able = self.who_might_stretch(tx, request, need, most).await?;
        let ids: Vec<VolunteerId> = able.iter().map(|one| one.volunteer.id).collect();
        let still = self.still_alertable(tx, &ids, need, (Reach::Stretched, Ask::Anyhow)).await?;
        let able: Vec<Able> =
            able.into_iter().filter(|one| still.contains(&one.volunteer.id)).collect();
        if able.is_empty() {
            return Ok(None);
        }
        request.wave += 1;
        let until = self.now() + minutes(i64::from(self.settings().matching.answer_minutes.max(1)));
        let data = json!({
            "wave": request.wave, "alerts": able.len(), "rules": self.rules(), "until": until,
        });
        self.happened(tx, "request.stretched", &Actor::System, request.id, data).await?;
        let asked = u32::try_from(able.len()).unwrap_or(u32::MAX);
        for one in able {
            let chosen = self.stretched(one, request);
            self.send_alert(tx, request, &chosen, AlertKind::Stretch, until).await?;
        }
        Ok(Some((until, asked)))
    }

    /// Those beyond their own radius and within half as far again, the nearest first.
    async fn who_might_stretch(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        most: usize,
    ) -> Outcome<Vec<Able>> {
        let asked = tx.volunteers_asked(request.id).await?;
        let blocked = blocked(tx, request).await?;
        let max_m = self.settings().matching.max_radius_m;
        let near = self.index().stretched(need, max_m, &asked, LOOKED_AT);
        let ids: Vec<VolunteerId> = near.iter().map(|hit| hit.id).collect();
        let mut found = Vec::new();
        let how = (Reach::Stretched, Ask::about(request));
        let looked = self.look_at(tx, &ids, need, &blocked, how).await?;
        for (place, looked) in looked.into_iter().enumerate() {
            let Ok(Some(distance_m)) = looked.verdict else { continue };
            let own = looked.volunteer.radius_m;
            if distance_m > own && distance_m <= max_m {
                found.push(Able {
                    volunteer: looked.volunteer,
                    standing: looked.standing,
                    distance_m: Some(distance_m),
                    rank: place + 1,
                });
            }
        }
        found.truncate(most);
        Ok(found)
    }

    fn stretched(&self, able: Able, request: &HelpRequest) -> Chosen {
        let answers = self.answers();
        let at = self.circumstances(&able, request);
        let history = matching::History {
            yes: able.standing.yes,
            exposure: exposure(able.standing.exposure_ppm),
        };
        let chance = answers.model.chance(history, &at);
        let mut reasons = vec![json!({ "code": "stretch" })];
        reasons.extend(nearness(&able).into_iter().skip(1));
        reasons.push(json!({ "code": "chance", "one_in": one_in(chance) }));
        Chosen {
            distance_m: able.distance_m,
            rank: able.rank,
            chance_ppm: Some(ppm(chance)),
            exposure_ppm: Some(self.kept_exposure(&able, request, &answers)),
            reasons,
            volunteer: able.volunteer,
        }
    }

    /// Puts the request before a human, with why nobody else could be asked.
    pub(crate) async fn call_a_human(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        need: &Need,
        (why, pool): (HandOver, &Pool),
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
            let mut data = json!({ "why": why.code(), "task": kind.code() });
            add(&mut data, self.explain(tx, request, need, pool).await?);
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
        self.happened(tx, "request.expired", &Actor::System, request.id, json!({})).await?;
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
