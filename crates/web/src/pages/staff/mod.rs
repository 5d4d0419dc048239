//! Pages of operators, coordinators and administrators.

mod access;
mod account;
mod audit;
mod call;
mod dashboard;
mod desk;
mod fairness;
mod figures;
mod live;
mod map;
mod map_shades;
mod measures;
mod message;
mod needs;
mod notes;
mod phone_list;
mod plan;
mod requests;
mod retention;
mod roster;
mod story;
mod task;
mod tasks;
mod volunteer;
mod volunteers;

use dispatch::{Actor, Staff};
use jiff::Timestamp;
use matching::{AccountId, AreaId, Channel, Role, VolunteerId};
use templates::{Choice, Frame, LANGUAGES, tr};

pub(super) use tasks::home;

use super::visit::Visit;
use crate::error::Result;
use crate::routes::Routes;
use crate::words;

/// Rows of one page of a list.
const PAGE: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(tasks::routes())
        .merge(task::routes())
        .merge(requests::routes())
        .merge(story::routes())
        .merge(desk::routes())
        .merge(call::routes())
        .merge(roster::routes())
        .merge(volunteers::routes())
        .merge(volunteer::routes())
        .merge(message::routes())
        .merge(plan::routes())
        .merge(dashboard::routes())
        .merge(map::routes())
        .merge(live::routes())
        .merge(fairness::routes())
        .merge(audit::routes())
        .merge(retention::routes())
        .merge(account::routes())
}

/// A volunteer without a name: contact data open with a reason only.
fn volunteer_name(visit: &Visit, id: VolunteerId) -> String {
    let number = words::short(&id.to_string());
    tr(visit.locale, "volunteer-number", &[("number", number.into())])
}

/// The name of the member of staff who has something.
async fn assignee(visit: &Visit, id: Option<AccountId>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let staff = Staff { id: id.0, is_account: true, role: Role::Operator, area: None };
    Ok(visit.dispatch().staff_name(&staff).await.unwrap_or_default())
}

/// How long ago something was, in words.
fn age(visit: &Visit, since: Timestamp) -> String {
    let seconds = visit.now().duration_since(since).as_secs();
    visit.locale.duration(seconds.unsigned_abs())
}

/// A moment for tables and timelines.
fn short(visit: &Visit, at: Timestamp) -> String {
    visit.locale.short_date_time(&at.to_zoned(visit.zone()))
}

/// The time now, as the head of a page.
fn now_in_words(visit: &Visit) -> String {
    visit.locale.date_time(&visit.now().to_zoned(visit.zone()))
}

fn area_name(visit: &Visit, id: Option<AreaId>) -> String {
    let areas = visit.dispatch().areas();
    id.and_then(|id| areas.name(id).map(str::to_owned)).unwrap_or_default()
}

/// A filter: everything first, then its choices.
fn filter(frame: &Frame, chosen: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let all = Choice::new("", &frame.t("all"), chosen.is_empty());
    std::iter::once(all).chain(choices).collect()
}

/// Coded words as choices of a filter.
fn coded<'a>(
    frame: &Frame,
    family: &str,
    codes: impl IntoIterator<Item = &'a str>,
    chosen: &str,
) -> Vec<Choice> {
    let choice = |code: &str| Choice::new(code, &frame.locale.word(family, code), code == chosen);
    filter(frame, chosen, codes.into_iter().map(choice))
}

/// The categories in use as choices of a filter.
fn categories(visit: &Visit, frame: &Frame, chosen: &str) -> Vec<Choice> {
    let dense = super::category_choices(visit, frame, chosen).into_iter();
    filter(frame, chosen, dense.map(|choice| Choice { hint: String::new(), ..choice }))
}

/// Spoken languages as choices of a filter.
fn languages(frame: &Frame, chosen: &str) -> Vec<Choice> {
    filter(frame, chosen, frame.language_choices(&LANGUAGES, chosen))
}

/// The ways in which requests come in as choices of a filter.
fn channels(frame: &Frame, chosen: &str) -> Vec<Choice> {
    coded(frame, "channel", Channel::ALL.iter().map(|channel| channel.code()), chosen)
}

/// The areas that the reader sees as choices of a filter.
fn areas(visit: &Visit, frame: &Frame, actor: &Actor, chosen: &str) -> Vec<Choice> {
    let tree = visit.dispatch().areas();
    let own = actor.staff(Role::Operator).ok().and_then(|staff| staff.areas(&tree));
    let seen = tree.areas().iter().filter(|area| own.as_ref().is_none_or(|o| o.contains(&area.id)));
    let choice = |area: &store::Area| {
        let id = area.id.to_string();
        Choice::new(&id, &area.name, id == chosen)
    };
    filter(frame, chosen, seen.map(choice))
}

/// The areas of a filter: the chosen one and all within it.
fn chosen_areas(visit: &Visit, chosen: &str) -> Option<Vec<AreaId>> {
    let tree = visit.dispatch().areas();
    tree.find(chosen).map(|area| tree.within(area))
}

/// What was just done, after a redirect with `?did=`; a code may carry a number: `widened-3`.
fn notice(visit: &Visit, frame: &Frame) -> String {
    match visit.query("did").split_once('-') {
        Some((code @ ("resent" | "widened" | "sent"), count)) => {
            let count: u32 = count.parse().unwrap_or_default();
            frame.locale.word_with("did", code, &[("count", count.into())])
        }
        _ if visit.query("did").is_empty() => String::new(),
        _ => frame.t("me-saved"),
    }
}
