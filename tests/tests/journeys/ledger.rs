//! The ledger of reveals answers who saw whose data, and says no more than it must.

use matching::Role;
use serde_json::{Value, json};
use tests::house::{House, each};

const REASON: &str = "=HYPERLINK(1) call Rosalie back";

/// A volunteer and staff have seen a person's data; gives the reference of her request.
async fn seen(house: &House) -> (tests::house::people::Asked, String) {
    house.helper("Ines", &json!({})).await;
    let asked = house.ask(&json!({})).await;
    let promise = house.promise("ines@helps.example", "today").await;
    house.helper_does(&promise, "reveal", &json!({})).await.expect(200);
    house.pass(jiff::SignedDuration::from_mins(1)).await;
    house.staff_do(&asked, "reveal", &json!({ "reason": REASON })).await.expect(200);
    house.pass(jiff::SignedDuration::from_mins(1)).await;
    let reference = house.request(&asked).await.str("/reference");
    (asked, reference)
}

fn items(page: &tests::house::Answer) -> Vec<Value> {
    page.at("/items").as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn who_saw_a_persons_data_is_answered_at_once() {
    each(async |house| {
        let (_, reference) = seen(house).await;
        // Another request of hers counts as hers; somebody else's does not.
        let later = house.ask(&json!({})).await;
        house.staff_do(&later, "reveal", &json!({ "reason": "call" })).await.expect(200);
        let contact = json!({ "name": "Else", "phone": "+32470112233" });
        let other = house.ask(&json!({ "contact": contact })).await;
        house.staff_do(&other, "reveal", &json!({ "reason": "call" })).await.expect(200);

        let staff = house.staff(Role::Coordinator);
        let page = staff.get(&format!("/reveals?request={reference}")).await.expect(200);
        let found = items(&page);
        let codes: Vec<_> = found.iter().map(|one| one["reason_code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["stated", "stated", "engagement"]);
        assert_eq!(found[1]["reason"], REASON);
        assert_eq!(found[2]["actor"]["kind"], "volunteer");

        // And whose data did that account see since then?
        let actor = found[0]["actor"]["id"].as_str().unwrap();
        let path = format!("/reveals?actor_id={actor}&from={START}", START = tests::house::START);
        assert_eq!(items(&staff.get(&path).await.expect(200)).len(), 3);
        let path = format!("/reveals?actor_id={actor}&from={}", house.in_hours(1));
        assert_eq!(items(&staff.get(&path).await.expect(200)).len(), 0);

        // Page by page.
        let first = staff.get("/reveals?limit=3").await.expect(200);
        let next = first.str("/next_cursor");
        let rest = staff.get(&format!("/reveals?limit=3&cursor={next}")).await.expect(200);
        assert_eq!((items(&first).len(), items(&rest).len()), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn the_ledger_is_for_whoever_answers_for_the_area() {
    each(async |house| {
        let here = house.area("Ixelles", tests::house::people::CENTRE).await;
        let there = house.area("Liège", (50.6333, 5.5667)).await;
        let (_, reference) = seen(house).await;
        house.staff(Role::Operator).get("/reveals").await.expect(403);
        house.staff(Role::Operator).get("/reveals?request=NONE").await.expect(403);
        house.visitor().get("/reveals").await.expect(401);
        for (area, count, about) in [(here, 2, 200), (there, 0, 404)] {
            let coordinator = house.staff_of(Role::Coordinator, area).await;
            let found = items(&coordinator.get("/reveals").await.expect(200));
            assert_eq!(found.len(), count);
            coordinator.get(&format!("/reveals?request={reference}")).await.expect(about);
        }
    })
    .await;
}

#[tokio::test]
async fn a_reason_is_sealed_and_harmless_in_a_spreadsheet() {
    each(async |house| {
        let (asked, _) = seen(house).await;
        let rows = house.picture().await;
        assert!(!rows.iter().any(|row| row.contains("Rosalie")), "a reason lies open");
        let file = format!("{}/staff/audit.csv", house.base());
        let text = house.staff(Role::Coordinator).get(&file).await.expect(200).text();
        assert!(text.contains("'=HYPERLINK(1) call Rosalie back"), "{text}");
        let page = format!("{}/staff/audit", house.base());
        let text = house.staff(Role::Administrator).get(&page).await.expect(200).text();
        assert!(text.contains("call Rosalie back"), "{text}");

        // Once her key is gone nothing is written before it is refused, and the reason is gone.
        let mut tx = house.dispatch.database().read().await.unwrap();
        let subject = tx.request(asked.id).await.unwrap().unwrap().subject_id;
        drop(tx);
        house.dispatch.ring().destroy(subject).await.unwrap();
        let before = house.number("SELECT COUNT(*) FROM reveal").await;
        let answer = house.staff_do(&asked, "reveal", &json!({ "reason": "call" })).await;
        answer.expect(404);
        assert_eq!(house.number("SELECT COUNT(*) FROM reveal").await, before);
        let found = items(&house.staff(Role::Coordinator).get("/reveals").await.expect(200));
        assert_eq!(
            (&found[0]["reason_code"], &found[0]["reason"]),
            (&json!("stated"), &Value::Null)
        );
    })
    .await;
}

#[tokio::test]
async fn one_member_of_staff_does_not_read_everybody() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let path = format!("/requests/{}/reveal", asked.id);
        let reason = json!({ "reason": "call" });
        let curious = house.staff(Role::Operator);
        for _ in 0..100 {
            curious.post(&path, &reason).await.expect(200);
        }
        let refused = curious.post(&path, &reason).await.expect(429);
        assert_eq!(refused.str("/code"), "reveals");
        assert!(refused.header("retry-after").parse::<u32>().unwrap() <= 121);
        let other = house.staff(Role::Coordinator);
        other.post(&path, &reason).await.expect(200);
        let noted = "SELECT COUNT(*) FROM event WHERE kind = 'access.refused'";
        assert_eq!(house.number(noted).await, 1);
    })
    .await;
}
