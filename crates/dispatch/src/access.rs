//! Reading who came in, who was turned away, and who was refused what.

use matching::{AccountId, Role};
use serde::Deserialize;
use store::{AccessFilter, StoredEvent};
use uuid::Uuid;

use crate::actor::{Actor, Staff};
use crate::refusal::Outcome;
use crate::service::Dispatch;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessEnd {
    /// Came in by a door: `password`, `provider`, `link`, `code`.
    CameIn(String),
    /// Was turned away at a door.
    TurnedAway(String),
    /// Was refused a method of a route.
    Refused(String),
}

/// A sign-in, a try at one, or a refusal.
#[derive(Debug, Clone)]
pub struct Access {
    /// What the log says; where an account was tried that there is, it is the actor.
    pub row: StoredEvent,
    /// The name of the colleague or of the token; empty for others and for whoever has gone.
    pub who: String,
    /// The kind of device in a few words, or empty.
    pub device: String,
    /// How it ended.
    pub end: AccessEnd,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Said {
    by: String,
    device: String,
    account: Option<Uuid>,
    method: String,
    route: String,
}

impl Dispatch {
    /// What a filter asks for, the newest first: for coordinators of their areas and for
    /// administrators. Tries at no account are for those who answer for every area.
    pub async fn accesses(&self, actor: &Actor, mut filter: AccessFilter) -> Outcome<Vec<Access>> {
        let staff = actor.staff(Role::Coordinator)?;
        if let Some(areas) = staff.areas(&self.areas()) {
            filter.within = Some((areas, self.accounts_seen_by(&staff).await?));
        }
        let mut tx = self.read().await?;
        let rows = tx.accesses(&filter).await?;
        drop(tx);
        let mut found: Vec<Access> = rows.into_iter().map(read).collect();
        let actors = found.iter().map(|one| (one.row.actor_kind.as_str(), one.row.actor_id));
        let names = self.names_of(actors).await?;
        for one in &mut found {
            let name = one.row.actor_id.and_then(|id| names.get(&id).cloned());
            one.who = name.unwrap_or_default();
        }
        Ok(found)
    }

    async fn accounts_seen_by(&self, staff: &Staff) -> Outcome<Vec<AccountId>> {
        let (tree, accounts) = (self.areas(), self.read().await?.accounts().await?);
        let seen = accounts.iter().filter(|account| staff.sees(account.area_id, &tree));
        Ok(seen.map(|account| account.id).collect())
    }
}

fn read(mut row: StoredEvent) -> Access {
    let said: Said = serde_json::from_str(&row.data).unwrap_or_default();
    let end = match row.kind.as_str() {
        "access.refused" => AccessEnd::Refused(format!("{} {}", said.method, said.route)),
        kind if kind.ends_with(".turned_away") => AccessEnd::TurnedAway(said.by),
        _ => AccessEnd::CameIn(said.by),
    };
    if let Some(id) = said.account {
        (row.actor_kind, row.actor_id) = ("staff".to_owned(), Some(id));
    }
    Access { row, who: String::new(), device: said.device, end }
}
