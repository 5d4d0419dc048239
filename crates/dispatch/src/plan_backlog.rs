//! The best plan for everything that waits: who should go where, all requests seen together.
//!
//! Exact points decide, for staff alone reads it; what is told of a pair is the distance from the
//! request's cell, as everywhere before a reveal. Nothing is written: each pair is assigned by hand
//! or all at once, through the use case that staff use for one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matching::assignment::{Candidate, Listed, Pair, Places, Planner, Totals, Value};
use matching::{
    EngagementId, Need, Priority, RequestId, RequestStatus, Role, VolunteerId, VolunteerProfile,
    eligible,
};
use store::{HelpRequest, Standing, Tx, Volunteer};

use crate::actor::{Actor, Staff};
use crate::board::area_set;
use crate::candidates::shown_m;
use crate::mirror::{anchors, day_start, profile};
use crate::refusal::Outcome;
use crate::service::Dispatch;

/// The nearest who fit each request that are looked at.
const NEAREST: usize = 300;
/// Requests planned together, the most pressing first.
const TOGETHER: usize = 500;
/// Others shown beside a planned volunteer.
const OTHERS: usize = 2;
/// Others looked at for that, by what they cost at least.
const OTHERS_TRIED: usize = 8;
/// Volunteers read from the store in one statement.
const CHUNK: usize = 128;

/// What the best plan is.
#[derive(Debug, Clone, Default)]
pub struct BacklogPlan {
    /// Who should go where; the most pressing requests first.
    pub pairs: Vec<PlannedPair>,
    /// Requests for which places stay empty, and how many.
    pub unfilled: Vec<(HelpRequest, u32)>,
    /// Requests that were planned together.
    pub requests: usize,
    /// Places that were looked for.
    pub places: u32,
    /// Requests that wait beyond those.
    pub beyond: usize,
}

/// One volunteer for one request.
#[derive(Debug, Clone)]
pub struct PlannedPair {
    /// The request; nothing sealed is opened.
    pub request: HelpRequest,
    /// Who should go.
    pub volunteer_id: VolunteerId,
    /// From the centre of the request's cell to the nearest anchor; none for help from afar.
    pub distance_m: Option<u32>,
    /// How many who fit are nearer and needed elsewhere.
    pub nearer: u32,
    /// How many fit at all.
    pub fitting: u32,
    /// What the whole plan loses without this pair.
    pub otherwise: Otherwise,
    /// Who could go instead, what costs the whole plan least first.
    pub others: Vec<Exchange>,
}

/// Another volunteer in place of the planned one.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Who would go.
    pub volunteer_id: VolunteerId,
    /// As for the planned one.
    pub distance_m: Option<u32>,
    /// What the whole plan loses by it.
    pub costs: Otherwise,
}

/// What the next best plan costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// So many places less are filled.
    FewerPlaces(u32),
    /// As many places, but so many of vital requests less.
    FewerVital(u32),
    /// The ways together are longer by so many whole kilometres, rounded.
    LongerKm(u32),
}

/// What became of a pair that was to be assigned.
#[derive(Debug)]
pub struct Assigned {
    /// The request.
    pub request: RequestId,
    /// The volunteer.
    pub volunteer: VolunteerId,
    /// The engagement, or why there is none.
    pub outcome: Outcome<EngagementId>,
}

/// A volunteer as the plan sees them.
struct Helper {
    volunteer: Volunteer,
    profile: VolunteerProfile,
    /// Engagements they may still take.
    room: u32,
    /// Whether what asks for experience is not for them yet.
    is_new: bool,
}

impl Dispatch {
    /// The plan that fills the most places of open requests, among those the most vital ones, at
    /// the least sum of ways; for staff of the requests' and the volunteers' areas.
    ///
    /// Hours of rest and limits of alerts do not count, for nobody is mailed before they were
    /// assigned; capacity, pauses, blocks and a no do.
    ///
    /// # Errors
    /// [`crate::Refusal::Unauthenticated`] and [`crate::Refusal::Forbidden`] for anybody but staff.
    pub async fn plan_backlog(&self, actor: &Actor) -> Outcome<BacklogPlan> {
        let staff = actor.staff(Role::Operator)?;
        self.follow_changes().await?;
        let (requests, beyond) = self.waiting(actor).await?;
        let mut tx = self.read().await?;
        let near = self.who_is_near(&mut tx, &requests).await?;
        let helpers = self.helpers(&mut tx, &staff, &near).await?;
        drop(tx);
        let near = requests.iter().zip(&near);
        let lists: Vec<_> = near.map(|(r, ids)| self.fitting(r, ids, &helpers)).collect();
        let mut plan = solved(requests, &lists, &helpers.list);
        for pair in &mut plan.pairs {
            pair.distance_m = shown_m(actor, pair.distance_m);
            for other in &mut pair.others {
                other.distance_m = shown_m(actor, other.distance_m);
            }
        }
        plan.beyond = beyond;
        Ok(plan)
    }

