//! Every rule of `proche verify`: a sound store reports nothing, a broken one exactly its rule.

use matching::{AlertStatus, EngagementStatus, RequestStatus, TaskState};
use sqlx::AssertSqlSafe;
use store::{
    Alert, Engagement, HelpRequest, Notification, OpenTx, Reveal, Tx, Violation, Volunteer,
};

use crate::samples::{
    NOW, alert, at, engagement, event, id, insert_volunteers, notification, request, task,
    volunteer,
};
use crate::stores::{each, in_tx};
use crate::verify_cases::CASES;

/// Requests 1 to 8 in every status, with what belongs to them.
async fn insert_sound(tx: &mut Tx) {
    insert_volunteers(tx, 9).await;
    let lives = [
        (RequestStatus::Open, 0),
        (RequestStatus::Matched, 1),
        (RequestStatus::InProgress, 1),
        (RequestStatus::Completed, 1),
        (RequestStatus::Cancelled, 0),
        (RequestStatus::Expired, 0),
        (RequestStatus::Unconfirmed, 0),
        (RequestStatus::Open, 0),
    ];
    for (number, (status, places_filled)) in (1..).zip(lives) {
        let was_opened = status != RequestStatus::Unconfirmed;
        let one = HelpRequest {
            status,
            places_filled,
            opened_at: was_opened.then_some(NOW),
            next_plan_at: (number == 1).then(|| at(5)),
            ..request(number)
        };
        tx.insert_request(&one).await.unwrap();
        for kind in ["request.posted", "request.opened"] {
            if was_opened || kind == "request.posted" {
                let data = number.to_string();
                tx.record(&store::Event { data, ..event(kind, number) }).await.unwrap();
            }
        }
    }
    tx.record(&event("request.cancelled", 5)).await.unwrap();
    tx.record(&event("request.edited", 7)).await.unwrap();
    let waits =
        store::Task { request_id: Some(id(8).into()), state: TaskState::Snoozed, ..task(1) };
    tx.insert_task(&waits).await.unwrap();
    insert_alerts(tx).await;
    insert_engagements(tx).await;
}

async fn insert_alerts(tx: &mut Tx) {
    let alerts = [
        alert(11, 1, 1),
        Alert { status: AlertStatus::Sent, ..alert(12, 1, 2) },
        Alert { status: AlertStatus::Accepted, ..alert(13, 2, 2) },
        Alert { status: AlertStatus::Withdrawn, ..alert(15, 5, 1) },
        Alert { status: AlertStatus::Expired, ..alert(16, 6, 1) },
    ];
    for one in &alerts {
        tx.insert_alert(one).await.unwrap();
    }
    tx.owe(&notification(20)).await.unwrap();
    let given_up = tx.claim_notifications(NOW, at(1), 1, None).await.unwrap().pop().unwrap();
    assert!(tx.end_notification(&given_up, "failed", "refused").await.unwrap());
    for number in [12, 11] {
        let mail = Notification {
            kind: "alert".to_owned(),
            alert_id: Some(id(number).into()),
            next_attempt_at: at(if number == 11 { 5 } else { 0 }),
            ..notification(number)
        };
        tx.owe(&mail).await.unwrap();
        if number == 12 {
            let claimed = tx.claim_notifications(NOW, at(1), 1, None).await.unwrap().pop().unwrap();
            assert_eq!(tx.mark_sending(&[&claimed], at(1)).await.unwrap().len(), 1);
            assert_eq!(tx.mark_sent(&[&claimed], NOW).await.unwrap().len(), 1);
        }
    }
}

async fn insert_engagements(tx: &mut Tx) {
    let held = |number, status| Engagement {
        status,
        alert_id: (number == 2).then(|| id(13).into()),
        revealed_at: (number == 3).then_some(NOW),
        reason: Some(format!("held {number}")),
        ..engagement(number, number, number)
    };
    let spare = |number, place| Engagement {
        place,
        status: EngagementStatus::Released,
        reason: Some(format!("spare {number}")),
        ..engagement(20 + number, number, 9)
    };
    let engagements = [
        held(2, EngagementStatus::Active),
        held(3, EngagementStatus::Contacted),
        held(4, EngagementStatus::Confirmed),
        spare(1, 1),
        spare(2, 2),
        spare(6, 1),
    ];
    for one in &engagements {
        assert!(tx.insert_engagement(one).await.unwrap());
        let request = one.request_id.0.as_u128();
        let taken = event("engagement.accepted", request);
        let taken =
            store::Event { engagement_id: Some(one.id), data: format!("place {request}"), ..taken };
        tx.record(&taken).await.unwrap();
    }
    let seen = Reveal {
        id: id(1),
        at: NOW,
        actor_kind: "volunteer".into(),
        actor_id: Some(id(3)),
        request_id: Some(id(3).into()),
        volunteer_id: None,
        engagement_id: Some(id(3).into()),
        reason: "engagement".into(),
        sealed_reason: None,
    };
    tx.record_reveal(&seen).await.unwrap();
}

/// Runs a statement that the store itself would never run, to be rolled back.
async fn spoil(tx: &mut Tx, text: &str) {
    let query = AssertSqlSafe(text.to_owned());
    let touched = match &mut tx.open {
        OpenTx::Sqlite(tx) => sqlx::query(query).execute(&mut **tx).await.unwrap().rows_affected(),
        OpenTx::Postgres(tx) => {
            sqlx::query(query).execute(&mut **tx).await.unwrap().rows_affected()
        }
    };
    assert_eq!(touched, 1, "{text}");
}

