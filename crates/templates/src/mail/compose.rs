//! Which facts and which link each kind of mail carries.

use super::letter::Letter;
use super::{Alert, Digest, DigestRow, Mail, Message, Near, Receipt, WithdrawnReason};
use crate::dates::capitalised;
use crate::{Locale, SiteInfo, Value, paths, tr};

pub(super) fn letter<'a>(mail: &'a Mail, locale: Locale, site: &'a SiteInfo) -> Letter<'a> {
    let new = |message, args| Letter::new(mail.kind(), message, locale, site, args);
    let plain = |message| new(message, Vec::new());
    match mail {
        Mail::Alert(alert) => self::alert(mail.kind(), "mail-alert", alert, locale, site),
        Mail::Stretch(alert) => self::alert(mail.kind(), "mail-stretch", alert, locale, site),
        Mail::Message(message) => self::message(message, locale, site),
        Mail::Digest(digest) => self::digest(digest, locale, site),
        Mail::Taken(near) => settings(new("mail-taken", near_args(near, locale))),
        Mail::Confirm(to) => {
            plain("mail-confirm").greet(&to.first_name).button(&format!("/c/{}", to.token))
        }
        Mail::Welcome(to) => new("mail-welcome", vec![("radius", to.radius_km.into())])
            .greet(&to.first_name)
            .button(paths::ME),
        Mail::Pending(to) => plain("mail-pending").greet(&to.first_name),
        Mail::Invite(to) => new(
            "mail-invite",
            vec![("operator", text(&site.operator_name)), ("site", text(&site.name))],
        )
        .greet(&to.first_name)
        .button(&format!("/c/{}", to.token)),
        Mail::Receipt(receipt) => self::receipt(receipt, locale, site),
        Mail::Engaged(to) => visit_facts(plain("mail-engaged"), mail, locale)
            .greet(&to.first_name)
            .button(&page(&to.engagement_id)),
        Mail::Withdrawn(to) => {
            let mut letter = settings(plain("mail-withdrawn"));
            letter.intro = letter.part(withdrawn_part(to.reason)).into_iter().collect();
            where_facts(letter, &to.near, locale)
        }
        Mail::Reminder(to) => visit_facts(plain("mail-reminder"), mail, locale)
            .greet(&to.first_name)
            .button(&page(&to.engagement_id)),
        Mail::Chaser(to) => new("mail-chaser", near_args(&to.near, locale))
            .greet(&to.first_name)
            .button(&page(&to.engagement_id)),
        Mail::Completed(near) => settings(new("mail-completed", near_args(near, locale))),
        Mail::Login(to) => new("mail-login", vec![("minutes", to.minutes.into())])
            .fact("mail-fact-code", &to.code)
            .button(&format!("/l/{}", to.token)),
        Mail::Overdue(to) => new("mail-overdue", vec![("count", to.count.into())])
            .fact("mail-fact-area", &to.area)
            .button(paths::STAFF_TASKS),
        Mail::Setup(to) => {
            let until = locale.date_time(&to.link_until);
            new("mail-setup", vec![("site", text(&site.name)), ("until", until.into())])
                .button(&format!("{}/{}", paths::SETUP, to.token))
        }
        Mail::Inactive(to) => {
            new("mail-inactive", vec![("date", locale.day_month_year(to.erased_on).into())])
                .greet(&to.first_name)
                .button(paths::SIGN_IN)
        }
        Mail::EmailOld(to) | Mail::EmailNew(to) | Mail::EmailLost(to) => {
            let message = match mail {
                Mail::EmailOld(_) => "mail-email-old",
                Mail::EmailNew(_) => "mail-email-new",
                _ => "mail-email-lost",
            };
            let until = locale.date_time(&to.until);
            new(message, vec![("site", text(&site.name)), ("until", until.into())])
                .button(&format!("/e/{}", to.token))
        }
        Mail::EmailChanged => new("mail-email-changed", vec![("site", text(&site.name))]),
        Mail::Matched(_)
        | Mail::NobodyYet(_)
        | Mail::Reopened(_)
        | Mail::AskDone(_)
        | Mail::Merged(_)
        | Mail::Expired(_) => to_requester(mail, locale, site),
    }
}

fn to_requester<'a>(mail: &'a Mail, locale: Locale, site: &'a SiteInfo) -> Letter<'a> {
    let (message, reference, name, token) = match mail {
        Mail::Matched(m) => ("mail-matched", &m.reference, m.first_name.as_str(), &m.manage_token),
        Mail::Reopened(m) => {
            ("mail-reopened", &m.reference, m.first_name.as_str(), &m.manage_token)
        }
        Mail::AskDone(m) => ("mail-ask-done", &m.reference, m.first_name.as_str(), &m.manage_token),
        Mail::Merged(m) => ("mail-merged", &m.reference, "", &m.manage_token),
        Mail::Expired(m) => ("mail-expired", &m.reference, "", &m.manage_token),
        Mail::NobodyYet(m) => ("mail-nobody-yet", &m.reference, "", &m.manage_token),
        _ => unreachable!("the caller passes only mails to requesters"),
    };
    let args = vec![("reference", text(reference)), ("name", Value::from(name))];
    let letter = Letter::new(mail.kind(), message, locale, site, args);
    let letter = letter.fact("mail-fact-number", reference).button(&format!("/m/{token}"));
    match mail {
        Mail::Matched(matched) => letter
            .fact("mail-fact-who", &matched.first_name)
            .fact("mail-fact-when", capitalised(&locale.visit(&matched.visit)))
            .fact("mail-fact-word", &matched.door_word),
        _ => letter,
    }
}

