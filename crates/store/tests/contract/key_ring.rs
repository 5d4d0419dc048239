//! The key ring, and what is sealed under its keys.

use std::path::Path;

use matching::{Position, SubjectId};
use store::{
    Account, AccountContact, HelpRequest, Item, KeyRing, RequestDetails, RequesterContact, Secret,
    StoreError, Volunteer, VolunteerContact, master_key, ordered_id,
};

use crate::samples::{NOW, account, at, hard_text, id, request, volunteer};
use crate::stores::{Store, each};

const MASTER: [u8; 32] = [7; 32];

async fn ring(store: &Store) -> KeyRing {
    store.ring(&Secret::new(MASTER)).await
}

#[tokio::test]
async fn a_key_is_durable_when_it_is_given_out() {
    each(async |store| {
        let made = ring(store).await.create(NOW).await.unwrap();
        let spot = Volunteer::contact_spot(id(1).into());
        let sealed = made.seal(spot, &VolunteerContact::default()).unwrap();
        let again = ring(store).await.key(made.subject()).await.unwrap().unwrap();
        assert!(again.open(spot, &sealed).unwrap() == VolunteerContact::default());
        assert_eq!(again.subject(), made.subject());
    })
    .await;
}

#[tokio::test]
async fn many_keys_are_made_and_kept_in_memory_when_warm() {
    each(async |store| {
        let first = ring(store).await;
        let keys = first.create_many(50, NOW).await.unwrap();
        assert!(first.create_many(0, NOW).await.unwrap().is_empty());
        let spot = Volunteer::contact_spot(id(1).into());
        let sealed = keys[0].seal(spot, &VolunteerContact::default()).unwrap();
        assert!(keys[1..].iter().all(|key| key.open(spot, &sealed).is_err()));
        let warm = ring(store).await;
        warm.warm().await.unwrap();
        warm.close().await;
        let cached = warm.key(keys[49].subject()).await.unwrap().unwrap();
        assert_eq!(cached.subject(), keys[49].subject());
    })
    .await;
}

