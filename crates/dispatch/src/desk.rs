//! The desk: who calls, what they asked for before, and what became of one's own callers.

use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use matching::{AccountId, CallId, EngagementId, RequestId, RequestStatus, Role};
use store::{CallSpan, Engagement, HelpRequest, Resembles, Tx};

use crate::actor::{Actor, Staff};
use crate::input::AddressInput;
use crate::likeness::goes_on;
use crate::refusal::Outcome;
use crate::reveal::RevealedRequest;
use crate::service::{Dispatch, hours};

/// Requests of a caller that are shown.
const MOST: u32 = 12;
/// How long good news are news, in hours.
const NEWS_H: i64 = 72;
/// Good news at once.
const MOST_NEWS: u32 = 5;

/// What is known of a caller before anything is opened.
#[derive(Clone, Default)]
pub struct KnownCaller {
    /// Their requests that go on, newest first, and others of the same door.
    pub going_on: Vec<LikeRequest>,
    /// Their requests that are over, newest first.
    pub over: Vec<HelpRequest>,
    /// What volunteers with the number have promised and not yet done.
    pub held: Vec<(Engagement, HelpRequest)>,
    /// Earlier calls from the number, newest first.
    pub calls: Vec<CallSpan>,
}

impl KnownCaller {
    /// The latest request under the caller's own number whose data are still there.
    pub fn latest(&self) -> Option<RequestId> {
        let own = self.going_on.iter().filter(|like| like.by == Resembles::Contact);
        let all = own.map(|like| &like.request).chain(&self.over);
        all.filter(|request| request.phone_hash.is_some()).map(|request| request.id).max()
    }
}

/// A request that may be what the caller speaks of.
#[derive(Clone)]
pub struct LikeRequest {
    /// The request.
    pub request: HelpRequest,
    /// By what it was found.
    pub by: Resembles,
    /// Who holds a place of it.
    pub held: Vec<Engagement>,
}

/// Somebody's figures at the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeskFigures {
    /// Since midnight.
    pub today: CallFigures,
    /// Since Monday.
    pub week: CallFigures,
}

/// Figures of a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallFigures {
    /// Calls taken and made.
    pub calls: u32,
    /// Requests noted in them.
    pub requests: u32,
    /// Half of the calls were not longer, in seconds; none without a call.
    pub median_s: Option<u32>,
    /// Those of the requests that were done since.
    pub helped: u32,
}

impl Dispatch {
    /// What is known of the caller by their number, and by the door they name.
    pub async fn known_caller(
        &self,
        actor: &Actor,
        id: CallId,
        door: Option<&AddressInput>,
    ) -> Outcome<KnownCaller> {
        let staff = actor.staff(Role::Operator)?;
        let call = self.own_call(actor, id).await?;
        let mut tx = self.read().await?;
        let mut known = KnownCaller::default();
        let mut found = Vec::new();
        if let Some(hash) = call.phone_hash.as_deref() {
            let own = tx.requests_of_person(None, Some(hash), MOST).await?;
            found.extend(own.into_iter().map(|request| (request, Resembles::Contact)));
            known.calls = tx.calls_from(hash, MOST).await?;
            known.held = self.promised_by(&mut tx, &staff, hash).await?;
        }
        let door = door.and_then(|at| {
            let line = at.line.as_deref()?;
            let country = &self.settings().country;
            self.hash_of_door(country, &at.postcode, line)
        });
        if let Some(hash) = door {
            let there = tx.requests_at_door(&hash, MOST).await?;
            let new = there.into_iter().filter(|one| found.iter().all(|(own, _)| own.id != one.id));
            found.extend(new.map(|request| (request, Resembles::Door)).collect::<Vec<_>>());
        }
        for (request, by) in found {
            if !self.shows(&staff, &request) {
                continue;
            }
            if goes_on(&request) {
                let held = held(&mut tx, request.id).await?;
                known.going_on.push(LikeRequest { request, by, held });
            } else if by == Resembles::Contact {
                known.over.push(request);
            }
        }
        Ok(known)
    }

