//! What the caps of a volunteer are counted from.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{AlertStatus, EngagementStatus, RequestId, VolunteerId};
use store::{ActorRef, Alert, Engagement, Reveal, Standing, Tx};

use crate::samples::{NOW, alert, at, engagement, id, insert_volunteers, request, volunteer};
use crate::stores::{each, in_tx};

const DAY: i64 = 24 * 60;

async fn insert_requests(tx: &mut Tx, count: u128) {
    for number in 1..=count {
        tx.insert_request(&request(number)).await.unwrap();
    }
}

async fn load(tx: &mut Tx, volunteer: u128) -> Standing {
    tx.volunteer_standing(VolunteerId(id(volunteer)), at(-60), NOW).await.unwrap()
}

#[tokio::test]
async fn a_load_counts_alerts_of_the_day_and_of_the_week() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        insert_requests(tx, 6).await;
        let times = [-60, -61, -7 * DAY, -7 * DAY - 1];
        for (number, minutes) in (1..).zip(times) {
            let one = Alert { created_at: at(minutes), ..alert(number, number, 1) };
            tx.insert_alert(&one).await.unwrap();
        }
        tx.insert_alert(&alert(9, 5, 2)).await.unwrap();
        let found = load(tx, 1).await;
        assert_eq!((found.alerts_today, found.alerts_last_7_days), (1, 3));
        assert_eq!(load(tx, 3).await, Standing::default());
    })
    .await;
}

#[tokio::test]
async fn a_load_counts_places_that_are_live_and_yeses_of_the_day() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        insert_requests(tx, 6).await;
        for (number, status) in (1..).zip(EngagementStatus::ALL) {
            tx.insert_alert(&alert(number, number, 1)).await.unwrap();
            let one = Engagement {
                status: *status,
                alert_id: (number < 4).then(|| alert(number, 1, 1).id),
                created_at: if number == 1 { at(-61) } else { NOW },
                ..engagement(number, number, 1)
            };
            assert!(tx.insert_engagement(&one).await.unwrap());
        }
        let found = load(tx, 1).await;
        assert_eq!((found.live_engagements, found.accepts_today), (2, 2));
    })
    .await;
}

fn reveal(number: u128, actor: ActorRef, request: u128, time: Timestamp) -> Reveal {
    Reveal {
        id: id(number),
        at: time,
        actor_kind: actor.kind.into(),
        actor_id: actor.id,
        request_id: Some(RequestId(id(request))),
        volunteer_id: None,
        engagement_id: None,
        reason: "engagement".into(),
        sealed_reason: None,
    }
}

#[tokio::test]
async fn a_load_counts_each_revealed_request_once() {
    in_tx(async |tx| {
        let me = ActorRef { kind: "volunteer", id: Some(id(1)) };
        let staff = ActorRef { kind: "staff", id: Some(id(1)) };
        let seen = [
            reveal(1, me, 1, NOW),
            reveal(2, me, 1, at(-5)),
            reveal(3, me, 2, at(-30 * DAY)),
            reveal(4, me, 3, at(-30 * DAY - 1)),
            reveal(5, staff, 4, NOW),
        ];
        for one in &seen {
            tx.record_reveal(one).await.unwrap();
        }
        assert_eq!(load(tx, 1).await.reveals_30_days, 2);
    })
    .await;
}

#[tokio::test]
async fn who_was_asked_or_held_a_place_is_not_asked_again() {
    in_tx(async |tx| {
        insert_volunteers(tx, 4).await;
        insert_requests(tx, 2).await;
        let declined = Alert { status: AlertStatus::Declined, ..alert(1, 1, 1) };
        tx.insert_alert(&declined).await.unwrap();
        tx.insert_alert(&Alert { wave: 2, ..alert(2, 1, 1) }).await.unwrap();
        let released = Engagement { status: EngagementStatus::Released, ..engagement(1, 1, 2) };
        tx.insert_engagement(&released).await.unwrap();
        tx.insert_engagement(&engagement(2, 2, 3)).await.unwrap();
        let asked = tx.volunteers_asked(RequestId(id(1))).await.unwrap();
        assert_eq!(asked, BTreeSet::from([VolunteerId(id(1)), VolunteerId(id(2))]));
    })
    .await;
}

#[tokio::test]
async fn a_cap_is_counted_by_one_decision_at_a_time() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        insert_volunteers(&mut tx, 1).await;
        insert_requests(&mut tx, 10).await;
        tx.commit().await.unwrap();
        let take_one = async |number: u128| {
            let mut tx = store.db.write().await.unwrap();
            tx.lock_volunteer(volunteer(1).id).await.unwrap();
            let free = load(&mut tx, 1).await.live_engagements < 2;
            if free {
                tx.insert_engagement(&engagement(number, number, 1)).await.unwrap();
            }
            tx.commit().await.unwrap();
            free
        };
        let outcomes = futures::future::join_all((1..=10).map(take_one)).await;
        assert_eq!(outcomes.into_iter().filter(|took| *took).count(), 2);
    })
    .await;
}
