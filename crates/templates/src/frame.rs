//! What stands around every page: header, banner, menus, footer.

use std::sync::Arc;

use crate::{Choice, DistanceBucket, Locale, SiteInfo, Value, assets, dates, paths, tr};

/// What the layout needs to know about this visit.
#[derive(Clone)]
pub struct Frame {
    /// The language of the page.
    pub locale: Locale,
    /// The deployment.
    pub site: Arc<SiteInfo>,
    /// The path of the page, without a query: marks the current tab.
    pub path: String,
    /// Links to this page in the other languages.
    pub languages: Vec<LanguageLink>,
    /// The line on top of the page, if any.
    pub banner: Option<Banner>,
    /// Who is signed in, if anyone.
    pub person: Option<Person>,
}

/// A link to the same page in another language.
#[derive(Clone)]
pub struct LanguageLink {
    /// The language.
    pub locale: Locale,
    /// The address, normally the current one with `?lang=`.
    pub href: String,
}

/// The line on top of every page.
#[derive(Clone)]
pub enum Banner {
    /// Mail is captured, not sent; public requests are refused.
    MailCaptured,
    /// The demo: everything is invented; its own clock, already in words.
    Demo {
        /// The simulated time: `mardi 17 novembre, 10 h`.
        time: String,
        /// Simulated seconds per real second.
        speed: u32,
    },
}

/// Who is signed in.
#[derive(Clone)]
pub struct Person {
    /// Their own name, as they may read it.
    pub name: String,
    /// Which menu they get.
    pub menu: PersonMenu,
}

/// The menu that goes with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonMenu {
    /// A volunteer: own page.
    Volunteer,
    /// Operator, coordinator, administrator: the staff tabs.
    Staff,
}

impl Frame {
    /// A frame without banner or person, linked to every other language of `allowed`.
    pub fn new(locale: Locale, site: Arc<SiteInfo>, path: &str, allowed: &[Locale]) -> Self {
        let others = allowed.iter().copied().filter(|other| *other != locale);
        let languages = others
            .map(|other| LanguageLink {
                locale: other,
                href: format!("{path}?lang={}", other.code()),
            })
            .collect();
        Self { locale, site, path: path.to_owned(), languages, banner: None, person: None }
    }

    /// A message without arguments, in the page's language.
    pub fn t(&self, key: &str) -> String {
        tr(self.locale, key, &[])
    }