#[tokio::test]
async fn a_wrong_master_key_opens_nothing() {
    each(async |store| {
        let made = ring(store).await.create(NOW).await.unwrap();
        let wrong = store.ring(&Secret::new([8; 32])).await;
        let refused = wrong.key(made.subject()).await.unwrap_err();
        assert!(matches!(refused, StoreError::KeyRing(_)));
        assert!(matches!(wrong.warm().await, Err(StoreError::KeyRing(_))));
        let unknown = wrong.key(SubjectId(id(1))).await.unwrap();
        assert!(unknown.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_destroyed_key_is_gone_for_good() {
    each(async |store| {
        let first = ring(store).await;
        let keys = first.create_many(2, NOW).await.unwrap();
        first.destroy(keys[0].subject()).await.unwrap();
        first.destroy(keys[0].subject()).await.unwrap();
        assert!(first.key(keys[0].subject()).await.unwrap().is_none());
        assert!(first.key(keys[1].subject()).await.unwrap().is_some());
        let again = ring(store).await;
        again.warm().await.unwrap();
        assert!(again.key(keys[0].subject()).await.unwrap().is_none());
        assert!(again.key(keys[1].subject()).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_destroyed_key_leaves_no_trace_in_the_files() {
    each(async |store| {
        if !store.db.is_sqlite() {
            return;
        }
        let ring = ring(store).await;
        let key = ring.create(NOW).await.unwrap();
        let subject = key.subject().0;
        assert!(holds(&store.directory, subject.as_bytes()));
        ring.destroy(key.subject()).await.unwrap();
        assert!(!holds(&store.directory, subject.as_bytes()));
    })
    .await;
}

/// Whether a file of the ring holds these bytes.
fn holds(directory: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(directory).unwrap().map(Result::unwrap);
    files
        .filter(|file| file.file_name().to_string_lossy().starts_with("keyring"))
        .filter(|file| !file.file_name().to_string_lossy().ends_with("-shm"))
        .any(|file| {
            let content = std::fs::read(file.path()).unwrap();
            content.windows(bytes.len()).any(|part| part == bytes)
        })
}

#[tokio::test]
async fn a_closed_ring_gives_no_key_it_does_not_hold() {
    each(async |store| {
        let ring = ring(store).await;
        ring.close().await;
        assert!(ring.key(SubjectId(id(1))).await.unwrap_err().is_unavailable());
    })
    .await;
}

#[tokio::test]
async fn several_nodes_may_open_the_ring_at_once() {
    each(async |store| {
        let master = Secret::new(MASTER);
        let rings = futures::future::join_all((0..4).map(|_| store.ring(&master))).await;
        let key = rings[0].create(NOW).await.unwrap();
        assert!(rings[3].key(key.subject()).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn hashes_and_tokens_depend_on_the_master_key_alone() {
    each(async |store| {
        let (one, two) = (ring(store).await, ring(store).await);
        let other = store.ring(&Secret::new([8; 32])).await;
        let hash = one.lookup_hash("email", "odette@example.org");
        assert_eq!(hash, two.lookup_hash("email", "odette@example.org"));
        assert_ne!(hash, other.lookup_hash("email", "odette@example.org"));
        assert_ne!(hash, one.lookup_hash("phone", "odette@example.org"));
        let token = one.token("alert", id(1), 1);
        assert_eq!(token, two.token("alert", id(1), 1));
        assert_ne!(token, other.token("alert", id(1), 1));
        assert_ne!(token, one.token("manage", id(1), 1));
        assert_ne!(token, one.token("alert", id(2), 1));
        assert_ne!(token, one.token("alert", id(1), 2));
    })
    .await;
}

#[tokio::test]
async fn a_sealed_contact_reads_back() {
    each(async |store| {
        let key = ring(store).await.create(NOW).await.unwrap();
        let mut one = request(1);
        let contact = RequesterContact {
            name: hard_text(),
            phone: Some("+3225550000".to_owned()),
            position: Some(Position::new(50.8333, 4.3667).unwrap()),
            asked_by: Some("a niece".to_owned()),
            ..RequesterContact::default()
        };
        let item = Item { name: "milk".to_owned(), quantity: Some("2 l".to_owned()), note: None };
        let details = RequestDetails {
            payment: Some("door".to_owned()),
            minds: vec!["wait".to_owned()],
            details: Some(hard_text()),
            items: vec![item],
            ..RequestDetails::default()
        };
        one.sealed_contact = key.seal(HelpRequest::contact_spot(one.id), &contact).unwrap();
        one.sealed_details = key.seal(HelpRequest::details_spot(one.id), &details).unwrap();
        let mut tx = store.db.write().await.unwrap();
        tx.insert_request(&one).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.db.read().await.unwrap();
        let found = tx.request(one.id).await.unwrap().unwrap();
        assert!(found.contact(&key).unwrap() == contact);
        assert!(found.details(&key).unwrap() == details);
        let moved = HelpRequest { id: request(2).id, ..found.clone() };
        assert!(matches!(moved.contact(&key), Err(StoreError::Sealed { .. })));
        assert!(matches!(moved.details(&key), Err(StoreError::Sealed { .. })));
    })
    .await;
}

#[tokio::test]
async fn volunteers_and_staff_are_sealed_too() {
    each(async |store| {
        let key = ring(store).await.create(NOW).await.unwrap();
        let points = vec![Position::new(-89.999_999, 180.0).unwrap(); 3];
        let (mut helper, mut staff) = (volunteer(1), account(1));
        let contact = VolunteerContact { name: hard_text(), ..VolunteerContact::default() };
        helper.sealed_contact = key.seal(Volunteer::contact_spot(helper.id), &contact).unwrap();
        helper.sealed_anchors = key.seal(Volunteer::anchors_spot(helper.id), &points).unwrap();
        let colleague = AccountContact { name: hard_text(), email: "a@b".to_owned() };
        staff.sealed_contact = key.seal(Account::contact_spot(staff.id), &colleague).unwrap();
        let mut tx = store.db.write().await.unwrap();
        tx.insert_volunteer(&helper).await.unwrap();
        tx.insert_account(&staff).await.unwrap();
        let helper = tx.volunteer(helper.id).await.unwrap().unwrap();
        assert!(
            helper.contact(&key).unwrap() == contact && helper.anchors(&key).unwrap() == points
        );
        let staff = tx.account(staff.id).await.unwrap().unwrap();
        assert!(staff.contact(&key).unwrap() == colleague);
    })
    .await;
}

#[tokio::test]
async fn a_master_key_is_written_once_for_its_owner_alone() {
    each(async |store| {
        let path = store.directory.join("secrets/master.key");
        let made = master_key(&path).unwrap();
        assert_eq!(made.mac(&[b"x"]), master_key(&path).unwrap().mac(&[b"x"]));
        #[cfg(unix)]
        {
            let file = std::fs::metadata(&path).unwrap();
            assert_eq!(std::os::unix::fs::MetadataExt::mode(&file) & 0o777, 0o600);
        }
        std::fs::write(&path, "something else").unwrap();
        assert!(matches!(master_key(&path), Err(StoreError::KeyRing(_))));
        assert!(matches!(master_key(&store.directory), Err(StoreError::Open(_))));
    })
    .await;
}

#[test]
fn a_later_id_is_a_larger_one() {
    let (early, late) = (ordered_id(at(0)).unwrap(), ordered_id(at(1)).unwrap());
    assert!(early < late && early.get_version_num() == 7);
    assert_ne!(early, ordered_id(at(0)).unwrap());
}

#[tokio::test]
async fn a_ring_to_throw_away_keeps_its_keys_too() {
    each(async |store| {
        let (path, master) = (store.directory.join("demo.sqlite"), Secret::generate().unwrap());
        let ring = KeyRing::open_throw_away(&path, &master).await.unwrap();
        let key = ring.create(NOW).await.unwrap();
        ring.close().await;
        let same_master = Secret::from_hex(&master.to_hex()).unwrap();
        let again = KeyRing::open_file(&path, &same_master).await.unwrap();
        assert!(again.key(key.subject()).await.unwrap().is_some());
        let nowhere = KeyRing::open_file(&store.directory, &master).await;
        assert!(matches!(nowhere, Err(StoreError::Open(_))));
    })
    .await;
}