    /// Assigns pairs one after the other; one that is impossible by now keeps none of the others.
    ///
    /// # Errors
    /// [`crate::Refusal::Unauthenticated`] and [`crate::Refusal::Forbidden`] for anybody but staff.
    pub async fn assign_all(
        &self,
        actor: &Actor,
        pairs: &[(RequestId, VolunteerId)],
    ) -> Outcome<Vec<Assigned>> {
        actor.staff(Role::Operator)?;
        let mut done = Vec::with_capacity(pairs.len());
        for &(request, volunteer) in pairs {
            let outcome = self.assign_volunteer(actor, request, volunteer).await;
            done.push(Assigned { request, volunteer, outcome });
        }
        Ok(done)
    }

    /// The open requests with places left, the vital and the pressing first, and how many more.
    ///
    /// The board says which; only those that are planned together are read.
    async fn waiting(&self, actor: &Actor) -> Outcome<(Vec<HelpRequest>, usize)> {
        let areas = area_set(self.visible_areas(actor, None)?);
        self.follow_board().await?;
        let now = self.now();
        let mut found: Vec<_> = self.board().look(|picture| {
            let waits = picture.of_areas(areas.as_ref()).map(|seen| &seen.row).filter(|row| {
                let counted = &row.counted;
                counted.status == RequestStatus::Open
                    && counted.needed_by > now
                    && row.places_filled < counted.volunteers_needed
            });
            let place = |row: &store::BoardRow| {
                let counted = &row.counted;
                (counted.priority != Priority::Vital, counted.needed_by, counted.id)
            };
            waits.map(place).collect()
        });
        found.sort_unstable();
        let beyond = found.len().saturating_sub(TOGETHER);
        found.truncate(TOGETHER);
        let ids: Vec<RequestId> = found.iter().map(|(_, _, id)| *id).collect();
        let mut requests = self.read().await?.requests_by_id(&ids).await?;
        let is_open = |request: &HelpRequest| request.status == RequestStatus::Open;
        requests.retain(|request| is_open(request) && places_left(request) > 0);
        requests.sort_by_key(|r| (r.priority != Priority::Vital, r.needed_by, r.id));
        Ok((requests, beyond))
    }

    /// By request: the nearest who may fit, by the index, from the exact point.
    async fn who_is_near(
        &self,
        tx: &mut Tx,
        requests: &[HelpRequest],
    ) -> Outcome<Vec<Vec<(VolunteerId, u32)>>> {
        let max_m = Some(self.settings().matching.max_radius_m);
        let subjects: Vec<_> = requests.iter().map(|request| request.subject_id).collect();
        self.ring().fetch(&subjects).await?;
        let mut unwanted = unwanted(tx, requests).await?;
        let mut near = Vec::with_capacity(requests.len());
        for request in requests {
            let mut need = self.need_of(request);
            if need.place.is_some() {
                let key = self.key(request.subject_id).await?;
                need.place = request.contact(&key)?.position.or(need.place);
            }
            let unwanted = unwanted.remove(&request.id).unwrap_or_default();
            let hits = self.index().candidates(&need, max_m, &unwanted, 0, NEAREST);
            near.push(hits.iter().map(|hit| (hit.id, hit.distance_m.unwrap_or(0))).collect());
        }
        Ok(near)
    }

