//! Lists and figures are narrowed, and the list is kept as a file.

use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::people::{CENTRE, SECRETS, around};
use tests::house::{House, each};

async fn asked(house: &House) {
    house.helper("Ines", &json!({ "capacity": 3 })).await;
    house.ask(&json!({ "channel": "phone", "language": "nl" })).await;
    let pets = json!({ "category": "pets", "items": [], "location": around(50.0, 0.0) });
    house.ask(&pets).await;
    house.pass(SignedDuration::from_mins(5)).await;
}

/// The lines of a file after its head, by their first cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().skip(1);
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn the_list_is_narrowed_and_its_file_holds_the_same_rows_and_nobody_s_data() {
    each(async |house| {
        house.area("=Ixelles", CENTRE).await;
        asked(house).await;
        let desk = house.colleague("lucie@proche.example", Role::Operator, None).await;
        let read = async |path: &str| house.read(&desk.browser, path).await.expect(200).text();
        let all = read("/staff/requests.csv").await;
        assert_eq!(rows(&all).len(), 2, "{all}");
        assert!(SECRETS.iter().all(|secret| !all.contains(secret)), "{all}");
        assert!(rows(&all).iter().all(|row| row[6] == "'=Ixelles"), "{all}");
        let page = read("/staff/requests?channel=phone&language=nl").await;
        assert_eq!(page.matches("<tr><th scope=\"row\">").count(), 1, "{page}");
        let file = page.split("href=\"").find(|part| part.starts_with("/staff/requests.csv"));
        let href = file.unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let some = read(&href).await;
        assert_eq!(rows(&some).len(), 1, "{href}: {some}");
        assert_eq!(rows(&some)[0][2..6], ["groceries", "normal", "phone", "nl"], "{some}");
        for (query, count) in [
            ("category=pets", 1),
            ("channel=api", 1),
            ("language=nl&category=pets", 0),
            ("from=2026-11-01&to=2026-11-02", 0),
            ("status=open", 2),
        ] {
            let file = read(&format!("/staff/requests.csv?{query}")).await;
            assert_eq!(rows(&file).len(), count, "{query}: {file}");
        }
        let list = house.staff(Role::Operator).get("/requests?channel=phone").await.expect(200);
        assert_eq!(list.at("/items").as_array().map(Vec::len), Some(1));
    })
    .await;
}

#[tokio::test]
async fn the_figures_are_narrowed_the_same_way_and_lead_to_the_file() {
    each(async |house| {
        asked(house).await;
        let desk = house.colleague("lucie@proche.example", Role::Operator, None).await;
        let staff = house.staff(Role::Operator);
        for (query, requests) in
            [("", 2), ("?channel=phone", 1), ("?language=nl", 1), ("?category=pets&language=nl", 0)]
        {
            let figures = staff.get(&format!("/stats/matching{query}")).await.expect(200);
            assert_eq!(figures.at("/requests"), json!(requests), "{query}");
        }
        staff.get("/stats/matching?channel=pigeon").await.expect(400);
        let path = "/staff/dashboard?channel=phone&category=groceries";
        let page = house.read(&desk.browser, path).await.expect(200).text();
        let file = page.split("href=\"").find(|part| part.starts_with("/staff/requests.csv"));
        let href = file.unwrap().split('"').next().unwrap().replace("&#38;", "&");
        assert!(href.contains("channel=phone") && href.contains("category=groceries"), "{href}");
        let file = house.read(&desk.browser, &href).await.expect(200).text();
        assert_eq!(rows(&file).len(), 1, "{file}");
    })
    .await;
}
