//! What staff note, and when somebody should come back to it.

use matching::{AccountId, RequestId, VolunteerId};
use store::{NoteAbout, Sealed, StaffNote};

use crate::samples::{at, id, request, volunteer};
use crate::stores::in_tx;

#[tokio::test]
async fn notes_are_found_come_due_once_and_go() {
    in_tx(async |tx| {
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_volunteer(&volunteer(1)).await.unwrap();
        let asked = NoteAbout::Request(RequestId(id(1)));
        let helper = NoteAbout::Volunteer(VolunteerId(id(1)));
        let note = |number, about, follow_up: Option<i64>| StaffNote {
            id: id(number),
            about,
            sealed_text: Sealed::from_bytes(vec![7, 8]),
            written_by: Some(AccountId(id(9))),
            written_at: at(i64::try_from(number).unwrap()),
            follow_up_at: follow_up.map(at),
            followed_at: None,
        };
        for one in [note(1, asked, None), note(2, asked, Some(60)), note(3, helper, Some(30))] {
            tx.insert_staff_note(&one).await.unwrap();
        }
        let found = tx.staff_notes(asked).await.unwrap();
        assert_eq!(found.iter().map(|note| note.id).collect::<Vec<_>>(), [id(2), id(1)]);
        assert_eq!((found[0].about, found[0].written_at), (asked, at(2)));
        assert_eq!(found[0].sealed_text.as_bytes(), [7, 8]);
        assert!(tx.staff_notes_due(at(29), 9).await.unwrap().is_empty());
        let due = tx.staff_notes_due(at(60), 9).await.unwrap();
        assert_eq!(due.iter().map(|note| note.id).collect::<Vec<_>>(), [id(3), id(2)]);
        assert!(tx.follow_staff_note(id(3), at(60)).await.unwrap());
        assert!(!tx.follow_staff_note(id(3), at(61)).await.unwrap());
        assert_eq!(tx.staff_notes_due(at(60), 9).await.unwrap().len(), 1);
        assert_eq!(tx.forget_staff_notes(asked).await.unwrap(), 2);
        assert_eq!(tx.staff_notes(helper).await.unwrap()[0].followed_at, Some(at(60)));
    })
    .await;
}
