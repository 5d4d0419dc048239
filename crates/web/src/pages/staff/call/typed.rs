//! What is typed in a call, and what it means for its end.

use dispatch::{AddressInput, CallEnd, HelpRequestInput, KnownCaller, LikeRequest};
use jiff::ToSpan as _;
use matching::{CallId, RequestId};
use templates::pages::CallForm;
use templates::{Choice, FieldError};

use super::super::super::ask::{self, Sought, seek};
use super::super::super::posted::{Posted, filled, list};
use super::super::super::visit::Visit;

/// The kinds of help whose list has an input of its own.
const LISTED: [&str; 2] = ["groceries", "pharmacy"];
/// The hour before which help is needed unless somebody says another.
const USUAL_HOUR: &str = "18:00";

/// Which requests the caller speaks of, as the operator says.
pub(super) struct Said(Vec<(RequestId, bool)>);

impl Said {
    /// Reads `link-ID=same` and `link-ID=other`.
    pub fn of(posted: &Posted) -> Self {
        let read = |(name, value): (&str, &str)| {
            let id = name.strip_prefix("link-")?.parse().ok()?;
            matches!(value, "same" | "other").then_some((id, value == "same"))
        };
        Self(posted.pairs().filter_map(read).collect())
    }

    /// `same`, `other` or nothing.
    pub fn about(&self, id: RequestId) -> &'static str {
        match self.0.iter().rev().find(|(known, _)| *known == id) {
            Some((_, true)) => "same",
            Some((_, false)) => "other",
            None => "",
        }
    }
}

/// What is typed in a call.
pub(super) struct Typed {
    pub id: CallId,
    pub form: CallForm,
    pub said: Said,
}

/// The form of a call that has just begun.
pub(super) fn fresh(visit: &Visit, id: CallId, caller: &str) -> CallForm {
    let tomorrow = visit.now().to_zoned(visit.zone()).date();
    let tomorrow = tomorrow.checked_add(1.day()).unwrap_or(tomorrow);
    let first = visit.dispatch().settings().language_or_default(None);
    CallForm {
        call: id.to_string(),
        caller: caller.to_owned(),
        phone: caller.to_owned(),
        needed_by_date: tomorrow.to_string(),
        needed_by_time: USUAL_HOUR.to_owned(),
        language: first.as_str().to_owned(),
        priority: "normal".to_owned(),
        outcome: "noted".to_owned(),
        ..CallForm::default()
    }
}

impl Typed {
    /// The address as typed.
    pub fn address(&self) -> AddressInput {
        AddressInput {
            line: filled(&self.form.line),
            postcode: self.form.postcode.trim().to_owned(),
            place: self.form.place.trim().to_owned(),
            country: String::new(),
        }
    }

    /// Looks the place up; the choices where there are several, and what is wrong with it.
    pub fn seek(&mut self, visit: &Visit) -> (Vec<Choice>, Option<FieldError>) {
        let error = |input, code| Some(FieldError::new(visit.locale, input, code));
        let form = &mut self.form;
        let nowhere = form.postcode.trim().is_empty() && form.place.trim().is_empty();
        if nowhere {
            let far = !self.needs(visit).is_empty() && self.is_remote(visit);
            return (Vec::new(), if far { None } else { error("postcode", "missing") });
        }
        match seek(visit, &mut form.postcode, &mut form.place) {
            Sought::Found(..) => (Vec::new(), None),
            Sought::Several(places) => (places, error("place", "missing")),
            Sought::Unknown(input, code) => (Vec::new(), error(input, code)),
        }
    }

    /// Help by phone alone needs no place, where the caller gives none.
    fn is_remote(&self, visit: &Visit) -> bool {
        let form = &self.form;
        let nowhere = form.postcode.trim().is_empty() && form.place.trim().is_empty();
        let offered = visit.dispatch().categories();
        let far = |need: &String| offered.iter().any(|c| c.code.as_str() == need && c.remote);
        nowhere && self.needs(visit).iter().all(far)
    }

    /// The kinds of help that are ticked or whose list is filled in, in the order of the page.
    pub fn needs(&self, visit: &Visit) -> Vec<String> {
        let ticked = list(&self.form.category);
        let wanted =
            |code: &str| ticked.iter().any(|one| one == code) || !self.list_of(code).is_empty();
        let offered = visit.dispatch().categories();
        let codes = offered.iter().map(|category| category.code.as_str());
        codes.filter(|code| wanted(code)).map(str::to_owned).collect()
    }

    fn list_of(&self, category: &str) -> &str {
        match category {
            "groceries" => self.form.items.trim(),
            "pharmacy" => self.form.items_2.trim(),
            _ => "",
        }
    }

