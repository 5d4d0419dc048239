//! The roster: who is at the desk when, and what is still missing.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, PlannedShift, Refusal, ShiftPlan};
use jiff::ToSpan as _;
use jiff::civil::Date;
use matching::{Role, ShiftId};
use templates::pages::{Roster, ShiftDay, ShiftRow};
use templates::{Errors, paths, tr};

use super::super::bad_fields;
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::{desk, notice};
use crate::error::Result;
use crate::routes::Routes;

/// Days shown.
const DAYS: i64 = 28;
/// Shifts as a desk has them that is open from eight to eight.
const USUAL_HOURS: &str = "8:00 12:00 16:00 20:00";

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_ROSTER, get(view).post(answer))
}

/// What a coordinator types to plan.
struct Typed {
    from_day: String,
    to_day: String,
    hours: String,
    places: String,
}

impl Typed {
    /// The week that comes, in three shifts a day.
    fn usual(visit: &Visit) -> Self {
        let today = visit.now().to_zoned(visit.zone()).date();
        let on = |days: i32| today.checked_add(days.days()).unwrap_or(today).to_string();
        Self {
            from_day: on(1),
            to_day: on(7),
            hours: USUAL_HOURS.to_owned(),
            places: "3".to_owned(),
        }
    }

    fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.get(name).trim().to_owned();
        Self {
            from_day: text("from_day"),
            to_day: text("to_day"),
            hours: text("shift_hours"),
            places: text("places"),
        }
    }

    fn plan(&self) -> ShiftPlan {
        let hours = self.hours.split([' ', ',', ';', '-', '–']).filter(|hour| !hour.is_empty());
        ShiftPlan {
            from_day: self.from_day.clone(),
            to_day: self.to_day.clone(),
            hours: hours.map(two_digits).collect(),
            places: self.places.parse().unwrap_or(0),
        }
    }
}

/// `8`, `8:00`, `8h` and `08:00` are one hour.
fn two_digits(hour: &str) -> String {
    let hour = hour.replace(['h', '.'], ":");
    let (hours, minutes) = hour.split_once(':').unwrap_or((&hour, ""));
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    format!("{hours:0>2}:{minutes}")
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let usual = Typed::usual(&visit);
    let said = notice(&visit, &visit.frame());
    shown(&visit, &actor, usual, said, Errors::none()).await
}

async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let dispatch = visit.dispatch();
    if posted.get("go") == "plan" {
        let typed = Typed::of(&posted);
        return match dispatch.plan_shifts(&actor, &typed.plan()).await {
            Ok(_) => Ok(see_other(&format!("{}?did=plan", paths::STAFF_ROSTER))),
            Err(Refusal::Invalid(bad)) => {
                let errors = bad_fields::shown(visit.locale, &bad, input_of);
                shown(&visit, &actor, typed, String::new(), errors).await
            }
            Err(other) => Err(other.into()),
        };
    }
    let id: ShiftId = posted.get("shift").parse().map_err(|_| Refusal::NotFound)?;
    let done = match posted.get("go") {
        "take" => dispatch.take_shift(&actor, id).await,
        "leave" => dispatch.leave_shift(&actor, id).await,
        "cancel" => dispatch.cancel_shift(&actor, id).await,
        _ => Ok(()),
    };
    match done {
        Ok(()) => Ok(see_other(&format!("{}?did=yes", paths::STAFF_ROSTER))),
        Err(Refusal::Conflict(_)) => {
            let full = tr(visit.locale, "roster-full", &[]);
            shown(&visit, &actor, Typed::usual(&visit), full, Errors::none()).await
        }
        Err(other) => Err(other.into()),
    }
}

fn input_of(field: &str) -> &'static str {
    match field {
        "to_day" => "to_day",
        "hours" => "shift_hours",
        "places" => "places",
        _ => "from_day",
    }
}

async fn shown(
    visit: &Visit,
    actor: &Actor,
    typed: Typed,
    notice: String,
    errors: Errors,
) -> Result<Response> {
    let shifts = visit.dispatch().shifts(actor, DAYS).await?;
    let mut days: Vec<(Date, ShiftDay)> = Vec::new();
    for planned in &shifts {
        let day = planned.shift.starts_at.to_zoned(visit.zone()).date();
        if days.last().is_none_or(|(last, _)| *last != day) {
            let shifts = Vec::new();
            days.push((day, ShiftDay { day: visit.locale.date(day), shifts }));
        }
        let row = row(visit, actor, planned).await?;
        if let Some((_, last)) = days.last_mut() {
            last.shifts.push(row);
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(
        status,
        &Roster {
            frame: visit.frame(),
            errors,
            notice,
            days: days.into_iter().map(|(_, day)| day).collect(),
            missing: shifts.iter().map(PlannedShift::missing).sum(),
            may_plan: actor.staff(Role::Coordinator).is_ok(),
            from_day: typed.from_day,
            to_day: typed.to_day,
            hours: typed.hours,
            places: typed.places,
        },
    )
}

async fn row(visit: &Visit, actor: &Actor, planned: &PlannedShift) -> Result<ShiftRow> {
    let shift = &planned.shift;
    let mine = actor.account().is_some_and(|account| planned.taken_by.contains(&account));
    let names = desk::names(visit, planned).await?;
    let mut actions = Vec::new();
    if mine {
        actions.push("leave");
    } else if planned.missing() > 0 && actor.account().is_some() {
        actions.push("take");
    }
    if actor.staff(Role::Coordinator).is_ok() {
        actions.push("cancel");
    }
    Ok(ShiftRow {
        id: shift.id.to_string(),
        hours: desk::hours(visit, planned),
        who: if names.is_empty() { tr(visit.locale, "roster-nobody", &[]) } else { names },
        taken: u32::try_from(planned.taken_by.len()).unwrap_or(u32::MAX),
        places: shift.places,
        now: shift.starts_at <= visit.now() && visit.now() < shift.ends_at,
        mine,
        actions,
    })
}

#[cfg(test)]
mod tests {
    use super::two_digits;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, hour) in
            [("8", "08:00"), ("8:30", "08:30"), ("8h", "08:00"), ("20h30", "20:30")]
        {
            assert_eq!(two_digits(typed), hour);
        }
    }
}
