//! Versions of the rules and of the model, and the alerts it is learned from.

use matching::{AlertStatus, VolunteerId, VolunteerStatus};
use store::{Alert, PolicyVersion, Volunteer};

use crate::samples::{NOW, alert, at, id, insert_volunteers, request, volunteer};
use crate::stores::in_tx;

const DAY: i64 = 24 * 60;

fn version(kind: &str, number: u32) -> PolicyVersion {
    PolicyVersion {
        kind: kind.to_owned(),
        number,
        at: at(i64::from(number)),
        alerts: 7,
        data: format!("{{\"number\":{number}}}"),
    }
}

#[tokio::test]
async fn each_number_is_given_once_by_kind() {
    in_tx(async |tx| {
        assert_eq!(tx.policy_version("rules").await.unwrap(), None);
        assert_eq!(tx.last_policy_number("rules").await.unwrap(), 0);
        for one in [version("rules", 1), version("rules", 2), version("answers", 1)] {
            assert!(tx.insert_policy_version(&one).await.unwrap());
        }
        assert!(!tx.insert_policy_version(&version("rules", 2)).await.unwrap());
        assert_eq!(tx.policy_version("rules").await.unwrap(), Some(version("rules", 2)));
        assert_eq!(tx.last_policy_number("answers").await.unwrap(), 1);
        let both = tx.policy_versions("rules", 9).await.unwrap();
        assert_eq!(both, [version("rules", 2), version("rules", 1)]);
    })
    .await;
}

#[tokio::test]
async fn past_alerts_have_ended_or_are_old_and_their_volunteers_are_still_here() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        let left = Volunteer { status: VolunteerStatus::Withdrawn, ..volunteer(3) };
        tx.insert_volunteer(&left).await.unwrap();
        for number in 1..=9 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        let sent = |number, volunteer, status, minutes| Alert {
            status,
            created_at: at(minutes),
            sent_at: Some(at(minutes)),
            ..alert(number, number, volunteer)
        };
        for one in [
            sent(1, 2, AlertStatus::Accepted, -10),
            sent(2, 1, AlertStatus::Sent, -10),
            sent(3, 1, AlertStatus::Expired, -3 * DAY),
            sent(4, 1, AlertStatus::Declined, -4 * DAY),
            sent(5, 3, AlertStatus::Accepted, -10),
            sent(6, 1, AlertStatus::Accepted, -200 * DAY),
            Alert { sent_at: None, ..sent(7, 1, AlertStatus::Withdrawn, -10) },
        ] {
            tx.insert_alert(&one).await.unwrap();
        }
        let found = tx.past_alerts(at(-180 * DAY), at(-2 * DAY), 9).await.unwrap();
        let seen: Vec<_> = found.iter().map(|one| (one.volunteer_id, one.status)).collect();
        let [first, second] = [1, 2].map(|number| VolunteerId(id(number)));
        assert_eq!(
            seen,
            [
                (first, AlertStatus::Declined),
                (first, AlertStatus::Expired),
                (second, AlertStatus::Accepted),
            ]
        );
        assert_eq!(found[0].radius_m, volunteer(1).radius_m);
        assert_eq!(tx.past_alerts(at(-180 * DAY), NOW, 2).await.unwrap().len(), 2);
    })
    .await;
}
