//! Mail that does not get through, through no fault of ours or in doubt.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use matching::AlertStatus;
use serde_json::json;
use tests::house::people::{Asked, Helper, around};
use tests::house::{House, each, each_with, nearest_first};
use tests::smtp_sink::{Fault, Verb};

async fn shoppers(house: &House, count: u8) -> Vec<Helper> {
    let mut all = Vec::new();
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0), "capacity": 20 });
        all.push(house.helper(&format!("Shopper{number}"), &spot).await);
    }
    all
}

async fn alert_of(house: &House, asked: &Asked, helper: &Helper) -> AlertStatus {
    let alerts = house.alerts(asked).await;
    alerts.iter().find(|alert| alert.volunteer_id == helper.id).unwrap().status
}

#[tokio::test]
async fn what_was_owed_while_the_relay_was_away_goes_out_once() {
    each_with(
        |rules| rules.caps.alerts_per_day = 0,
        async |house| {
            shoppers(house, 2).await;
            house.sink.stop().await;
            let mut asked = Vec::new();
            for _ in 0..12 {
                asked.push(house.ask(&json!({})).await);
            }
            house.pass(SignedDuration::from_mins(3)).await;
            for off in &asked[..4] {
                house.person_does(off, "cancel", &json!({})).await.expect(200);
            }
            assert!(house.mails("alert").is_empty());
            house.sink.restart().await.unwrap();
            house.pass(SignedDuration::from_mins(2)).await;
            let mails = house.mails("alert");
            assert_eq!(mails.len(), 16, "eight requests, two neighbours");
            let ids: BTreeSet<_> = mails.iter().map(|mail| mail.header("Message-ID")).collect();
            assert_eq!(ids.len(), mails.len());
            for off in &asked[..4] {
                let statuses: Vec<_> = house.alerts(off).await.iter().map(|a| a.status).collect();
                assert_eq!(statuses, [AlertStatus::Withdrawn; 2]);
            }
            for on in &asked[4..] {
                let statuses: Vec<_> = house.alerts(on).await.iter().map(|a| a.status).collect();
                assert_eq!(statuses, [AlertStatus::Sent; 2]);
            }
            assert!(house.mails("withdrawn").is_empty(), "nobody hears of what they never knew");
        },
    )
    .await;
}

#[tokio::test]
async fn a_mail_refused_for_now_is_tried_again() {
    each(async |house| {
        let all = shoppers(house, 1).await;
        house.sink.fault_for(Verb::Rcpt, &all[0].email, Fault::Reply(451));
        let asked = house.ask(&json!({})).await;
        assert!(house.mails("alert").is_empty());
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Queued);
        house.pass(SignedDuration::from_mins(2)).await;
        house.sink.heal();
        house.pass(SignedDuration::from_mins(10)).await;
        assert_eq!(house.mails("alert").len(), 1);
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Sent);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_replaced_by_the_next_volunteer() {
    each_with(nearest_first, async |house| {
        let all = shoppers(house, 6).await;
        house.sink.fault_for(Verb::Rcpt, &all[0].email, Fault::Reply(550));
        let asked = house.ask(&json!({})).await;
        let got: Vec<String> = all[1..].iter().map(|helper| helper.email.clone()).collect();
        assert_eq!(house.recipients("alert"), got);
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Failed);
        let tasks = house.tasks("mail_failed").await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["subject"]["volunteer_id"], all[0].id.to_string());
        let story = house.story(&asked).await;
        assert!(story.iter().any(|kind| kind == "mail.failed"), "{story:?}");
    })
    .await;
}

#[tokio::test]
async fn a_person_whose_mail_bounces_is_called() {
    each(async |house| {
        shoppers(house, 1).await;
        house.sink.fault_for(Verb::Rcpt, "canarelle@asks.example", Fault::Reply(550));
        let body = tests::house::people::request(&house.in_hours(20), &json!({}));
        let asked = house.post_request(&house.visitor(), &body).await;
        house.settle().await;
        let tasks = house.tasks("call_back").await;
        assert_eq!(tasks.len(), 1);
        house.finish_task(&tasks[0], "yes").await;
        house.promise("shopper0@helps.example", "today").await;
        assert_eq!(house.tasks("tell_who_comes").await.len(), 1);
        assert_eq!(house.status(&asked).await, "matched");
    })
    .await;
}

