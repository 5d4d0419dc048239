//! Asking for help: five questions, a page to check, a number to keep.
//!
//! All answers travel in the posted form, so nothing is stored before the end and nothing stands in
//! an address. Buttons send `go`: `next`, `back`, `find` (look the postcode up), `step-1` to
//! `step-5` (change an answer), `send`. `step` is the page the form comes from, 1 to 6.

use askama::Template;

use super::form_fields::{form_fields, join};
use crate::{Banner, Choice, Errors, Frame};

form_fields! {
    /// Every answer as typed; several values in one field are joined by `|`.
    AskForm {
        /// Step 1: the slugs of what is needed, four at most.
        category,
        /// Step 1: how many volunteers, a whole number; empty is one.
        volunteers_needed,
        /// Step 2: the postcode.
        postcode,
        /// Step 2: the place, typed or chosen.
        place,
        /// Step 2: street and number, for the person who comes alone.
        line,
        /// Step 2: `yes` for help by phone.
        remote,
        /// Step 3: the value of a deadline choice; `other` reads the next two.
        needed_by,
        /// Step 3: a day, `YYYY-MM-DD`.
        needed_by_date,
        /// Step 3: a time of day, `HH:MM`.
        needed_by_time,
        /// Step 3: the value of a start choice, empty for now.
        not_before,
        /// Step 3: `yes` asks for it again every week.
        weekly,
        /// Step 3: `yes` asks for the vital priority; staff decide.
        vital,
        /// Step 4: the list of the first need, one item a line.
        items,
        /// Step 4: the list of the second need.
        items_2,
        /// Step 4: the list of the third need.
        items_3,
        /// Step 4: the list of the fourth need.
        items_4,
        /// The needs that the lists belong to, in their order.
        listed,
        /// Step 4: what to mind, codes.
        minds,
        /// Step 4: what whoever comes must have or be able to do, codes.
        skills,
        /// Step 4: `door`, `shop`, `together`, `none`.
        payment,
        /// Step 4: language codes.
        languages,
        /// Step 4: what the person who comes must know.
        details,
        /// Step 5: `self` or `other`.
        for_whom,
        /// Step 5: the name of the person in need.
        name,
        /// Step 5: the phone.
        phone,
        /// Step 5: the e-mail address, or empty.
        email,
        /// Step 5: who asks on behalf of the person, or empty.
        asked_by,
        /// Check page: `yes`.
        consent,
        /// Check page: `yes` agrees to be kept longer, to be found again.
        keep,
        /// A fresh key for each empty form: a double click makes one request.
        once,
        /// When the form was first shown, with its mark.
        begun,
    }
}

impl AskForm {
    /// The answers that a step does not ask itself, to carry in hidden inputs.
    pub fn hidden(&self, step: u32) -> Vec<(&'static str, &str)> {
        let own = own_fields(step);
        self.pairs().into_iter().filter(|(n, v)| !own.contains(n) && !v.is_empty()).collect()
    }

    /// What is needed, one slug each.
    pub fn needs(&self) -> Vec<&str> {
        self.category.split('|').filter(|slug| !slug.is_empty()).collect()
    }

    /// The input and the text of the list that belongs to a need, from 0.
    pub fn list(&self, need: usize) -> (&'static str, &str) {
        match need {
            0 => ("items", &self.items),
            1 => ("items_2", &self.items_2),
            2 => ("items_3", &self.items_3),
            _ => ("items_4", &self.items_4),
        }
    }

    /// Lets every list follow its need when the needs have changed.
    pub fn sort_lists(&mut self) {
        let listed: Vec<&str> = self.listed.split('|').collect();
        let of = |slug: &str| {
            let place = listed.iter().position(|listed| *listed == slug);
            place.map_or("", |place| self.list(place).1).to_owned()
        };
        let lists: Vec<String> = self.needs().into_iter().map(of).collect();
        if !self.listed.is_empty() && self.listed != self.category {
            let mut lists = lists.into_iter();
            let fields = [&mut self.items, &mut self.items_2, &mut self.items_3, &mut self.items_4];
            for field in fields {
                *field = lists.next().unwrap_or_default();
            }
        }
        self.listed.clone_from(&self.category);
    }

    /// How many lines of the lists hold something.
    pub fn item_count(&self) -> usize {
        let lists = [&self.items, &self.items_2, &self.items_3, &self.items_4];
        let lines = lists.into_iter().flat_map(|list| list.lines());
        lines.filter(|line| !line.trim().is_empty()).count()
    }

    /// Whether more than one volunteer is asked for.
    pub fn several(&self) -> bool {
        self.volunteers_needed.parse::<u32>().is_ok_and(|count| count > 1)
    }
}

/// The inputs of each step.
fn own_fields(step: u32) -> &'static [&'static str] {
    match step {
        1 => &["category", "volunteers_needed"],
        2 => &["postcode", "place", "line", "remote"],
        3 => &["needed_by", "needed_by_date", "needed_by_time", "not_before", "weekly", "vital"],
        4 => &[
            "items",
            "items_2",
            "items_3",
            "items_4",
            "payment",
            "minds",
            "skills",
            "languages",
            "details",
        ],
        5 => &["for_whom", "name", "phone", "email", "asked_by"],
        _ => &["consent", "keep"],
    }
}

/// Step 1: what help.
#[derive(Template)]
#[template(path = "ask/what.html")]
pub struct AskWhat {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    /// See [`Frame::category_choices`].
    pub categories: Vec<Choice>,
}

