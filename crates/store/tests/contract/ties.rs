//! What ties a request to others.

use matching::{RequestId, VolunteerId};
use store::{HelpRequest, RequestTie};

use crate::samples::{at, id, ids, request, volunteer};
use crate::stores::in_tx;

#[tokio::test]
async fn ties_read_back_as_stored_and_go() {
    in_tx(async |tx| {
        for number in 1..=2 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        tx.insert_volunteer(&volunteer(1)).await.unwrap();
        let (one, two) = (RequestId(id(1)), RequestId(id(2)));
        assert!(tx.tie(two).await.unwrap().is_empty());
        let mut tie = RequestTie {
            group_id: Some(one),
            follows_id: Some(one),
            wished_volunteer_id: Some(VolunteerId(id(1))),
            repeat_days: Some(7),
            repeats_left: 12,
            ..RequestTie::of(two)
        };
        tx.put_tie(&tie).await.unwrap();
        assert_eq!(tx.tie(two).await.unwrap(), tie);
        (tie.repeat_days, tie.repeats_left) = (None, 0);
        tx.put_tie(&tie).await.unwrap();
        assert_eq!(tx.tie(two).await.unwrap(), tie);
        tx.untie(two).await.unwrap();
        assert!(tx.tie(two).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_in_one_go_is_found_from_each() {
    in_tx(async |tx| {
        for number in 1..=4 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        for number in [1, 3] {
            let tie = RequestTie::of(RequestId(id(number)));
            tx.put_tie(&RequestTie { group_id: Some(RequestId(id(1))), ..tie }).await.unwrap();
        }
        for (from, together) in [(1, vec![1, 3]), (3, vec![1, 3]), (2, vec![2]), (4, vec![4])] {
            let found = tx.asked_together(RequestId(id(from))).await.unwrap();
            assert_eq!(ids(&found, |request| request.id), together);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_again_is_due_when_its_time_is_over() {
    in_tx(async |tx| {
        for (number, minutes) in [(1, 5), (2, 6), (3, 4)] {
            let one = HelpRequest { needed_by: at(minutes), ..request(number) };
            tx.insert_request(&one).await.unwrap();
            let repeat_days = (number != 3).then_some(7);
            let tie = RequestTie { repeat_days, ..RequestTie::of(one.id) };
            tx.put_tie(&tie).await.unwrap();
        }
        let due = tx.requests_to_repeat(at(5), 9).await.unwrap();
        assert_eq!(ids(&due, |id| *id), [1]);
        assert_eq!(tx.requests_to_repeat(at(9), 1).await.unwrap().len(), 1);
    })
    .await;
}
