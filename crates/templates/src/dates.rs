//! Days and hours as each language says them.
//!
//! Every function takes a zoned time or a civil date: the caller chooses the reader's time zone.

use jiff::Zoned;
use jiff::civil::{Date, Time};

use crate::{Locale, tr};

/// When a volunteer said to come.
#[derive(Clone, PartialEq, Eq)]
pub enum Visit {
    /// At once.
    Now,
    /// Some time on a day.
    OnDay(Date),
    /// Around a time of day.
    At(Zoned),
}

impl Locale {
    /// A day of the week, Monday first (0 to 6).
    ///
    /// # Panics
    /// If `index` is above 6.
    pub fn weekday(self, index: usize) -> &'static str {
        self.calendar().days[index]
    }

    /// A day in full without its year: `jeudi 20 novembre`, `Donnerstag, 20. November`.
    ///
    /// Ukrainian names the weekday last, in brackets, so that the day stays right after any
    /// preposition: `20 листопада (четвер)`.
    pub fn date(self, date: Date) -> String {
        let (weekday, day) = (self.weekday(weekday_index(date)), self.day_month(date));
        match self {
            Self::Fr | Self::Nl | Self::En => format!("{weekday} {day}"),
            Self::De => format!("{weekday}, {day}"),
            Self::Uk => format!("{day} ({weekday})"),
        }
    }

    /// A day without its weekday: `20 novembre`, `20. November`.
    pub fn day_month(self, date: Date) -> String {
        let month = self.calendar().months[month_index(date)];
        match (self, date.day()) {
            (Self::Fr, 1) => format!("1er {month}"),
            (Self::De, day) => format!("{day}. {month}"),
            (_, day) => format!("{day} {month}"),
        }
    }

    /// A day with its year: `20 novembre 2026`.
    pub fn day_month_year(self, date: Date) -> String {
        let (day, year) = (self.day_month(date), date.year());
        match self {
            Self::Uk => format!("{day} {year} року"),
            _ => format!("{day} {year}"),
        }
    }

    /// A short day for axes and tables: `20 nov.`, `20 Nov`, `20. Nov.`.
    pub fn short_date(self, date: Date) -> String {
        let month = self.calendar().short_months[month_index(date)];
        let dot = if self == Self::De { "." } else { "" };
        format!("{}{dot}\u{a0}{month}", date.day())
    }

    /// A time of day: `18 h`, `18 h 30`; `18 uur`, `18.30 uur`; `18:30`; `18 Uhr`, `18:30 Uhr`.
    pub fn time(self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match (self, minute) {
            (Self::Fr, 0) => format!("{hour}\u{a0}h"),
            (Self::Fr, _) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
            (Self::Nl, 0) => format!("{hour}\u{a0}uur"),
            (Self::Nl, _) => format!("{hour}.{minute:02}\u{a0}uur"),
            (Self::De, 0) => format!("{hour}\u{a0}Uhr"),
            (Self::De, _) => format!("{hour}:{minute:02}\u{a0}Uhr"),
            (Self::En | Self::Uk, _) => format!("{hour:02}:{minute:02}"),
        }
    }

    /// A day and a time: `jeudi 20 novembre, 18 h`.
    pub fn date_time(self, zoned: &Zoned) -> String {
        format!("{}, {}", self.date(zoned.date()), self.time(zoned.time()))
    }

    /// A short day and a time, for tables and timelines: `20 nov., 18 h`.
    pub fn short_date_time(self, zoned: &Zoned) -> String {
        format!("{}, {}", self.short_date(zoned.date()), self.time(zoned.time()))
    }

    /// When a volunteer comes, inside a sentence: `tout de suite`, `jeudi 20 novembre, vers 10 h`.
    pub fn visit(self, visit: &Visit) -> String {
        match visit {
            Visit::Now => tr(self, "visit-now", &[]),
            Visit::OnDay(date) => self.date(*date),
            Visit::At(zoned) => tr(
                self,
                "visit-at",
                &[
                    ("day", self.date(zoned.date()).into()),
                    ("time", self.time(zoned.time()).into()),
                ],
            ),
        }
    }
}

/// The text with its first letter as a capital, to start a sentence or a cell.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

fn weekday_index(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::TimeZone;

    use super::Visit;
    use crate::Locale::{De, En, Fr, Nl, Uk};

    #[test]
    fn a_deadline_reads_as_people_say_it() {
        let deadline = date(2026, 11, 19).at(17, 0, 0, 0).to_zoned(TimeZone::UTC).expect("exists");
        let brussels = deadline.with_time_zone(TimeZone::get("Europe/Brussels").expect("bundled"));
        assert_eq!(Fr.date_time(&brussels), "jeudi 19 novembre, 18\u{a0}h");
        assert_eq!(Nl.date_time(&brussels), "donderdag 19 november, 18\u{a0}uur");
        assert_eq!(En.date_time(&brussels), "Thursday 19 November, 18:00");
        assert_eq!(De.date_time(&brussels), "Donnerstag, 19. November, 18\u{a0}Uhr");
        assert_eq!(Uk.date_time(&brussels), "19 листопада (четвер), 18:00");
        assert_eq!(Uk.day_month_year(brussels.date()), "19 листопада 2026 року");
        assert_eq!(Fr.visit(&Visit::At(brussels)), "jeudi 19 novembre, vers 18\u{a0}h");
    }

    #[test]
    fn short_forms_fit_an_axis() {
        assert_eq!(Fr.short_date(date(2026, 7, 1)), "1\u{a0}juil.");
        assert_eq!(Fr.short_date(date(2026, 3, 1)), "1\u{a0}mars");
        assert_eq!(Nl.short_date(date(2026, 5, 9)), "9\u{a0}mei");
        assert_eq!(En.short_date(date(2026, 9, 9)), "9\u{a0}Sep");
        assert_eq!(Fr.day_month(date(2026, 5, 1)), "1er mai");
        assert_eq!(De.short_date(date(2026, 9, 9)), "9.\u{a0}Sept.");
        assert_eq!(Uk.short_date(date(2026, 9, 9)), "9\u{a0}вер.");
        assert_eq!(Nl.time(time(9, 5, 0, 0)), "9.05\u{a0}uur");
        assert_eq!(De.time(time(9, 5, 0, 0)), "9:05\u{a0}Uhr");
    }
}
