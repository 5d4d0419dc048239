//! Days and hours as each language says them.
//!
//! Every function takes a zoned time or a civil date: the caller chooses the reader's time zone.

use jiff::Zoned;
use jiff::civil::{Date, Time};

use crate::{Locale, tr};

const FR_DAYS: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const NL_DAYS: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const EN_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const FR_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const FR_SHORT_MONTHS: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const NL_SHORT_MONTHS: [&str; 12] =
    ["jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."];
const NL_MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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
        match self {
            Self::Fr => FR_DAYS[index],
            Self::Nl => NL_DAYS[index],
            Self::En => EN_DAYS[index],
        }
    }

    /// A day in full without its year: `jeudi 20 novembre`.
    pub fn date(self, date: Date) -> String {
        format!("{} {}", self.weekday(weekday_index(date)), self.day_month(date))
    }

    /// A day without its weekday: `20 novembre`.
    pub fn day_month(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let day = match (self, date.day()) {
            (Self::Fr, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        };
        match self {
            Self::Fr => format!("{day} {}", FR_MONTHS[month]),
            Self::Nl => format!("{day} {}", NL_MONTHS[month]),
            Self::En => format!("{day} {}", EN_MONTHS[month]),
        }
    }

    /// A day with its year: `20 novembre 2026`.
    pub fn day_month_year(self, date: Date) -> String {
        format!("{} {}", self.day_month(date), date.year())
    }

    /// A short day for axes and tables: `20 nov.`, `20 Nov`.
    pub fn short_date(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let short = match self {
            Self::Fr => FR_SHORT_MONTHS[month],
            Self::Nl => NL_SHORT_MONTHS[month],
            Self::En => &EN_MONTHS[month][..3],
        };
        format!("{}\u{a0}{short}", date.day())
    }

    /// A time of day: `18 h`, `18 h 30`; `18 uur`, `18.30 uur`; `18:30`.
    pub fn time(self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match (self, minute) {
            (Self::Fr, 0) => format!("{hour}\u{a0}h"),
            (Self::Fr, _) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
            (Self::Nl, 0) => format!("{hour}\u{a0}uur"),
            (Self::Nl, _) => format!("{hour}.{minute:02}\u{a0}uur"),
            (Self::En, _) => format!("{hour:02}:{minute:02}"),
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

fn weekday_index(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::TimeZone;

    use super::Visit;
    use crate::Locale::{En, Fr, Nl};

    #[test]
    fn a_deadline_reads_as_people_say_it() {
        let deadline = date(2026, 11, 19).at(17, 0, 0, 0).to_zoned(TimeZone::UTC).expect("exists");
        let brussels = deadline.with_time_zone(TimeZone::get("Europe/Brussels").expect("bundled"));
        assert_eq!(Fr.date_time(&brussels), "jeudi 19 novembre, 18\u{a0}h");
        assert_eq!(Nl.date_time(&brussels), "donderdag 19 november, 18\u{a0}uur");
        assert_eq!(En.date_time(&brussels), "Thursday 19 November, 18:00");
        assert_eq!(Fr.visit(&Visit::At(brussels)), "jeudi 19 novembre, vers 18\u{a0}h");
    }

    #[test]
    fn short_forms_fit_an_axis() {
        assert_eq!(Fr.short_date(date(2026, 7, 1)), "1\u{a0}juil.");
        assert_eq!(Fr.short_date(date(2026, 3, 1)), "1\u{a0}mars");
        assert_eq!(Nl.short_date(date(2026, 5, 9)), "9\u{a0}mei");
        assert_eq!(En.short_date(date(2026, 9, 9)), "9\u{a0}Sep");
        assert_eq!(Fr.day_month(date(2026, 5, 1)), "1er mai");
        assert_eq!(Nl.time(time(9, 5, 0, 0)), "9.05\u{a0}uur");
    }
}
