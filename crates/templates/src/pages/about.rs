//! Pages to read: how volunteers are chosen, how we count, privacy, accessibility.

use askama::Template;

use crate::{Banner, Frame, has_key, tr};

/// Which page to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// How volunteers are chosen.
    Choice,
    /// How the figures are counted.
    Figures,
    /// Privacy.
    Privacy,
    /// Accessibility.
    Accessibility,
}

/// Numbers of the deployment that the pages name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AboutNumbers {
    /// How many volunteers are asked at a time.
    pub outstanding: u32,
    /// How long they have before others are asked, in minutes.
    pub answer_minutes: u32,
    /// Alerts a day to one volunteer, at most.
    pub alerts_per_day: u32,
    /// How long things are kept, in days.
    pub kept: KeptDays,
}

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptDays {
    /// Contact data after the last request.
    pub contact: u32,
    /// The same where the person agreed to be kept longer.
    pub contact_agreed: u32,
    /// A volunteer of whom nothing is heard.
    pub inactive: u32,
    /// Who was written to.
    pub mail: u32,
    /// Who saw whose data.
    pub audit: u32,
}

/// A page to read.
#[derive(Template)]
#[template(path = "about/article.html")]
pub struct AboutPage {
    frame: Frame,
    title: String,
    sections: Vec<Section>,
}

struct Section {
    title: String,
    paragraphs: Vec<String>,
}

impl AboutPage {
    /// The page, as many sections as its messages have.
    pub fn new(frame: Frame, about: About, numbers: AboutNumbers) -> Self {
        let name = match about {
            About::Choice => "about-choice",
            About::Figures => "about-figures",
            About::Privacy => "about-privacy",
            About::Accessibility => "about-accessibility",
        };
        let args = [
            ("site", frame.site.name.as_str().into()),
            ("operator", frame.site.operator_name.as_str().into()),
            ("phone", frame.site.phone.as_str().into()),
            ("email", frame.site.contact_email.as_str().into()),
            ("outstanding", numbers.outstanding.into()),
            ("minutes", numbers.answer_minutes.into()),
            ("alerts", numbers.alerts_per_day.into()),
            ("days", numbers.kept.contact.into()),
            ("agreed", numbers.kept.contact_agreed.into()),
            ("inactive", numbers.kept.inactive.into()),
            ("mail", numbers.kept.mail.into()),
            ("audit", numbers.kept.audit.into()),
        ];
        let locale = frame.locale;
        let part = |key: &str| has_key(locale, key).then(|| tr(locale, key, &args));
        let sections = (1..=9).map_while(|number| {
            let key = format!("{name}-{number}");
            let texts = ["text", "text-2", "text-3", "text-4"];
            let paragraphs = texts.iter().filter_map(|text| part(&format!("{key}.{text}")));
            Some(Section { title: part(&key)?, paragraphs: paragraphs.collect() })
        });
        let sections = sections.collect();
        Self { title: frame.t(name), sections, frame }
    }
}
