//! The roster: planned by who runs the area, taken by who takes calls.

use dispatch::Actor;
use matching::Role;
use tests::house::desk::Desk;
use tests::house::{Answer, House, each};

const ROSTER: &str = "/staff/desk/shifts";

async fn staff(house: &House, email: &str, role: Role) -> Desk {
    let link = house.dispatch.create_account(&Actor::System, email, role, None).await;
    house.set_up(&link.unwrap()).await
}

async fn says(house: &House, desk: &Desk, form: &[(&str, &str)]) -> Answer {
    house.post_form(&desk.browser, ROSTER, form).await
}

async fn first(house: &House) -> String {
    let shifts = house.dispatch.shifts(&Actor::System, 28).await.unwrap();
    shifts[0].shift.id.to_string()
}

#[tokio::test]
async fn shifts_are_planned_taken_and_given_back_and_gaps_are_seen() {
    each(async |house| {
        let chief = staff(house, "amina@proche.example", Role::Coordinator).await;
        let one = staff(house, "lucie@proche.example", Role::Operator).await;
        let two = staff(house, "karim@proche.example", Role::Operator).await;
        let plan = [
            ("go", "plan"),
            ("from_day", "2026-11-24"),
            ("to_day", "2026-11-25"),
            ("shift_hours", "8 12:00 16h 20:00"),
            ("places", "1"),
        ];
        says(house, &one, &plan).await.expect(403);
        let wrong = plan.map(|(n, v)| if n == "shift_hours" { (n, "12 8") } else { (n, v) });
        let page = says(house, &chief, &wrong).await.expect(422).text();
        assert!(
            page.contains("id=\"shift_hours-error\"") && page.contains("value=\"12 8\""),
            "{page}"
        );
        let page = says(house, &chief, &plan).await.expect(200).text();
        assert!(page.contains("6 postes libres"), "{page}");
        let shift = first(house).await;
        let take = [("go", "take"), ("shift", shift.as_str())];
        let page = says(house, &one, &take).await.expect(200).text();
        assert!(page.contains("5 postes libres") && page.contains("lucie"), "{page}");
        let page = says(house, &two, &take).await.expect(200).text();
        assert!(page.contains("complète"), "{page}");
        let home = house.read(&one.browser, "/staff/desk").await.expect(200).text();
        assert!(home.contains("Au standard") && home.contains("lucie"), "{home}");
        says(house, &one, &[("go", "leave"), ("shift", &shift)]).await.expect(200);
        says(house, &two, &take).await.expect(200);
        says(house, &two, &[("go", "cancel"), ("shift", &shift)]).await.expect(403);
        says(house, &chief, &[("go", "cancel"), ("shift", &shift)]).await.expect(200);
        assert_eq!(house.number("SELECT COUNT(*) FROM shift").await, 5);
        assert_eq!(house.number("SELECT COUNT(*) FROM shift_place").await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_want_the_last_desk_at_once_one_has_it() {
    each(async |house| {
        let chief = staff(house, "amina@proche.example", Role::Coordinator).await;
        let plan =
            [("go", "plan"), ("from_day", "2026-11-25"), ("shift_hours", "8 20"), ("places", "2")];
        says(house, &chief, &plan).await.expect(200);
        let shift = first(house).await.parse().unwrap();
        let mut actors = Vec::new();
        for number in 0..6 {
            let email = format!("operator{number}@proche.example");
            staff(house, &email, Role::Operator).await;
            let account = house.dispatch.account_with_email(&email).await.unwrap().unwrap();
            actors.push(Actor::Staff(dispatch::Staff {
                id: account.id.0,
                is_account: true,
                role: Role::Operator,
                area: None,
            }));
        }
        let tries = actors.iter().map(|actor| house.dispatch.take_shift(actor, shift));
        let took = futures::future::join_all(tries).await;
        assert_eq!(took.iter().filter(|one| one.is_ok()).count(), 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM shift_place").await, 2);
    })
    .await;
}
