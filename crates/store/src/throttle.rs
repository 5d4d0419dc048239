//! Brakes on what must not be done too often: leaky buckets that every node shares.

use jiff::{SignedDuration, Timestamp};

use crate::sql::sql;
use crate::{StoreError, Tx};

/// How often something may be done: so many times at once, then once a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// At once.
    pub burst: u32,
    /// After which the next one is allowed.
    pub step: SignedDuration,
}

impl Tx {
    /// Takes one from a bucket; otherwise tells when the next one is to be had.
    ///
    /// A bucket is kept as the time at which it will be empty again (the generic cell rate
    /// algorithm), so one statement decides.
    pub async fn take(
        &mut self,
        key: &[u8],
        pace: Pace,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let step = i64::try_from(pace.step.as_micros()).unwrap_or(i64::MAX);
        let room = step.saturating_mul(i64::from(pace.burst.saturating_sub(1)));
        let full = now.as_microsecond().saturating_add(room);
        let text = "INSERT INTO throttle (key, empty_at) VALUES ($1, $2 + $3) \
            ON CONFLICT (key) DO UPDATE SET empty_at = \
            CASE WHEN throttle.empty_at > $2 THEN throttle.empty_at ELSE $2 END + $3 \
            WHERE throttle.empty_at <= $4";
        let query = sql(text).bind(key).bind(now).bind(step).bind(full);
        if self.run(query).await? == 1 {
            return Ok(None);
        }
        let text = "SELECT empty_at AS number FROM throttle WHERE key = $1";
        let empty_at = self.number(sql(text).bind(key)).await?;
        let free = Timestamp::from_microsecond(empty_at.saturating_sub(room));
        Ok(Some(free.unwrap_or(now)))
    }

    /// Empties a bucket.
    pub async fn empty_bucket(&mut self, key: &[u8]) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM throttle WHERE key = $1").bind(key)).await?;
        Ok(())
    }
}
