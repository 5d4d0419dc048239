//! Who acts, and what they may do.

use matching::{AccountId, AreaId, EngagementId, RequestId, Role, VolunteerId};
use store::ActorRef;
use uuid::Uuid;

use crate::areas::AreaTree;
use crate::refusal::{Outcome, Refusal};

/// A member of staff, by session or by API token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staff {
    /// The account, or the API token's id.
    pub id: Uuid,
    /// Whether the id is an account's.
    pub is_account: bool,
    /// What they may do.
    pub role: Role,
    /// Where; `None` = everywhere.
    pub area: Option<AreaId>,
}

/// Who acts. The holder of a link acts through what the link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The service itself.
    System,
    /// Anybody.
    Visitor,
    /// The person who asked, by the manage link.
    Requester(RequestId),
    /// A signed-in volunteer.
    Volunteer(VolunteerId),
    /// The browser that accepted this engagement.
    Holder(EngagementId),
    /// A member of staff.
    Staff(Staff),
}

impl Actor {
    /// How the event log and the ledger name this actor.
    pub fn reference(&self) -> ActorRef {
        match self {
            Self::System => ActorRef { kind: "system", id: None },
            Self::Visitor => ActorRef { kind: "visitor", id: None },
            Self::Requester(id) => ActorRef { kind: "requester", id: Some(id.0) },
            Self::Volunteer(id) => ActorRef { kind: "volunteer", id: Some(id.0) },
            Self::Holder(id) => ActorRef { kind: "volunteer", id: Some(id.0) },
            Self::Staff(staff) if staff.is_account => {
                ActorRef { kind: "staff", id: Some(staff.id) }
            }
            Self::Staff(staff) => ActorRef { kind: "token", id: Some(staff.id) },
        }
    }

    /// The account behind this actor, if any.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Staff(staff) if staff.is_account => Some(AccountId(staff.id)),
            _ => None,
        }
    }

    /// The member of staff with at least this role.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] for anybody else, [`Refusal::Forbidden`] for a lower role.
    pub fn staff(&self, least: Role) -> Outcome<Staff> {
        match self {
            Self::System => Ok(Staff {
                id: Uuid::nil(),
                is_account: false,
                role: Role::Administrator,
                area: None,
            }),
            Self::Staff(staff) if staff.role >= least => Ok(*staff),
            Self::Staff(_) => Err(Refusal::Forbidden),
            _ => Err(Refusal::Unauthenticated),
        }
    }
}

impl Staff {
    /// The areas whose rows this member of staff sees; `None` = all.
    pub fn areas(&self, tree: &AreaTree) -> Option<Vec<AreaId>> {
        self.area.map(|area| tree.within(area))
    }

    /// Whether something in this area is theirs to see.
    pub fn sees(&self, area: Option<AreaId>, tree: &AreaTree) -> bool {
        match (self.area, area) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(area)) => tree.within(own).contains(&area),
        }
    }
}
