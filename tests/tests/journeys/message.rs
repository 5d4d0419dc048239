//! A coordinator writes once to many volunteers: whom it reaches, once, seldom, and how it stops.

use dispatch::{Actor, VolunteerEdit};
use matching::Role;
use serde_json::json;
use tests::house::desk::Desk;
use tests::house::people::{CENTRE, Helper, around};
use tests::house::{Answer, House, each, mentions};

const PAGE: &str = "/staff/message";
const FIRST: &str = "01990000-0000-7000-8000-000000000001";
const SECOND: &str = "01990000-0000-7000-8000-000000000002";
const SUBJECT: &str = "Collecte de samedi à Ixelles";

async fn status(house: &House, helper: &Helper, status: &str) {
    let edit = VolunteerEdit { status: Some(status.to_owned()), ..VolunteerEdit::default() };
    house.dispatch.edit_volunteer(&Actor::System, helper.id, &edit).await.unwrap();
}

/// Two who shop, one of them on a break; one for the pharmacy; one suspended; one who left.
async fn people(house: &House) -> Vec<Helper> {
    let mut all = Vec::new();
    for name in ["Ines", "Zoe", "Marc", "Gone"] {
        all.push(house.helper(name, &json!({})).await);
    }
    let pharmacy = json!({ "categories": ["pharmacy"], "location": around(9_000.0, 0.0) });
    all.push(house.helper("Omar", &pharmacy).await);
    status(house, &all[1], "paused").await;
    status(house, &all[2], "suspended").await;
    house.dispatch.leave(&Actor::System, all[3].id).await.unwrap();
    house.settle().await;
    all
}

async fn says(
    house: &House,
    desk: &Desk,
    (go, message): (&str, &str),
    more: &[(&str, &str)],
) -> Answer {
    let mut form = vec![
        ("go", go),
        ("message", message),
        ("subject", SUBJECT),
        ("body", "Rendez-vous à <b>9 h</b>.\r\n\r\nMerci d’être là."),
    ];
    form.extend(more);
    let answer = house.post_form(&desk.browser, PAGE, &form).await;
    house.settle().await;
    answer
}

