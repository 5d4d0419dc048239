//! The invariants of the store, each as a query that must give no row.

use jiff::{SignedDuration, Timestamp};

use crate::sql::sql;
use crate::{StoreError, Tx};

/// Something in the store that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule that is broken, as a code.
    pub rule: &'static str,
    /// The id of what breaks it.
    pub subject: String,
}

/// Silence after which help that was told done counts as done.
const SILENCE: SignedDuration = SignedDuration::from_hours(72);
/// After a promised time without a word a human is asked.
const PAST: SignedDuration = SignedDuration::from_hours(36);
/// A relay that is away and a long line may hold mail up for so long.
const BACKLOG: SignedDuration = SignedDuration::from_hours(24);
const LIVE: &str = "('active', 'contacted', 'completed', 'confirmed')";

/// Rules that hold at any time; each query gives the ids (as `id`) that break it.
#[expect(clippy::too_many_lines, reason = "a list of rules, one after the other")]
fn rules() -> Vec<(&'static str, String)> {
    vec![
        (
            "a request holds more volunteers than places",
            format!(
                "SELECT r.id AS id FROM help_request r WHERE (SELECT COUNT(*) FROM engagement e \
                 WHERE e.request_id = r.id AND e.status IN {LIVE}) > r.volunteers_needed"
            ),
        ),
        (
            "places_filled differs from the places held",
            format!(
                "SELECT r.id AS id FROM help_request r WHERE r.places_filled <> \
                 (SELECT COUNT(*) FROM engagement e WHERE e.request_id = r.id AND e.status IN {LIVE})"
            ),
        ),
        (
            "an open request has no place left",
            "SELECT id FROM help_request WHERE status = 'open' \
             AND places_filled >= volunteers_needed"
                .to_owned(),
        ),
        (
            "a matched request has a place that was contacted",
            "SELECT r.id AS id FROM help_request r WHERE r.status = 'matched' AND EXISTS \
             (SELECT 1 FROM engagement e WHERE e.request_id = r.id \
              AND e.status IN ('contacted', 'completed', 'confirmed'))"
                .to_owned(),
        ),
        (
            "a request in progress holds no contacted place",
            "SELECT r.id AS id FROM help_request r WHERE r.status = 'in_progress' AND NOT EXISTS \
             (SELECT 1 FROM engagement e WHERE e.request_id = r.id \
              AND e.status IN ('contacted', 'completed', 'confirmed'))"
                .to_owned(),
        ),
        (
            "a completed request holds a place that is not done",
            "SELECT r.id AS id FROM help_request r WHERE r.status = 'completed' AND \
             (r.places_filled = 0 OR EXISTS (SELECT 1 FROM engagement e \
              WHERE e.request_id = r.id AND e.status IN ('active', 'contacted')))"
                .to_owned(),
        ),
        (
            "an ended request keeps a live engagement",
            "SELECT r.id AS id FROM help_request r WHERE r.status IN ('cancelled', 'expired') \
             AND EXISTS (SELECT 1 FROM engagement e WHERE e.request_id = r.id \
              AND e.status IN ('active', 'contacted'))"
                .to_owned(),
        ),
        (
            "an ended request keeps an outstanding alert",
            "SELECT r.id AS id FROM help_request r \
             WHERE r.status IN ('cancelled', 'expired', 'completed', 'matched', 'in_progress') \
             AND EXISTS (SELECT 1 FROM alert a WHERE a.request_id = r.id \
              AND a.status IN ('queued', 'sent'))"
                .to_owned(),
        ),
        (
            "an accepted alert has no engagement",
            "SELECT a.id AS id FROM alert a WHERE a.status = 'accepted' AND NOT EXISTS \
             (SELECT 1 FROM engagement e WHERE e.alert_id = a.id)"
                .to_owned(),
        ),
        (
            "a queued alert has no mail owed",
            "SELECT a.id AS id FROM alert a WHERE a.status = 'queued' AND NOT EXISTS \
             (SELECT 1 FROM notification n WHERE n.alert_id = a.id \
              AND n.state IN ('queued', 'sending'))"
                .to_owned(),
        ),
        (
            "a sent alert's mail was not sent",
            "SELECT a.id AS id FROM alert a WHERE a.status = 'sent' AND EXISTS \
             (SELECT 1 FROM notification n WHERE n.alert_id = a.id AND n.kind IN ('alert', 'stretch') \
              AND n.state NOT IN ('sent'))"
                .to_owned(),
        ),
        (
            "a request has no event of its posting",
            "SELECT r.id AS id FROM help_request r WHERE NOT EXISTS \
             (SELECT 1 FROM event v WHERE v.request_id = r.id AND v.kind = 'request.posted')"
                .to_owned(),
        ),
        (
            "a request that was opened has no event of it",
            "SELECT r.id AS id FROM help_request r WHERE r.opened_at IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM event v WHERE v.request_id = r.id AND v.kind = 'request.opened')"
                .to_owned(),
        ),
        (
            "an open request waits for nothing",
            "SELECT r.id AS id FROM help_request r WHERE r.status = 'open' \
             AND r.next_plan_at IS NULL AND NOT EXISTS \
             (SELECT 1 FROM task t WHERE t.request_id = r.id AND t.state <> 'done')"
                .to_owned(),
        ),
        (
            "a request went on without being opened",
            "SELECT id FROM help_request WHERE opened_at IS NULL \
             AND status IN ('open', 'matched', 'in_progress', 'completed')"
                .to_owned(),
        ),
        (
            "a request that waits for its confirmation was opened",
            "SELECT id FROM help_request WHERE status = 'unconfirmed' AND opened_at IS NOT NULL"
                .to_owned(),
        ),
        (
            "something happened to a request before it was posted",
            "SELECT p.request_id AS id FROM event p WHERE p.kind = 'request.posted' AND EXISTS \
             (SELECT 1 FROM event v WHERE v.request_id = p.request_id AND v.seq < p.seq \
              AND v.kind IN ('request.opened', 'wave.planned', 'engagement.accepted'))"
                .to_owned(),
        ),
        (
            "a request was called off without a word",
            "SELECT r.id AS id FROM help_request r WHERE r.status = 'cancelled' AND NOT EXISTS \
             (SELECT 1 FROM event v WHERE v.request_id = r.id \
              AND v.kind IN ('request.cancelled', 'request.closed'))"
                .to_owned(),
        ),
        (
            "a place was taken without a word",
            "SELECT e.id AS id FROM engagement e WHERE NOT EXISTS (SELECT 1 FROM event v \
             WHERE v.request_id = e.request_id AND v.engagement_id = e.id \
             AND v.kind = 'engagement.accepted')"
                .to_owned(),
        ),
        (
            "an alert has more than one mail",
            "SELECT alert_id AS id FROM notification WHERE kind IN ('alert', 'stretch') \
             AND alert_id IS NOT NULL GROUP BY alert_id HAVING COUNT(*) > 1"
                .to_owned(),
        ),
        (
            "a mail that waits holds what may be an address",
            "SELECT id FROM notification WHERE data LIKE '%@%' OR dedupe_key LIKE '%@%'".to_owned(),
        ),
        (
            "a held place of an engaged request has no reveal though contact was shown",
            "SELECT e.id AS id FROM engagement e WHERE e.revealed_at IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM reveal l WHERE l.engagement_id = e.id)"
                .to_owned(),
        ),
    ]
}