/// Step 2: where.
#[derive(Template)]
#[template(path = "ask/where.html")]
pub struct AskWhere {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    /// Places to choose from when the postcode has several; empty shows a text field.
    pub places: Vec<Choice>,
    /// Whether the address is outside every area: a message shows the way out.
    pub outside: bool,
    /// Whether the category can be helped with by phone.
    pub remote_possible: bool,
}

/// Step 3: when.
#[derive(Template)]
#[template(path = "ask/when.html")]
pub struct AskWhen {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    /// Deadlines; the last one has the value `other`.
    pub deadlines: Vec<Choice>,
    /// Earliest moments; the first has an empty value.
    pub starts: Vec<Choice>,
}

/// Step 4: the list, payment, languages, details.
#[derive(Template)]
#[template(path = "ask/list.html")]
pub struct AskList {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    /// A list for each need that may have one.
    pub lists: Vec<ListField>,
    /// See [`Frame::payment_choices`].
    pub payments: Vec<Choice>,
    /// See [`Frame::mind_choices`].
    pub minds: Vec<Choice>,
    /// See [`Frame::skill_choices`].
    pub skills: Vec<Choice>,
    /// See [`Frame::language_choices`].
    pub languages: Vec<Choice>,
}

/// The list of one need.
#[derive(Clone)]
pub struct ListField {
    /// The input's name.
    pub name: &'static str,
    /// What stands over it.
    pub label: String,
    /// What was typed.
    pub value: String,
}

impl Frame {
    /// A list for each need that may have one; a single need has one whatever it is.
    pub fn lists(&self, form: &AskForm) -> Vec<ListField> {
        let needs = form.needs();
        let alone = needs.len() < 2;
        let field = |(place, slug): (usize, &&str)| {
            let (name, value) = form.list(place);
            let label = match *slug {
                "pharmacy" => self.t("ask-list-pharmacy"),
                _ if alone => self.t("ask-items"),
                other => self.t1("ask-list-for", "help", self.category(other)),
            };
            let listed = alone || crate::words::has_list(slug);
            listed.then(|| ListField { name, label, value: value.to_owned() })
        };
        needs.iter().enumerate().filter_map(field).collect()
    }
}

/// Step 5: who.
#[derive(Template)]
#[template(path = "ask/you.html")]
pub struct AskYou {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    for_whom: Vec<Choice>,
}

impl AskYou {
    /// The page with its own choices.
    pub fn new(frame: Frame, form: AskForm, errors: Errors) -> Self {
        let choice = |value: &str, key| {
            let first = value == "self";
            let checked = form.for_whom == value || (first && form.for_whom.is_empty());
            Choice::new(value, &frame.t(key), checked)
        };
        let for_whom = vec![choice("self", "ask-for-me"), choice("other", "ask-for-other")];
        Self { frame, form, errors, for_whom }
    }
}

/// The check page: what all volunteers see, what one person sees.
#[derive(Template)]
#[template(path = "ask/check.html")]
pub struct AskCheck {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers.
    pub form: AskForm,
    /// What to correct, normally the consent.
    pub errors: Errors,
    /// The neighbourhood as volunteers see it.
    pub neighbourhood: String,
    /// The deadline (and start) in words.
    pub deadline: String,
    /// What is needed, in words.
    pub help: String,
    /// The lists that hold something: what stands over them, and their lines.
    pub lists: Vec<ListField>,
    /// What to mind, one line each.
    pub minds: String,
    /// What whoever comes must have or be able to do, one line each.
    pub skills: String,
    /// The languages in words.
    pub languages: String,
    /// The address, one line a line.
    pub address: String,
}

/// What happens next with a new request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskNext {
    /// The search has begun.
    Open,
    /// A link was sent to the e-mail address.
    ConfirmByMail,
    /// A person will call first.
    ConfirmByCall,
}

/// The end: the reference number.
#[derive(Template)]
#[template(path = "ask/done.html")]
pub struct AskDone {
    /// What stands around the page.
    pub frame: Frame,
    /// The reference: `BR-2417`.
    pub reference: String,
    /// Each need with its own number, where several were asked for.
    pub each: Vec<(String, String)>,
    /// What happens next.
    pub next: AskNext,
    /// The requester's page, if this browser may open it.
    pub manage_href: Option<String>,
}

macro_rules! step {
    ($($page:ident = $step:literal),*) => {
        $(impl $page {
            fn step(&self) -> u32 {
                $step
            }
        })*
    };
}

step!(AskWhat = 1, AskWhere = 2, AskWhen = 3, AskList = 4, AskYou = 5);

#[cfg(test)]
mod tests {
    use super::AskForm;

    #[test]
    fn answers_survive_a_round_trip_through_hidden_inputs() {
        let posted =
            [("category", "groceries"), ("languages", "fr"), ("languages", "nl"), ("go", "next")];
        let form = AskForm::from_pairs(posted);
        assert_eq!(form.languages, "fr|nl");
        assert_eq!(form.hidden(1), [("languages", "fr|nl")]);
        assert!(AskForm::from_pairs(form.pairs()) == form);
    }

    #[test]
    fn a_list_follows_its_need() {
        let posted = [
            ("category", "pharmacy"),
            ("category", "pets"),
            ("listed", "groceries|pharmacy"),
            ("items", "bread"),
            ("items_2", "drops"),
        ];
        let mut form = AskForm::from_pairs(posted);
        form.sort_lists();
        assert_eq!((form.items.as_str(), form.items_2.as_str()), ("drops", ""));
        assert_eq!(form.listed, "pharmacy|pets");
        form.sort_lists();
        assert_eq!(form.items, "drops");
    }
}
