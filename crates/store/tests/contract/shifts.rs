//! Shifts: planned, taken until they are full, given back.

use matching::{AccountId, ShiftId};
use store::{Shift, ShiftPlace};

use crate::samples::{at, id, ids};
use crate::stores::in_tx;

fn shift(number: u128, from: i64, to: i64) -> Shift {
    Shift {
        id: ShiftId(id(number)),
        area_id: None,
        starts_at: at(from),
        ends_at: at(to),
        places: 2,
        created_by: Some(AccountId(id(9))),
        created_at: at(0),
    }
}

#[tokio::test]
async fn a_shift_is_taken_until_it_is_full_and_by_each_once() {
    in_tx(async |tx| {
        let own = shift(1, 10, 20);
        tx.insert_shift(&own).await.unwrap();
        let account = |number| AccountId(id(number));
        tx.lock_shift(own.id).await.unwrap();
        assert!(tx.take_shift(own.id, account(1), at(1)).await.unwrap());
        assert!(!tx.take_shift(own.id, account(1), at(2)).await.unwrap());
        assert!(tx.take_shift(own.id, account(2), at(3)).await.unwrap());
        assert!(!tx.take_shift(own.id, account(3), at(4)).await.unwrap());
        assert!(tx.leave_shift(own.id, account(1)).await.unwrap());
        assert!(!tx.leave_shift(own.id, account(1)).await.unwrap());
        assert!(tx.take_shift(own.id, account(3), at(5)).await.unwrap());
        let there = tx.shift_places(at(0), at(30)).await.unwrap();
        let place = |number| ShiftPlace { shift_id: own.id, account_id: account(number) };
        assert_eq!(there, [place(2), place(3)]);
        assert!(!tx.take_shift(ShiftId(id(7)), account(1), at(1)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn shifts_are_listed_by_time_and_go_with_their_places() {
    in_tx(async |tx| {
        for one in [shift(1, 20, 30), shift(2, 10, 20), shift(3, 30, 40)] {
            tx.insert_shift(&one).await.unwrap();
        }
        let listed = tx.shifts(at(15), at(30), 5).await.unwrap();
        assert_eq!(ids(&listed, |shift| shift.id), [2, 1]);
        assert_eq!(tx.shift(ShiftId(id(3))).await.unwrap(), Some(shift(3, 30, 40)));
        tx.take_shift(ShiftId(id(1)), AccountId(id(1)), at(1)).await.unwrap();
        tx.delete_shift(ShiftId(id(1))).await.unwrap();
        assert!(tx.shift(ShiftId(id(1))).await.unwrap().is_none());
        assert!(tx.shift_places(at(0), at(90)).await.unwrap().is_empty());
    })
    .await;
}
