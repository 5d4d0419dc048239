//! A new master key, and the ring in a file.

use std::fs::File;
use std::path::{Path, PathBuf};

use matching::SubjectId;
use store::{
    ArchiveError, Database, KeyFile, KeyRing, MasterFile, Secret, StoreError, SubjectKey,
    Volunteer, VolunteerContact, master_key,
};

use crate::samples::{NOW, id};
use crate::stores::{Store, each};

const KEYS: usize = 1_100;

fn master_path(store: &Store) -> PathBuf {
    store.directory.join("master.key")
}

fn master_file(store: &Store) -> MasterFile {
    MasterFile::new(master_path(store))
}

async fn under(store: &Store, master: &Secret) -> Result<KeyRing, StoreError> {
    match &store.db {
        Database::Sqlite { .. } => KeyRing::open_file(&store.ring_path(), master).await,
        Database::Postgres(pool) => KeyRing::open_schema(pool.clone(), master).await,
    }
}

async fn open(store: &Store) -> Result<KeyRing, StoreError> {
    master_file(store).open(async |master| under(store, master).await).await
}

/// The value that the key of a subject must still open.
fn sealed(key: &SubjectKey) -> store::Sealed<VolunteerContact> {
    key.seal(Volunteer::contact_spot(id(1).into()), &VolunteerContact::default()).unwrap()
}

async fn opens(
    ring: &KeyRing,
    subject: SubjectId,
    value: &store::Sealed<VolunteerContact>,
) -> bool {
    let key = ring.key(subject).await.unwrap().unwrap();
    key.open(Volunteer::contact_spot(id(1).into()), value).is_ok()
}

