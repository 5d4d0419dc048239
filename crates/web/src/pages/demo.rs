//! The demo's mailbox: what was captured instead of sent. It exists in the demo only.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::Refusal;
use mailer::{CaptureBox, CapturedMail, Transport};
use std::sync::Arc;
use templates::pages::{MailHtml, MailLine, MailView, Mailbox};
use templates::paths;

use super::confirm::{Token, token};
use super::visit::Visit;
use crate::error::Result;
use crate::routes::Routes;

/// Mails on one page.
const PAGE: usize = 50;
/// Mails looked through for a recipient.
const SEARCHED: usize = 20_000;
/// A mail brings its styles along and does nothing else.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
/// The page around it may show it.
const VIEW_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::DEMO_MAILBOX, get(list))
        .route("/demo/mailbox/{id}", get(view))
        .route("/demo/mailbox/{id}/html", get(html))
}

fn captured(visit: &Visit) -> Result<&CaptureBox> {
    match visit.dispatch().transport() {
        Transport::Capture(mails) if visit.state.settings.demo => Ok(mails),
        _ => Err(Refusal::NotFound.into()),
    }
}

fn mail(visit: &Visit, id: Token) -> Result<Arc<CapturedMail>> {
    let id = token(id).parse().map_err(|_| Refusal::NotFound)?;
    Ok(captured(visit)?.get(id).ok_or(Refusal::NotFound)?)
}

async fn list(visit: Visit) -> Result<Response> {
    let mails = captured(&visit)?;
    let to = visit.query("to").trim().to_lowercase();
    let before = visit.query("before").parse().unwrap_or(u64::MAX);
    let found = mails.list(0, SEARCHED).into_iter();
    let mut found: Vec<_> = found
        .filter(|mail| mail.id < before && mail.to.to_lowercase().contains(&to))
        .take(PAGE + 1)
        .collect();
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|mail| mail.id.to_string());
    visit.show(&Mailbox {
        frame: visit.frame(),
        to: visit.query("to").to_owned(),
        mails: found.iter().map(|mail| line(&visit, mail)).collect(),
        older_href: last.map(|id| visit.with_query("before", &id)),
    })
}

fn line(visit: &Visit, mail: &CapturedMail) -> MailLine {
    MailLine {
        href: format!("{}/{}", paths::DEMO_MAILBOX, mail.id),
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        kind: mail.kind.clone(),
        at: visit.locale.short_date_time(&mail.date.to_zoned(visit.zone())),
    }
}

async fn view(visit: Visit, id: Token) -> Result<Response> {
    let mail = mail(&visit, id)?;
    let mut response = visit.show(&MailView {
        frame: visit.frame(),
        mail: line(&visit, &mail),
        links: links(&mail.text),
        text: mail.text.clone(),
        html: MailHtml::At(format!("{}/{}/html", paths::DEMO_MAILBOX, mail.id)),
    })?;
    let policy = HeaderValue::from_static(VIEW_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// The links of a mail, each once, in their order.
fn links(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, '<' | '>' | '(' | ')' | ',' | '.'));
        let link = word.starts_with("http://") || word.starts_with("https://");
        if link && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// The HTML part under a policy of its own.
async fn html(visit: Visit, id: Token) -> Result<Response> {
    let mail = mail(&visit, id)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY)),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    ];
    Ok((headers, mail.html.clone()).into_response())
}