    /// How the call ends by what is typed.
    pub fn end(&self, visit: &Visit, known: &KnownCaller) -> CallEnd {
        let form = &self.form;
        let spoken = |one: &&LikeRequest| self.said.about(one.request.id) == "same";
        let same: Vec<&LikeRequest> = known.going_on.iter().filter(spoken).collect();
        let repeated = |need: &String| same.iter().any(|one| one.request.category.as_str() == need);
        let (old, new): (Vec<String>, Vec<String>) =
            self.needs(visit).into_iter().partition(repeated);
        let other = known.going_on.iter().map(|one| one.request.id);
        let other = other.filter(|id| self.said.about(*id) == "other").collect();
        let refused = form.consent == "no";
        let needs = new.iter().filter(|_| !refused).map(|need| self.need(visit, need)).collect();
        let at = ask::instant(&form.call_back_at, &visit.zone()).map(|at| at.to_string());
        CallEnd {
            outcome: self.outcome(refused && !new.is_empty(), &new, &same),
            language: form.language.clone(),
            name: form.name.clone(),
            phone: filled(&form.phone).unwrap_or_else(|| form.caller.clone()),
            needs,
            same: same.iter().map(|one| one.request.id).collect(),
            other,
            note: self.note(&old, new.is_empty()),
            call_back_at: at.unwrap_or_default(),
            worried: form.worried == "yes",
        }
    }

    /// The outcome as chosen, unless what was agreed says more.
    fn outcome(&self, refused: bool, new: &[String], same: &[&LikeRequest]) -> String {
        let chosen = self.form.outcome.as_str();
        let told = match chosen {
            _ if refused => "declined",
            "" | "noted" if new.is_empty() && !same.is_empty() => "known",
            "known" if !new.is_empty() => "noted",
            "" => "noted",
            chosen => chosen,
        };
        told.to_owned()
    }

    /// What is added to the request they speak of; what was typed for a repeat goes there too.
    fn note(&self, repeated: &[String], nothing_new: bool) -> Option<String> {
        let mut lines = vec![self.form.note.trim()];
        lines.extend(
            LISTED
                .iter()
                .filter(|code| repeated.iter().any(|need| need == *code))
                .map(|code| self.list_of(code)),
        );
        if nothing_new {
            lines.push(self.form.details.trim());
        }
        lines.retain(|line| !line.is_empty());
        filled(&lines.join("\n"))
    }

    fn need(&self, visit: &Visit, category: &str) -> HelpRequestInput {
        let form = &self.form;
        let typed = format!("{}T{}", form.needed_by_date.trim(), form.needed_by_time.trim());
        let needed_by = ask::instant(&typed, &visit.zone()).map(|at| at.to_string());
        let missing = form.needed_by_date.trim().is_empty();
        let remote = self.is_remote(visit);
        HelpRequestInput {
            category: category.to_owned(),
            details: filled(&form.details),
            languages: list(&form.language),
            skills: list(&form.skills),
            priority: filled(&form.priority),
            name: form.name.clone(),
            phone: filled(&form.phone),
            email: filled(&form.email),
            asked_by: filled(&form.asked_by),
            address: (!remote).then(|| self.address()),
            remote,
            needed_by: needed_by.unwrap_or(if missing { String::new() } else { typed }),
            volunteers_needed: filled(&form.volunteers_needed).map(|n| n.parse().unwrap_or(0)),
            items: ask::items(self.list_of(category)),
            payment: filled(&form.payment),
            channel: "phone".to_owned(),
            consent: ask::consent(&form.consent, &form.keep, "oral"),
            language: list(&form.language).first().cloned(),
            ..HelpRequestInput::default()
        }
    }

    /// What the operator has yet to say: the input and the code.
    pub fn left_open(
        &self,
        visit: &Visit,
        known: &KnownCaller,
        end: &CallEnd,
    ) -> Vec<(&'static str, &'static str)> {
        let mut open = Vec::new();
        let repeats = |one: &&LikeRequest| {
            let category = one.request.category.as_str();
            end.needs.iter().any(|need| need.category == category)
        };
        let mut alike = known.going_on.iter().filter(repeats);
        if alike.any(|one| self.said.about(one.request.id).is_empty()) {
            open.push(("link", "missing"));
        }
        let read = self.form.readback == "yes" || self.is_remote(visit);
        if !end.needs.is_empty() && !read {
            open.push(("readback", "missing"));
        }
        open
    }
}

/// The input of a field as the use cases name it.
pub(super) fn input_of(field: &str) -> &'static str {
    match field {
        "outcome" => "outcome",
        "call_back_at" => "call_back_at",
        "worried" => "worried",
        "note" => "note",
        "caller" => "phone",
        "languages" => "language",
        other => match ask::input_of(other) {
            "needed_by" | "not_before" => "needed_by_date",
            input => input,
        },
    }
}