    /// Everybody near any request who may take another engagement, each read once.
    async fn helpers(
        &self,
        tx: &mut Tx,
        staff: &Staff,
        near: &[Vec<(VolunteerId, u32)>],
    ) -> Outcome<Helpers> {
        let ids: BTreeSet<VolunteerId> = near.iter().flatten().map(|(id, _)| *id).collect();
        let ids: Vec<VolunteerId> = ids.into_iter().collect();
        let areas = self.areas();
        let mut helpers = Helpers::default();
        for chunk in ids.chunks(CHUNK) {
            let mut read = Vec::with_capacity(chunk.len());
            for volunteer in tx.volunteers_by_id(chunk).await? {
                if staff.sees(volunteer.area_id, &areas) {
                    let profile = profile(&volunteer, anchors(self.ring(), &volunteer).await?);
                    read.push((volunteer, profile));
                }
            }
            let day = |(volunteer, profile): &(Volunteer, VolunteerProfile)| {
                (volunteer.id, day_start(self.now(), &profile.timezone))
            };
            let days: Vec<_> = read.iter().map(day).collect();
            let standings = tx.volunteer_standings(&days, self.now()).await?;
            for (volunteer, profile) in read {
                let standing = standings.get(&volunteer.id).copied().unwrap_or_default();
                let room = self.room(&volunteer, &profile, &standing);
                let is_new = self.settings().caps.is_new(standing.confirmed);
                helpers.take(Helper { volunteer, profile, room, is_new });
            }
        }
        Ok(helpers)
    }

    /// How many engagements somebody may still take today.
    fn room(&self, volunteer: &Volunteer, profile: &VolunteerProfile, load: &Standing) -> u32 {
        let caps = self.settings().caps;
        let left = |cap: u32, used: u32| if cap == 0 { u32::MAX } else { cap.saturating_sub(used) };
        if volunteer.paused_until.is_some_and(|until| self.now() < until) {
            return 0;
        }
        u32::from(profile.capacity)
            .saturating_sub(load.live_engagements)
            .min(if caps.is_new(load.confirmed) {
                1_u32.saturating_sub(load.live_engagements)
            } else {
                u32::MAX
            })
            .min(left(caps.live_engagements, load.live_engagements))
            .min(left(caps.accepts_per_day, load.accepts_today))
            .min(left(caps.reveals_per_30_days, load.reveals_30_days))
    }

    /// Who of those near may serve a request, nearest first; how far was looked at before.
    fn fitting(
        &self,
        request: &HelpRequest,
        near: &[(VolunteerId, u32)],
        helpers: &Helpers,
    ) -> Vec<Candidate> {
        let need = Need { place: None, ..self.need_of(request) };
        let fitting = near.iter().filter_map(|(id, distance_m)| {
            let number = *helpers.number.get(id)?;
            let helper = &helpers.list[number as usize];
            let free = helper.room > 0 && !(helper.is_new && need.demands.experienced);
            let fits = free && eligible(&helper.profile, &need).is_ok();
            fits.then_some(Candidate { volunteer: number, distance_m: *distance_m })
        });
        fitting.collect()
    }
}

/// Who is kept apart from each request, has said no to it, or holds or held one of its places.
async fn unwanted(
    tx: &mut Tx,
    requests: &[HelpRequest],
) -> Outcome<BTreeMap<RequestId, BTreeSet<VolunteerId>>> {
    let mut unwanted: BTreeMap<RequestId, BTreeSet<VolunteerId>> = BTreeMap::new();
    let ids: Vec<RequestId> = requests.iter().map(|request| request.id).collect();
    for (request, volunteer) in tx.answered_before(&ids).await? {
        unwanted.entry(request).or_default().insert(volunteer);
    }
    let hashes: Vec<&[u8]> = requests.iter().flat_map(HelpRequest::person_hashes).collect();
    let blocked = tx.blocked_by(&hashes).await?;
    for request in requests {
        let people: Vec<&[u8]> = request.person_hashes().collect();
        let own = blocked.iter().filter(|(hash, _)| people.contains(&hash.as_slice()));
        let own = own.map(|(_, volunteer)| *volunteer);
        unwanted.entry(request.id).or_default().extend(own);
    }
    Ok(unwanted)
}

/// The volunteers of a plan, by number.
#[derive(Default)]
struct Helpers {
    list: Vec<Helper>,
    number: HashMap<VolunteerId, u32>,
}

impl Helpers {
    fn take(&mut self, helper: Helper) {
        let Ok(number) = u32::try_from(self.list.len()) else { return };
        self.number.insert(helper.volunteer.id, number);
        self.list.push(helper);
    }
}

fn places_left(request: &HelpRequest) -> u32 {
    request.volunteers_needed.saturating_sub(request.places_filled)
}