#[tokio::test]
async fn a_mail_in_doubt_is_sent_once_more_under_the_same_id_and_flagged() {
    each(async |house| {
        let all = shoppers(house, 1).await;
        house.sink.fault_times(Verb::Content, Fault::KeepAndDrop, 1);
        let body = json!({ "contact": { "name": "Somebody", "phone": "+32 470 11 22 33" } });
        let asked = house.ask(&body).await;
        assert_eq!(house.mails("alert").len(), 1);
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Queued);
        house.pass(SignedDuration::from_mins(5)).await;
        let mails = house.mails("alert");
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Sent);
        let flagged = "SELECT COUNT(*) FROM notification WHERE possible_duplicate";
        assert_eq!(house.number(flagged).await, 1);
        house.pass(SignedDuration::from_mins(30)).await;
        assert_eq!(house.mails("alert").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_mail_cut_off_before_its_end_is_no_doubt_at_all() {
    each(async |house| {
        shoppers(house, 1).await;
        for verb in [Verb::Connect, Verb::Ehlo, Verb::Mail, Verb::Rcpt, Verb::Data] {
            house.sink.clear();
            house.sink.fault_times(verb, Fault::Drop, 1);
            let contact = json!({ "name": "Somebody", "phone": "+32 470 11 22 33" });
            let asked = house.ask(&json!({ "contact": contact })).await;
            house.pass(SignedDuration::from_mins(2)).await;
            assert_eq!(house.mails("alert").len(), 1, "{verb:?}");
            house.staff_do(&asked, "close", &json!({ "outcome": "not_needed" })).await.expect(200);
            house.sink.heal();
            house.pass(SignedDuration::from_hours(24)).await;
        }
        let flagged = "SELECT COUNT(*) FROM notification WHERE possible_duplicate";
        assert_eq!(house.number(flagged).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_comes_too_late_is_not_sent() {
    each(async |house| {
        let all = shoppers(house, 1).await;
        house.sink.stop().await;
        let asked = house.ask(&json!({ "needed_by": house.in_hours(1) })).await;
        house.pass(SignedDuration::from_hours(1)).await;
        assert_eq!(house.status(&asked).await, "expired");
        house.sink.restart().await.unwrap();
        house.pass(SignedDuration::from_mins(5)).await;
        assert!(house.mails("alert").is_empty());
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Withdrawn);
        assert_eq!(house.mails("expired").len(), 1);
    })
    .await;
}

/// Runs a statement that the service itself would never run.
async fn spoil(house: &House, on_sqlite: &str, on_postgres: &str) {
    match house.dispatch.database() {
        store::Database::Sqlite { writer, .. } => {
            let mut connection = writer.apart().await.unwrap();
            let text = sqlx::AssertSqlSafe(on_sqlite.to_owned());
            sqlx::query(text).execute(&mut *connection).await.unwrap();
        }
        store::Database::Postgres(pool) => {
            let text = sqlx::AssertSqlSafe(on_postgres.to_owned());
            sqlx::query(text).execute(pool).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_holds_up_no_other() {
    each_with(nearest_first, async |house| {
        let all = shoppers(house, 3).await;
        let id = all[0].id.to_string();
        spoil(
            house,
            &format!(
                "UPDATE volunteer SET sealed_contact = x'00' WHERE id = x'{}'",
                id.replace('-', "")
            ),
            &format!("UPDATE volunteer SET sealed_contact = '\\x00' WHERE id = '{id}'"),
        )
        .await;
        let asked = house.ask(&json!({})).await;
        let got: Vec<String> = all[1..].iter().map(|helper| helper.email.clone()).collect();
        assert_eq!(house.recipients("alert"), got);
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Failed);
        assert_eq!(house.tasks("mail_failed").await.len(), 1);
    })
    .await;
}

/// A delivery report as Postfix writes it.
fn report(about: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: help@proche.example\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n\
         --B\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n\
         --B\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@helps.example\r\n\
         Action: failed\r\nStatus: {status}\r\n\r\n\
         --B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}\r\n--B--\r\n"
    )
}

#[tokio::test]
async fn an_address_whose_mail_comes_back_gets_none_any_more() {
    let maildir = std::env::temp_dir().join(format!("proche-maildir-{}", std::process::id()));
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(maildir.join(part)).unwrap();
    }
    let rules = |rules: &mut dispatch::Settings| {
        nearest_first(rules);
        rules.inbound = Some(maildir.clone());
    };
    each_with(rules, async |house| {
        let all = shoppers(house, 6).await;
        let asked = house.ask(&json!({})).await;
        let sent = house.mails("alert");
        let to_first = sent.iter().find(|mail| mail.to == [all[0].email.clone()]).unwrap();
        let about = to_first.header("Message-ID").unwrap();
        let later = report(&about, "4.4.7");
        std::fs::write(maildir.join("new/1.later"), later).unwrap();
        house.settle().await;
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Sent);
        for name in ["new/2.final", "new/3.again"] {
            std::fs::write(maildir.join(name), report(&about, "5.1.1")).unwrap();
        }
        std::fs::write(maildir.join("new/4.other"), b"Subject: I am away\r\n\r\nuntil May")
            .unwrap();
        house.settle().await;
        assert_eq!(std::fs::read_dir(maildir.join("new")).unwrap().count(), 0);
        assert_eq!(alert_of(house, &asked, &all[0]).await, AlertStatus::Failed);
        assert_eq!(house.tasks("mail_failed").await.len(), 1);
        assert_eq!(house.mails("alert").len(), 6, "somebody else is asked instead");
        let again =
            house.ask(&json!({ "contact": { "name": "X", "phone": "+32470000001" } })).await;
        let asked: Vec<_> = house.alerts(&again).await.iter().map(|a| a.volunteer_id).collect();
        assert!(!asked.contains(&all[0].id) && asked.len() == 5);
        for name in std::fs::read_dir(maildir.join("cur")).unwrap() {
            std::fs::remove_file(name.unwrap().path()).unwrap();
        }
    })
    .await;
    std::fs::remove_dir_all(maildir).unwrap();
}
