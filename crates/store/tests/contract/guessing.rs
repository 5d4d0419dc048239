//! What slows guessing down, and codes that work once.

use jiff::SignedDuration;
use store::OldRows;
use store::{Account, Pace, Sealed};

use crate::samples::{NOW, account, at};
use crate::stores::in_tx;

#[tokio::test]
async fn a_bucket_gives_so_many_at_once_and_then_one_a_step() {
    in_tx(async |tx| {
        let pace = Pace { burst: 3, step: SignedDuration::from_mins(2) };
        for _ in 0..3 {
            assert_eq!(tx.take(b"a", pace, NOW).await.unwrap(), None);
        }
        assert_eq!(tx.take(b"a", pace, NOW).await.unwrap(), Some(at(2)));
        assert_eq!(tx.take(b"b", pace, NOW).await.unwrap(), None);
        assert_eq!(tx.take(b"a", pace, at(2)).await.unwrap(), None);
        assert_eq!(tx.take(b"a", pace, at(2)).await.unwrap(), Some(at(4)));
        tx.empty_bucket(b"a").await.unwrap();
        for _ in 0..3 {
            assert_eq!(tx.take(b"a", pace, at(2)).await.unwrap(), None);
        }
        assert_eq!(tx.delete_old(OldRows::Buckets, at(2)).await.unwrap(), 1);
        assert_eq!(tx.take(b"a", pace, at(2)).await.unwrap(), Some(at(4)));
        assert_eq!(tx.delete_old(OldRows::Buckets, at(8)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn codes_work_once() {
    in_tx(async |tx| {
        let own = account(1);
        tx.insert_account(&own).await.unwrap();
        assert!(tx.use_totp_step(own.id, 5).await.unwrap());
        assert!(!tx.use_totp_step(own.id, 5).await.unwrap());
        assert!(!tx.use_totp_step(own.id, 4).await.unwrap());
        assert!(tx.use_totp_step(own.id, 6).await.unwrap());
        let codes = [b"one".to_vec(), b"two".to_vec()];
        tx.replace_recovery_codes(own.id, &codes).await.unwrap();
        assert!(!tx.use_recovery_code(own.id, b"three", NOW).await.unwrap());
        assert!(tx.use_recovery_code(own.id, b"one", NOW).await.unwrap());
        assert!(!tx.use_recovery_code(own.id, b"one", NOW).await.unwrap());
        assert_eq!(tx.recovery_codes_left(own.id).await.unwrap(), 1);
        tx.replace_recovery_codes(own.id, &[]).await.unwrap();
        assert!(!tx.use_recovery_code(own.id, b"two", NOW).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_secret_comes_back_as_it_was_and_forgets_the_step() {
    in_tx(async |tx| {
        let own = account(1);
        tx.insert_account(&own).await.unwrap();
        assert!(tx.use_totp_step(own.id, 5).await.unwrap());
        tx.set_totp(own.id, Some(&Sealed::from_bytes(vec![0, 1, 255]))).await.unwrap();
        let found: Account = tx.account(own.id).await.unwrap().unwrap();
        assert_eq!(found.sealed_totp.unwrap().as_bytes(), [0, 1, 255]);
        assert!(tx.use_totp_step(own.id, 1).await.unwrap());
        tx.set_totp(own.id, None).await.unwrap();
        assert!(tx.account(own.id).await.unwrap().unwrap().sealed_totp.is_none());
    })
    .await;
}
