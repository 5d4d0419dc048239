//! Reading the ledger of reveals: whose data somebody saw, and who saw somebody's data.

use std::collections::HashMap;

use matching::{AccountId, RequestId, Role};
use store::{LedgerRow, Reveal, RevealFilter};
use uuid::Uuid;

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// A view, opened for whoever answers for it.
#[derive(Debug, Clone)]
pub struct LedgerEntry {
    /// The view and about whom it was.
    pub row: LedgerRow,
    /// The name of the colleague or of the token; empty for others and for whoever has gone.
    pub who: String,
    /// What staff stated; none where nothing was, or once the person was erased.
    pub reason: Option<String>,
}

impl Dispatch {
    /// The views that a filter asks for, the newest first: for coordinators of their areas and
    /// for administrators.
    pub async fn ledger(
        &self,
        actor: &Actor,
        mut filter: RevealFilter,
    ) -> Outcome<Vec<LedgerEntry>> {
        let staff = actor.staff(Role::Coordinator)?;
        filter.areas = self.both(&staff, filter.areas.take());
        let rows = self.read().await?.reveals(&filter).await?;
        let actors = rows.iter().map(|row| (&*row.reveal.actor_kind, row.reveal.actor_id));
        let names = self.names_of(actors).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let who = row.reveal.actor_id.and_then(|id| names.get(&id).cloned());
            let reason = self.stated(&row).await?;
            entries.push(LedgerEntry { row, who: who.unwrap_or_default(), reason });
        }
        Ok(entries)
    }

    /// The request of a reference or an id, for whoever may read the ledger about it.
    pub async fn request_called(&self, actor: &Actor, text: &str) -> Outcome<RequestId> {
        actor.staff(Role::Coordinator)?;
        let mut tx = self.read().await?;
        let found = match text.parse() {
            Ok(id) => tx.request(id).await?,
            Err(_) => tx.request_by_reference(&text.to_uppercase()).await?,
        };
        let request = found.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Coordinator, request.area_id)?;
        Ok(request.id)
    }

    async fn stated(
        &self,
        LedgerRow { reveal, subject_id, .. }: &LedgerRow,
    ) -> Outcome<Option<String>> {
        let (Some(sealed), Some(subject)) = (&reveal.sealed_reason, subject_id) else {
            return Ok(None);
        };
        match self.key(*subject).await {
            Ok(key) => Ok(Some(key.open(Reveal::reason_spot(reveal.id), sealed)?)),
            Err(Refusal::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The names of the staff and tokens among some actors, by kind and id.
    pub(crate) async fn names_of<'a>(
        &self,
        actors: impl Iterator<Item = (&'a str, Option<Uuid>)>,
    ) -> Outcome<HashMap<Uuid, String>> {
        let mut names = HashMap::new();
        for (kind, id) in actors {
            let Some(id) = id.filter(|id| !names.contains_key(id)) else { continue };
            let name = match kind {
                "staff" => self.name_of_account(AccountId(id)).await?,
                "token" => self.read().await?.api_token_name(id).await?.unwrap_or_default(),
                _ => String::new(),
            };
            names.insert(id, name);
        }
        Ok(names)
    }

    async fn name_of_account(&self, id: AccountId) -> Outcome<String> {
        let Some(account) = self.read().await?.account(id).await? else {
            return Ok(String::new());
        };
        match self.key(account.subject_id).await {
            Ok(key) => Ok(account.contact(&key)?.name),
            Err(Refusal::NotFound) => Ok(String::new()),
            Err(other) => Err(other),
        }
    }
}