impl Tx {
    /// Every violation of the rules that hold at any time.
    pub async fn violations(&mut self) -> Result<Vec<Violation>, StoreError> {
        let mut found = Vec::new();
        for (rule, text) in rules() {
            for row in self.all(sql(text).push(" LIMIT 100")).await? {
                let id: uuid::Uuid = row.of("verify").get("id")?;
                found.push(Violation { rule, subject: id.to_string() });
            }
        }
        Ok(found)
    }

    /// Volunteers with more alerts since a time than their own weekly limit, and whatever waits for
    /// something that was due by `stuck_before`.
    pub async fn violations_in_time(
        &mut self,
        week_ago: Timestamp,
        stuck_before: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Violation>, StoreError> {
        let over = "SELECT v.id AS id FROM volunteer v WHERE v.max_alerts_per_week IS NOT NULL \
            AND (SELECT COUNT(*) FROM alert a WHERE a.volunteer_id = v.id AND a.created_at > $1 \
            AND a.created_at > v.updated_at) \
            > v.max_alerts_per_week LIMIT 100";
        let stuck = "SELECT id FROM help_request WHERE (next_plan_at IS NOT NULL \
            AND next_plan_at <= $1) OR (status IN ('unconfirmed', 'open') AND needed_by <= $1) \
            LIMIT 100";
        let half = "SELECT id FROM help_request WHERE status IN ('matched', 'in_progress') \
            AND places_filled < volunteers_needed AND needed_by > $1 LIMIT 100";
        let mail = "SELECT id FROM notification WHERE state IN ('queued', 'sending') \
            AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) LIMIT 100";
        let silent = "SELECT id FROM engagement WHERE status = 'completed' \
            AND confirmed_by IS NULL AND completed_at <= $1 LIMIT 100";
        let unasked = "SELECT e.id AS id FROM engagement e \
            WHERE e.status IN ('active', 'contacted') \
            AND COALESCE(e.planned_at, e.created_at) <= $1 AND NOT EXISTS \
            (SELECT 1 FROM task t WHERE t.engagement_id = e.id) LIMIT 100";
        let mut found = Vec::new();
        let pairs = [
            ("a volunteer got more alerts in seven days than they allow", over, week_ago),
            ("a request waits past its time", stuck, stuck_before),
            ("a request looks for nobody though a place is left", half, now),
            ("a mail waits past its time", mail, stuck_before - BACKLOG),
            ("help that was told done waits for ever", silent, stuck_before - SILENCE),
            ("a promise is past and no human was asked", unasked, stuck_before - PAST),
        ];
        for (rule, text, at) in pairs {
            for row in self.all(sql(text).bind(at)).await? {
                let id: uuid::Uuid = row.of("verify").get("id")?;
                found.push(Violation { rule, subject: id.to_string() });
            }
        }
        Ok(found)
    }
}