#[tokio::test]
async fn after_a_rotation_everything_opens_under_the_new_key_alone() {
    each(async |store| {
        let ring = open(store).await.unwrap();
        let old = master_key(&master_path(store)).unwrap();
        let keys = ring.create_many(KEYS, NOW).await.unwrap();
        let value = sealed(&keys[KEYS - 1]);
        let (hash, token) = (ring.lookup_hash("email", "a@b"), ring.token("alert", id(1), 1));
        let print = ring.fingerprint();
        let mut last = 0;
        let rotated = master_file(store).rotate(ring, None, &mut |done| last = done).await.unwrap();
        assert_eq!((rotated, last), (KEYS as u64, KEYS as u64));
        assert_ne!(master_key(&master_path(store)).unwrap().to_hex(), old.to_hex());
        assert!(matches!(under(store, &old).await, Err(StoreError::KeyRing(_))));
        let ring = open(store).await.unwrap();
        ring.warm().await.unwrap();
        assert!(opens(&ring, keys[KEYS - 1].subject(), &value).await);
        // Addresses are still found and links of sent mails still derived.
        assert_eq!(ring.lookup_hash("email", "a@b"), hash);
        assert_eq!((ring.token("alert", id(1), 1), ring.fingerprint()), (token, print));
        ring.create(NOW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_key_can_be_replaced_again_and_by_one_that_is_given() {
    each(async |store| {
        let key = open(store).await.unwrap().create(NOW).await.unwrap();
        let value = sealed(&key);
        let given = Secret::new([9; 32]);
        for next in [None, Some(&given), None] {
            let ring = open(store).await.unwrap();
            assert_eq!(master_file(store).rotate(ring, next, &mut |_| {}).await.unwrap(), 1);
            let now = master_key(&master_path(store)).unwrap();
            assert!(next.is_none_or(|next| next.to_hex() == now.to_hex()));
        }
        assert!(opens(&open(store).await.unwrap(), key.subject(), &value).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_the_old_key_makes_no_key_that_nobody_can_open() {
    each(async |store| {
        let (old, other) = (open(store).await.unwrap(), open(store).await.unwrap());
        master_file(store).rotate(open(store).await.unwrap(), None, &mut |_| {}).await.unwrap();
        assert!(matches!(old.create(NOW).await, Err(StoreError::KeyRing(_))));
        assert!(matches!(
            master_file(store).rotate(other, None, &mut |_| {}).await,
            Err(StoreError::KeyRing(_))
        ));
        open(store).await.unwrap().warm().await.unwrap();
        assert_eq!(open(store).await.unwrap().count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_rotation_cut_short_before_the_ring_changed_leaves_the_old_key() {
    each(async |store| {
        let key = open(store).await.unwrap().create(NOW).await.unwrap();
        let value = sealed(&key);
        let next = Secret::new([9; 32]);
        std::fs::write(store.directory.join("master.key.next"), next.to_hex().as_str()).unwrap();
        std::fs::write(store.directory.join("master.key.draft"), "half a k").unwrap();
        let ring = open(store).await.unwrap();
        assert!(opens(&ring, key.subject(), &value).await);
        let given = Secret::new([8; 32]);
        let refused = master_file(store).rotate(ring.clone(), Some(&given), &mut |_| {}).await;
        assert!(refused.unwrap_err().to_string().contains("cut short"));
        master_file(store).rotate(ring, None, &mut |_| {}).await.unwrap();
        assert_eq!(master_key(&master_path(store)).unwrap().to_hex(), next.to_hex());
        assert!(opens(&open(store).await.unwrap(), key.subject(), &value).await);
    })
    .await;
}

#[tokio::test]
async fn a_rotation_cut_short_after_the_ring_changed_is_ended_by_the_next_opening() {
    each(async |store| {
        let key = open(store).await.unwrap().create(NOW).await.unwrap();
        let value = sealed(&key);
        let next = Secret::new([9; 32]);
        std::fs::write(store.directory.join("master.key.next"), next.to_hex().as_str()).unwrap();
        open(store).await.unwrap().rotate(&next, &mut |_| {}).await.unwrap();
        let ring = open(store).await.unwrap();
        assert!(opens(&ring, key.subject(), &value).await);
        assert_eq!(master_key(&master_path(store)).unwrap().to_hex(), next.to_hex());
        assert!(!store.directory.join("master.key.next").exists());
    })
    .await;
}

async fn export(ring: &KeyRing, path: &Path) -> u64 {
    ring.export(File::create(path).unwrap(), NOW, &mut |_| {}).await.unwrap()
}

#[tokio::test]
async fn an_exported_ring_is_taken_into_an_empty_one_of_either_kind() {
    each(async |from| {
        let ring = open(from).await.unwrap();
        let keys = ring.create_many(KEYS, NOW).await.unwrap();
        let value = sealed(&keys[0]);
        master_file(from).rotate(ring, None, &mut |_| {}).await.unwrap();
        let ring = open(from).await.unwrap();
        let path = from.directory.join("keys");
        assert_eq!(export(&ring, &path).await, KEYS as u64);
        each(async |to| {
            std::fs::copy(master_path(from), master_path(to)).unwrap();
            let mut file = KeyFile::open(&path).unwrap();
            assert_eq!((file.keys(), file.made_at()), (KEYS as u64, NOW));
            let empty = open(to).await.unwrap();
            assert_eq!(empty.import(&mut file, &mut |_| {}).await.unwrap(), KEYS as u64);
            let filled = open(to).await.unwrap();
            filled.warm().await.unwrap();
            assert!(opens(&filled, keys[0].subject(), &value).await);
            assert_eq!(filled.fingerprint(), ring.fingerprint());
            let unknown = SubjectId(id(1));
            let asked = [keys[3].subject(), unknown, keys[4].subject()];
            assert_eq!(filled.missing(&asked).await.unwrap(), [unknown]);
            let again = filled.import(&mut KeyFile::open(&path).unwrap(), &mut |_| {}).await;
            assert!(matches!(again, Err(ArchiveError::NotEmpty(_))));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn keys_under_another_master_key_or_damaged_are_not_taken() {
    each(async |store| {
        let (elsewhere, master) = (store.directory.join("other"), Secret::new([1; 32]));
        let other = KeyRing::open_file(&elsewhere, &master).await.unwrap();
        other.create_many(3, NOW).await.unwrap();
        let path = store.directory.join("keys");
        export(&other, &path).await;
        let ring = open(store).await.unwrap();
        let refused = ring.import(&mut KeyFile::open(&path).unwrap(), &mut |_| {}).await;
        assert!(matches!(refused, Err(ArchiveError::Store(StoreError::KeyRing(_)))));
        assert_eq!(ring.count().await.unwrap(), 0);
        open(store).await.unwrap().create(NOW).await.unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate(bytes.len() - 40);
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(KeyFile::open(&path), Err(ArchiveError::Damaged)));
    })
    .await;
}

#[tokio::test]
async fn an_export_holds_no_key_in_the_clear_and_no_old_wrapping_stays_behind() {
    each(async |store| {
        if !store.db.is_sqlite() {
            return;
        }
        let ring = open(store).await.unwrap();
        ring.create_many(3, NOW).await.unwrap();
        let path = store.directory.join("keys");
        export(&ring, &path).await;
        let before = wrapped(store).await;
        master_file(store).rotate(ring, None, &mut |_| {}).await.unwrap();
        let files = std::fs::read_dir(&store.directory).unwrap().map(Result::unwrap);
        for file in files.filter(|file| file.file_name().to_string_lossy().starts_with("keyring")) {
            // The log of a connection that was closed meanwhile is gone, and holds nothing.
            let content = match std::fs::read(file.path()) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                content => content.unwrap(),
            };
            for old in &before {
                assert!(!content.windows(old.len()).any(|part| part == old), "{file:?}");
            }
        }
    })
    .await;
}

async fn wrapped(store: &Store) -> Vec<Vec<u8>> {
    let ring = sqlx::sqlite::SqliteConnectOptions::new().filename(store.ring_path());
    let pool = sqlx::sqlite::SqlitePool::connect_with(ring).await.unwrap();
    let rows = sqlx::query_scalar("SELECT wrapped FROM subject_key").fetch_all(&pool).await;
    pool.close().await;
    rows.unwrap()
}
