//! A wave: the alerts, the mails owed for them, and why each volunteer was asked.

use jiff::Timestamp;
use matching::{AlertId, AlertStatus, DistanceBucket, Need};
use serde_json::{Value, json};
use store::{Alert, HelpRequest, Tx};

use crate::actor::Actor;
use crate::choose_volunteers::{Chosen, Plan};
use crate::life::Owed;
use crate::links::Purpose;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event};

/// The kind of mail an alert goes out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AlertKind {
    /// Within the volunteer's radius.
    Near,
    /// Farther than they said: an invitation to stretch.
    Stretch,
}

impl AlertKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Near => "alert",
            Self::Stretch => "stretch",
        }
    }
}

/// Whether a mail of this kind carries an alert.
pub(crate) fn carries_alert(kind: &str) -> bool {
    [AlertKind::Near, AlertKind::Stretch].iter().any(|own| own.code() == kind)
}

/// What is kept of the distance from a known centre to where somebody lives: the bucket that they
/// are told. Three finer ones would say where that is.
pub(crate) fn kept_m(distance_m: Option<u32>) -> Option<u32> {
    distance_m.map(|metres| DistanceBucket::of_m(metres).middle_m())
}

impl Dispatch {
    /// Sends a wave, with the rules it follows and why others are not asked.
    pub(crate) async fn send_wave(
        &self,
        tx: &mut Tx,
        request: &mut HelpRequest,
        need: &Need,
        plan: &mut Plan,
    ) -> Outcome<()> {
        request.wave += 1;
        let mut data = json!({
            "wave": request.wave,
            "alerts": plan.chosen.len(),
            "rules": self.rules(),
            "until": plan.answer_by,
            "not_needed": plan.pool.able.len(),
        });
        let explained = self.explain(tx, request, need, &plan.pool).await?;
        add(&mut data, plan.expected.take());
        add(&mut data, explained);
        self.happened(tx, "wave.planned", &Actor::System, request.id, data).await?;
        for chosen in &plan.chosen {
            self.send_alert(tx, request, chosen, AlertKind::Near, plan.answer_by).await?;
        }
        Ok(())
    }

    pub(crate) async fn send_alert(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        chosen: &Chosen,
        kind: AlertKind,
        answer_by: Timestamp,
    ) -> Outcome<()> {
        let now = self.now();
        let alert = Alert {
            id: self.fresh_id::<AlertId>()?,
            request_id: request.id,
            volunteer_id: chosen.volunteer.id,
            wave: request.wave,
            status: AlertStatus::Queued,
            distance_m: kept_m(chosen.distance_m),
            reasons: Value::Array(chosen.reasons.clone()).to_string(),
            created_at: now,
            sent_at: None,
            answer_by: answer_by.min(request.needed_by),
            expires_at: request.needed_by,
            answered_at: None,
            decline_reason: None,
            withdrawn_at: None,
            chance_ppm: chosen.chance_ppm,
            exposure_ppm: chosen.exposure_ppm,
        };
        tx.insert_alert(&alert).await?;
        self.issue(tx, Purpose::Alert, alert.id.0, 1, Some(alert.expires_at)).await?;
        self.owe(tx, mail_of(&alert, request, kind)).await?;
        let mut event = event(now, "alert.queued", &Actor::System);
        event.request_id = Some(request.id);
        event.volunteer_id = Some(alert.volunteer_id);
        event.alert_id = Some(alert.id);
        event.data = json!({
            "wave": alert.wave, "rank": chosen.rank, "rules": self.rules(),
        })
        .to_string();
        tx.record(&event).await?;
        Ok(())
    }
}

fn mail_of(alert: &Alert, request: &HelpRequest, kind: AlertKind) -> Owed {
    Owed {
        key: format!("alert:{}:{}:{}", request.id, alert.volunteer_id, alert.wave),
        kind: kind.code(),
        rank: if request.priority == matching::Priority::Vital { 0 } else { 3 },
        volunteer: Some(alert.volunteer_id),
        request: Some(request.id),
        alert: Some(alert.id),
        not_after: Some(request.needed_by),
        ..Owed::default()
    }
}

/// Adds the members of one object to another.
pub(crate) fn add(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}
