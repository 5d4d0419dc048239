//! Links with one button: confirm an address or a request, stop the alerts.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Purpose, Refusal};
use matching::VolunteerStatus;
use templates::pages::{Notice, NoticePage};

use super::posted::Posted;
use super::visit::Visit;
use crate::cookies::Cookie;
use crate::error::{Error, Result};
use crate::routes::Routes;

/// What stands in a mailed link; unreadable is as good as unknown.
pub(super) type Token = std::result::Result<Path<String>, PathRejection>;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/c/{token}", get(ask_to_confirm).post(confirm))
        .route("/u/{token}", get(ask_to_stop).post(stop))
}

/// The token, empty where it cannot be read.
pub(super) fn token(token: Token) -> String {
    token.map(|Path(token)| token).unwrap_or_default()
}

/// The page of a link that no longer works.
pub(super) fn link_gone(visit: &Visit) -> Result<Response> {
    visit.notice(StatusCode::GONE, &Notice::LinkGone)
}

async fn ask_to_confirm(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().confirmation_kind(&token(link)).await {
        Ok(Purpose::ConfirmVolunteer) => visit.notice(StatusCode::OK, &Notice::ConfirmVolunteer),
        Ok(_) => visit.notice(StatusCode::OK, &Notice::ConfirmRequest),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

async fn confirm(visit: Visit, link: Token, posted: Posted) -> Result<Response> {
    let token = token(link);
    let sure = posted.get("sure") == "yes";
    let confirmed = match visit.dispatch().confirmation_kind(&token).await {
        Ok(Purpose::ConfirmVolunteer) if sure => confirm_volunteer(&visit, &token).await,
        Ok(_) if sure => confirm_request(&visit, &token).await,
        Ok(Purpose::ConfirmVolunteer) => unticked(&visit, &Notice::ConfirmVolunteer),
        Ok(_) => unticked(&visit, &Notice::ConfirmRequest),
        Err(other) => Err(other.into()),
    };
    match confirmed {
        Err(Error::Refused(Refusal::Gone)) => link_gone(&visit),
        other => other,
    }
}

/// The same page again, for whoever has not ticked it.
pub(super) fn unticked(visit: &Visit, notice: &Notice) -> Result<Response> {
    let page = NoticePage::new(visit.frame(), notice).unticked();
    visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn confirm_volunteer(visit: &Visit, token: &str) -> Result<Response> {
    let id = visit.dispatch().confirm_volunteer(token).await?;
    let volunteer = visit.dispatch().volunteer(&Actor::Volunteer(id), id).await?;
    let notice = match volunteer.status {
        VolunteerStatus::PendingReview => Notice::VolunteerPending,
        _ => Notice::VolunteerWelcome,
    };
    visit.notice(StatusCode::OK, &notice)
}

/// Opens the request; this browser may follow it from now on.
async fn confirm_request(visit: &Visit, token: &str) -> Result<Response> {
    let id = visit.dispatch().confirm_request(token).await?;
    let request = visit.dispatch().request(&Actor::Requester(id), id).await?;
    let link = visit.dispatch().token(Purpose::Manage, id.0, request.version);
    let cookie = visit.dispatch().manage_cookie(&link).await?;
    let mut response =
        visit.notice(StatusCode::OK, &Notice::RequestConfirmed(request.reference))?;
    let cookie = Cookie::Manage.set(&visit.state.settings, &cookie);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn ask_to_stop(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().what_link_stops(&token(link)).await {
        Ok(Purpose::StopNews) => visit.notice(StatusCode::OK, &Notice::StopNews),
        Ok(_) => visit.notice(StatusCode::OK, &Notice::Unsubscribe),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

/// From the page, ticked, or from a mail program in the words of RFC 8058.
async fn stop(visit: Visit, link: Token, posted: Posted) -> Result<Response> {
    let (token, dispatch) = (token(link), visit.dispatch());
    let sure = posted.get("sure") == "yes" || posted.get("List-Unsubscribe") == "One-Click";
    let stopped = match dispatch.what_link_stops(&token).await {
        Ok(Purpose::StopNews) if sure => {
            dispatch.stop_news_by_link(&token).await.map(|()| Notice::NewsStopped)
        }
        Ok(_) if sure => dispatch.unsubscribe(&token).await.map(|()| Notice::Unsubscribed),
        Ok(Purpose::StopNews) => return unticked(&visit, &Notice::StopNews),
        Ok(_) => return unticked(&visit, &Notice::Unsubscribe),
        Err(refused) => Err(refused),
    };
    match stopped {
        Ok(notice) => visit.notice(StatusCode::OK, &notice),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}