#[tokio::test]
async fn a_sound_store_reports_nothing() {
    in_tx(async |tx| {
        assert_eq!(tx.violations().await.unwrap(), []);
        insert_sound(tx).await;
        assert_eq!(tx.violations().await.unwrap(), []);
        assert_eq!(tx.violations_in_time(at(-60), at(4), NOW).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn each_broken_rule_is_reported_alone_with_what_breaks_it() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        insert_sound(&mut tx).await;
        tx.commit().await.unwrap();
        for (rule, statements, subject) in CASES {
            let mut tx = store.db.write().await.unwrap();
            for statement in statements {
                spoil(&mut tx, statement).await;
            }
            let expected = Violation { rule, subject: id(subject).to_string() };
            assert_eq!(tx.violations().await.unwrap(), [expected], "{rule}");
        }
        let mut tx = store.db.read().await.unwrap();
        assert_eq!(tx.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_completed_request_without_any_place_is_reported() {
    in_tx(async |tx| {
        let done =
            HelpRequest { status: RequestStatus::Completed, opened_at: Some(NOW), ..request(1) };
        tx.insert_request(&done).await.unwrap();
        tx.record(&event("request.posted", 1)).await.unwrap();
        tx.record(&event("request.opened", 1)).await.unwrap();
        let found = tx.violations().await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule, "a completed request holds a place that is not done");
    })
    .await;
}

#[tokio::test]
async fn more_alerts_in_a_week_than_allowed_are_reported() {
    in_tx(async |tx| {
        let helper = |number, most, updated| Volunteer {
            max_alerts_per_week: most,
            updated_at: at(updated),
            ..volunteer(number)
        };
        // Above their limit; at it; without one; above one that was set after the alerts.
        let helpers = [
            helper(1, Some(1), -100),
            helper(2, Some(2), -100),
            helper(3, None, -100),
            helper(4, Some(1), 1),
        ];
        for (helper, number) in helpers.iter().zip(1..) {
            tx.insert_volunteer(helper).await.unwrap();
            for wave in 1..=2 {
                let request_number = number * 10 + wave;
                tx.insert_request(&request(request_number)).await.unwrap();
                tx.insert_alert(&alert(request_number, request_number, number)).await.unwrap();
            }
        }
        let rule = "a volunteer got more alerts in seven days than they allow";
        let expected = Violation { rule, subject: id(1).to_string() };
        let found = tx.violations_in_time(at(-1), at(-1), NOW).await.unwrap();
        assert_eq!(found, [expected]);
        assert_eq!(tx.violations_in_time(NOW, at(-1), NOW).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_waits_past_its_time_is_reported() {
    in_tx(async |tx| {
        let rows = [
            HelpRequest { next_plan_at: Some(at(5)), ..request(1) },
            HelpRequest { needed_by: at(5), ..request(2) },
            HelpRequest { needed_by: at(5), status: RequestStatus::Unconfirmed, ..request(3) },
            HelpRequest {
                needed_by: at(5),
                status: RequestStatus::Matched,
                places_filled: 1,
                ..request(4)
            },
        ];
        for one in &rows {
            tx.insert_request(one).await.unwrap();
        }
        let mut found = tx.violations_in_time(NOW, at(5), NOW).await.unwrap();
        found.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
        let stuck = |number| Violation {
            rule: "a request waits past its time",
            subject: id(number).to_string(),
        };
        assert_eq!(found, [stuck(1), stuck(2), stuck(3)]);
        assert_eq!(tx.violations_in_time(NOW, at(4), NOW).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn whatever_waits_past_its_time_is_reported() {
    in_tx(async |tx| {
        insert_volunteers(tx, 3).await;
        let half = HelpRequest {
            status: RequestStatus::Matched,
            places_filled: 1,
            volunteers_needed: 2,
            needed_by: at(60),
            ..request(1)
        };
        tx.insert_request(&half).await.unwrap();
        tx.insert_request(&HelpRequest { needed_by: at(60), ..request(2) }).await.unwrap();
        tx.insert_request(&HelpRequest { needed_by: at(60), ..request(3) }).await.unwrap();
        let long_ago = at(-74 * 60);
        let silent = Engagement {
            status: EngagementStatus::Completed,
            completed_at: Some(long_ago),
            ..engagement(2, 2, 2)
        };
        let past = Engagement {
            status: EngagementStatus::Active,
            planned_at: Some(at(-40 * 60)),
            ..engagement(3, 3, 3)
        };
        assert!(tx.insert_engagement(&silent).await.unwrap());
        assert!(tx.insert_engagement(&past).await.unwrap());
        tx.owe(&Notification { next_attempt_at: at(-25 * 60), ..notification(4) }).await.unwrap();
        let found = tx.violations_in_time(at(-60), at(-10), NOW).await.unwrap();
        let found: Vec<_> = found.iter().map(|one| (one.rule, one.subject.as_str())).collect();
        let ids = [1, 4, 2, 3].map(|number| id(number).to_string());
        let expected = [
            ("a request looks for nobody though a place is left", ids[0].as_str()),
            ("a mail waits past its time", ids[1].as_str()),
            ("help that was told done waits for ever", ids[2].as_str()),
            ("a promise is past and no human was asked", ids[3].as_str()),
        ];
        assert_eq!(found, expected);
    })
    .await;
}
