//! What needs a member of staff now, with the one thing to do about each.

use dispatch::{Actor, Needed, Reason};
use matching::AreaId;
use templates::pages::{NeedAct, NeedCount, NeedLine, NeedList};
use templates::{Frame, paths, tr};

use super::super::visit::Visit;
use super::{age, short};
use crate::error::Result;

/// Requests shown.
const SHOWN: usize = 20;

/// The list of the caller's areas, narrowed to one area and to `?need=`.
pub(super) async fn listed(visit: &Visit, actor: &Actor, area: Option<AreaId>) -> Result<NeedList> {
    let only = visit.query("need").parse::<Reason>().ok();
    let found = visit.dispatch().needs(actor, area, only, SHOWN).await?;
    let frame = visit.frame();
    let count = |number: u32| frame.number(number);
    let all = NeedCount {
        href: visit.with_query("need", ""),
        label: frame.t("board-all"),
        count: count(found.total()),
        is_current: only.is_none(),
    };
    let by_reason = found.counts.iter().map(|(reason, number)| NeedCount {
        href: visit.with_query("need", reason.code()),
        label: frame.locale.word("need", reason.code()),
        count: count(*number),
        is_current: only == Some(*reason),
    });
    let about = found.about_volunteers.iter().map(|(kind, number)| NeedCount {
        href: paths::STAFF_TASKS.to_owned(),
        label: frame.locale.word("task", kind.code()),
        count: count(*number),
        is_current: false,
    });
    Ok(NeedList {
        total: found.total(),
        lines: found.first.iter().map(|one| line(visit, &frame, one)).collect(),
        counts: std::iter::once(all).chain(by_reason).collect(),
        searching: found.searching,
        about_volunteers: about.collect(),
    })
}

fn line(visit: &Visit, frame: &Frame, needed: &Needed) -> NeedLine {
    let request = &needed.request;
    let href = format!("{}/{}", paths::STAFF_REQUESTS, request.id);
    NeedLine {
        act: act(needed.reason, &href),
        href,
        age: age(visit, request.created_at),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        neighbourhood: request.label.clone(),
        reason: needed.reason.code().to_owned(),
        alarm: needed.reason.is_pressing(),
        detail: detail(visit, frame, needed),
    }
}

fn act(reason: Reason, href: &str) -> NeedAct {
    match reason {
        Reason::NobodyLeft => NeedAct::Send("widen"),
        Reason::Silence => NeedAct::Send("resend"),
        Reason::Reopened => NeedAct::Read(paths::STAFF_PLAN.to_owned()),
        Reason::Vital | Reason::DeadlineNear | Reason::NotDone | Reason::Old => {
            NeedAct::Read(format!("{href}#candidates"))
        }
        Reason::Concern | Reason::Unconfirmed => NeedAct::Read(href.to_owned()),
    }
}

fn detail(visit: &Visit, frame: &Frame, needed: &Needed) -> String {
    let answers = needed.answers;
    let until = frame.t1("need-until", "when", short(visit, needed.request.needed_by));
    if answers.asked == 0 {
        return until;
    }
    let args = [
        ("asked", answers.asked.into()),
        ("no", answers.no.into()),
        ("silent", answers.silent.into()),
    ];
    format!("{} {until}", tr(visit.locale, "waiting-answers", &args))
}
