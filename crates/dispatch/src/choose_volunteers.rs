//! Whom of those who may be asked, and until when they are waited for, by either policy.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use matching::{
    Asked, AwakeHours, Choice, Circumstances, History, Need, Priority, Prospect, Search, SkillCode,
    Spent, Waiting, choose, fades_after_min, goal, scarcities, wanted,
};
use serde_json::{Value, json};
use store::{Alert, HelpRequest, Tx, Volunteer};

use crate::answers::{Answers, awake_minutes, distance_share, ppm, weekday};
use crate::find_volunteers::{Able, Pool};
use crate::refusal::Outcome;
use crate::send_wave::kept_m;
use crate::service::{Dispatch, minutes};
use crate::settings::Policy;

/// Nobody is asked by mail with less time than this to answer, in minutes.
const TOO_LATE_MIN: f64 = 10.0;
/// At night a tenth of the time counts: that of those who are up.
const NIGHT_SHARE: f64 = 0.1;

/// A volunteer who is asked now.
pub(crate) struct Chosen {
    pub volunteer: Volunteer,
    pub distance_m: Option<u32>,
    pub rank: usize,
    /// The chance of a yes at some time, in parts per million; none under `nearest`.
    pub chance_ppm: Option<u32>,
    /// The exposure, in parts per million.
    pub exposure_ppm: Option<u32>,
    /// Why, as codes with numbers.
    pub reasons: Vec<Value>,
}

/// What is decided about a request now.
pub(crate) struct Plan {
    pub chosen: Vec<Chosen>,
    pub pool: Pool,
    /// Those asked now are waited for until then.
    pub answer_by: Timestamp,
    /// Alerts that keep the request from a human's hands.
    pub outstanding: u32,
    /// What was expected, for the log; empty under `nearest`.
    pub expected: Value,
}

impl Dispatch {
    /// Decides whom to ask now.
    pub(crate) async fn choose_volunteers(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        search: &Search,
        alerts: &[Alert],
    ) -> Outcome<Plan> {
        if let Some(plan) = self.choose_the_wished(tx, request, need, alerts).await? {
            return Ok(plan);
        }
        match self.settings().matching.policy {
            Policy::Nearest => self.choose_nearest(tx, request, need, search).await,
            Policy::Expected => self.choose_expected(tx, request, need, search, alerts).await,
        }
    }

    async fn choose_nearest(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        search: &Search,
    ) -> Outcome<Plan> {
        let now = self.now();
        let ask = wanted(search, self.policy(), now) as usize;
        let mut pool = match ask {
            0 => Pool::default(),
            _ => self.find_pool(tx, request, need, ask).await?,
        };
        let chosen = pool.able.drain(..).map(|able| Chosen {
            reasons: nearness(&able),
            rank: able.rank,
            distance_m: able.distance_m,
            volunteer: able.volunteer,
            chance_ppm: None,
            exposure_ppm: None,
        });
        Ok(Plan {
            chosen: chosen.collect(),
            pool,
            answer_by: now + self.silence(),
            outstanding: search.outstanding,
            expected: json!({}),
        })
    }

