//! The kinds of mail that a volunteer does not want.

use matching::VolunteerId;

use crate::samples::{at, id, volunteer};
use crate::stores::in_tx;

#[tokio::test]
async fn the_last_choice_of_mails_counts() {
    in_tx(async |tx| {
        tx.insert_volunteer(&volunteer(1)).await.unwrap();
        let one = VolunteerId(id(1));
        assert!(tx.stopped_mails(one).await.unwrap().is_empty());
        tx.stop_mails(one, &["taken", "completed"], at(1)).await.unwrap();
        assert_eq!(tx.stopped_mails(one).await.unwrap(), ["completed", "taken"]);
        tx.stop_mails(one, &["reminder"], at(2)).await.unwrap();
        assert_eq!(tx.stopped_mails(one).await.unwrap(), ["reminder"]);
        tx.stop_mails(one, &[], at(3)).await.unwrap();
        assert!(tx.stopped_mails(one).await.unwrap().is_empty());
    })
    .await;
}
