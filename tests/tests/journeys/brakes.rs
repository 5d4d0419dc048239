//! Guessing is slowed down, for known and unknown alike.

use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::{House, each};

async fn ask_for_a_link(house: &House, email: &str) -> u16 {
    house.visitor().post("/sessions", &json!({ "email": email })).await.status
}

#[tokio::test]
async fn one_address_gets_few_sign_in_mails_whether_it_is_known_or_not() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        for email in ["ines@helps.example", "nobody@helps.example"] {
            for _ in 0..3 {
                assert_eq!(ask_for_a_link(house, email).await, 202);
            }
            assert_eq!(ask_for_a_link(house, &email.to_uppercase()).await, 429);
        }
        house.settle().await;
        assert!(house.mails_to("ines@helps.example", "login").len() <= 3);
        // What was written about nobody left no mail and asks nobody for anything.
        assert!(house.mails_to("nobody@helps.example", "login").is_empty());
        let tasks = house.staff(Role::Administrator).get("/tasks?state=all").await.expect(200);
        assert_eq!(tasks.at("/items").as_array().map(Vec::len), Some(0));
        house.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(ask_for_a_link(house, "ines@helps.example").await, 202);
    })
    .await;
}

#[tokio::test]
async fn signing_up_again_and_again_is_no_way_to_flood_somebody() {
    each(async |house| {
        let ines = house.helper("Ines", &json!({})).await;
        house.clock.advance(SignedDuration::from_mins(10));
        for email in [ines.email.as_str(), "nobody@helps.example"] {
            let own = json!({ "email": email });
            let body = tests::house::people::volunteer("Other", &own);
            for _ in 0..3 {
                house.visitor().post("/volunteers", &body).await.expect(201);
            }
            house.visitor().post("/volunteers", &body).await.expect(429);
        }
        house.settle().await;
        assert!(house.mails_to(&ines.email, "login").len() <= 3);
        // What a member of staff writes down for others is not slowed down.
        let own = json!({ "email": ines.email });
        let body = tests::house::people::volunteer("Other", &own);
        house.staff(Role::Operator).post("/volunteers", &body).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn the_digits_of_a_phone_are_not_guessed() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let browser = house.browser();
        house.read(&browser, &format!("/m/{}", asked.manage)).await.expect(200);
        let check = async |said: &str| {
            let form = [("go", "check"), ("check", said)];
            house.post_form(&browser, "/manage", &form).await.status
        };
        for guess in ["000", "001", "002", "003", "004"] {
            assert_eq!(check(guess).await, 422);
        }
        // The right ones, too late.
        assert_eq!(check("877").await, 429);
        house.clock.advance(SignedDuration::from_mins(3));
        assert_eq!(check("877").await, 200);
    })
    .await;
}

#[tokio::test]
async fn codes_are_not_guessed_from_one_network() {
    each(async |house| {
        let redeem = async |body| house.visitor().post("/sessions/redeem", &body).await.status;
        for _ in 0..10 {
            assert_eq!(redeem(json!({ "code": "ABCD-1234" })).await, 410);
        }
        assert_eq!(redeem(json!({ "code": "ABCD-1234" })).await, 429);
        assert_eq!(redeem(json!({ "token": "a".repeat(43) })).await, 410);
    })
    .await;
}