    /// A message with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl Arg) -> String {
        tr(self.locale, key, &[(name, value.value())])
    }

    /// A message with two arguments: name, value, name, value.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl Arg,
        other_name: &str,
        other_value: impl Arg,
    ) -> String {
        tr(self.locale, key, &[(name, value.value()), (other_name, other_value.value())])
    }

    /// The label of a help category: translated if it ships, else its own name.
    pub fn category(&self, slug: &str) -> String {
        self.locale.category(slug)
    }

    /// A distance bucket: `1 à 2 km`.
    pub fn distance(&self, bucket: &DistanceBucket) -> String {
        self.locale.distance(*bucket)
    }

    /// Categories as choices with a line under each; `chosen` holds slugs joined by `|`.
    pub fn category_choices(&self, slugs: &[&str], chosen: &str) -> Vec<Choice> {
        let choice = |slug: &&str| Choice {
            hint: self.locale.category_hint(slug),
            ..Choice::new(slug, &self.category(slug), contains(chosen, slug))
        };
        slugs.iter().map(choice).collect()
    }

    /// Spoken languages as choices; `chosen` holds codes joined by `|`.
    pub fn language_choices(&self, codes: &[&str], chosen: &str) -> Vec<Choice> {
        let choice = |code: &&str| {
            let label = dates::capitalised(&self.locale.language(code));
            Choice::new(code, &label, contains(chosen, code))
        };
        codes.iter().map(choice).collect()
    }

    /// The ways of payment as choices.
    pub fn payment_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice = |way: &str| Choice::new(way, &self.locale.payment(way), chosen == way);
        ["door", "shop", "together", "none"].map(choice).into()
    }

    /// What to mind with a person, as choices; `chosen` holds codes joined by `|`.
    pub fn mind_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &str| Choice::new(code, &self.locale.mind(code), contains(chosen, code));
        crate::words::MINDS.map(choice).into()
    }

    /// What somebody can do or bring, as choices; `chosen` holds codes joined by `|`.
    pub fn skill_choices(&self, codes: &[&str], chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &&str| Choice::new(code, &self.locale.skill(code), contains(chosen, code));
        codes.iter().map(choice).collect()
    }

    /// How old somebody is, at least, as choices.
    pub fn age_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice = |age: &str| Choice::new(age, &self.locale.age(age), chosen == age);
        ["18", "16"].map(choice).into()
    }

    /// The days of the week as choices (`mon` to `sun`); `chosen` is joined by `|`.
    pub fn day_choices(&self, chosen: &str) -> Vec<Choice> {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let choice = |(index, day): (usize, &&str)| {
            let label = dates::capitalised(self.locale.weekday(index));
            Choice::new(day, &label, contains(chosen, day))
        };
        days.iter().enumerate().map(choice).collect()
    }

    /// How a volunteer wants to hear of requests: each as it comes, or once a day.
    pub fn mail_mode_choices(&self, chosen: &str) -> Vec<Choice> {
        let label = |mode: &str| match mode {
            "digest" => self.t("vol-mode-digest"),
            _ => self.t("vol-mode-single"),
        };
        ["single", "digest"].map(|mode| Choice::new(mode, &label(mode), chosen == mode)).into()
    }

    /// Mails that a volunteer may do without, as choices; `wanted` is checked.
    pub fn optional_mail_choices(&self, kinds: &[&str], wanted: &[&str]) -> Vec<Choice> {
        let choice = |kind: &&str| {
            Choice::new(kind, &self.locale.word("me-mail", kind), wanted.contains(kind))
        };
        kinds.iter().map(choice).collect()
    }

    /// A whole number as the language writes it.
    pub fn number(&self, number: impl Arg) -> String {
        self.locale.written(&number)
    }

    /// Whether the page is for staff (denser look, tabs).
    pub fn is_staff(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.menu == PersonMenu::Staff)
    }

    /// Whether `path` is the current page or above it.
    pub fn is_current(&self, path: &str) -> bool {
        let below = self.path.strip_prefix(path);
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The address of the stylesheet, with its content hash.
    pub fn stylesheet(&self) -> &'static str {
        assets::stylesheet_path()
    }

    /// The address of the script that keeps a page up to date, with its content hash.
    pub fn live_script(&self) -> &'static str {
        assets::live_script_path()
    }

    /// The address of the logo, with its content hash.
    pub fn logo(&self) -> &str {
        self.site.logo_url.as_deref().unwrap_or_else(|| assets::logo_path())
    }
}

fn contains(joined: &str, value: &str) -> bool {
    joined.split('|').any(|part| part == value)
}

/// A tab of the staff menu.
pub(crate) struct Tab {
    pub(crate) href: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
}

impl Frame {
    /// The staff tabs, with the current one marked.
    pub(crate) fn tabs(&self) -> Vec<Tab> {
        let tab = |(href, key)| Tab { href, label: self.t(key), current: self.is_current(href) };
        [
            (paths::STAFF_DESK, "tab-desk"),
            (paths::STAFF_TASKS, "tab-tasks"),
            (paths::STAFF_REQUESTS, "tab-requests"),
            (paths::STAFF_VOLUNTEERS, "tab-volunteers"),
            (paths::STAFF_DASHBOARD, "tab-dashboard"),
            (paths::STAFF_MAP, "tab-map"),
        ]
        .into_iter()
        .map(tab)
        .collect()
    }
}

/// A value that a template may pass to a message: a text or a count, by value or by reference.
pub trait Arg {
    /// The value as the translator takes it.
    fn value(&self) -> Value<'_>;
}

impl Locale {
    /// A count as the language writes it; a text stays as it is.
    pub(crate) fn written(self, value: &impl Arg) -> String {
        match value.value() {
            #[expect(clippy::cast_possible_truncation, reason = "counts stay far below 2^53")]
            Value::Number(number) => self.number(number.value as i64),
            Value::String(text) => text.into_owned(),
            _ => String::new(),
        }
    }
}

impl Arg for str {
    fn value(&self) -> Value<'_> {
        self.into()
    }
}

impl Arg for String {
    fn value(&self) -> Value<'_> {
        self.as_str().into()
    }
}

impl Arg for u32 {
    fn value(&self) -> Value<'_> {
        (*self).into()
    }
}

impl Arg for usize {
    fn value(&self) -> Value<'_> {
        (*self).into()
    }
}

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> Value<'_> {
        (*self).value()
    }
}
