//! The first page, and the pages to read.

use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use templates::pages::{About, AboutNumbers, AboutPage, Home, Impact, KeptDays, PublicFigures};
use templates::paths;

use super::visit::Visit;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::HOME, get(home))
        .route(paths::IMPACT, get(impact))
        .route(paths::ABOUT_CHOICE, get(|visit: Visit| async move { about(&visit, About::Choice) }))
        .route(
            paths::ABOUT_FIGURES,
            get(|visit: Visit| async move { about(&visit, About::Figures) }),
        )
        .route(
            paths::ABOUT_PRIVACY,
            get(|visit: Visit| async move { about(&visit, About::Privacy) }),
        )
        .route(
            paths::ABOUT_ACCESSIBILITY,
            get(|visit: Visit| async move { about(&visit, About::Accessibility) }),
        )
}

async fn home(visit: Visit) -> Result<Response> {
    let figures = visit.state.counted.figures(visit.dispatch()).await?;
    visit.show(&Home { frame: visit.frame(), figures: in_words(&visit, figures) })
}

async fn impact(visit: Visit) -> Result<Response> {
    let figures = visit.state.counted.figures(visit.dispatch()).await?;
    visit.show(&Impact { frame: visit.frame(), figures: in_words(&visit, figures) })
}

fn in_words(visit: &Visit, figures: dispatch::PublicFigures) -> Option<PublicFigures> {
    let day = |at: Timestamp| visit.locale.day_month(at.to_zoned(visit.zone()).date());
    Some(PublicFigures {
        since: day(figures.since?),
        as_of: day(visit.now()),
        helped: figures.people_helped,
        matched_of_ten: figures.match_rate.map(of_ten),
        first_yes: figures.first_yes_p50_s.map(|seconds| visit.locale.duration(whole(seconds))),
        volunteers: figures.volunteers,
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of ten")]
fn of_ten(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 10.0).floor() as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a life")]
fn whole(seconds: f64) -> u64 {
    seconds.max(0.0) as u64
}

fn about(visit: &Visit, about: About) -> Result<Response> {
    let settings = visit.dispatch().settings();
    let numbers = AboutNumbers {
        outstanding: settings.matching.outstanding,
        answer_minutes: settings.matching.answer_minutes,
        alerts_per_day: settings.caps.alerts_per_day,
        kept: KeptDays {
            contact: settings.retention.contact_days,
            contact_agreed: settings.retention.contact_agreed_days,
            inactive: settings.retention.inactive_days,
            mail: settings.retention.mail_days,
            audit: settings.retention.audit_days,
        },
    };
    visit.show(&AboutPage::new(visit.frame(), about, numbers))
}
