//! Staff see the best plan for all that waits, why it is so, and assign it.

use matching::Role;
use serde_json::{Value, json};
use tests::house::people::{Asked, around};
use tests::house::{House, each};

/// The nearest can do both; the one farther away only shops. Greed would send the nearest shopping.
async fn two_who_wait(house: &House) -> (Asked, Asked) {
    let both = json!({ "categories": ["groceries", "pharmacy"], "capacity": 1 });
    house.helper("Nearest", &both).await;
    let far = json!({ "location": around(1_500.0, 0.0), "capacity": 1 });
    house.helper("Farther", &far).await;
    let shopping = house.ask(&json!({})).await;
    let pharmacy = house.ask(&json!({ "category": "pharmacy", "items": [] })).await;
    (shopping, pharmacy)
}

async fn plan(house: &House) -> Value {
    house.staff(Role::Operator).get("/plan?lang=en").await.expect(200).json()
}

/// The pair of a request, and the codes of its reasons.
fn pair_of(plan: &Value, asked: &Asked) -> Option<(String, Vec<String>)> {
    let pairs = plan["pairs"].as_array()?;
    let pair = pairs.iter().find(|pair| pair["request_id"] == json!(asked.id.0))?;
    let codes = pair["reasons"].as_array()?.iter().map(|reason| reason["code"].as_str());
    let codes = codes.flatten().map(str::to_owned).collect();
    Some((pair["volunteer_id"].as_str()?.to_owned(), codes))
}

#[tokio::test]
async fn the_plan_fills_more_than_the_nearest_for_each_would() {
    each(async |house| {
        let (shopping, pharmacy) = two_who_wait(house).await;
        let plan = plan(house).await;
        assert_eq!((&plan["places"], &plan["requests"]), (&json!(2), &json!(2)), "{plan}");
        let (shopper, why) = pair_of(&plan, &shopping).unwrap();
        assert_eq!(why, ["nearer_elsewhere", "else_fewer_places"]);
        let (runner, why) = pair_of(&plan, &pharmacy).unwrap();
        assert_eq!(why, ["only_one", "else_fewer_places"]);
        assert_ne!(shopper, runner);
        assert!(!plan.to_string().contains("Canarelle"), "nothing sealed is shown");
        for (asked, volunteer) in [(&shopping, shopper), (&pharmacy, runner)] {
            let body = json!({ "volunteer_id": volunteer });
            house.staff_do(asked, "assign", &body).await.expect(201);
        }
        house.settle().await;
        assert_eq!(house.status(&shopping).await, "matched");
        assert_eq!(house.status(&pharmacy).await, "matched");
        assert_eq!(house.mails("engaged").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_next_best_stands_beside_with_its_price_and_is_chosen_at_once() {
    each(async |house| {
        for (name, north_m) in [("Near", 200.0), ("Middle", 1_200.0), ("Far", 3_000.0)] {
            let there = json!({ "location": around(north_m, 0.0), "capacity": 1 });
            house.helper(name, &there).await;
        }
        let asked = house.ask(&json!({})).await;
        let found = plan(house).await;
        let pair = &found["pairs"][0];
        let instead = pair["instead"].as_array().unwrap();
        let codes: Vec<_> = instead.iter().map(|one| one["costs"]["code"].as_str()).collect();
        assert_eq!(codes, [Some("else_longer"), Some("else_longer")], "{found}");
        assert_eq!(instead[1]["distance_m"].as_u64().map(|m| m / 1_000), Some(3), "{found}");
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        let page = house.read(&chief.browser, "/staff/plan").await.expect(200).text();
        let middle = instead[0]["volunteer_id"].as_str().unwrap();
        let chosen = format!("{}:{middle}", asked.id);
        assert!(page.contains(&format!("value=\"{chosen}\"")), "{page}");
        assert!(page.contains("km de plus") || page.contains("aussi court"), "{page}");
        let planned = format!("{}:{}", asked.id, pair["volunteer_id"].as_str().unwrap());
        let form = [("pair", planned.as_str()), ("go", chosen.as_str())];
        house.post_form(&chief.browser, "/staff/plan", &form).await.expect(200);
        house.settle().await;
        assert_eq!(house.status(&asked).await, "matched");
        assert_eq!(house.recipients("engaged"), ["middle@helps.example"]);
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_said_no_or_has_promised_enough_is_not_planned() {
    each(async |house| {
        let (shopping, pharmacy) = two_who_wait(house).await;
        let (runner, _) = pair_of(&plan(house).await, &pharmacy).unwrap();
        let body = json!({ "volunteer_id": runner });
        house.staff_do(&pharmacy, "assign", &body).await.expect(201);
        house.settle().await;
        let left = plan(house).await;
        assert!(pair_of(&left, &pharmacy).is_none());
        let (shopper, why) = pair_of(&left, &shopping).unwrap();
        assert_ne!(shopper, runner, "a capacity of one is used up");
        assert_eq!(why[0], "only_one");
        house.decline("farther@helps.example").await;
        house.settle().await;
        let left = plan(house).await;
        assert!(pair_of(&left, &shopping).is_none(), "a no is a no: {left}");
        assert_eq!(left["unfilled"][0]["places"], 1);
    })
    .await;
}
