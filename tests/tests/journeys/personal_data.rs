//! People take along what is kept about them, and have it erased: everywhere, for ever.

use std::fs::File;

use matching::{Role, SubjectId};
use serde_json::json;
use store::Backup;
use tests::house::people::{Asked, Helper};
use tests::house::{House, each};

use super::restored::lose_everything;

async fn subject_of(house: &House, asked: &Asked) -> SubjectId {
    let mut tx = house.dispatch.database().read().await.unwrap();
    tx.request(asked.id).await.unwrap().unwrap().subject_id
}

async fn has_key(house: &House, subject: SubjectId) -> bool {
    house.dispatch.ring().key(subject).await.unwrap().is_some()
}

/// A volunteer of whom every field is a canary.
async fn canary(house: &House) -> Helper {
    let fields = json!({
        "email": "canarelle-helps@helps.example",
        "phone": "+32 470 99 88 77",
        "address": { "line": "12 rue du Serin", "postcode": "1050", "place": "Ixelles" },
        "location": null,
    });
    house.helper("Canarelle", &fields).await
}

#[tokio::test]
async fn who_asked_takes_their_data_along_and_has_them_erased() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        let later = house.ask(&json!({})).await;
        let browser = house.browser();
        house.read(&browser, &format!("/m/{}", asked.manage)).await.expect(200);
        // Not before they have shown who they are.
        let page = house.read(&browser, "/manage/export").await.expect(200).text();
        assert!(!page.contains("Canarelle"), "{page}");
        house.post_form(&browser, "/manage", &[("go", "erase"), ("sure", "yes")]).await;
        assert_eq!(house.status(&asked).await, "open");

        let answers = [("go", "check"), ("check", "877")];
        house.post_form(&browser, "/manage", &answers).await.expect(200);
        let data = house.read(&browser, "/manage/export").await.expect(200).json();
        assert_eq!(data["contact"]["name"], "Rosalie Canarelle");
        assert_eq!(data["what"]["items"][0]["name"], "marmelade");
        assert_eq!(data["seen_by"][0]["who"], "requester");

        let subject = subject_of(house, &asked).await;
        house.post_form(&browser, "/manage", &[("go", "erase")]).await.expect(422);
        assert!(has_key(house, subject).await);
        let sure = [("go", "erase"), ("sure", "yes")];
        house.post_form(&browser, "/manage", &sure).await.expect(200);
        assert!(!has_key(house, subject).await);
        assert_eq!(house.status(&asked).await, "cancelled");
        house.read(&browser, "/manage").await.expect(410);
        // A link proves nothing about other requests.
        assert!(has_key(house, subject_of(house, &later).await).await);
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_erases_everything_a_person_asked_for() {
    each(async |house| {
        let here = house.area("Ixelles", tests::house::people::CENTRE).await;
        let there = house.area("Liège", (50.6333, 5.5667)).await;
        let first = house.ask(&json!({})).await;
        let second = house.ask(&json!({})).await;
        let contact = json!({ "name": "Else", "phone": "+32470112233" });
        let other = house.ask(&json!({ "contact": contact })).await;
        let path = format!("/requests/{}/erase", first.id);
        let sure = json!({ "sure": true });
        house.staff(Role::Operator).post(&path, &sure).await.expect(403);
        house.visitor().post(&path, &sure).await.expect(401);
        let elsewhere = house.staff_of(Role::Coordinator, there).await;
        elsewhere.post(&path, &sure).await.expect(404);
        let nobody = format!("/requests/{}/erase", uuid::Uuid::nil());
        house.staff(Role::Operator).post(&nobody, &sure).await.expect(403);
        let coordinator = house.staff_of(Role::Coordinator, here).await;
        coordinator.post(&path, &json!({})).await.expect(422);

        let data = format!("/requests/{}/export", first.id);
        let data = coordinator.post(&data, &json!({ "reason": "she asked" })).await.expect(200);
        assert_eq!(data.str("/contact/phone"), "+32470998877");
        coordinator.post(&path, &sure).await.expect(204);
        for (asked, kept) in [(&first, false), (&second, false), (&other, true)] {
            assert_eq!(has_key(house, subject_of(house, asked).await).await, kept);
        }
        assert_eq!(house.status(&first).await, "cancelled");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_is_erased_in_old_backups_too() {
    each(async |house| {
        let helper = canary(house).await;
        let stays = json!({ "categories": ["pets"] });
        house.helper("Stays", &stays).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        house.helper_does(&promise, "reveal", &json!({})).await.expect(200);
        let reason = json!({ "reason": "Canarelle called from rue du Serin" });
        house.staff_do(&asked, "reveal", &reason).await.expect(200);
        let path = format!("/volunteers/{}/reveal", helper.id);
        house.staff(Role::Coordinator).post(&path, &reason).await.expect(200);
        let path = format!("/volunteers/{}/export", helper.id);
        let data = house.staff(Role::Coordinator).post(&path, &reason).await.expect(200);
        assert_eq!(data.str("/contact/line"), "12 rue du Serin");
        house.assert_no_canary().await;

        let file = std::env::temp_dir().join(format!("{}.old", helper.id));
        let out = File::create(&file).unwrap();
        house.dispatch.back_up("1", out, &mut |_, _| {}).await.unwrap();
        let sure = json!({ "sure": true });
        let path = format!("/volunteers/{}/erase", helper.id);
        house.staff(Role::Coordinator).post(&path, &sure).await.expect(204);
        house.settle().await;
        house.staff_do(&asked, "erase", &sure).await.expect(204);
        house.assert_in_order().await;
        assert_eq!(house.dispatch.ring().count().await.unwrap(), 1);

        lose_everything(house).await;
        let mut backup = Backup::open(&file).unwrap();
        let restored = house.dispatch.restore(&mut backup, &mut |_| {}).await.unwrap();
        let keys = restored.keys;
        assert_eq!((keys.people, keys.missing, keys.erased_again), (3, 2, 2));
        std::fs::remove_file(file).unwrap();
        house.dispatch.build_index().await.unwrap();
    })
    .await;
}
