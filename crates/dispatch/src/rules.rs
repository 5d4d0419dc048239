//! The rules in force, with a number: whoever asks later why somebody was asked finds them.

use serde_json::{Value, json};
use store::PolicyVersion;

use crate::actor::Actor;
use crate::answers::ANSWERS;
use crate::refusal::Outcome;
use crate::service::Dispatch;
use crate::settings::Settings;
use matching::Role;

/// The name of the rules' versions.
pub(crate) const RULES: &str = "rules";
/// Versions shown.
const SHOWN: u32 = 50;

/// By what volunteers are asked: the newest versions first.
#[derive(Debug, Clone, Default)]
pub struct PolicyInForce {
    /// The rules; the first is in force.
    pub rules: Vec<PolicyVersion>,
    /// The fitted models of answers; none before the first fit.
    pub answers: Vec<PolicyVersion>,
}

impl Dispatch {
    /// Stores the rules under a new number when they are not those that are stored last.
    ///
    /// Called when a process starts to serve; short commands beside it do not change the rules.
    pub(crate) async fn note_rules(&self) -> Outcome<()> {
        let data = canonical(self.settings()).to_string();
        loop {
            let mut tx = self.write().await?;
            let last = tx.policy_version(RULES).await?;
            if let Some(last) = last.as_ref().filter(|last| last.data == data) {
                self.set_rules(last.number);
                return Ok(());
            }
            let version = PolicyVersion {
                kind: RULES.to_owned(),
                number: last.map_or(1, |last| last.number + 1),
                at: self.now(),
                alerts: 0,
                data: data.clone(),
            };
            let stored = tx.insert_policy_version(&version).await?;
            tx.commit().await?;
            if stored {
                self.set_rules(version.number);
                return Ok(());
            }
        }
    }

    /// The rules and models, for staff.
    pub async fn policy_in_force(&self, actor: &Actor) -> Outcome<PolicyInForce> {
        actor.staff(Role::Operator)?;
        let mut tx = self.read().await?;
        let rules = tx.policy_versions(RULES, SHOWN).await?;
        Ok(PolicyInForce { rules, answers: tx.policy_versions(ANSWERS, SHOWN).await? })
    }
}

/// Everything that decides who is asked and when; keys in the order of the alphabet.
fn canonical(settings: &Settings) -> Value {
    let (matching, caps) = (&settings.matching, &settings.caps);
    let expected = &matching.expected;
    json!({
        "answer_minutes": matching.answer_minutes,
        "cool_down_hours": matching.cool_down_hours,
        "fit_after_alerts": matching.fit_after_alerts,
        "goal_late": expected.goal_late,
        "goal_normal": expected.goal_normal,
        "goal_vital": expected.goal_vital,
        "late_minutes": expected.late_minutes,
        "limits": {
            "accepts_per_day": caps.accepts_per_day,
            "alerts_per_day": caps.alerts_per_day,
            "live_engagements": caps.live_engagements,
            "reveals_per_30_days": caps.reveals_per_30_days,
        },
        "max_radius_m": matching.max_radius_m,
        "most_outstanding": expected.most_outstanding,
        "outstanding": matching.outstanding,
        "plan_ahead": matching.plan_ahead_hours,
        "policy": matching.policy.code(),
        "pool": expected.pool,
        "price_budget": expected.price_budget,
        "price_lately": expected.price_lately,
        "price_skill": expected.price_skill,
        "refill_below": expected.refill_below,
        "stretch_invitations": matching.stretch_invitations,
    })
}
