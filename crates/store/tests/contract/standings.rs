//! Where many volunteers stand, counted at once.

use matching::{AlertStatus, EngagementStatus, VolunteerId};
use store::{Alert, Engagement, Standing, Tx};

use crate::samples::{NOW, alert, at, engagement, id, insert_volunteers, request};
use crate::stores::in_tx;

const DAY: i64 = 24 * 60;

async fn insert_requests(tx: &mut Tx, count: u128) {
    for number in 1..=count {
        tx.insert_request(&request(number)).await.unwrap();
    }
}

#[tokio::test]
async fn everybody_is_counted_from_the_start_of_their_own_day() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        insert_requests(tx, 2).await;
        for number in [1, 2] {
            let one = Alert { created_at: at(-90), ..alert(number, number, number) };
            tx.insert_alert(&one).await.unwrap();
        }
        let who = [1, 2, 3].map(|number| VolunteerId(id(number)));
        let days = [(who[0], at(-60)), (who[1], at(-120)), (who[2], at(-60))];
        let found = tx.volunteer_standings(&days, NOW).await.unwrap();
        let today: Vec<u32> = who.iter().map(|id| found[id].alerts_today).collect();
        assert_eq!(today, [0, 1, 0]);
        assert_eq!(found[&who[2]], Standing::default());
    })
    .await;
}

#[tokio::test]
async fn more_than_one_statement_can_count_are_counted() {
    in_tx(async |tx| {
        insert_volunteers(tx, 300).await;
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_alert(&alert(1, 1, 300)).await.unwrap();
        let days: Vec<_> = (1..=300).map(|number| (VolunteerId(id(number)), at(-60))).collect();
        let found = tx.volunteer_standings(&days, NOW).await.unwrap();
        assert_eq!(found.len(), 300);
        assert_eq!(found.values().map(|one| one.alerts_today).sum::<u32>(), 1);
        assert!(tx.volunteer_standings(&[], NOW).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn yes_and_exposure_are_those_of_alerts_that_have_ended() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        insert_requests(tx, 8).await;
        for (number, status) in (1..).zip(AlertStatus::ALL) {
            let exposure_ppm = Some(1_000_000);
            let one = Alert { status: *status, exposure_ppm, ..alert(number, number, 1) };
            tx.insert_alert(&one).await.unwrap();
        }
        let old = Alert { exposure_ppm: None, status: AlertStatus::Accepted, ..alert(8, 8, 1) };
        tx.insert_alert(&Alert { created_at: at(-181 * DAY), ..old }).await.unwrap();
        tx.set_exposures(&[(id(6).into(), 250_000), (id(7).into(), 0)]).await.unwrap();
        let found = tx.volunteer_standing(VolunteerId(id(1)), at(-60), NOW).await.unwrap();
        // Accepted and declined in full, a quarter of the withdrawn one, nothing of the failed one.
        assert_eq!((found.yes, found.exposure_ppm), (1, 2_250_000));
        assert_eq!(found.alerts_last_30_days, 7);
    })
    .await;
}

#[tokio::test]
async fn the_last_engagement_is_the_latest_yes_or_help() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        insert_requests(tx, 2).await;
        let done = Engagement {
            status: EngagementStatus::Completed,
            created_at: at(-300),
            completed_at: Some(at(-30)),
            ..engagement(1, 1, 1)
        };
        tx.insert_engagement(&done).await.unwrap();
        let later = Engagement { created_at: at(-60), ..engagement(2, 2, 1) };
        tx.insert_engagement(&later).await.unwrap();
        let found = tx.volunteer_standing(VolunteerId(id(1)), at(-60), NOW).await.unwrap();
        assert_eq!(found.engaged_at, Some(at(-30)));
    })
    .await;
}
