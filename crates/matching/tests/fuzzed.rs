//! Odd texts where hours are expected.

use matching::{Availability, CategoryCode, Language, QuietHours, Slot};

#[test]
fn fuzzed_hours_are_read_as_they_are_written() {
    fuzz::texts("hours", |text| {
        if let Ok(hours) = text.parse::<Availability>() {
            assert_eq!(hours.to_string().parse(), Ok(hours));
        }
        if let Ok(quiet) = text.parse::<QuietHours>() {
            assert_eq!(quiet.to_string().parse(), Ok(quiet));
        }
        drop((text.parse::<Slot>(), CategoryCode::new(text), Language::new(text)));
    });
}
