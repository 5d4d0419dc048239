//! A visit as a calendar file (RFC 5545): what and roughly where, never who.

use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::{Locale, SiteInfo, Visit, tr};

/// The longest line, in bytes, as the standard wants it.
const LINE: usize = 75;

/// A visit that a volunteer has promised.
#[derive(Clone)]
pub struct CalendarEntry<'a> {
    /// The same for every copy of this visit: `id@host`.
    pub uid: String,
    /// When the promise was made.
    pub stamp: Timestamp,
    /// The instant behind the promise.
    pub start: Timestamp,
    /// When the volunteer said to come.
    pub visit: Visit,
    /// The category's slug.
    pub category: &'a str,
    /// The neighbourhood, never a street.
    pub neighbourhood: &'a str,
    /// The path of the page with the rest.
    pub page: &'a str,
    /// When the promise ended without help: the entry is then to be taken out of the calendar.
    pub ended: Option<Timestamp>,
    /// The address in whose name the entry is made; a calendar takes its end from nobody else.
    pub organizer: &'a str,
}

impl CalendarEntry<'_> {
    /// The file: an hour at a time, or the whole day where no time was named.
    pub fn file(&self, locale: Locale, site: &SiteInfo) -> String {
        let page = format!("{}{}", site.base_url, self.page);
        let title = [locale.category(self.category), self.neighbourhood.to_owned()];
        let title: Vec<_> = title.into_iter().filter(|part| !part.is_empty()).collect();
        let (start, end) = self.span();
        let about = tr(locale, "calendar-about", &[("page", page.as_str().into())]);
        // RFC 5546, sections 3.2.1 and 3.2.5: an end has the same UID and a higher number.
        let (method, number, status) = if self.ended.is_some() {
            ("CANCEL", 1, "CANCELLED")
        } else {
            ("PUBLISH", 0, "CONFIRMED")
        };
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//proche//proche//EN".to_owned(),
            format!("METHOD:{method}"),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.uid),
            format!("SEQUENCE:{number}"),
            format!("STATUS:{status}"),
            format!("ORGANIZER:mailto:{}", self.organizer),
            format!("DTSTAMP:{}", instant(self.ended.unwrap_or(self.stamp))),
            start,
            end,
            format!("SUMMARY:{}", text(&title.join(", "))),
            format!("DESCRIPTION:{}", text(&about)),
            format!("URL:{page}"),
            "CLASS:PRIVATE".to_owned(),
        ];
        let alarm = [
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", text(&title.join(", "))),
            "TRIGGER:-PT1H".to_owned(),
            "END:VALARM".to_owned(),
        ];
        let alarm = alarm.into_iter().filter(|_| self.ended.is_none());
        let end = ["END:VEVENT", "END:VCALENDAR"].map(str::to_owned);
        lines.into_iter().chain(alarm).chain(end).map(|line| folded(&line)).collect()
    }

    fn span(&self) -> (String, String) {
        let Visit::OnDay(date) = self.visit else {
            let end = self.start + SignedDuration::from_hours(1);
            return (format!("DTSTART:{}", instant(self.start)), format!("DTEND:{}", instant(end)));
        };
        let day = |date: jiff::civil::Date| date.strftime("%Y%m%d").to_string();
        let next = date.checked_add(1.day()).unwrap_or(date);
        (format!("DTSTART;VALUE=DATE:{}", day(date)), format!("DTEND;VALUE=DATE:{}", day(next)))
    }
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text with its marks escaped.
fn text(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    escaped.replace('\n', "\\n").replace('\r', "")
}

/// Lines of at most 75 bytes; what follows starts with a space.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut room = LINE;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            folded.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= letter.len_utf8();
        folded.push(letter);
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(visit: Visit) -> CalendarEntry<'static> {
        CalendarEntry {
            uid: "1@proche.example".to_owned(),
            stamp: "2026-11-17T09:00:00Z".parse().expect("a time"),
            start: "2026-11-18T09:00:00Z".parse().expect("a time"),
            visit,
            category: "groceries",
            neighbourhood: "Gare; Nord, et cetera, et encore un nom bien plus long que la ligne",
            page: "/engagements/1",
            ended: None,
            organizer: "proche@proche.example",
        }
    }

    fn file(visit: Visit) -> String {
        let site = SiteInfo { base_url: "https://proche.example".into(), ..SiteInfo::default() };
        entry(visit).file(Locale::Fr, &site)
    }

    #[test]
    fn a_time_is_an_hour_and_a_day_is_a_day() {
        let now = file(Visit::Now);
        assert!(now.contains("DTSTART:20261118T090000Z\r\nDTEND:20261118T100000Z\r\n"), "{now}");
        let day = file(Visit::OnDay(date(2026, 11, 30)));
        assert!(
            day.contains("DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\n"),
            "{day}"
        );
    }

    #[test]
    fn an_end_takes_the_same_entry_out() {
        let site = SiteInfo::default();
        let kept = entry(Visit::Now).file(Locale::Fr, &site);
        let ended = Some("2026-11-17T10:30:00Z".parse().expect("a time"));
        let ended = CalendarEntry { ended, ..entry(Visit::Now) }.file(Locale::Fr, &site);
        let line = |file: &str, name: &str| {
            file.lines().find(|line| line.starts_with(name)).map(str::to_owned)
        };
        for same in ["UID:", "ORGANIZER:", "DTSTART:"] {
            assert_eq!(line(&kept, same), line(&ended, same), "{same}");
        }
        assert!(kept.contains("METHOD:PUBLISH") && kept.contains("SEQUENCE:0"), "{kept}");
        for said in ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED", "DTSTAMP:20261117T103000Z"]
        {
            assert!(ended.contains(said), "{ended}");
        }
        assert!(!ended.contains("VALARM"));
    }

    #[test]
    fn lines_are_folded_and_marks_escaped() {
        let file = file(Visit::Now);
        assert!(file.lines().all(|line| line.len() <= LINE), "{file}");
        assert!(file.ends_with("END:VCALENDAR\r\n") && !file.replace("\r\n", "").contains('\n'));
        let whole = file.replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:Courses\\, Gare\\; Nord\\, et cetera"), "{whole}");
        assert!(whole.contains("URL:https://proche.example/engagements/1\r\n"), "{whole}");
    }
}
