//! The hours of a week as typed: some rows of days with a beginning and an end.

use crate::pages::form_fields::join;
use crate::{Choice, Frame};

/// As many rows as a volunteer may have.
const MOST_ROWS: usize = 40;
/// How many empty rows stand ready behind the filled ones.
const SPARE_ROWS: usize = 3;

/// Some days and the hours on them, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoursRow {
    /// `mon` to `sun`, joined by `|`; none is every day.
    pub days: String,
    /// When they begin, `HH:MM`; with the end empty too, the whole day.
    pub from: String,
    /// When they end, `HH:MM`.
    pub to: String,
}

impl HoursRow {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.days, &self.from, &self.to].iter().all(|text| text.trim().is_empty())
    }
}

/// Rows of hours; the inputs of the first are `days`, `from`, `to`, of the second `days_2` …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyHours(pub Vec<HoursRow>);

impl WeeklyHours {
    /// Keeps an input where it belongs to a row.
    pub(super) fn take(&mut self, name: &str, value: &str) {
        let (part, row) = name.rsplit_once('_').unwrap_or((name, "1"));
        if !matches!(part, "days" | "from" | "to") {
            return;
        }
        let Some(row) = row.parse().ok().filter(|row| (1..=MOST_ROWS).contains(row)) else {
            return;
        };
        if self.0.len() < row {
            self.0.resize(row, HoursRow::default());
        }
        let row = &mut self.0[row - 1];
        match part {
            "days" => join(&mut row.days, value),
            "from" => value.clone_into(&mut row.from),
            _ => value.clone_into(&mut row.to),
        }
    }

    /// The name of an input in a row, counted from 0.
    pub fn input(part: &str, row: usize) -> String {
        if row == 0 { part.to_owned() } else { format!("{part}_{}", row + 1) }
    }

    /// The rows as inputs: those with something in them, and some to add.
    pub fn inputs(&self, frame: &Frame) -> Vec<HoursInputs> {
        let filled = self.0.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1);
        let shown = (filled.max(1) + SPARE_ROWS).min(MOST_ROWS);
        let rows = self.0.iter().cloned().chain(std::iter::repeat(HoursRow::default()));
        let inputs = |(at, row): (usize, HoursRow)| HoursInputs {
            filled: at < filled,
            days_id: Self::input("days", at),
            days: frame.day_choices(&row.days),
            from_id: Self::input("from", at),
            to_id: Self::input("to", at),
            from: row.from,
            to: row.to,
        };
        rows.take(shown).enumerate().map(inputs).collect()
    }
}

/// One row of hours on a page.
#[derive(Clone, Debug)]
pub struct HoursInputs {
    /// Whether the row, or one behind it, holds something.
    pub filled: bool,
    /// The name of the days.
    pub days_id: String,
    /// See [`Frame::day_choices`].
    pub days: Vec<Choice>,
    /// The name of the beginning.
    pub from_id: String,
    /// The name of the end.
    pub to_id: String,
    /// The beginning.
    pub from: String,
    /// The end.
    pub to: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> WeeklyHours {
        let mut hours = WeeklyHours::default();
        for (name, value) in pairs {
            hours.take(name, value);
        }
        hours
    }

    #[test]
    fn each_input_finds_its_row() {
        let hours = typed(&[
            ("days", "mon"),
            ("days", "tue"),
            ("from", "17:00"),
            ("to", "21:00"),
            ("days_3", "sat"),
            ("to_3", "12:00"),
            ("quiet_from", "21:00"),
            ("days_0", "sun"),
            ("days_41", "sun"),
            ("days_x", "sun"),
        ]);
        let row = |days: &str, from: &str, to: &str| HoursRow {
            days: days.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let expected = [row("mon|tue", "17:00", "21:00"), row("", "", ""), row("sat", "", "12:00")];
        assert_eq!(hours.0, expected);
    }

    #[test]
    fn some_rows_stand_ready_behind_the_filled_ones() {
        let frame = Frame::new(crate::Locale::En, std::sync::Arc::default(), "/", &[]);
        let names = |hours: &WeeklyHours| -> Vec<(String, bool)> {
            hours.inputs(&frame).into_iter().map(|row| (row.days_id, row.filled)).collect()
        };
        let empty = names(&WeeklyHours::default());
        assert_eq!(empty.len(), 4);
        assert_eq!(empty[0], ("days".to_owned(), false));
        let two = names(&typed(&[("days_2", "sat"), ("from_5", "")]));
        assert_eq!(two.len(), 5);
        assert_eq!(two[1], ("days_2".to_owned(), true));
        assert!(!two[2].1);
    }
}
