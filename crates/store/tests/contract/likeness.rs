//! Requests that resemble each other.

use matching::{AccountId, RequestId};
use store::{Likeness, Resembles, Said, Tx};

use crate::samples::{at, id, ids, request};
use crate::stores::in_tx;

fn likeness(later: u128, earlier: u128, reason: Resembles) -> Likeness {
    Likeness {
        request_id: RequestId(id(later)),
        other_id: RequestId(id(earlier)),
        reason,
        said: None,
        said_by: None,
        said_at: None,
        created_at: at(1),
    }
}

async fn three_requests(tx: &mut Tx) {
    for number in 1..=3 {
        tx.insert_request(&request(number)).await.unwrap();
    }
}

#[tokio::test]
async fn a_human_s_word_replaces_a_guess_and_no_guess_replaces_it() {
    in_tx(async |tx| {
        three_requests(tx).await;
        let guess = likeness(2, 1, Resembles::Contact);
        tx.put_likeness(&guess).await.unwrap();
        assert_eq!(tx.likenesses(RequestId(id(1))).await.unwrap(), std::slice::from_ref(&guess));
        let said = Likeness {
            said: Some(Said::Other),
            said_by: Some(AccountId(id(5))),
            said_at: Some(at(2)),
            ..guess.clone()
        };
        tx.put_likeness(&said).await.unwrap();
        tx.put_likeness(&guess).await.unwrap();
        assert_eq!(tx.likenesses(RequestId(id(2))).await.unwrap(), [said]);
        assert!(tx.likenesses(RequestId(id(3))).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn requests_of_one_door_are_found_until_they_are_forgotten() {
    in_tx(async |tx| {
        three_requests(tx).await;
        tx.put_door(RequestId(id(1)), &[1]).await.unwrap();
        tx.put_door(RequestId(id(1)), &[2]).await.unwrap();
        tx.copy_door(RequestId(id(1)), RequestId(id(2))).await.unwrap();
        tx.copy_door(RequestId(id(3)), RequestId(id(2))).await.unwrap();
        tx.put_likeness(&likeness(2, 1, Resembles::Door)).await.unwrap();
        let there = tx.requests_at_door(&[2], 5).await.unwrap();
        assert_eq!(ids(&there, |request| request.id), [2, 1]);
        assert!(tx.requests_at_door(&[1], 5).await.unwrap().is_empty());
        tx.forget_likeness(RequestId(id(1))).await.unwrap();
        let there = tx.requests_at_door(&[2], 5).await.unwrap();
        assert_eq!(ids(&there, |request| request.id), [2]);
        assert!(tx.likenesses(RequestId(id(2))).await.unwrap().is_empty());
    })
    .await;
}
