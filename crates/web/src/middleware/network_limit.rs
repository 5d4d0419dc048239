//! How often one network may write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dispatch::Refusal;
use jiff::Timestamp;

use crate::caller::Caller;
use crate::error::Error;
use crate::network::Network;
use crate::state::WebState;

/// Networks remembered before those that have been quiet are forgotten.
const SWEEP_AT: usize = 10_000;
/// Networks remembered at most.
const MOST: usize = 100_000;
const MINUTE_US: i64 = 60_000_000;

/// A leaky bucket for each network: so many at once, then evenly spread over the minute.
///
/// Kept as the time at which the bucket will be empty again (the generic cell rate algorithm).
pub(crate) struct NetworkLimit {
    per_minute: u32,
    empty_at: Mutex<HashMap<Network, i64>>,
}

impl NetworkLimit {
    /// So many calls a minute; 0 = no limit.
    pub(crate) fn per_minute(per_minute: u32) -> Self {
        Self { per_minute, empty_at: Mutex::new(HashMap::new()) }
    }

    /// Takes one call.
    ///
    /// # Errors
    /// The seconds after which the next one is taken.
    pub(crate) fn take(&self, network: Network, now: Timestamp) -> Result<(), u32> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let now = now.as_microsecond();
        let step = MINUTE_US / i64::from(self.per_minute);
        let mut empty_at = self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        forget_quiet(&mut empty_at, now);
        let own = empty_at.entry(network).or_insert(now);
        let next = (*own).max(now) + step;
        let wait = next - now - MINUTE_US;
        if wait > 0 {
            return Err(u32::try_from(wait.unsigned_abs().div_ceil(1_000_000)).unwrap_or(60));
        }
        *own = next;
        Ok(())
    }
}

fn forget_quiet(empty_at: &mut HashMap<Network, i64>, now: i64) {
    if empty_at.len() >= SWEEP_AT {
        empty_at.retain(|_, at| *at > now);
    }
    if empty_at.len() >= MOST {
        empty_at.clear();
    }
}

/// Counts the writes of everybody but staff: a call centre shares one address.
pub(crate) async fn limit_networks(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS];
    if state.settings.per_network_per_minute == 0 || reads.contains(request.method()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &state).await;
    let staff = caller.as_ref().is_ok_and(|caller| caller.staff().is_some());
    if !staff {
        let network = Network::of_caller(crate::network::caller_address(
            &parts,
            &state.settings.trusted_proxies,
        ));
        if let Err(retry_after_s) = state.limit.take(network, state.dispatch.now()) {
            let limit = Refusal::Limit { code: "network", retry_after_s };
            return Error::Refused(limit).into_response();
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_minute_s_worth_passes_at_once_and_then_one_by_one() {
        let limit = NetworkLimit::per_minute(6);
        let (a, b) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Timestamp::UNIX_EPOCH;
        for _ in 0..6 {
            assert_eq!(limit.take(a, start), Ok(()));
        }
        assert_eq!(limit.take(a, start), Err(10));
        assert_eq!(limit.take(b, start), Ok(()));
        let later = start + SignedDuration::from_secs(10);
        assert_eq!(limit.take(a, later), Ok(()));
        assert_eq!(limit.take(a, later), Err(10));
    }

    #[test]
    fn quiet_networks_are_forgotten() {
        let limit = NetworkLimit::per_minute(60);
        let start = Timestamp::UNIX_EPOCH;
        for number in 0..u32::try_from(SWEEP_AT).unwrap() {
            let address = std::net::IpAddr::V4(std::net::Ipv4Addr::from(number));
            assert_eq!(limit.take(Network::of_caller(address), start), Ok(()));
        }
        let later = start + SignedDuration::from_mins(2);
        assert_eq!(limit.take("10.0.0.1".parse().unwrap(), later), Ok(()));
        assert_eq!(limit.empty_at.lock().unwrap().len(), 1);
    }
}
