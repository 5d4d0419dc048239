//! The model of answers: how likely a yes is and how long it takes, learned from past alerts.
//!
//! Each fit is stored with a number; every node loads the newest. Before the first there is the
//! prior, number 0.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use matching::{
    AlertStatus, AwakeHours, CategoryCode, DelayCurve, Observation, Outcome as Ended,
    ResponseModel, fit,
};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Alert, PastAlert, PolicyVersion, REMEMBERED, Tx};

use crate::refusal::Outcome;
use crate::service::{Dispatch, hours};

/// The name of the model's versions.
pub(crate) const ANSWERS: &str = "answers";
/// Silence says something about an alert once it is so old, in hours.
const MATURE_H: i64 = 48;
/// Alerts looked at for one fit, at most.
const MOST_ALERTS: u32 = 200_000;
/// Hours from one fit to the next.
const FIT_EVERY_H: i64 = 24;

/// The model in force.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// The number of its version; 0 for the prior.
    pub number: i64,
    /// The model.
    pub model: ResponseModel,
}

impl Dispatch {
    /// Fits the model anew when the last fit is a day old and enough alerts have ended; gives
    /// whether it did.
    pub async fn refit(&self) -> Outcome<bool> {
        let least = self.settings().matching.fit_after_alerts;
        let now = self.now();
        let mut tx = self.read().await?;
        let newest = tx.policy_version(ANSWERS).await?;
        let fresh = newest.as_ref().is_some_and(|own| own.at > now - hours(FIT_EVERY_H));
        if least == 0 || fresh {
            return Ok(false);
        }
        let matured = now - hours(MATURE_H);
        let alerts = tx.past_alerts(now - REMEMBERED, matured, MOST_ALERTS).await?;
        drop(tx);
        let count = u32::try_from(alerts.len()).unwrap_or(u32::MAX);
        if count < least {
            return Ok(false);
        }
        let zone = self.settings().timezone.clone();
        let fitted = tokio::task::spawn_blocking(move || {
            fit(&observations(&alerts, now, &zone), &ResponseModel::default())
        });
        let Ok(model) = fitted.await else { return Ok(false) };
        let version = PolicyVersion {
            kind: ANSWERS.to_owned(),
            number: newest.map_or(1, |own| own.number + 1),
            at: now,
            alerts: count,
            data: to_json(&model).to_string(),
        };
        let mut tx = self.write().await?;
        let stored = tx.insert_policy_version(&version).await?;
        tx.commit().await?;
        let mut tx = self.read().await?;
        self.follow_answers(&mut tx).await?;
        Ok(stored)
    }

    /// Loads the newest model if it is not the one in force.
    pub(crate) async fn follow_answers(&self, tx: &mut Tx) -> Outcome<()> {
        if tx.last_policy_number(ANSWERS).await? == self.answers().number {
            return Ok(());
        }
        let Some(version) = tx.policy_version(ANSWERS).await? else { return Ok(()) };
        let parsed = serde_json::from_str(&version.data).ok();
        if let Some(model) = parsed.as_ref().and_then(from_json) {
            self.set_answers(Arc::new(Answers { number: i64::from(version.number), model }));
        } else {
            tracing::error!(model.number = version.number, "a model cannot be read");
        }
        Ok(())
    }

    /// Writes how far there was time to answer alerts that end now.
    pub(crate) async fn settle_exposures(&self, tx: &mut Tx, ended: &[Alert]) -> Outcome<()> {
        let answers = self.answers();
        let zone = &self.settings().timezone;
        let exposures = ended.iter().filter_map(|alert| {
            let full = alert.exposure_ppm?;
            let open = alert.sent_at.map_or(0.0, |sent| awake_minutes(sent, self.now(), zone));
            Some((alert.id, scaled(full, answers.model.delay.answered(open))))
        });
        let exposures: Vec<_> = exposures.collect();
        Ok(tx.set_exposures(&exposures).await?)
    }
}

/// Minutes of daytime from one instant to another.
#[expect(clippy::cast_precision_loss, reason = "minutes of some years")]
pub(crate) fn awake_minutes(from: Timestamp, to: Timestamp, zone: &TimeZone) -> f64 {
    AwakeHours::USUAL.minutes_between(from, to, zone) as f64
}