    /// The fewest of the nearest whose chance of a yes reaches the goal, beside those who are
    /// waited for.
    async fn choose_expected(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        search: &Search,
        alerts: &[Alert],
    ) -> Outcome<Plan> {
        let answers = self.answers();
        let settings = &self.settings().matching.expected;
        let priority = if request.urgent { Priority::Vital } else { search.priority };
        let aim = Search { priority, ..*search };
        let left = self.minutes_left(request.needed_by);
        let mut waiting = self.waited_for(alerts, &answers);
        let enough = goal(priority, left, settings) * settings.refill_below;
        let asks = |prospects: &[Prospect]| {
            choose(&aim, left, answers.model.delay, &waiting, prospects, settings)
        };
        let mut choice = asks(&[]);
        let mut pool = Pool::default();
        let mut prospects = Vec::new();
        if choice.chance_before < enough && left >= TOO_LATE_MIN {
            pool = self.find_pool(tx, request, need, settings.pool).await?;
            prospects = self.prospects(&pool.able, request, need, &answers);
            choice = asks(&prospects);
        }
        let chosen = self.chosen(&pool.able, &prospects, &choice, request, &answers);
        let earlier = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        waiting.extend(
            choice
                .asked
                .iter()
                .map(|one| Waiting { chance: prospects[one.at].chance, age_min: 0.0 }),
        );
        let keeps = choice.chance_after >= enough;
        let answer_by = if keeps {
            let places = search.places_left;
            let fades = fades_after_min(places, enough, left, answers.model.delay, &waiting);
            self.awake_after(fades)
        } else if priority == Priority::Vital {
            self.now() + self.silence()
        } else {
            self.awake_after(f64::from(self.settings().matching.answer_minutes))
        };
        pool.able = not_chosen(std::mem::take(&mut pool.able), &choice);
        Ok(Plan {
            chosen,
            pool,
            answer_by,
            outstanding: if keeps { earlier } else { search.outstanding },
            expected: json!({
                "goal": percent(choice.goal),
                "chance_before": percent(choice.chance_before),
                "chance": percent(choice.chance_after),
                "model": answers.number,
            }),
        })
    }

    /// Minutes in which answers can come.
    fn minutes_left(&self, until: Timestamp) -> f64 {
        let now = self.now();
        let whole = until.duration_since(now).as_secs_f64().max(0.0) / 60.0;
        awake_minutes(now, until, &self.settings().timezone).max(whole * NIGHT_SHARE)
    }

    fn awake_after(&self, minutes: f64) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "5 to 10,080 minutes")]
        let minutes = minutes.ceil() as i64;
        AwakeHours::USUAL.after(self.now(), minutes.max(1), &self.settings().timezone)
    }

    pub(crate) fn silence(&self) -> SignedDuration {
        minutes(i64::from(self.settings().matching.answer_minutes.max(1)))
    }

    /// The alerts that still may be answered with a yes.
    fn waited_for(&self, alerts: &[Alert], answers: &Answers) -> Vec<Waiting> {
        let zone = &self.settings().timezone;
        let open = alerts.iter().filter(|alert| alert.may_be_answered());
        let waiting = open.map(|alert| Waiting {
            chance: alert.chance_ppm.map_or(answers.model.mean, |ppm| f64::from(ppm) / 1e6),
            age_min: awake_minutes(alert.sent_at.unwrap_or(alert.created_at), self.now(), zone),
        });
        waiting.collect()
    }

    fn prospects(
        &self,
        able: &[Able],
        request: &HelpRequest,
        need: &Need,
        answers: &Answers,
    ) -> Vec<Prospect> {
        let rarities = scarcities(&unused_skills(able, need));
        let prospects = able.iter().zip(rarities).map(|(able, scarcity)| {
            let at = self.circumstances(able, request);
            let history =
                History { yes: able.standing.yes, exposure: exposure(able.standing.exposure_ppm) };
            let weekly = able.volunteer.max_alerts_per_week.filter(|limit| *limit > 0);
            let budget_share = weekly.map_or(0.0, |limit| {
                f64::from(able.standing.alerts_last_7_days) / f64::from(limit)
            });
            let spent = Spent {
                alerts_last_90_days: able.standing.alerts_last_90_days,
                budget_share,
                scarcity,
            };
            Prospect { id: able.volunteer.id, chance: answers.model.chance(history, &at), spent }
        });
        prospects.collect()
    }

    pub(crate) fn circumstances<'a>(
        &self,
        able: &Able,
        request: &'a HelpRequest,
    ) -> Circumstances<'a> {
        let zone = TimeZone::get(&able.volunteer.timezone).unwrap_or(TimeZone::UTC);
        let local = self.now().to_zoned(zone);
        Circumstances {
            distance_share: distance_share(able.distance_m, able.volunteer.radius_m),
            alerts_last_7_days: able.standing.alerts_last_7_days,
            hour: u8::try_from(local.hour()).unwrap_or_default(),
            weekday: weekday(&local),
            category: Some(&request.category),
        }
    }

    /// The exposure that is kept of an alert: that of the distance as it is kept, so that the one does
    /// not tell the other.
    pub(crate) fn kept_exposure(
        &self,
        able: &Able,
        request: &HelpRequest,
        answers: &Answers,
    ) -> u32 {
        let distance_share = distance_share(kept_m(able.distance_m), able.volunteer.radius_m);
        let at = Circumstances { distance_share, ..self.circumstances(able, request) };
        ppm(answers.model.exposure(&at))
    }

    fn chosen(
        &self,
        able: &[Able],
        prospects: &[Prospect],
        choice: &Choice,
        request: &HelpRequest,
        answers: &Answers,
    ) -> Vec<Chosen> {
        let chosen = choice.asked.iter().map(|asked| {
            let one = &able[asked.at];
            let chance = prospects[asked.at].chance;
            Chosen {
                volunteer: one.volunteer.clone(),
                distance_m: one.distance_m,
                rank: one.rank,
                chance_ppm: Some(ppm(chance)),
                exposure_ppm: Some(self.kept_exposure(one, request, answers)),
                reasons: reasons(able, asked, chance, choice),
            }
        });
        chosen.collect()
    }
}

