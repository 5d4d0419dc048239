//! Who may be asked now: the index offers, the database checks, many volunteers at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use matching::{
    DistanceBucket, Exclusion, Load, MailMode, Need, Priority, Reach, VolunteerId,
    VolunteerProfile, alertable, eligible,
};
use serde_json::json;
use store::{HelpRequest, Standing, Tx, Volunteer};

use crate::digest::digest_after;
use crate::mirror::{anchors, day_start, profile};
use crate::post_help_request::blocked;
use crate::refusal::Outcome;
use crate::service::{Dispatch, hours};

/// Volunteers looked at before a plan gives up for now.
const MOST_LOOKED_AT: usize = 512;
/// The nearest, whatever they offer, among whom it is explained who was left out.
const EXPLAINED: usize = 64;
/// Named among those left out.
pub(crate) const NAMED_LEFT_OUT: usize = 20;

/// Why somebody may not be asked, and when that ends by itself before the deadline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Barred {
    pub why: Exclusion,
    pub until: Option<Timestamp>,
}

/// A volunteer with what the database says of them.
pub(crate) struct Looked {
    pub volunteer: Volunteer,
    pub standing: Standing,
    /// The distance of whoever may be asked.
    pub verdict: Result<Option<u32>, Barred>,
}

/// A volunteer who may be asked now.
pub(crate) struct Able {
    pub volunteer: Volunteer,
    pub standing: Standing,
    pub distance_m: Option<u32>,
    /// The place among the nearest, from 1.
    pub rank: usize,
}

/// A volunteer who may not be asked now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeftOutNow {
    pub id: VolunteerId,
    pub distance_m: Option<u32>,
    pub why: Exclusion,
}

/// The nearest who may be asked, and those between them who may not.
#[derive(Default)]
pub(crate) struct Pool {
    pub able: Vec<Able>,
    pub left_out: Vec<LeftOutNow>,
    pub next_alertable_at: Option<Timestamp>,
    /// Whether the index had nobody else to offer.
    pub exhausted: bool,
}

/// How a request reaches volunteers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// By a mail of its own: not those who want one a day.
    Single,
    /// By whatever way: what is vital or lost its volunteer, and what people choose themselves.
    Anyhow,
}

impl Ask {
    /// The way of a request.
    pub fn about(request: &HelpRequest) -> Self {
        let pressing = request.urgent || request.priority == Priority::Vital;
        if pressing { Self::Anyhow } else { Self::Single }
    }
}

impl Dispatch {
    /// The nearest volunteers who may be asked now, at most so many, each checked in the database.
    pub(crate) async fn find_pool(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        most: usize,
    ) -> Outcome<Pool> {
        let asked = tx.volunteers_asked(request.id).await?;
        let blocked = blocked(tx, request).await?;
        let max_m = Some(self.settings().matching.max_radius_m);
        let mut pool = Pool::default();
        let mut offset = 0;
        while pool.able.len() < most && offset < MOST_LOOKED_AT {
            let chunk = (most - pool.able.len()).clamp(8, MOST_LOOKED_AT);
            let hits = self.index().candidates(need, max_m, &asked, offset, chunk);
            pool.exhausted = hits.len() < chunk;
            let ids: Vec<VolunteerId> = hits.iter().map(|hit| hit.id).collect();
            let how = (Reach::Own, Ask::about(request));
            let looked = self.look_at(tx, &ids, need, &blocked, how).await?;
            let far: HashMap<_, _> = hits.iter().map(|hit| (hit.id, hit.distance_m)).collect();
            for (place, looked) in looked.into_iter().enumerate() {
                let distance_m = far.get(&looked.volunteer.id).copied().flatten();
                pool.take(looked, distance_m, offset + place + 1);
            }
            offset += hits.len();
            if pool.exhausted {
                break;
            }
        }
        pool.able.truncate(most);
        Ok(pool)
    }

    /// Checks volunteers, in the order given; a few statements however many there are.
    ///
    /// Only reads; who decides on it holds the volunteers' locks.
    pub(crate) async fn look_at(
        &self,
        tx: &mut Tx,
        ids: &[VolunteerId],
        need: &Need,
        blocked: &BTreeSet<VolunteerId>,
        (reach, ask): (Reach, Ask),
    ) -> Outcome<Vec<Looked>> {
        let now = self.now();
        let mut found: HashMap<VolunteerId, (Volunteer, VolunteerProfile)> = HashMap::new();
        let mut days = Vec::with_capacity(ids.len());
        for volunteer in tx.volunteers_by_id(ids).await? {
            let mut profile = profile(&volunteer, anchors(self.ring(), &volunteer).await?);
            profile.radius_m = reach.of(profile.radius_m);
            days.push((volunteer.id, day_start(now, &profile.timezone)));
            found.insert(volunteer.id, (volunteer, profile));
        }
        let standings = tx.volunteer_standings(&days, now).await?;
        let looked = ids.iter().filter_map(|id| {
            let (volunteer, profile) = found.remove(id)?;
            let standing = standings.get(id).copied().unwrap_or_default();
            let mut load = self.load(&volunteer, &standing);
            load.blocked = blocked.contains(id);
            load.waits_for_digest = ask == Ask::Single && volunteer.mail_mode == MailMode::Digest;
            let verdict = alertable(&profile, need, &load, &self.settings().caps, now);
            let verdict = verdict.map_err(|why| {
                let until = self.ends_at(why, &profile, &load);
                Barred { why, until: until.filter(|at| *at > now && *at < need.window.until) }
            });
            Some(Looked { volunteer, standing, verdict })
        });
        Ok(looked.collect())
    }

