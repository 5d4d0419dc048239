//! Which colour a cell has, and what the colours mean.

use dispatch::CoverageCell;
use templates::chart::Shade;
use templates::{Locale, tr};

/// What the map colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// Requests that found nobody.
    Unmet,
    /// All requests.
    Requests,
    /// Volunteers.
    Volunteers,
}

impl Show {
    pub const ALL: [Self; 3] = [Self::Unmet, Self::Requests, Self::Volunteers];

    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or(Self::Unmet)
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Unmet => "unmet",
            Self::Requests => "requests",
            Self::Volunteers => "volunteers",
        }
    }

    pub const fn number(self, cell: &CoverageCell) -> u32 {
        match self {
            Self::Unmet => cell.unmet,
            Self::Requests => cell.requests,
            Self::Volunteers => cell.volunteers,
        }
    }
}

/// Where one colour ends and the next begins.
pub(super) struct Scale {
    show: Show,
    /// The least of the second and of the third step.
    steps: [u32; 2],
    most: u32,
}

impl Scale {
    /// Three steps up to the most there is; the first begins at one.
    pub fn of(show: Show, cells: &[CoverageCell]) -> Self {
        let most = cells.iter().map(|cell| show.number(cell)).max().unwrap_or_default();
        let second = (most / 3 + 1).max(2);
        Self { show, steps: [second, (2 * most / 3 + 1).max(second + 1)], most }
    }

    pub fn shade(&self, cell: &CoverageCell) -> Shade {
        let number = self.show.number(cell);
        let step = self.steps.iter().filter(|least| number >= **least).count();
        match (self.show, number, step) {
            (Show::Volunteers, 0, _) if cell.requests > 0 => Shade::Alarm,
            (Show::Unmet, 0, _) if cell.requests > 0 => Shade::Well,
            (_, 0, _) => Shade::Blank,
            // Many volunteers are good news, much need is not.
            (Show::Volunteers, _, 0) => Shade::Much,
            (Show::Volunteers, _, 1) => Shade::Some,
            (Show::Volunteers, _, _) => Shade::Well,
            (_, _, 0) => Shade::Some,
            (_, _, 1) => Shade::Much,
            (_, _, _) => Shade::Alarm,
        }
    }

    /// Classes and words, for the key.
    pub fn keys(&self, locale: Locale) -> Vec<(&'static str, String)> {
        let shades = match self.show {
            Show::Volunteers => [Shade::Much, Shade::Some, Shade::Well],
            _ => [Shade::Some, Shade::Much, Shade::Alarm],
        };
        let [second, third] = self.steps;
        let ranges = [(1, Some(second - 1)), (second, Some(third - 1)), (third, None)];
        let mut keys = Vec::new();
        match self.show {
            Show::Unmet => keys.push((Shade::Well.class(), locale.word("map", "key-well"))),
            Show::Volunteers => {
                keys.push((Shade::Alarm.class(), locale.word("map", "key-missing")));
            }
            Show::Requests => {}
        }
        let used = shades.into_iter().zip(ranges).filter(|(_, (from, _))| *from <= self.most);
        keys.extend(used.map(|(shade, range)| (shade.class(), told(locale, range))));
        keys
    }
}

fn told(locale: Locale, (from, to): (u32, Option<u32>)) -> String {
    let write = |number: u32| locale.number(i64::from(number));
    match to {
        Some(to) if to == from => write(from),
        Some(to) => {
            tr(locale, "map-key-from-to", &[("from", write(from).into()), ("to", write(to).into())])
        }
        None => tr(locale, "map-key-from", &[("from", write(from).into())]),
    }
}

#[cfg(test)]
mod tests {
    use matching::{Cell, Position};

    use super::*;

    fn cell(requests: u32, unmet: u32, volunteers: u32) -> CoverageCell {
        let at = Position::new(50.8, 4.3).expect("a place");
        let cell = Cell::of(at, 7);
        CoverageCell { cell, requests, matched: requests - unmet, unmet, volunteers }
    }

    #[test]
    fn small_numbers_have_a_colour_each() {
        let cells = [cell(4, 3, 0), cell(1, 1, 5), cell(2, 2, 5), cell(2, 0, 5), cell(0, 0, 1)];
        let scale = Scale::of(Show::Unmet, &cells);
        let shades = cells.map(|cell| scale.shade(&cell));
        assert_eq!(shades, [Shade::Alarm, Shade::Some, Shade::Much, Shade::Well, Shade::Blank]);
        let keys = scale.keys(Locale::En);
        let words: Vec<_> = keys.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(words, ["all served", "1", "2", "3 and more"]);
    }

    #[test]
    fn where_volunteers_are_shown_their_lack_is_the_alarm() {
        let cells = [cell(4, 3, 0), cell(0, 0, 0), cell(1, 0, 2), cell(1, 0, 30), cell(1, 0, 12)];
        let scale = Scale::of(Show::Volunteers, &cells);
        let shades = cells.map(|cell| scale.shade(&cell));
        assert_eq!(shades, [Shade::Alarm, Shade::Blank, Shade::Much, Shade::Well, Shade::Some]);
        let keys = scale.keys(Locale::En);
        assert_eq!(keys.len(), 4);
        assert_eq!(keys[1], ("c-lamp", "1 to 10".to_owned()));
    }
}