#[tokio::test]
async fn a_segment_is_counted_written_to_and_each_gets_one_mail() {
    each(async |house| {
        people(house).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        let look = async |query: &str| {
            house.read(&chief.browser, &format!("{PAGE}?show=yes&{query}")).await
        };
        assert!(look("").await.expect(200).text().contains("3 volontaires le recevraient"));
        let shoppers = look("category=groceries").await.expect(200).text();
        assert!(shoppers.contains("2 volontaires le recevraient"), "{shoppers}");
        let near = look("postcode=1050&km=3").await.expect(200).text();
        assert!(near.contains("2 volontaires le recevraient"), "{near}");
        assert!(look("state=paused").await.text().contains("Un volontaire le recevrait"));
        assert!(look("language=nl").await.text().contains("Personne ne correspond"));
        assert!(look("postcode=0000&km=3").await.expect(422).text().contains("postcode-error"));
        look("state=suspended").await.expect(422);
        let segment = [("category", "groceries")];
        let check = says(house, &chief, ("check", FIRST), &segment).await.expect(200).text();
        assert!(check.contains("2 volontaires") && check.contains("&#60;b&#62;9 h"), "{check}");
        assert!(!check.contains("<b>9 h"), "{check}");
        assert!(house.mails("message").is_empty(), "looking sends nothing");
        for _ in 0..2 {
            let page = says(house, &chief, ("send", FIRST), &segment).await.expect(200).text();
            assert!(page.contains("vers 2 volontaires") && page.contains(SUBJECT), "{page}");
        }
        let got = house.recipients("message");
        assert_eq!(got, ["ines@helps.example", "zoe@helps.example"]);
        let mail = house.mail_to("ines@helps.example", "message");
        assert_eq!(mail.subject().as_deref(), Some(SUBJECT));
        let text = mail.text().unwrap();
        assert!(text.contains("<b>9 h</b>") && text.contains("Merci d’être là."), "{text}");
        assert!(text.contains("proche a écrit ceci aux volontaires"), "{text}");
        assert!(!mail.html().unwrap().contains("<b>9 h"));
        let events = "SELECT COUNT(*) FROM event WHERE kind = 'message.sent'";
        assert_eq!(house.number(events).await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM bulk_message").await, 1);
        let own = "SELECT COUNT(*) FROM notification WHERE data LIKE '%Collecte%'";
        assert_eq!(house.number(own).await, 0);
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_no_news_gets_none_and_alerts_still_come() {
    each(async |house| {
        people(house).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        says(house, &chief, ("send", FIRST), &[]).await.expect(200);
        let mail = house.mail_to("ines@helps.example", "message");
        let stop = mail.header("list-unsubscribe").unwrap();
        let stop = stop.trim_matches(['<', '>']).to_owned();
        assert_eq!(mail.link("/u/"), Some(stop.clone()));
        let visitor = house.browser();
        let asked = house.read(&visitor, &stop).await.expect(200).text();
        assert!(asked.contains("nouvelles de l’équipe"), "{asked}");
        house.post_form(&visitor, &stop, &[]).await.expect(422);
        let one_click = [("List-Unsubscribe", "One-Click")];
        house.post_form(&visitor, &stop, &one_click).await.expect(200);
        says(house, &chief, ("send", SECOND), &[]).await.expect(200);
        assert_eq!(house.mails_to("ines@helps.example", "message").len(), 1);
        assert_eq!(house.mails_to("omar@helps.example", "message").len(), 2);
        house.ask(&json!({})).await;
        assert_eq!(house.recipients("alert"), ["ines@helps.example"]);
        let third = "01990000-0000-7000-8000-000000000003";
        let full = says(house, &chief, ("check", third), &[]).await.expect(422).text();
        assert!(full.contains("assez de messages"), "{full}");
        says(house, &chief, ("send", third), &[]).await.expect(422);
        assert_eq!(house.number("SELECT COUNT(*) FROM bulk_message").await, 2);
        house.pass(jiff::SignedDuration::from_hours(25)).await;
        let next = house.colleague("lucie@proche.example", Role::Coordinator, None).await;
        says(house, &next, ("send", third), &[]).await.expect(200);
        assert_eq!(house.mails_to("omar@helps.example", "message").len(), 3);
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_writes_to_their_own_area_and_to_nobody_beyond() {
    each(async |house| {
        let here = house.area("Ixelles", CENTRE).await;
        let there = house.area("Namur", (50.4669, 4.8675)).await;
        house.helper("Ines", &json!({})).await;
        let away = json!({ "location": { "lat": 50.4669, "lon": 4.8675 } });
        house.helper("Namuroise", &away).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, Some(here)).await;
        let other = there.to_string();
        says(house, &chief, ("send", FIRST), &[("area", &other)]).await.expect(422);
        says(house, &chief, ("send", FIRST), &[]).await.expect(200);
        assert_eq!(house.recipients("message"), ["ines@helps.example"]);
        let boss = house.colleague("boss@proche.example", Role::Administrator, None).await;
        says(house, &boss, ("send", SECOND), &[("area", &other)]).await.expect(200);
        assert_eq!(house.recipients("message"), ["ines@helps.example", "namuroise@helps.example"]);
        let page = house.read(&chief.browser, PAGE).await.expect(200).text();
        assert_eq!(page.matches(SUBJECT).count(), 1, "{page}");
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn no_words_become_a_header_and_no_length_is_endless() {
    each(async |house| {
        house.helper("Ines", &json!({})).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        let long = "é".repeat(2_001);
        for (field, words) in [
            ("subject", "Samedi\r\nBcc: victim@evil.example"),
            ("subject", "Samedi\u{202e}"),
            ("subject", " "),
            ("body", ""),
            ("body", long.as_str()),
        ] {
            let page = says(house, &chief, ("send", FIRST), &[(field, words)]).await;
            assert!(page.expect(422).text().contains(&format!("{field}-error")), "{words}");
        }
        says(house, &chief, ("send", "x"), &[]).await.expect(404);
        assert!(house.mails("message").is_empty());
        let fine = [("subject", "É".repeat(120)), ("body", "é ".repeat(1_000))];
        let fine = fine.each_ref().map(|(name, words)| (*name, words.as_str()));
        says(house, &chief, ("send", FIRST), &fine).await.expect(200);
        let mail = house.mail_to("ines@helps.example", "message");
        assert_eq!(mail.subject(), Some("É".repeat(120)));
        assert!(!mentions(&mail, "victim"));
        house.assert_in_order().await;
    })
    .await;
}

#[tokio::test]
async fn quiet_hours_hold_a_message_and_whoever_leaves_or_stops_meanwhile_gets_none() {
    each(async |house| {
        let night = json!({ "quiet_hours": { "from": "00:00", "to": "23:59" } });
        house.helper("Ines", &night).await;
        let zoe = house.helper("Zoe", &night).await;
        let omar = house.helper("Omar", &night).await;
        let chief = house.colleague("amina@proche.example", Role::Coordinator, None).await;
        says(house, &chief, ("send", FIRST), &[]).await.expect(200);
        assert!(house.mails("message").is_empty(), "nobody is woken");
        status(house, &zoe, "suspended").await;
        house.dispatch.stop_news(omar.id).await.unwrap();
        house.pass(jiff::SignedDuration::from_hours(24)).await;
        assert_eq!(house.recipients("message"), ["ines@helps.example"]);
        house.assert_in_order().await;
    })
    .await;
}
