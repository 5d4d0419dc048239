//! Who came in, who was turned away and who was refused what: these events of the log.

use jiff::Timestamp;
use matching::{AccountId, AreaId};
use uuid::Uuid;

use crate::events::{COLUMNS, StoredEvent};
use crate::sql::sql;
use crate::{StoreError, Tx};

/// As the index of these rows says it, so that it is used.
const KINDS: &str = "kind IN ('account.signed_in', 'account.turned_away', \
    'volunteer.signed_in', 'volunteer.turned_away', 'access.refused')";

/// Which of these events to read.
#[derive(Clone, Debug, Default)]
pub struct AccessFilter {
    /// Only of this account, token or volunteer.
    pub actor: Option<Uuid>,
    /// From then on.
    pub from: Option<Timestamp>,
    /// Until before then.
    pub to: Option<Timestamp>,
    /// Only of those who belong to these areas, and of tries at these accounts.
    pub within: Option<(Vec<AreaId>, Vec<AccountId>)>,
    /// Only older ones than this number of the log.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// What stands in the data of a try at an account.
fn tried(id: Uuid) -> String {
    format!("%\"account\":\"{id}\"%")
}

impl Tx {
    /// The events that a filter asks for, the newest first.
    pub async fn accesses(
        &mut self,
        filter: &AccessFilter,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut query = sql(format!("SELECT {COLUMNS} FROM event WHERE {KINDS}"));
        if let Some(actor) = filter.actor {
            query = query.with(" AND (actor_id = ", actor);
            query = query.with(" OR data LIKE ", tried(actor)).push(")");
        }
        if let Some(from) = filter.from {
            query = query.with(" AND at >= ", from);
        }
        if let Some(to) = filter.to {
            query = query.with(" AND at < ", to);
        }
        if let Some(before) = filter.before {
            query = query.with(" AND seq < ", before);
        }
        if let Some((areas, accounts)) = &filter.within {
            query = query.push(" AND (FALSE");
            for table in ["account", "api_token", "volunteer"].iter().filter(|_| !areas.is_empty())
            {
                let ids = format!(" OR actor_id IN (SELECT id FROM {table} WHERE area_id IN ");
                query = query.push(&ids).push_list(areas.iter().copied()).push(")");
            }
            for account in accounts {
                query = query.with(" OR data LIKE ", tried(account.0));
            }
            query = query.push(")");
        }
        let query = query.with(" ORDER BY seq DESC LIMIT ", filter.limit);
        self.all(query).await?.iter().map(StoredEvent::read).collect()
    }
}
