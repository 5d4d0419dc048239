//! What a cohort is split by.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use matching::AreaId;
use store::CohortRow;

use crate::areas::AreaTree;
use crate::statistics::GroupBy;

/// What the rows of a group share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Day(Date),
    Code(&'a str),
    Area(Option<AreaId>),
}

impl Key<'_> {
    /// The key as it is told: a day, a code, an area's name or nothing.
    pub fn told(self, areas: &AreaTree) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Code(code) => code.to_owned(),
            Self::Area(id) => {
                id.and_then(|id| areas.name(id).map(str::to_owned)).unwrap_or_default()
            }
        }
    }
}

/// The rows by what they share.
pub(crate) fn grouped<'a>(
    rows: &[&'a CohortRow],
    by: GroupBy,
    zone: &TimeZone,
) -> BTreeMap<Key<'a>, Vec<&'a CohortRow>> {
    let mut groups: BTreeMap<Key<'a>, Vec<&'a CohortRow>> = BTreeMap::new();
    let mut days = Days { zone, last: None };
    for &row in rows {
        let key = match by {
            GroupBy::Day => Key::Day(days.of(row.opened_at)),
            GroupBy::Category => Key::Code(row.category.as_str()),
            GroupBy::Language => Key::Code(row.language.as_str()),
            GroupBy::Channel => Key::Code(row.channel.code()),
            GroupBy::Area => Key::Area(row.area_id),
        };
        groups.entry(key).or_default().push(row);
    }
    groups
}

/// Local days; neighbours in time mostly share theirs, so that the last one is remembered.
struct Days<'z> {
    zone: &'z TimeZone,
    last: Option<(Timestamp, Timestamp, Date)>,
}

impl Days<'_> {
    fn of(&mut self, at: Timestamp) -> Date {
        if let Some((start, end, day)) = self.last
            && (start..end).contains(&at)
        {
            return day;
        }
        let local = at.to_zoned(self.zone.clone());
        let day = local.date();
        let start = local.start_of_day().ok().map(|start| start.timestamp());
        let next = day.tomorrow().ok().and_then(|day| day.to_zoned(self.zone.clone()).ok());
        if let (Some(start), Some(next)) = (start, next) {
            self.last = Some((start, next.timestamp(), day));
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_also_where_the_clock_changes() {
        let zone = TimeZone::get("Europe/Brussels").expect("known");
        let mut days = Days { zone: &zone, last: None };
        let told =
            |text: &str, days: &mut Days<'_>| days.of(text.parse().expect("a time")).to_string();
        for (at, day) in [
            ("2026-10-24T22:00:00Z", "2026-10-25"),
            ("2026-10-25T22:59:59Z", "2026-10-25"),
            ("2026-10-25T23:00:00Z", "2026-10-26"),
            ("2026-10-25T22:59:59Z", "2026-10-25"),
            ("2026-10-24T21:59:59Z", "2026-10-24"),
        ] {
            assert_eq!(told(at, &mut days), day, "{at}");
        }
    }
}
