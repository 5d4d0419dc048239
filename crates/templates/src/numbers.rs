//! Numbers, shares and durations as each language writes them.

use crate::Locale;

impl Locale {
    /// A whole number with its thousands apart: `1 284`, `1.284`, `1,284`.
    pub fn number(self, number: i64) -> String {
        let separator = match self {
            Self::Fr => '\u{202f}',
            Self::Nl => '.',
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
            Self::Fr | Self::Nl => written.replace('.', ","),
            Self::En => written,
        }
    }

    /// A share in [0, 1] as a whole percentage: `91 %`, `91%`.
    pub fn percent(self, share: f64) -> String {
        let percent = format!("{:.0}", share * 100.0);
        match self {
            Self::Fr => format!("{percent}\u{a0}%"),
            Self::Nl | Self::En => format!("{percent}%"),
        }
    }

    /// A length of time in whole minutes, hours or days: `31 min`, `4 h 10`, `2 jours`.
    ///
    /// Seconds round down; under a minute shows `< 1 min`.
    pub fn duration(self, seconds: u64) -> String {
        let minutes = seconds / 60;
        let (days, hours) = (minutes / 1440, minutes / 60);
        if minutes == 0 {
            return "<\u{a0}1\u{a0}min".to_owned();
        }
        if minutes < 60 {
            return format!("{minutes}\u{a0}min");
        }
        if days >= 2 {
            return self.days(days);
        }
        let rest = minutes % 60;
        let hour = match self {
            Self::Fr | Self::En => "h",
            Self::Nl => "u",
        };
        if rest == 0 {
            format!("{hours}\u{a0}{hour}")
        } else {
            format!("{hours}\u{a0}{hour}\u{a0}{rest:02}")
        }
    }

    fn days(self, days: u64) -> String {
        let word = match self {
            Self::Fr => "jours",
            Self::Nl => "dagen",
            Self::En => "days",
        };
        format!("{days}\u{a0}{word}")
    }
}

#[cfg(test)]
mod tests {
    use crate::Locale::{En, Fr, Nl};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(Fr.number(1284), "1\u{202f}284");
        assert_eq!(Nl.number(1_284_000), "1.284.000");
        assert_eq!(En.number(-1284), "−1,284");
        assert_eq!(En.number(612), "612");
        assert_eq!(Fr.decimal(4.24), "4,2");
        assert_eq!(Fr.percent(0.906), "91\u{a0}%");
        assert_eq!(Nl.percent(1.0), "100%");
    }

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(Fr.duration(31 * 60 + 59), "31\u{a0}min");
        assert_eq!(Fr.duration(4 * 3600 + 600), "4\u{a0}h\u{a0}10");
        assert_eq!(Nl.duration(4 * 3600 + 60), "4\u{a0}u\u{a0}01");
        assert_eq!(En.duration(2 * 3600), "2\u{a0}h");
        assert_eq!(En.duration(59), "<\u{a0}1\u{a0}min");
        assert_eq!(Nl.duration(50 * 3600), "2\u{a0}dagen");
    }
}
