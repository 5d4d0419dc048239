//! What stands around a page: language, menus and the line on top.

use templates::{Banner, Frame, Locale, Person};

use crate::state::WebState;

/// The line on top of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TopLine {
    /// None.
    #[default]
    None,
    /// Mail is captured, not sent.
    MailCaptured,
    /// The demo, whose clock runs faster.
    Demo {
        /// Simulated seconds per real second.
        speed: u32,
    },
}

/// Makes the frames of pages.
#[derive(Clone, Copy)]
pub struct Shell<'s> {
    state: &'s WebState,
}

impl<'s> Shell<'s> {
    /// For the pages of a deployment.
    pub const fn new(state: &'s WebState) -> Self {
        Self { state }
    }

    /// The frame of a page at `path` (without query) for somebody.
    pub fn frame(self, locale: Locale, path: &str, person: Option<Person>) -> Frame {
        let state = self.state;
        let mut frame = Frame::new(locale, state.site.clone(), path, &state.locales);
        frame.banner = self.banner(locale);
        frame.person = person;
        frame
    }

    fn banner(self, locale: Locale) -> Option<Banner> {
        match self.state.settings.top_line {
            TopLine::None => None,
            TopLine::MailCaptured => Some(Banner::MailCaptured),
            TopLine::Demo { speed } => {
                let zone = self.state.dispatch.settings().timezone.clone();
                let now = self.state.dispatch.now().to_zoned(zone);
                Some(Banner::Demo { time: locale.date_time(&now), speed })
            }
        }
    }
}
