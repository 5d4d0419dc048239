//! Help requests as they come in.

use dispatch::{HelpRequestInput, RequestEdit};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Change;
use super::shapes::{Address, Consent, Item, Location};

/// Who needs help, and how to reach them: a phone number or an e-mail address at least.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct Contact {
    /// The name to ask for.
    #[schema(required = true, example = "Irène Maes")]
    #[serde(default)]
    name: String,
    /// National or international.
    #[schema(example = "+32 2 555 01 23")]
    phone: Option<String>,
    /// The e-mail address.
    email: Option<String>,
    /// Who asks on the person's behalf.
    asked_by: Option<String>,
}

/// A help request.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct NewRequest {
    /// A category's code.
    #[schema(required = true, example = "groceries")]
    #[serde(default)]
    category: String,
    /// Free text for the person who comes.
    details: Option<String>,
    /// Languages of which the helper speaks one; none = any.
    languages: Option<Vec<String>>,
    /// Skills that the helper needs.
    skills: Option<Vec<String>>,
    /// `vital` or `normal`. Only staff set `vital`; others ask for it.
    priority: Option<String>,
    #[schema(required = true)]
    #[serde(default)]
    contact: Contact,
    /// Where: an address, or a location, or neither and `remote`.
    address: Option<Address>,
    location: Option<Location>,
    /// Help without distance.
    #[serde(default)]
    remote: bool,
    /// Not before.
    #[schema(format = DateTime)]
    not_before: Option<String>,
    /// The deadline.
    #[schema(required = true, format = DateTime)]
    #[serde(default)]
    needed_by: String,
    /// How many volunteers; 1 without.
    #[schema(minimum = 1, maximum = 50)]
    volunteers_needed: Option<i64>,
    /// The list.
    items: Option<Vec<Item>>,
    /// The way of payment: `door`, `shop`, `together` or `none`.
    payment: Option<String>,
    /// What to mind with this person: `speak_up`, `say_who`, `wait`, `text_first`, `stairs`, `diet`.
    minds: Option<Vec<String>>,
    /// 7: asked again by itself every week, twelve times at most.
    #[schema(minimum = 7, maximum = 7)]
    repeat_days: Option<u32>,
    /// `web`, `phone`, `api` or `import`; the public says `web` or `api`.
    #[schema(example = "api")]
    channel: Option<String>,
    #[schema(required = true)]
    #[serde(default)]
    consent: Consent,
    /// The language to write to the person in; the caller's without.
    language: Option<String>,
}

impl NewRequest {
    /// For the use case; `language` is the caller's.
    pub(crate) fn input(self, language: Option<&str>) -> HelpRequestInput {
        let items = self.items.unwrap_or_default();
        HelpRequestInput {
            category: self.category,
            details: self.details,
            languages: self.languages.unwrap_or_default(),
            skills: self.skills.unwrap_or_default(),
            priority: self.priority,
            name: self.contact.name,
            phone: self.contact.phone,
            email: self.contact.email,
            asked_by: self.contact.asked_by,
            address: self.address.map(Into::into),
            location: self.location.map(Into::into),
            remote: self.remote,
            not_before: self.not_before,
            needed_by: self.needed_by,
            volunteers_needed: self.volunteers_needed,
            items: items.into_iter().map(Into::into).collect(),
            payment: self.payment,
            minds: self.minds.unwrap_or_default(),
            repeat_days: self.repeat_days,
            channel: self.channel.unwrap_or_default(),
            consent: self.consent.into(),
            language: self.language.or_else(|| language.map(str::to_owned)),
        }
    }
}

/// Parts of a contact that change; `null` takes a phone number or an address away.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct ContactChange {
    name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    phone: Change<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    email: Change<String>,
}

/// What changes of a request; what is not there stays.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct RequestChange {
    category: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    details: Change<String>,
    languages: Option<Vec<String>>,
    skills: Option<Vec<String>>,
    /// Only staff set `vital`.
    priority: Option<String>,
    contact: Option<ContactChange>,
    address: Option<Address>,
    location: Option<Location>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    not_before: Change<String>,
    #[schema(format = DateTime)]
    needed_by: Option<String>,
    #[schema(minimum = 1, maximum = 50)]
    volunteers_needed: Option<i64>,
    items: Option<Vec<Item>>,
    /// Only staff choose who helps.
    staff_only: Option<bool>,
    /// The postcode, or the last three digits of the phone: for a change of `contact`, `address` or
    /// `location` by the manage link.
    proof: Option<String>,
}

impl RequestChange {
    /// Whether it changes who is helped or where: the link alone does not do that.
    pub(crate) fn needs_proof(&self) -> bool {
        self.contact.is_some() || self.address.is_some() || self.location.is_some()
    }

    /// What was said to prove it.
    pub(crate) fn proof(&self) -> &str {
        self.proof.as_deref().unwrap_or_default()
    }
}

impl From<RequestChange> for RequestEdit {
    fn from(change: RequestChange) -> Self {
        let contact = change.contact.unwrap_or_default();
        let items = |items: Vec<Item>| items.into_iter().map(Into::into).collect();
        Self {
            category: change.category,
            details: change.details.text(),
            languages: change.languages,
            skills: change.skills,
            priority: change.priority,
            name: contact.name,
            phone: contact.phone.text(),
            email: contact.email.text(),
            address: change.address.map(Into::into),
            location: change.location.map(Into::into),
            not_before: change.not_before.text(),
            needed_by: change.needed_by,
            volunteers_needed: change.volunteers_needed,
            items: change.items.map(items),
            staff_only: change.staff_only,
        }
    }
}