fn alert<'a>(
    kind: &'static str,
    message: &'a str,
    alert: &'a Alert,
    locale: Locale,
    site: &'a SiteInfo,
) -> Letter<'a> {
    let home = alert.distance.map_or_else(String::new, |d| locale.distance_from_home(d));
    let args = vec![
        ("category", locale.category(&alert.category).into()),
        ("distance", home.into()),
        ("radius", alert.radius_km.into()),
        ("until", locale.date_time(&alert.link_until).into()),
    ];
    let mut letter = Letter::new(kind, message, locale, site, args);
    letter.title = locale.category_need(&alert.category);
    let distance = if let Some(bucket) = alert.distance {
        locale.distance(bucket)
    } else {
        letter.subject = letter.part("subject-remote").unwrap_or_default();
        letter.reason = letter.part("reason-remote").unwrap_or_default();
        tr(locale, "distance-remote", &[])
    };
    letter
        .fact("mail-fact-where", &alert.neighbourhood)
        .fact("mail-fact-distance", capitalised(&distance))
        .fact("mail-fact-before", capitalised(&locale.date_time(&alert.deadline)))
        .fact("mail-fact-todo", items(alert.items, locale))
        .fact("mail-fact-payment", locale.payment(&alert.payment))
        .button(&format!("/a/{}", alert.token))
        .link("mail-settings", paths::ME)
        .link("mail-unsubscribe", &format!("/u/{}", alert.unsubscribe_token))
}

/// The words are the coordinator's; who sends them and how to stop them stands around.
fn message<'a>(message: &'a Message, locale: Locale, site: &'a SiteInfo) -> Letter<'a> {
    let args = vec![("operator", text(site.sender())), ("site", text(&site.name))];
    let mut letter =
        Letter::new("message", "mail-message", locale, site, args).greet(&message.first_name);
    letter.subject.clone_from(&message.subject);
    letter.title.clone_from(&message.subject);
    letter.intro.clone_from(&message.paragraphs);
    letter
        .link("mail-settings", paths::ME)
        .link("mail-stop-news", &format!("/u/{}", message.stop_token))
}

fn digest<'a>(digest: &'a Digest, locale: Locale, site: &'a SiteInfo) -> Letter<'a> {
    let count = u32::try_from(digest.rows.len()).unwrap_or(u32::MAX);
    let args = vec![("count", count.into())];
    let mut letter =
        Letter::new("digest", "mail-digest", locale, site, args).greet(&digest.first_name);
    for row in &digest.rows {
        letter = letter.labelled(locale.category(&row.near.category), digest_line(row, locale));
    }
    letter
        .button(paths::ME_NEAR)
        .link("mail-settings", paths::ME)
        .link("mail-unsubscribe", &format!("/u/{}", digest.unsubscribe_token))
}

fn digest_line(row: &DigestRow, locale: Locale) -> String {
    let distance = row
        .distance
        .map_or_else(|| tr(locale, "distance-remote", &[]), |bucket| locale.distance(bucket));
    let deadline = locale.date_time(&row.deadline);
    let parts = [row.near.neighbourhood.as_str(), &distance, &deadline];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn receipt<'a>(receipt: &'a Receipt, locale: Locale, site: &'a SiteInfo) -> Letter<'a> {
    let (message, path) = match &receipt.confirm_token {
        Some(token) => ("mail-receipt-confirm", format!("/c/{token}")),
        None => ("mail-receipt", format!("/m/{}", receipt.manage_token)),
    };
    let args = vec![("reference", text(&receipt.reference))];
    let help: Vec<_> = receipt.categories.iter().map(|slug| locale.category(slug)).collect();
    Letter::new("receipt", message, locale, site, args)
        .fact("mail-fact-number", &receipt.reference)
        .fact("mail-fact-help", help.join(", "))
        .fact("mail-fact-before", capitalised(&locale.date_time(&receipt.deadline)))
        .button(&path)
}

fn visit_facts<'a>(letter: Letter<'a>, mail: &Mail, locale: Locale) -> Letter<'a> {
    let (near, visit, deadline) = match mail {
        Mail::Engaged(to) => (&to.near, &to.visit, &to.deadline),
        Mail::Reminder(to) => (&to.near, &to.visit, &to.deadline),
        _ => unreachable!("the caller passes only mails about a visit"),
    };
    where_facts(letter, near, locale)
        .fact("mail-fact-when", capitalised(&locale.visit(visit)))
        .fact("mail-fact-before", capitalised(&locale.date_time(deadline)))
}

fn where_facts<'a>(letter: Letter<'a>, near: &Near, locale: Locale) -> Letter<'a> {
    letter
        .fact("mail-fact-help", locale.category(&near.category))
        .fact("mail-fact-where", &near.neighbourhood)
}

fn settings(letter: Letter<'_>) -> Letter<'_> {
    letter.link("mail-settings", paths::ME)
}

fn near_args(near: &Near, locale: Locale) -> Vec<(&'static str, Value<'_>)> {
    vec![("category", locale.category(&near.category).into()), ("place", text(&near.neighbourhood))]
}

fn items(count: u32, locale: Locale) -> String {
    if count == 0 { String::new() } else { tr(locale, "items", &[("count", count.into())]) }
}

fn page(engagement_id: &str) -> String {
    format!("{}/{engagement_id}", paths::ENGAGEMENTS)
}

fn withdrawn_part(reason: WithdrawnReason) -> &'static str {
    match reason {
        WithdrawnReason::NotNeeded => "not-needed",
        WithdrawnReason::Cancelled => "cancelled",
        WithdrawnReason::Changed => "changed",
        WithdrawnReason::Arranged => "arranged",
        WithdrawnReason::Released => "released",
    }
}

fn text(value: &str) -> Value<'_> {
    Value::from(value)
}
