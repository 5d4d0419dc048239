//! Calls: taken once, ended once, tied to requests, forgotten.

use matching::{AccountId, CallId, RequestId, TaskState};
use store::{CallDirection, CallTie, HelpRequest, PhoneCall, Sealed, Task, Tx};

use crate::samples::{at, id, ids, request, task};
use crate::stores::in_tx;

fn call(number: u128) -> PhoneCall {
    PhoneCall {
        id: CallId(id(number)),
        direction: CallDirection::In,
        account_id: Some(AccountId(id(1))),
        area_id: None,
        task_id: None,
        started_at: at(i64::try_from(number).unwrap()),
        ended_at: None,
        outcome: None,
        language: String::new(),
        phone_hash: Some(vec![7; 32]),
        subject_id: None,
        sealed_contact: Sealed::from_bytes(Vec::new()),
    }
}

async fn ended(tx: &mut Tx, number: u128, minutes: i64, outcome: &str) {
    let whole = PhoneCall {
        ended_at: Some(at(minutes)),
        outcome: Some(outcome.to_owned()),
        language: "fr".to_owned(),
        ..call(number)
    };
    assert!(tx.insert_call(&call(number)).await.unwrap());
    assert!(tx.end_call(&whole).await.unwrap());
}

#[tokio::test]
async fn a_call_is_taken_once_and_ends_once() {
    in_tx(async |tx| {
        ended(tx, 1, 4, "noted").await;
        assert!(!tx.insert_call(&call(1)).await.unwrap());
        assert!(!tx.end_call(&call(1)).await.unwrap());
        let found = tx.call(CallId(id(1))).await.unwrap().unwrap();
        assert_eq!(found.outcome.as_deref(), Some("noted"));
        assert_eq!((found.ended_at, found.language.as_str()), (Some(at(4)), "fr"));
        assert!(tx.call(CallId(id(2))).await.unwrap().is_none());
        let spans = tx.calls_from(&[7; 32], 5).await.unwrap();
        assert_eq!(spans.len(), 1);
        assert_eq!((spans[0].started_at, spans[0].ended_at), (at(1), at(4)));
        assert!(tx.calls_from(&[8; 32], 5).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_left_open_ends_when_the_next_call_is_taken() {
    in_tx(async |tx| {
        tx.insert_call(&call(1)).await.unwrap();
        ended(tx, 2, 5, "informed").await;
        assert_eq!(tx.drop_open_calls(AccountId(id(2)), at(9)).await.unwrap(), 0);
        assert_eq!(tx.drop_open_calls(AccountId(id(1)), at(9)).await.unwrap(), 1);
        let own = tx.calls_of_account(AccountId(id(1)), at(0)).await.unwrap();
        let outcomes: Vec<&str> = own.iter().map(|call| call.outcome.as_str()).collect();
        assert_eq!(outcomes, ["unfinished", "informed"]);
        assert_eq!(tx.calls_of_account(AccountId(id(1)), at(2)).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn requests_are_tied_to_the_calls_in_which_they_were_noted() {
    in_tx(async |tx| {
        for number in 1..=3 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        ended(tx, 1, 4, "noted").await;
        let own = CallId(id(1));
        tx.tie_call(own, RequestId(id(2)), CallTie::Noted).await.unwrap();
        tx.tie_call(own, RequestId(id(1)), CallTie::Noted).await.unwrap();
        tx.tie_call(own, RequestId(id(3)), CallTie::About).await.unwrap();
        tx.tie_call(own, RequestId(id(3)), CallTie::About).await.unwrap();
        let noted = tx.noted_in_call(own).await.unwrap();
        assert_eq!(ids(&noted, |request| request.id), [1, 2]);
        assert_eq!(tx.calls_of_request(RequestId(id(3))).await.unwrap().len(), 1);
        let account = AccountId(id(1));
        let noted = tx.noted_by(account, at(0)).await.unwrap();
        assert_eq!(ids(&noted, |request| request.id), [1, 2]);
        assert!(tx.noted_by(account, at(2)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn callers_who_were_helped_are_found_newest_first() {
    in_tx(async |tx| {
        ended(tx, 1, 4, "noted").await;
        for (number, done) in [(1, 5), (2, 7), (3, 6)] {
            let status = matching::RequestStatus::Completed;
            let one = HelpRequest { status, done_at: Some(at(done)), ..request(number) };
            tx.insert_request(&one).await.unwrap();
            tx.tie_call(CallId(id(1)), one.id, CallTie::Noted).await.unwrap();
        }
        let helped = tx.helped_after_calls_of(AccountId(id(1)), at(6), 5).await.unwrap();
        assert_eq!(ids(&helped, |request| request.id), [2, 3]);
    })
    .await;
}

#[tokio::test]
async fn who_called_is_forgotten_unless_somebody_waits_for_a_call() {
    in_tx(async |tx| {
        let waiting = Task { state: TaskState::Open, ..task(1) };
        tx.insert_task(&waiting).await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        ended(tx, 1, 4, "informed").await;
        let promised = PhoneCall {
            task_id: Some(waiting.id),
            subject_id: Some(id(9).into()),
            sealed_contact: Sealed::from_bytes(vec![1]),
            ..call(2)
        };
        tx.insert_call(&promised).await.unwrap();
        assert_eq!(tx.call_of_task(waiting.id).await.unwrap().unwrap().id, promised.id);
        tx.tie_call(promised.id, RequestId(id(1)), CallTie::About).await.unwrap();
        let due = tx.forgettable_callers(at(9), 5).await.unwrap();
        assert_eq!(due, [(CallId(id(1)), None)]);
        let own = tx.callers_of_request(RequestId(id(1))).await.unwrap();
        assert_eq!(own, [(promised.id, Some(id(9).into()))]);
        for (call, _) in due.iter().chain(&own) {
            tx.forget_caller(*call).await.unwrap();
        }
        assert!(tx.callers_of_request(RequestId(id(1))).await.unwrap().is_empty());
        assert!(tx.forgettable_callers(at(9), 5).await.unwrap().is_empty());
        assert!(tx.calls_from(&[7; 32], 5).await.unwrap().is_empty());
    })
    .await;
}
