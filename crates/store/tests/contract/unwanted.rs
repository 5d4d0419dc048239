//! Who is not to be planned for requests, many requests at a time.

use matching::{AlertStatus, RequestId, VolunteerId};
use store::{Alert, HelpRequest};

use crate::samples::{NOW, alert, engagement, id, request, volunteer};
use crate::stores::in_tx;

#[tokio::test]
async fn a_no_a_place_and_a_block_are_found_for_many_at_once() {
    in_tx(async |tx| {
        for number in 1..=3 {
            tx.insert_request(&HelpRequest {
                phone_hash: Some(vec![u8::try_from(number).unwrap()]),
                ..request(number)
            })
            .await
            .unwrap();
            tx.insert_volunteer(&volunteer(number)).await.unwrap();
        }
        let (of, by) = (|number| RequestId(id(number)), |number| VolunteerId(id(number)));
        let said_no = Alert { status: AlertStatus::Declined, ..alert(1, 1, 1) };
        tx.insert_alert(&said_no).await.unwrap();
        tx.insert_alert(&alert(2, 1, 2)).await.unwrap();
        tx.insert_engagement(&engagement(3, 2, 3)).await.unwrap();
        let mut found = tx.answered_before(&[of(1), of(2), of(3)]).await.unwrap();
        found.sort_unstable();
        assert_eq!(found, [(of(1), by(1)), (of(2), by(3))]);
        assert!(tx.answered_before(&[]).await.unwrap().is_empty());
        tx.block_volunteer(&[2], by(1), NOW).await.unwrap();
        let found = tx.blocked_by(&[&[1], &[2], &[3]]).await.unwrap();
        assert_eq!(found, [(vec![2], by(1))]);
        assert!(tx.blocked_by(&[]).await.unwrap().is_empty());
    })
    .await;
}
