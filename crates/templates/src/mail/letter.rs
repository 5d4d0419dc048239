//! The one shape of every mail: a title, some facts, one button, few words.

use askama::Template;

use crate::{Locale, SiteInfo, Value, has_key, tr};

/// A mail ready to send.
#[derive(Clone)]
pub struct RenderedMail {
    /// The value of `X-Proche-Kind`.
    pub kind: &'static str,
    /// The subject: no line break, no word of a person.
    pub subject: String,
    /// The text part, wrapped at 72 columns; a link is never broken.
    pub text: String,
    /// The HTML part, a whole document.
    pub html: String,
}

/// What a mail says, before its two renderings.
pub(super) struct Letter<'a> {
    locale: Locale,
    site: &'a SiteInfo,
    kind: &'static str,
    message: &'a str,
    args: Vec<(&'a str, Value<'a>)>,
    pub(super) subject: String,
    pub(super) title: String,
    pub(super) greeting: String,
    pub(super) intro: Vec<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) button: Option<Link>,
    pub(super) reason: String,
    pub(super) links: Vec<Link>,
}

pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
}

pub(super) struct Link {
    pub(super) label: String,
    pub(super) url: String,
}

#[derive(Template)]
#[template(path = "mail/mail.html")]
struct HtmlPart<'a> {
    locale: Locale,
    site: &'a SiteInfo,
    letter: &'a Letter<'a>,
    preheader: String,
    after: Vec<String>,
    question: String,
}

#[derive(Template)]
#[template(path = "mail/mail.txt")]
struct TextPart<'a> {
    locale: Locale,
    site: &'a SiteInfo,
    letter: &'a Letter<'a>,
    paragraphs: Vec<String>,
    facts: Vec<String>,
    after: Vec<String>,
    footer: Vec<String>,
}

impl<'a> Letter<'a> {
    pub(super) fn new(
        kind: &'static str,
        message: &'a str,
        locale: Locale,
        site: &'a SiteInfo,
        args: Vec<(&'a str, Value<'a>)>,
    ) -> Self {
        let mut letter = Self {
            locale,
            site,
            kind,
            message,
            args,
            subject: String::new(),
            title: String::new(),
            greeting: tr(locale, "mail-hello-plain", &[]),
            intro: Vec::new(),
            facts: Vec::new(),
            button: None,
            reason: String::new(),
            links: Vec::new(),
        };
        letter.subject = letter.part("subject").unwrap_or_default();
        letter.title = letter.part("title").unwrap_or_default();
        letter.intro = letter.parts(["intro", "intro-2"]);
        letter.reason = letter.part("reason").unwrap_or_default();
        letter
    }

    /// The message's attribute, if it has one.
    pub(super) fn part(&self, attribute: &str) -> Option<String> {
        let key = format!("{}.{attribute}", self.message);
        has_key(self.locale, &key).then(|| tr(self.locale, &key, &self.args))
    }

    pub(super) fn greet(mut self, first_name: &str) -> Self {
        if !first_name.is_empty() {
            self.greeting = tr(self.locale, "mail-hello", &[("name", first_name.into())]);
        }
        self
    }

    pub(super) fn fact(self, label_key: &str, value: impl Into<String>) -> Self {
        let label = tr(self.locale, label_key, &[]);
        self.labelled(label, value)
    }

    /// A fact under a label that is words already.
    pub(super) fn labelled(mut self, label: String, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push(Fact { label, value });
        }
        self
    }

    /// The one button, to a path of the site.
    pub(super) fn button(mut self, path: &str) -> Self {
        let label = self.part("button").unwrap_or_default();
        self.button = Some(Link { label, url: format!("{}{path}", self.site.base_url) });
        self
    }

    /// A small link under the mail.
    pub(super) fn link(mut self, label_key: &str, path: &str) -> Self {
        let url = format!("{}{path}", self.site.base_url);
        self.links.push(Link { label: tr(self.locale, label_key, &[]), url });
        self
    }

    pub(super) fn render(&self, locale: Locale, site: &SiteInfo) -> RenderedMail {
        let after = self.parts(["after", "after-2"]);
        let question = question(locale, site);
        let html = HtmlPart {
            locale,
            site,
            letter: self,
            preheader: self.preheader(),
            after: after.clone(),
            question: question.clone(),
        };
        let footer = [self.reason.clone(), question];
        let text = TextPart {
            locale,
            site,
            letter: self,
            paragraphs: self.intro.iter().map(|line| wrapped(line)).collect(),
            facts: self.fact_lines(),
            after: after.iter().map(|line| wrapped(line)).collect(),
            footer: footer.iter().filter(|l| !l.is_empty()).map(|l| wrapped(l)).collect(),
        };
        RenderedMail {
            kind: self.kind,
            subject: plain_spaces(&self.subject),
            text: plain_spaces(&text.render().expect("writing to a string cannot fail")),
            html: html.render().expect("writing to a string cannot fail"),
        }
    }

    fn parts<const N: usize>(&self, attributes: [&str; N]) -> Vec<String> {
        attributes.into_iter().filter_map(|attribute| self.part(attribute)).collect()
    }

    /// The line that a mailbox shows beside the subject.
    fn preheader(&self) -> String {
        let own = self.part("preheader");
        own.or_else(|| self.intro.first().cloned()).unwrap_or_default()
    }

    fn fact_lines(&self) -> Vec<String> {
        let width = self.facts.iter().map(|fact| fact.label.chars().count()).max().unwrap_or(0);
        let line = |fact: &Fact| {
            let gap = width - fact.label.chars().count() + 2;
            format!("  {}{}{}", fact.label, " ".repeat(gap), fact.value)
        };
        self.facts.iter().map(line).collect()
    }
}

fn question(locale: Locale, site: &SiteInfo) -> String {
    if site.phone.is_empty() {
        return tr(locale, "mail-question-plain", &[]);
    }
    let phone = site.phone.replace(' ', "\u{a0}");
    let args = [("phone", phone.into()), ("hours", site.hours(locale).into())];
    tr(locale, "mail-question", &args)
}

/// Breaks a paragraph at spaces so that lines stay within 72 columns; no-break spaces hold.
fn wrapped(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().expect("there is always a last line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= 72 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// No-break spaces have done their work once lines are broken; old mail readers show them badly.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
