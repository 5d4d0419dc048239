//! Whoever closes a request says how it ended, and the figures show it.

use matching::Role;
use serde_json::json;
use tests::house::desk::Desk;
use tests::house::people::Asked;
use tests::house::{Answer, House, each};

async fn close(house: &House, desk: &Desk, asked: &Asked, how: &[(&str, &str)]) -> Answer {
    let form = [&[("go", "close")], how].concat();
    let path = format!("/staff/requests/{}", asked.id);
    let answer = house.post_form(&desk.browser, &path, &form).await;
    house.settle().await;
    answer
}

#[tokio::test]
async fn a_request_is_closed_with_a_reason_alone_and_it_is_counted() {
    each(async |house| {
        let desk = house.colleague("lucie@proche.example", Role::Operator, None).await;
        let mut all = Vec::new();
        for _ in 0..4 {
            all.push(house.ask(&json!({})).await);
        }
        for how in [&[][..], &[("closed", "magic")], &[("closed", "")]] {
            let page = close(house, &desk, &all[0], how).await.expect(422).text();
            assert!(
                page.contains("closed-error") && page.contains("Refusée par sécurité"),
                "{page}"
            );
        }
        assert_eq!(house.status(&all[0]).await, "open");
        for (asked, how) in all.iter().zip(["unsafe", "nobody_found", "helped_elsewhere"]) {
            close(house, &desk, asked, &[("closed", how)]).await.expect(200);
            assert_eq!(house.status(asked).await, "cancelled");
        }
        let path = format!("/staff/requests/{}", all[0].id);
        let story = house.read(&desk.browser, &path).await.expect(200).text();
        assert!(story.contains("</b> Refusée par sécurité"), "{story}");
        assert!(story.contains("refusée par sécurité."), "{story}");
        house.pass(jiff::SignedDuration::from_hours(30)).await;
        assert_eq!(house.status(&all[3]).await, "expired");
        let said = json!({ "outcome": "unreachable" });
        house.staff_do(&all[3], "close", &said).await.expect(200);
        let figures = house.staff(Role::Operator).get("/stats/matching").await.expect(200);
        let reasons = figures.at("/unmatched_by_reason");
        let expected = json!({
            "helped_elsewhere": 1, "nobody_found": 1, "unreachable": 1, "unsafe": 1,
        });
        assert_eq!(reasons, expected);
        let later = house.colleague("amina@proche.example", Role::Operator, None).await;
        let page = house.read(&later.browser, "/staff/dashboard").await.expect(200).text();
        for reason in ["Refusée par sécurité", "L’équipe n’a trouvé personne", "Injoignable"]
        {
            assert!(page.contains(reason), "{reason}: {page}");
        }
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn who_was_helped_by_us_is_confirmed_by_the_closing() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        let asked = house.ask(&json!({})).await;
        house.promise("ines@helps.example", "now").await;
        let desk = house.colleague("lucie@proche.example", Role::Operator, None).await;
        close(house, &desk, &asked, &[("closed", "done")]).await.expect(200);
        assert_eq!(house.status(&asked).await, "completed");
        house.assert_in_order().await;
    })
    .await;
}