/// Why somebody is asked under `expected`, as stable codes; the sentences are translations.
fn reasons(able: &[Able], asked: &Asked, chance: f64, choice: &Choice) -> Vec<Value> {
    let one = &able[asked.at];
    let lately = one.standing.alerts_last_30_days;
    let mut reasons = nearness(one);
    reasons.push(json!({ "code": "chance", "one_in": one_in(chance) }));
    reasons.push(match lately {
        0 => json!({ "code": "not_asked_lately" }),
        count => json!({ "code": "asked_lately", "count": count }),
    });
    if one.standing.yes > 0 {
        reasons.push(json!({ "code": "said_yes", "count": one.standing.yes }));
    }
    let picked = |at: usize| choice.asked.iter().any(|other| other.at == at);
    let spared = able.iter().enumerate().filter(|(at, other)| {
        let more = other.standing.alerts_last_90_days > one.standing.alerts_last_90_days;
        other.rank < one.rank && more && !picked(*at)
    });
    let spared = spared.count();
    if spared > 0 {
        reasons.push(json!({ "code": "spared", "count": spared }));
    }
    let goal = if choice.falls_short() { "goal_not_reached" } else { "goal_reached" };
    reasons.push(json!({ "code": goal }));
    reasons
}

/// The part of the reasons that both policies share.
pub(crate) fn nearness(able: &Able) -> Vec<Value> {
    let mut reasons = vec![json!({ "code": "nearest_available", "rank": able.rank })];
    if let Some(distance_m) = able.distance_m {
        let bucket = matching::DistanceBucket::of_m(distance_m).code();
        reasons.push(json!({ "code": "distance", "bucket": bucket }));
    }
    reasons
}

/// A chance as one in so many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 2,000")]
pub(crate) fn one_in(chance: f64) -> u32 {
    (1.0 / chance.clamp(0.000_5, 1.0)).round() as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(chance: f64) -> u32 {
    (chance.clamp(0.0, 1.0) * 100.0).round() as u32
}

#[expect(clippy::cast_precision_loss, reason = "some thousand millions at most")]
pub(crate) fn exposure(ppm: u64) -> f64 {
    ppm as f64 / 1e6
}

/// The skills that each holds and that are not needed, as bits; those beyond 64 kinds are not told
/// apart.
fn unused_skills(able: &[Able], need: &Need) -> Vec<u64> {
    let mut known: Vec<&SkillCode> =
        able.iter().flat_map(|one| one.volunteer.skills.difference(&need.skills)).collect();
    known.sort_unstable();
    known.dedup();
    let mask = |one: &Able| {
        let held = one.volunteer.skills.difference(&need.skills);
        held.filter_map(|skill| known.binary_search(&skill).ok())
            .filter(|bit| *bit < 64)
            .fold(0_u64, |mask, bit| mask | 1 << bit)
    };
    able.iter().map(mask).collect()
}

fn not_chosen(able: Vec<Able>, choice: &Choice) -> Vec<Able> {
    let kept = able.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !choice.asked.iter().any(|asked| asked.at == *at));
    kept.map(|(_, able)| able).collect()
}
