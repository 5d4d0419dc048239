//! Everything that is kept about a person, in a form that they can read and take along.

use matching::{RequestId, VolunteerId};
use serde_json::{Value, json};
use store::{CallSpan, Engagement, Reveal, RevealFilter};

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::reveal::RevealedRequest;
use crate::service::Dispatch;

/// Views listed at most.
const MOST: u32 = 10_000;

impl Dispatch {
    /// Everything kept about who asked for a request, for themselves, or for staff who hand it on
    /// and state why. It is a view of the data, and noted as one.
    pub async fn export_request(
        &self,
        actor: &Actor,
        id: RequestId,
        reason: &str,
    ) -> Outcome<Value> {
        let RevealedRequest { request, contact, mut details } = match actor {
            Actor::Requester(_) => self.own_request(actor, id).await?,
            _ => self.reveal_to_staff(actor, id, reason).await?,
        };
        // They may be about whoever takes the file along.
        details.concerns.clear();
        let filter = RevealFilter { person: Some(id), limit: MOST, ..RevealFilter::default() };
        let mut tx = self.read().await?;
        let engagements = tx.engagements_of_request(id).await?;
        let seen = tx.reveals(&filter).await?;
        let calls = tx.calls_of_request(id).await?;
        let seen = seen.iter().map(|row| &row.reveal).filter(|l| l.request_id == Some(id));
        Ok(json!({
            "reference": request.reference,
            "kind_of_help": request.category.as_str(),
            "status": request.status.code(),
            "asked_at": request.created_at.to_string(),
            "needed_by": request.needed_by.to_string(),
            "asked_by_way_of": request.channel.code(),
            "contact": contact,
            "what": details,
            "place": {
                "country": request.country,
                "postcode": request.postcode,
                "neighbourhood": request.label,
            },
            "language": request.language.as_str(),
            "agreement": {
                "version": request.consent_version,
                "at": request.consent_at.to_string(),
                "by": request.consent_by,
            },
            "calls": calls.iter().map(called).collect::<Vec<_>>(),
            "help": engagements.iter().map(promised).collect::<Vec<_>>(),
            "seen_by": seen.map(viewed).collect::<Vec<_>>(),
        }))
    }

    /// Everything kept about a volunteer, for themselves, or for staff who hand it on and state
    /// why.
    pub async fn export_volunteer(
        &self,
        actor: &Actor,
        id: VolunteerId,
        reason: &str,
    ) -> Outcome<Value> {
        let contact = match actor {
            Actor::Volunteer(own) if *own == id => self.own_contact(actor, id).await?,
            Actor::Volunteer(_) => return Err(Refusal::NotFound),
            _ => self.reveal_volunteer(actor, id, reason).await?,
        };
        let volunteer = self.volunteer(actor, id).await?;
        let anchors = volunteer.anchors(&self.key(volunteer.subject_id).await?)?;
        let promises = self.promises(actor, id).await?;
        let promises = promises.iter().map(|(engagement, request)| {
            let mut promise = promised(engagement);
            promise["kind_of_help"] = json!(request.category.as_str());
            promise["neighbourhood"] = json!(request.label);
            promise
        });
        let filter = RevealFilter { volunteer: Some(id), limit: MOST, ..RevealFilter::default() };
        let seen = self.read().await?.reveals(&filter).await?;
        let places = anchors.iter().map(|at| json!({ "lat": at.lat(), "lon": at.lon() }));
        Ok(json!({
            "contact": contact,
            "places": places.collect::<Vec<_>>(),
            "status": volunteer.status.code(),
            "country": volunteer.country,
            "postcode": volunteer.postcode,
            "neighbourhood": volunteer.label,
            "radius_m": volunteer.radius_m,
            "categories": volunteer.categories,
            "skills": volunteer.skills,
            "languages": volunteer.languages,
            "language": volunteer.language.as_str(),
            "availability": volunteer.availability.to_string(),
            "quiet_hours": volunteer.quiet_hours.to_string(),
            "timezone": volunteer.timezone,
            "capacity": volunteer.capacity,
            "max_alerts_per_week": volunteer.max_alerts_per_week,
            "mail_mode": volunteer.mail_mode.code(),
            "news_of_the_team": self.wants_news(id).await?,
            "mails_wanted": self.wanted_mails(id).await?,
            "agreement": {
                "version": volunteer.consent_version,
                "at": volunteer.consent_at.to_string(),
                "by": volunteer.consent_source,
            },
            "signed_up_at": volunteer.created_at.to_string(),
            "promises": promises.collect::<Vec<_>>(),
            "seen_by": seen.iter().map(|row| viewed(&row.reveal)).collect::<Vec<_>>(),
        }))
    }
}

fn promised(engagement: &Engagement) -> Value {
    json!({
        "status": engagement.status.code(),
        "promised_at": engagement.created_at.to_string(),
        "done_at": engagement.completed_at.map(|at| at.to_string()),
    })
}

fn called(call: &CallSpan) -> Value {
    json!({
        "direction": call.direction,
        "from": call.started_at.to_string(),
        "to": call.ended_at.to_string(),
        "outcome": call.outcome,
    })
}

fn viewed(reveal: &Reveal) -> Value {
    json!({ "at": reveal.at.to_string(), "who": reveal.actor_kind, "why": reveal.reason })
}
