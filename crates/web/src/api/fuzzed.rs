//! Odd bodies and cursors.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::body::read;
use super::listing::cursor;
use super::parts::Wrong;
use super::request_body::{NewRequest, RequestChange};
use super::volunteer_body::{NewVolunteer, VolunteerChange};

#[test]
fn fuzzed_bodies_are_read_or_refused() {
    fuzz::bytes("json", |bytes| {
        drop((read::<NewRequest>(bytes), read::<RequestChange>(bytes)));
        drop((read::<NewVolunteer>(bytes), read::<VolunteerChange>(bytes)));
    });
}

#[test]
fn fuzzed_cursors_are_read_or_refused() {
    fuzz::texts("cursor", |text| {
        for text in [text, &URL_SAFE_NO_PAD.encode(text)] {
            let mut wrong = Wrong::default();
            let read = cursor(&mut wrong, Some(text), |mark| mark.parse::<uuid::Uuid>().ok());
            assert_eq!(read.is_some(), wrong.done().is_ok() && !text.is_empty());
        }
    });
}