    /// What is still to be done by volunteers who have a number.
    async fn promised_by(
        &self,
        tx: &mut Tx,
        staff: &Staff,
        phone_hash: &[u8],
    ) -> Outcome<Vec<(Engagement, HelpRequest)>> {
        let mut promised = Vec::new();
        for volunteer in tx.volunteers_by_phone(phone_hash).await? {
            let all = tx.engagements_of_volunteer(volunteer.id, MOST).await?;
            for engagement in all.into_iter().filter(|one| one.status.is_live()) {
                let request = tx.request(engagement.request_id).await?;
                let request = request.filter(|request| self.shows(staff, request));
                promised.extend(request.map(|request| (engagement, request)));
            }
        }
        Ok(promised)
    }

    fn shows(&self, staff: &Staff, request: &HelpRequest) -> bool {
        staff.sees(request.area_id, &self.areas())
    }

    /// Opens what the caller left before, so that nothing is typed twice; the view is an entry of
    /// the ledger.
    pub async fn caller_s_data(
        &self,
        actor: &Actor,
        call: CallId,
        request: RequestId,
        reason: &str,
    ) -> Outcome<RevealedRequest> {
        self.own_call(actor, call).await?;
        self.reveal_to_staff(actor, request, reason).await
    }

    /// Somebody's own figures of today and of the week.
    pub async fn desk_figures(&self, actor: &Actor) -> Outcome<DeskFigures> {
        actor.staff(Role::Operator)?;
        let Some(account) = actor.account() else { return Ok(DeskFigures::default()) };
        let (midnight, monday) = self.day_and_week();
        let mut tx = self.read().await?;
        Ok(DeskFigures {
            today: figures(&mut tx, account, midnight).await?,
            week: figures(&mut tx, account, monday).await?,
        })
    }

    fn day_and_week(&self) -> (Timestamp, Timestamp) {
        let zone = self.settings().timezone.clone();
        let today = self.now().to_zoned(zone.clone()).date();
        let since_monday = i32::from(today.weekday().since(Weekday::Monday));
        let monday = today.checked_sub(since_monday.days()).unwrap_or(today);
        let start = |date: jiff::civil::Date| {
            date.to_zoned(zone.clone()).map_or(self.now(), |start| start.timestamp())
        };
        (start(today), start(monday))
    }

    /// Requests that one noted oneself and that were done in the last days, newest first.
    pub async fn helped_callers(&self, actor: &Actor) -> Outcome<Vec<HelpRequest>> {
        actor.staff(Role::Operator)?;
        let Some(account) = actor.account() else { return Ok(Vec::new()) };
        let since = self.now() - hours(NEWS_H);
        Ok(self.read().await?.helped_after_calls_of(account, since, MOST_NEWS).await?)
    }

    /// What a volunteer who calls says of the place they hold: `contacted`, `complete`, `release`.
    pub async fn volunteer_says(&self, actor: &Actor, id: EngagementId, what: &str) -> Outcome<()> {
        actor.staff(Role::Operator)?;
        match what {
            "contacted" => self.mark_contacted(actor, id).await,
            "complete" => self.complete_engagement(actor, id, None).await,
            _ => self.release_engagement(actor, id, "other").await,
        }
    }
}

async fn held(tx: &mut Tx, id: RequestId) -> Outcome<Vec<Engagement>> {
    let all = tx.engagements_of_request(id).await?;
    Ok(all.into_iter().filter(|one| one.status.holds_place()).collect())
}

async fn figures(tx: &mut Tx, account: AccountId, since: Timestamp) -> Outcome<CallFigures> {
    let calls = tx.calls_of_account(account, since).await?;
    let noted = tx.noted_by(account, since).await?;
    let done = noted.iter().filter(|request| request.status == RequestStatus::Completed);
    Ok(CallFigures {
        calls: whole(calls.len()),
        requests: whole(noted.len()),
        median_s: median(&calls),
        helped: whole(done.count()),
    })
}

/// The lower median of how long calls took that had an outcome, in seconds.
fn median(calls: &[CallSpan]) -> Option<u32> {
    let ended = calls.iter().filter(|call| call.outcome != "unfinished");
    let mut spans: Vec<SignedDuration> =
        ended.map(|call| call.ended_at.duration_since(call.started_at)).collect();
    spans.sort_unstable();
    let middle = spans.len().checked_sub(1)? / 2;
    u32::try_from(spans[middle].as_secs()).ok()
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
