//! Which mails a volunteer wants, and what goes in any case: the end of a promise, with its entry
//! for the calendar.

use dispatch::Actor;
use matching::{Role, VolunteerId};
use serde_json::json;
use tests::house::{House, each};
use tests::smtp_sink::Received;

/// The calendar file of a mail, its folded lines made whole, and the method of its part.
fn calendar(mail: &Received) -> Option<(String, String)> {
    use mail_parser::MimeHeaders as _;
    let parsed = mail.parsed();
    let part = parsed
        .attachments()
        .find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar")))?;
    let method = part.content_type()?.attribute("method")?.to_owned();
    let text = String::from_utf8(part.contents().to_vec()).ok()?;
    Some((text.replace("\r\n ", ""), method))
}

fn line(file: &str, name: &str) -> String {
    let found = file.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_default().trim().to_owned()
}

#[tokio::test]
async fn the_end_of_a_promise_takes_the_visit_out_of_the_calendar() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        house.dispatch.choose_mails(helper.id, &[]).await.unwrap();
        let asked = house.ask(&json!({})).await;
        house.promise(&helper.email, "tomorrow").await;
        let (kept, method) = calendar(&house.mail_to(&helper.email, "engaged")).unwrap();
        assert_eq!((method.as_str(), line(&kept, "METHOD:").as_str()), ("PUBLISH", "PUBLISH"));
        assert_eq!(line(&kept, "SEQUENCE:"), "0");
        house.staff_do(&asked, "cancel", &json!({})).await.expect(200);
        let mail = house.mail_to(&helper.email, "withdrawn");
        let (ended, method) = calendar(&mail).expect("it goes, whatever was chosen");
        assert_eq!((method.as_str(), line(&ended, "METHOD:").as_str()), ("CANCEL", "CANCEL"));
        assert_eq!(line(&ended, "UID:"), line(&kept, "UID:"));
        assert_eq!(line(&ended, "ORGANIZER:"), line(&kept, "ORGANIZER:"));
        assert_eq!(line(&ended, "SEQUENCE:"), "1");
        assert_eq!(line(&ended, "STATUS:"), "CANCELLED");
    })
    .await;
}

#[tokio::test]
async fn whom_the_team_releases_hears_of_it() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "tomorrow").await;
        let reason = json!({ "reason": "other" });
        house.dispatch.release_engagement(&Actor::System, promise.id, "other").await.unwrap();
        house.settle().await;
        let (ended, _) = calendar(&house.mail_to(&helper.email, "withdrawn")).unwrap();
        assert_eq!(line(&ended, "STATUS:"), "CANCELLED");
        let own = house.helper("Walker", &json!({})).await;
        house.ask(&json!({})).await;
        let promise = house.promise(&own.email, "tomorrow").await;
        house.helper_does(&promise, "release", &reason).await;
        assert!(house.mails_to(&own.email, "withdrawn").is_empty(), "they know");
    })
    .await;
}

async fn taken(house: &House, winner: &str, other: &str) -> usize {
    house.ask(&json!({})).await;
    house.promise(winner, "today").await;
    house.mails_to(other, "taken").len()
}

#[tokio::test]
async fn what_is_not_wanted_does_not_come() {
    each(async |house| {
        let winner = house.helper("Winner", &json!({ "capacity": 3 })).await;
        let other = house.helper("Other", &json!({ "capacity": 3 })).await;
        assert_eq!(taken(house, &winner.email, &other.email).await, 1);
        let without = async |id: VolunteerId, wanted: &[&str]| {
            house.dispatch.choose_mails(id, wanted).await.unwrap();
        };
        without(other.id, &["reminder", "completed"]).await;
        assert_eq!(house.dispatch.wanted_mails(other.id).await.unwrap(), ["reminder", "completed"]);
        assert!(!house.dispatch.wants_news(other.id).await.unwrap());
        assert_eq!(taken(house, &winner.email, &other.email).await, 1, "no word of it any more");
        let seen = house.staff(Role::Operator).get(&format!("/volunteers/{}", other.id)).await;
        assert_eq!(seen.expect(200).str("/status"), "active", "alerts still come");
    })
    .await;
}
