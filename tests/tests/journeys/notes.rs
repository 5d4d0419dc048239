//! What staff note of somebody, and coming back to it on a day.

use dispatch::{Actor, NoteInput, Refusal};
use jiff::SignedDuration;
use serde_json::json;
use store::NoteAbout;
use tests::house::{House, each};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The day so many days from now, as a date field sends it.
fn day(house: &House, days: i32) -> String {
    let zone = house.dispatch.settings().timezone.clone();
    (house.now() + DAY * days).to_zoned(zone).date().to_string()
}

async fn note(house: &House, about: NoteAbout, text: &str, follow_up: String) -> Vec<String> {
    let input = NoteInput { text: text.to_owned(), follow_up };
    match house.dispatch.write_note(&Actor::System, about, &input).await {
        Ok(()) => Vec::new(),
        Err(Refusal::Invalid(bad)) => bad.into_iter().map(|error| error.field).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_note_comes_back_on_its_day_and_is_ticked_off() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let helper = house.helper("Shopper", &json!({})).await;
        let (about, other) = (NoteAbout::Request(asked.id), NoteAbout::Volunteer(helper.id));
        assert!(note(house, about, "Ring her daughter", day(house, 3)).await.is_empty());
        assert!(note(house, about, "On holiday until then", day(house, 3)).await.is_empty());
        assert!(note(house, other, "Has a new car", String::new()).await.is_empty());
        assert!(house.tasks("follow_up").await.is_empty(), "not before its day");
        house.clock.set(house.now() + DAY * 3);
        house.dispatch.sweep().await.unwrap();
        let tasks = house.tasks("follow_up").await;
        assert_eq!(tasks.len(), 1, "one for the notes of a day: {tasks:?}");
        assert_eq!(tasks[0]["subject"]["request_id"], asked.id.to_string());
        let needs = house.dispatch.needs(&Actor::System, None, None, 9).await.unwrap();
        assert!(needs.about_volunteers.contains(&(matching::TaskKind::FollowUp, 1)));
        house.finish_task(&tasks[0], "done").await;
        house.dispatch.sweep().await.unwrap();
        assert!(house.tasks("follow_up").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_note_needs_words_and_a_day_to_come_and_goes_with_its_person() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let about = NoteAbout::Request(asked.id);
        assert_eq!(note(house, about, " ", day(house, -1)).await, ["note", "follow_up"]);
        assert_eq!(note(house, about, "x", day(house, 900)).await, ["follow_up"]);
        assert_eq!(note(house, about, "x", "soon".to_owned()).await, ["follow_up"]);
        assert!(note(house, about, "Ring her daughter", day(house, 0)).await.is_empty());
        let (_, notes) =
            house.dispatch.reveal_with_notes(&Actor::System, asked.id, "call").await.unwrap();
        assert_eq!(notes[0].text.as_deref(), Some("Ring her daughter"));
        let lines = house.dispatch.note_lines(&Actor::System, about).await.unwrap();
        assert!(lines.len() == 1 && lines[0].text.is_none());
        house.dispatch.erase_request(&Actor::System, asked.id).await.unwrap();
        assert!(house.dispatch.note_lines(&Actor::System, about).await.unwrap().is_empty());
    })
    .await;
}
