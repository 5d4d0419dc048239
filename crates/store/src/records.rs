//! What is sealed: the personal part of each record.

use std::fmt;

use matching::Position;
use serde::{Deserialize, Serialize};

macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

unprintable!(
    RequesterContact,
    RequestDetails,
    Item,
    VolunteerContact,
    AccountContact,
    CallerContact,
    EmailPair
);

/// Who asks and where exactly.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RequesterContact {
    /// The name to ask for.
    pub name: String,
    /// In international form.
    pub phone: Option<String>,
    /// As typed, trimmed.
    pub email: Option<String>,
    /// Street and number.
    pub line: Option<String>,
    /// The best known point; none for help without distance.
    pub position: Option<Position>,
    /// Who asks on this person's behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
}

/// Whom to call again who has asked for nothing yet.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerContact {
    /// The name to ask for, or nothing.
    pub name: String,
    /// In international form.
    pub phone: String,
}

/// One thing to buy or fetch.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub name: String,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What exactly is asked for, in the person's words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDetails {
    /// Free text.
    pub details: Option<String>,
    /// The list.
    pub items: Vec<Item>,
    /// The way of payment, a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
    /// What to mind with this person, as codes: speak up, wait at the door.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minds: Vec<String>,
    /// Concerns in the words of whoever told them, for staff alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
}

/// Who helps.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerContact {
    /// The name; its first word is told to the person helped.
    pub name: String,
    /// As typed, trimmed.
    pub email: String,
    /// In international form.
    pub phone: Option<String>,
    /// Street and number.
    pub line: Option<String>,
    /// The names of further places to start from, one for each anchor after the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

/// A member of staff.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountContact {
    /// The name shown to colleagues.
    pub name: String,
    /// As typed, trimmed.
    pub email: String,
}

/// The address of today and the next one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailPair {
    /// Today's.
    pub old: String,
    /// The next one.
    pub new: String,
}
