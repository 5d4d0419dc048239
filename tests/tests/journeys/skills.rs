//! What volunteers have or can do, and what requests ask of them.

use matching::Role;
use serde_json::{Value, json};
use tests::house::people::Helper;
use tests::house::{House, each};

fn path(helper: &Helper) -> String {
    format!("/volunteers/{}", helper.id)
}

async fn skills(house: &House, helper: &Helper) -> Value {
    let seen = house.staff(Role::Operator).get(&path(helper)).await.expect(200);
    seen.at("/skills").clone()
}

#[tokio::test]
async fn who_lacks_what_it_takes_is_not_written_to() {
    each(async |house| {
        let driver = house.helper("Driver", &json!({ "skills": ["car", "first_aid"] })).await;
        let walker = house.helper("Walker", &json!({ "skills": ["first_aid"] })).await;
        let asked = house.ask(&json!({ "skills": ["car"] })).await;
        assert_eq!(house.recipients("alert"), std::slice::from_ref(&driver.email));
        let candidates = format!("/requests/{}/candidates", asked.id);
        let found = house.staff(Role::Operator).get(&candidates).await.expect(200);
        assert_eq!(found.at("/excluded/skills"), json!(1));
        // Once nothing is asked, the other one is.
        let request = format!("/requests/{}", asked.id);
        let less = json!({ "skills": [] });
        house.staff(Role::Operator).patch(&request, &less).await.expect(200);
        house.settle().await;
        assert_eq!(house.mails_to(&walker.email, "alert").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_asks_for_a_paper_is_a_coordinators_to_say() {
    each(async |house| {
        let helper = house.helper("Nurse", &json!({ "skills": ["car", "carer"] })).await;
        assert_eq!(skills(house, &helper).await, json!(["car"]), "nobody says so of themselves");
        let seen = json!({ "skills": ["car", "carer"] });
        house.staff(Role::Operator).patch(&path(&helper), &seen).await.expect(200);
        assert_eq!(skills(house, &helper).await, json!(["car"]));
        house.staff(Role::Coordinator).patch(&path(&helper), &seen).await.expect(200);
        assert_eq!(skills(house, &helper).await, json!(["car", "carer"]));
        let less = json!({ "skills": [] });
        house.staff(Role::Operator).patch(&path(&helper), &less).await.expect(200);
        assert_eq!(skills(house, &helper).await, json!(["carer"]), "it takes one to end it too");
    })
    .await;
}
