//! An older backup put back beside the key ring of today.

use std::fs::File;

use dispatch::{Actor, RestoredKeys};
use serde_json::json;
use sqlx::AssertSqlSafe;
use store::{Backup, Database, backed_up_columns};
use tests::house::House;
use tests::house::each;

/// Empties what a backup carries; the key ring stays.
pub async fn lose_everything(house: &House) {
    for (table, _) in backed_up_columns().into_iter().rev() {
        match house.dispatch.database() {
            Database::Sqlite { writer, .. } => {
                let text = AssertSqlSafe(format!("DELETE FROM {table}"));
                let mut connection = writer.apart().await.unwrap();
                sqlx::query(text).execute(&mut *connection).await.unwrap();
            }
            Database::Postgres(pool) => {
                let text = AssertSqlSafe(format!("TRUNCATE {table} CASCADE"));
                sqlx::query(text).execute(pool).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn whoever_was_erased_stays_erased_in_an_older_backup() {
    each(async |house| {
        let gone = house.helper("Canarelle", &json!({})).await;
        house.helper("Stays", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        house.promise(&gone.email, "today").await;
        assert_eq!(house.status(&asked).await, "matched");
        let file = std::env::temp_dir().join(format!("{}.backup", gone.id));
        let out = File::create(&file).unwrap();
        house.dispatch.back_up("1", out, &mut |_, _| {}).await.unwrap();
        house.dispatch.leave(&Actor::System, gone.id).await.unwrap();

        lose_everything(house).await;
        let mut backup = Backup::open(&file).unwrap();
        let restored = house.dispatch.restore(&mut backup, &mut |_| {}).await.unwrap();
        assert!(restored.violations.is_empty(), "{:?}", restored.violations);
        let keys = RestoredKeys { ring_fits: true, people: 3, missing: 1, erased_again: 1 };
        assert_eq!(restored.keys, keys);

        house.dispatch.build_index().await.unwrap();
        house.settle().await;
        let mut tx = house.dispatch.database().read().await.unwrap();
        let volunteer = tx.volunteer(gone.id).await.unwrap().unwrap();
        drop(tx);
        assert_eq!(volunteer.status.code(), "withdrawn");
        let left = [volunteer.sealed_contact.as_bytes(), volunteer.sealed_anchors.as_bytes()];
        assert!(left.iter().all(|sealed| sealed.is_empty()) && volunteer.phone_hash.is_none());
        assert!(volunteer.label.is_empty() && volunteer.postcode.is_empty());
        let hash = house.dispatch.ring().lookup_hash("email", &gone.email);
        assert_ne!(volunteer.email_hash, hash);
        // Their promise went back, and the other one is still there to take it.
        assert_eq!(house.status(&asked).await, "open");
        std::fs::remove_file(file).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_backup_says_nothing_that_is_sealed() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        house.ask(&json!({})).await;
        let file = std::env::temp_dir().join(format!("{}.plain", store::hex(&fresh())));
        let out = File::create(&file).unwrap();
        house.dispatch.back_up("1", out, &mut |_, _| {}).await.unwrap();
        let unpacked = unpack(&file);
        assert!(unpacked.contains("help_request"));
        for secret in tests::house::people::SECRETS.into_iter().chain(["Shopper", "@helps.example"])
        {
            assert!(!unpacked.contains(secret), "{secret}");
        }
        std::fs::remove_file(file).unwrap();
    })
    .await;
}

fn fresh() -> [u8; 16] {
    *store::ordered_id(jiff::Timestamp::UNIX_EPOCH).unwrap().as_bytes()
}

/// The lines of a backup, as `tail -c +17 FILE | gunzip` gives them.
fn unpack(file: &std::path::Path) -> String {
    let script = format!("tail -c +17 {} | gunzip 2>/dev/null", file.display());
    let said = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    String::from_utf8(said.stdout).unwrap()
}
