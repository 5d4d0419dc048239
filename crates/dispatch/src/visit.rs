//! A visit: its entry for a calendar, the word that somebody is on the way, and how it was.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use matching::{EngagementId, EngagementStatus, RequestId, When};
use store::{Engagement, HelpRequest};
use templates::{CalendarEntry, Locale, Visit};

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// How the person may say it was, in one tap.
pub const FEEDBACK: [&str; 2] = ["good", "bad"];

/// When a volunteer said to come, in a zone.
pub fn visit(engagement: &Engagement, zone: &TimeZone) -> Visit {
    let at = planned(engagement, zone);
    match engagement.promised {
        When::Now => Visit::Now,
        When::Today | When::Tomorrow => Visit::OnDay(at.date()),
        When::At => Visit::At(at),
    }
}

fn planned(engagement: &Engagement, zone: &TimeZone) -> Zoned {
    engagement.planned_at.unwrap_or(engagement.created_at).to_zoned(zone.clone())
}

impl Dispatch {
    /// The volunteer sets out; the person's page says so. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when the help is over.
    pub async fn set_out(&self, actor: &Actor, id: EngagementId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        self.own_engagement(actor, &request, &engagement)?;
        if !engagement.status.is_live() {
            return Err(Refusal::Conflict("status"));
        }
        if engagement.on_the_way_at.is_some() {
            return self.nothing_new(tx).await;
        }
        engagement.on_the_way_at = Some(self.now());
        if engagement.status == EngagementStatus::Active {
            let to = EngagementStatus::Contacted;
            self.move_engagement(&mut tx, &mut engagement, to).await?;
        } else {
            tx.update_engagement(engagement.status, &engagement).await?;
        }
        let none = serde_json::json!({});
        self.engaged(&mut tx, "engagement.on_the_way", actor, &engagement, none).await?;
        self.settle(&mut tx, request).await?;
        self.finish(tx).await
    }

    /// The visit as a file for a calendar: what and roughly where, never who.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever does not hold the engagement.
    pub async fn visit_calendar(
        &self,
        actor: &Actor,
        id: EngagementId,
        locale: Locale,
    ) -> Outcome<String> {
        let (engagement, request) = self.engagement(actor, id).await?;
        let volunteer = self.read().await?.volunteer(engagement.volunteer_id).await?;
        let volunteer = volunteer.ok_or(Refusal::NotFound)?;
        let zone = TimeZone::get(&volunteer.timezone).unwrap_or(TimeZone::UTC);
        Ok(self.calendar_of(&engagement, &request, &zone, locale))
    }

    pub(crate) fn calendar_of(
        &self,
        engagement: &Engagement,
        request: &HelpRequest,
        zone: &TimeZone,
        locale: Locale,
    ) -> String {
        let start: Timestamp = engagement.planned_at.unwrap_or(engagement.created_at);
        let page = format!("{}/{}", templates::paths::ENGAGEMENTS, engagement.id);
        let entry = CalendarEntry {
            uid: format!("{}@{}", engagement.id, self.settings().mail_host),
            stamp: engagement.created_at,
            start,
            visit: visit(engagement, zone),
            category: request.category.as_str(),
            neighbourhood: &self.neighbourhood(request),
            page: &page,
            ended: engagement.ended_at,
            organizer: &format!("proche@{}", self.settings().mail_host),
        };
        entry.file(locale, self.site())
    }

    /// The person, or staff for them, says how it was: one of [`FEEDBACK`], for all who helped.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for another word, [`Refusal::Conflict`] when nobody has helped yet.
    pub async fn tell_how_it_was(&self, actor: &Actor, id: RequestId, word: &str) -> Outcome<()> {
        if !FEEDBACK.contains(&word) {
            return Err(Refusal::field("feedback", "unknown"));
        }
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        let done = |e: &Engagement| {
            matches!(e.status, EngagementStatus::Completed | EngagementStatus::Confirmed)
        };
        let held = tx.engagements_of_request(id).await?;
        let mut helped: Vec<_> = held.into_iter().filter(done).collect();
        if helped.is_empty() {
            return Err(Refusal::Conflict("nobody_helped"));
        }
        for engagement in &mut helped {
            engagement.feedback = Some(word.to_owned());
            tx.update_engagement(engagement.status, engagement).await?;
        }
        let kind = if word == "good" { "request.went_well" } else { "request.went_badly" };
        self.happened(&mut tx, kind, actor, id, serde_json::json!({})).await?;
        self.finish(tx).await
    }
}
