//! Numbers, shares and durations as each language writes them.

use crate::{Locale, tr};

impl Locale {
    /// A whole number with its thousands apart: `1 284`, `1.284`, `1,284`.
    pub fn number(self, number: i64) -> String {
        let separator = match self {
            Self::Fr => '\u{202f}',
            Self::Uk => '\u{a0}',
            Self::Nl | Self::De => '.',
            Self::En => ',',
        };
        let digits = number.unsigned_abs().to_string();
        let mut written = String::from(if number < 0 { "−" } else { "" });
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }

    /// A number with one decimal: `4,2` or `4.2`.
    pub fn decimal(self, number: f64) -> String {
        let written = format!("{number:.1}");
        match self {
            Self::En => written,
            Self::Fr | Self::Nl | Self::De | Self::Uk => written.replace('.', ","),
        }
    }

    /// A share in [0, 1] as a whole percentage: `91 %`, `91%`.
    pub fn percent(self, share: f64) -> String {
        let percent = format!("{:.0}", share * 100.0);
        match self {
            Self::Fr | Self::De => format!("{percent}\u{a0}%"),
            Self::Nl | Self::En | Self::Uk => format!("{percent}%"),
        }
    }

    /// A length of time in whole minutes, hours or days: `31 min`, `4 h 10`, `2 jours`.
    ///
    /// Seconds round down; under a minute shows `< 1 min`.
    pub fn duration(self, seconds: u64) -> String {
        let minutes = seconds / 60;
        let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
        let [hour, minute] = self.units();
        match minutes {
            0 => format!("<\u{a0}1\u{a0}{minute}"),
            1..60 => format!("{minutes}\u{a0}{minute}"),
            _ if days >= 2 => self.days(days),
            _ if rest == 0 => format!("{hours}\u{a0}{hour}"),
            _ if self.names_minutes() => {
                format!("{hours}\u{a0}{hour}\u{a0}{rest:02}\u{a0}{minute}")
            }
            _ => format!("{hours}\u{a0}{hour}\u{a0}{rest:02}"),
        }
    }

    /// An hour and a minute, shortened.
    const fn units(self) -> [&'static str; 2] {
        match self {
            Self::Fr | Self::En => ["h", "min"],
            Self::Nl => ["u", "min"],
            Self::De => ["Std.", "Min."],
            Self::Uk => ["год", "хв"],
        }
    }

    /// Whether minutes after an hour keep their unit: `4 год 10 хв`, but `4 h 10`.
    const fn names_minutes(self) -> bool {
        matches!(self, Self::De | Self::Uk)
    }

    fn days(self, days: u64) -> String {
        tr(self, "duration-days", &[("count", days.into())]).replace(' ', "\u{a0}")
    }
}

#[cfg(test)]
mod tests {
    use crate::Locale::{De, En, Fr, Nl, Uk};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(Fr.number(1284), "1\u{202f}284");
        assert_eq!(Nl.number(1_284_000), "1.284.000");
        assert_eq!(En.number(-1284), "−1,284");
        assert_eq!(En.number(612), "612");
        assert_eq!(Fr.decimal(4.24), "4,2");
        assert_eq!(Fr.percent(0.906), "91\u{a0}%");
        assert_eq!(Nl.percent(1.0), "100%");
        assert_eq!(De.number(1284), "1.284");
        assert_eq!(De.percent(0.5), "50\u{a0}%");
        assert_eq!(Uk.number(1284), "1\u{a0}284");
        assert_eq!(Uk.decimal(4.24), "4,2");
    }

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(Fr.duration(31 * 60 + 59), "31\u{a0}min");
        assert_eq!(Fr.duration(4 * 3600 + 600), "4\u{a0}h\u{a0}10");
        assert_eq!(Nl.duration(4 * 3600 + 60), "4\u{a0}u\u{a0}01");
        assert_eq!(En.duration(2 * 3600), "2\u{a0}h");
        assert_eq!(En.duration(59), "<\u{a0}1\u{a0}min");
        assert_eq!(Nl.duration(50 * 3600), "2\u{a0}dagen");
        assert_eq!(De.duration(4 * 3600 + 600), "4\u{a0}Std.\u{a0}10\u{a0}Min.");
        assert_eq!(Uk.duration(4 * 3600 + 600), "4\u{a0}год\u{a0}10\u{a0}хв");
    }

    #[test]
    fn days_follow_the_plural_forms_of_the_language() {
        let day = 24 * 3600;
        for (days, written) in [(2, "2\u{a0}дні"), (5, "5\u{a0}днів"), (11, "11\u{a0}днів")]
        {
            assert_eq!(Uk.duration(days * day), written);
        }
        assert_eq!(Uk.duration(21 * day), "21\u{a0}день");
        assert_eq!(Uk.duration(32 * day), "32\u{a0}дні");
        assert_eq!(De.duration(3 * day), "3\u{a0}Tage");
        assert_eq!(Fr.duration(1200 * day), "1\u{202f}200\u{a0}jours");
    }
}