/// Solves and explains; `lists` are the candidates by request.
fn solved(requests: Vec<HelpRequest>, lists: &[Vec<Candidate>], helpers: &[Helper]) -> BacklogPlan {
    let capacities = helpers.iter().map(|helper| helper.room).collect();
    let mut planner = Planner::new(Listed::default(), capacities);
    let mut filled: BTreeMap<u32, u32> = BTreeMap::new();
    for (request, list) in requests.iter().zip(lists) {
        let vital = request.priority == Priority::Vital;
        planner.add(list.as_slice(), Places { needed: places_left(request), vital });
    }
    let best = planner.totals();
    let mut plan = BacklogPlan {
        requests: requests.len(),
        places: requests.iter().map(places_left).sum(),
        ..BacklogPlan::default()
    };
    let pairs = planner.pairs();
    for pair in &pairs {
        let at = pair.request as usize;
        *filled.entry(pair.request).or_default() += 1;
        let (request, list) = (&requests[at], &lists[at]);
        let helper = &helpers[pair.volunteer as usize];
        let nearer = list.iter().filter(|other| other.distance_m < pair.distance_m).count();
        // A plan that reaches as much may have come without this pair meanwhile.
        let without = planner.totals_without(pair.request, pair.volunteer).unwrap_or(best);
        let others = exchanges(&mut planner, &pairs, pair).into_iter();
        let others = others.map(|(volunteer, with)| {
            let helper = &helpers[volunteer as usize];
            Exchange {
                volunteer_id: helper.volunteer.id,
                distance_m: seen_distance_m(request, helper),
                costs: otherwise(best, with),
            }
        });
        plan.pairs.push(PlannedPair {
            request: request.clone(),
            volunteer_id: helper.volunteer.id,
            distance_m: seen_distance_m(request, helper),
            nearer: u32::try_from(nearer).unwrap_or(u32::MAX),
            fitting: u32::try_from(list.len()).unwrap_or(u32::MAX),
            otherwise: otherwise(best, without),
            others: others.collect(),
        });
    }
    plan.unfilled = requests
        .into_iter()
        .zip(0..)
        .filter_map(|(request, number)| {
            let empty = places_left(&request) - filled.get(&number).copied().unwrap_or(0);
            (empty > 0).then_some((request, empty))
        })
        .collect();
    plan
}

/// Who could go in place of a planned volunteer, and what the plan reaches then, the best first.
///
/// Tried in the order of what each costs at least, until nobody left can be better.
fn exchanges(planner: &mut Planner<Listed<'_>>, pairs: &[Pair], pair: &Pair) -> Vec<(u32, Totals)> {
    let best = planner.totals();
    let goes = |volunteer: u32| {
        pairs.iter().any(|p| p.request == pair.request && p.volunteer == volunteer)
    };
    let others = planner.alternatives(pair.request, NEAREST).into_iter();
    let mut others: Vec<(Value, u32)> = others
        .filter(|other| !goes(other.volunteer))
        .map(|other| (if other.chosen { Value::ZERO } else { other.loss }, other.volunteer))
        .collect();
    others.sort_unstable();
    let mut found: Vec<(Value, u32, Totals)> = Vec::new();
    for (at_least, volunteer) in others.into_iter().take(OTHERS_TRIED) {
        if found.len() == OTHERS && found.last().is_some_and(|(loss, ..)| *loss <= at_least) {
            break;
        }
        if let Some(with) = planner.totals_with(pair.request, pair.volunteer, volunteer) {
            found.push((loss(best, with), volunteer, with));
            found.sort_unstable_by_key(|(loss, volunteer, _)| (*loss, *volunteer));
            found.truncate(OTHERS);
        }
    }
    found.into_iter().map(|(_, volunteer, with)| (volunteer, with)).collect()
}

fn loss(best: Totals, with: Totals) -> Value {
    let less = |of: u64, than: u64| than.cast_signed() - of.cast_signed();
    Value {
        places: less(with.places, best.places),
        vital_places: less(with.vital_places, best.vital_places),
        metres_saved: less(best.distance_m, with.distance_m),
    }
}

/// From the centre of the request's cell, as staff see it before a reveal.
fn seen_distance_m(request: &HelpRequest, helper: &Helper) -> Option<u32> {
    let centre = request.cell?.center();
    let metres = helper.profile.anchors.iter().map(|at| matching::distance_m(centre, *at));
    metres.min_by(f64::total_cmp).map(matching::whole_metres)
}

fn otherwise(best: Totals, without: Totals) -> Otherwise {
    if without.places < best.places {
        return Otherwise::FewerPlaces(small(best.places - without.places));
    }
    if without.vital_places < best.vital_places {
        return Otherwise::FewerVital(small(best.vital_places - without.vital_places));
    }
    let longer_m = without.distance_m.saturating_sub(best.distance_m);
    Otherwise::LongerKm(small((longer_m + 500) / 1_000))
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