    fn load(&self, volunteer: &Volunteer, standing: &Standing) -> Load {
        let rest = hours(i64::from(self.settings().matching.cool_down_hours));
        Load {
            live_engagements: standing.live_engagements,
            alerts_today: standing.alerts_today,
            alerts_last_7_days: standing.alerts_last_7_days,
            accepts_today: standing.accepts_today,
            reveals_30_days: standing.reveals_30_days,
            resting_until: standing.engaged_at.map(|at| at + rest),
            paused_until: volunteer.paused_until,
            blocked: false,
            already_asked: false,
            waits_for_digest: false,
            confirmed: standing.confirmed,
        }
    }

    /// When a reason ends by itself.
    fn ends_at(&self, why: Exclusion, who: &VolunteerProfile, load: &Load) -> Option<Timestamp> {
        let now = self.now();
        match why {
            Exclusion::QuietHours => Some(who.quiet_hours.next_end(now, &who.timezone)),
            Exclusion::AlertsPerDay | Exclusion::AcceptsPerDay => {
                let tomorrow = day_start(now, &who.timezone) + SignedDuration::from_hours(25);
                let tomorrow = day_start(tomorrow, &who.timezone);
                Some(who.quiet_hours.next_end(tomorrow, &who.timezone))
            }
            Exclusion::CoolDown => load.resting_until,
            Exclusion::Digest => {
                // A daily mail that has just left is waited for as an alert is.
                let wait = self.silence();
                let mail = digest_after(now - wait, who.quiet_hours, &who.timezone);
                Some(if mail <= now { mail + wait } else { mail })
            }
            Exclusion::Paused => load.paused_until,
            _ => None,
        }
    }

    /// Locks volunteers and checks them again where others may have written meanwhile; gives those
    /// who still may be asked.
    pub(crate) async fn still_alertable(
        &self,
        tx: &mut Tx,
        ids: &[VolunteerId],
        need: &Need,
        how: (Reach, Ask),
    ) -> Outcome<BTreeSet<VolunteerId>> {
        if !tx.lock_volunteers(ids).await? {
            return Ok(ids.iter().copied().collect());
        }
        let looked = self.look_at(tx, ids, need, &BTreeSet::new(), how).await?;
        let able = looked.iter().filter(|one| one.verdict.is_ok());
        Ok(able.map(|one| one.volunteer.id).collect())
    }

    /// Why others were not asked: counts by reason, and the nearest of them; ids and codes only.
    pub(crate) async fn explain(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        pool: &Pool,
    ) -> Outcome<serde_json::Value> {
        let asked = tx.volunteers_asked(request.id).await?;
        let seen: BTreeSet<VolunteerId> = pool
            .able
            .iter()
            .map(|able| able.volunteer.id)
            .chain(pool.left_out.iter().map(|one| one.id))
            .collect();
        let mut left_out = pool.left_out.clone();
        let near = self.index().anyone_near(need.place, EXPLAINED);
        let others: Vec<_> = near.into_iter().filter(|hit| !seen.contains(&hit.id)).collect();
        let ids: Vec<VolunteerId> =
            others.iter().map(|hit| hit.id).filter(|id| !asked.contains(id)).collect();
        let mut reasons: BTreeMap<VolunteerId, Exclusion> = BTreeMap::new();
        for volunteer in tx.volunteers_by_id(&ids).await? {
            let profile = profile(&volunteer, anchors(self.ring(), &volunteer).await?);
            if let Err(why) = eligible(&profile, need) {
                reasons.insert(volunteer.id, why);
            }
        }
        for hit in &others {
            let known = reasons.get(&hit.id).copied();
            let why = known.or(asked.contains(&hit.id).then_some(Exclusion::AlreadyAsked));
            let distance_m = hit.distance_m;
            left_out.extend(why.map(|why| LeftOutNow { id: hit.id, distance_m, why }));
        }
        left_out.sort_by_key(|one| (one.distance_m, one.id));
        Ok(told(&left_out))
    }
}

impl Pool {
    fn take(&mut self, looked: Looked, distance_m: Option<u32>, rank: usize) {
        let Looked { volunteer, standing, verdict } = looked;
        match verdict {
            Ok(distance_m) => self.able.push(Able { volunteer, standing, distance_m, rank }),
            Err(Barred { why, until }) => {
                self.left_out.push(LeftOutNow { id: volunteer.id, distance_m, why });
                let known = self.next_alertable_at;
                self.next_alertable_at = [known, until].into_iter().flatten().min();
            }
        }
    }
}

fn told(left_out: &[LeftOutNow]) -> serde_json::Value {
    let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
    for one in left_out {
        *counts.entry(one.why.code()).or_default() += 1;
    }
    let nearest = left_out.iter().take(NAMED_LEFT_OUT).map(|one| {
        let bucket = one.distance_m.map(|metres| DistanceBucket::of_m(metres).code());
        json!({ "volunteer_id": one.id.0, "bucket": bucket, "reason": one.why.code() })
    });
    json!({ "excluded": counts, "nearest_excluded": nearest.collect::<Vec<_>>() })
}
