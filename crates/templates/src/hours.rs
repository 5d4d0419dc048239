//! Weekly hours as each language says them.

use jiff::civil::Time;

use crate::dates::capitalised;
use crate::{Locale, tr};

/// Some days of a week and the hours on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursOnDays {
    /// Days in the order of the week, Monday is 0.
    pub days: Vec<usize>,
    /// When they begin.
    pub from: Time,
    /// When they end, on the next day where not after the beginning; equal is the whole day.
    pub to: Time,
}

impl Locale {
    /// The hours of a week, one line for each part: `Lundi et mardi, de 17 h à 21 h`.
    ///
    /// No part at all is any time.
    pub fn weekly_hours(self, parts: &[HoursOnDays]) -> Vec<String> {
        if parts.is_empty() {
            return vec![capitalised(&tr(self, "hours-always", &[]))];
        }
        let line = |part: &HoursOnDays| {
            let (days, hours) = (self.named_days(&part.days), self.hours(part.from, part.to));
            capitalised(&format!("{days}, {hours}"))
        };
        parts.iter().map(line).collect()
    }

    fn named_days(self, days: &[usize]) -> String {
        if days.len() == 7 {
            return tr(self, "hours-every-day", &[]);
        }
        let in_a_row = days.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        if let ([first, .., last], true) = (days, in_a_row && days.len() > 2) {
            let args =
                [("first", self.weekday(*first).into()), ("last", self.weekday(*last).into())];
            return tr(self, "hours-days", &args);
        }
        let names: Vec<&str> = days.iter().map(|day| self.weekday(*day)).collect();
        self.listed(&names)
    }

    /// Some words with an “and” before the last.
    fn listed(self, words: &[&str]) -> String {
        let Some((last, others)) = words.split_last() else { return String::new() };
        if others.is_empty() {
            return (*last).to_owned();
        }
        let args = [("others", others.join(", ").into()), ("last", (*last).into())];
        tr(self, "hours-and", &args)
    }

    fn hours(self, from: Time, to: Time) -> String {
        if from == to {
            return tr(self, "hours-all-day", &[]);
        }
        let end = if to == Time::midnight() {
            tr(self, "hours-midnight", &[])
        } else if to < from {
            tr(self, "hours-next-day", &[("time", self.time(to).into())])
        } else {
            self.time(to)
        };
        tr(self, "hours-from-to", &[("from", self.time(from).into()), ("to", end.into())])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;
    use crate::Locale::{De, En, Fr, Nl, Uk};

    fn part(days: &[usize], from: i8, to: i8) -> HoursOnDays {
        HoursOnDays { days: days.to_vec(), from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }
    }

    fn said(locale: Locale, part: HoursOnDays) -> String {
        locale.weekly_hours(&[part]).concat().replace('\u{a0}', " ")
    }

    #[test]
    fn hours_are_said_as_people_say_them() {
        assert_eq!(said(Fr, part(&[0, 1], 17, 21)), "Lundi et mardi, de 17 h à 21 h");
        assert_eq!(said(Fr, part(&[0, 1, 2, 3, 4], 9, 12)), "Du lundi au vendredi, de 9 h à 12 h");
        assert_eq!(said(Fr, part(&[5], 20, 0)), "Samedi, de 20 h à minuit");
        assert_eq!(
            said(Fr, part(&[5, 6], 22, 2)),
            "Samedi et dimanche, de 22 h à 2 h le lendemain"
        );
        assert_eq!(
            said(Fr, part(&[0, 2, 4], 9, 9)),
            "Lundi, mercredi et vendredi, toute la journée"
        );
        assert_eq!(said(Fr, part(&[0, 1, 2, 3, 4, 5, 6], 8, 20)), "Tous les jours, de 8 h à 20 h");
        assert_eq!(
            said(Nl, part(&[0, 1, 2], 9, 12)),
            "Maandag tot en met woensdag, van 9 uur tot 12 uur"
        );
        assert_eq!(said(En, part(&[0, 1], 17, 21)), "Monday and Tuesday, from 17:00 to 21:00");
        assert_eq!(
            said(De, part(&[0, 1], 17, 0)),
            "Montag und Dienstag, von 17 Uhr bis Mitternacht"
        );
        assert_eq!(said(Uk, part(&[0, 1], 17, 21)), "Понеділок і вівторок, 17:00–21:00");
    }

    #[test]
    fn each_part_has_its_line_and_none_is_any_time() {
        assert_eq!(En.weekly_hours(&[part(&[0], 9, 12), part(&[5], 9, 12)]).len(), 2);
        assert_eq!(En.weekly_hours(&[]), ["At any time"]);
    }
}