/// A number between 0 and 1 in parts per million.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20 million")]
pub(crate) fn ppm(share: f64) -> u32 {
    (share.clamp(0.0, 20.0) * 1e6).round() as u32
}

fn scaled(full: u32, share: f64) -> u32 {
    ppm(f64::from(full) / 1e6 * share)
}

/// What past alerts say, in the order of volunteers and times.
fn observations(alerts: &[PastAlert], now: Timestamp, zone: &TimeZone) -> Vec<Observation> {
    let mut observed = Vec::with_capacity(alerts.len());
    let mut week = 0;
    for (at, alert) in alerts.iter().enumerate() {
        let since = alert.created_at - SignedDuration::from_hours(7 * 24);
        while alerts[week].volunteer_id != alert.volunteer_id || alerts[week].created_at < since {
            week += 1;
        }
        let Some(outcome) = outcome(alert, now, zone) else { continue };
        let own_zone = TimeZone::get(&alert.timezone).unwrap_or_else(|_| zone.clone());
        let local = alert.created_at.to_zoned(own_zone);
        observed.push(Observation {
            volunteer: alert.volunteer_id,
            distance_share: distance_share(alert.distance_m, alert.radius_m),
            alerts_last_7_days: u32::try_from(at - week).unwrap_or(u32::MAX),
            hour: u8::try_from(local.hour()).unwrap_or_default(),
            weekday: weekday(&local),
            category: alert.category.clone(),
            outcome,
        });
    }
    observed
}

/// 0 for Monday to 6.
pub(crate) fn weekday(local: &jiff::Zoned) -> u8 {
    u8::try_from(local.weekday().to_monday_zero_offset()).unwrap_or_default()
}

/// The distance in radii; 0 when the help is remote.
pub(crate) fn distance_share(distance_m: Option<u32>, radius_m: u32) -> f64 {
    distance_m
        .map_or(0.0, |metres| f64::from(metres) / f64::from(radius_m.max(1)).max(1.0))
        .min(2.0)
}

fn outcome(alert: &PastAlert, now: Timestamp, zone: &TimeZone) -> Option<Ended> {
    let until = |end| awake_minutes(alert.sent_at, end, zone);
    Some(match alert.status {
        AlertStatus::Accepted => Ended::Yes { after_min: until(alert.answered_at?) },
        AlertStatus::Declined => Ended::NoYes { within_min: f64::INFINITY },
        AlertStatus::Withdrawn => Ended::NoYes { within_min: until(alert.withdrawn_at?) },
        AlertStatus::Sent | AlertStatus::Expired => Ended::NoYes { within_min: until(now) },
        AlertStatus::Queued | AlertStatus::Failed => return None,
    })
}

fn to_json(model: &ResponseModel) -> Value {
    let categories =
        model.categories.iter().map(|(code, factor)| (code.to_string(), json!(factor)));
    let categories: serde_json::Map<String, Value> = categories.collect();
    json!({
        "mean": model.mean,
        "strength": model.strength,
        "decay": model.decay,
        "fatigue": model.fatigue,
        "hours": model.hours,
        "weekdays": model.weekdays,
        "categories": categories,
        "delay": { "median_min": model.delay.median_min, "sigma": model.delay.sigma },
    })
}

fn from_json(data: &Value) -> Option<ResponseModel> {
    let number = |value: &Value| value.as_f64().filter(|number| *number >= 0.0);
    let list = |name: &str| -> Option<Vec<f64>> {
        data.get(name)?.as_array()?.iter().map(number).collect()
    };
    let categories = data.get("categories")?.as_object()?.iter();
    let delay = data.get("delay")?;
    Some(ResponseModel {
        mean: number(data.get("mean")?)?,
        strength: number(data.get("strength")?)?,
        decay: number(data.get("decay")?)?,
        fatigue: number(data.get("fatigue")?)?,
        hours: list("hours")?.try_into().ok()?,
        weekdays: list("weekdays")?.try_into().ok()?,
        categories: categories
            .map(|(code, factor)| Some((CategoryCode::new(code).ok()?, number(factor)?)))
            .collect::<Option<_>>()?,
        delay: DelayCurve {
            median_min: number(delay.get("median_min")?)?,
            sigma: number(delay.get("sigma")?)?,
        },
    })
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
