//! Engagements and the places of a request.

use matching::{AccountId, EngagementStatus, Places, RequestId, VolunteerId, When};
use store::{Engagement, HelpRequest, Tx};

use crate::samples::{
    NOW, alert, assert_same, at, engagement, id, ids, insert_volunteers, request,
};
use crate::stores::{each, in_tx};

const HOLDS: [EngagementStatus; 4] = [
    EngagementStatus::Active,
    EngagementStatus::Contacted,
    EngagementStatus::Completed,
    EngagementStatus::Confirmed,
];

async fn prepare(tx: &mut Tx, requests: u128, volunteers: u128) {
    insert_volunteers(tx, volunteers).await;
    for number in 1..=requests {
        tx.insert_request(&HelpRequest { volunteers_needed: 3, ..request(number) }).await.unwrap();
    }
}

#[tokio::test]
async fn an_engagement_reads_back_as_stored() {
    in_tx(async |tx| {
        prepare(tx, 1, 2).await;
        tx.insert_alert(&alert(1, 1, 1)).await.unwrap();
        let full = Engagement {
            alert_id: Some(alert(1, 1, 1).id),
            place: 2,
            status: EngagementStatus::NoShow,
            promised: When::At,
            planned_at: Some(at(1)),
            assigned_by: Some(AccountId(id(5))),
            contacted_at: Some(at(2)),
            completed_at: Some(at(3)),
            confirmed_at: Some(at(4)),
            ended_at: Some(at(5)),
            reason: Some("no_show".to_owned()),
            confirmed_by: Some("staff".to_owned()),
            revealed_at: Some(at(6)),
            on_the_way_at: Some(at(7)),
            minutes_spent: Some(90),
            feedback: Some("good".to_owned()),
            ..engagement(1, 1, 1)
        };
        for stored in [full, engagement(2, 1, 2)] {
            assert!(tx.insert_engagement(&stored).await.unwrap());
            assert_same(&tx.engagement(stored.id).await.unwrap().unwrap(), &stored);
        }
    })
    .await;
}

#[tokio::test]
async fn a_place_is_held_by_one_volunteer() {
    for status in HOLDS {
        in_tx(async |tx| {
            prepare(tx, 2, 2).await;
            let first = Engagement { status, ..engagement(1, 1, 1) };
            assert!(tx.insert_engagement(&first).await.unwrap());
            assert!(!tx.insert_engagement(&engagement(2, 1, 2)).await.unwrap());
            assert!(tx.engagement(id(2).into()).await.unwrap().is_none());
            let next_place = Engagement { place: 2, ..engagement(2, 1, 2) };
            assert!(tx.insert_engagement(&next_place).await.unwrap());
            assert!(tx.insert_engagement(&engagement(3, 2, 2)).await.unwrap());
        })
        .await;
    }
}

#[tokio::test]
async fn a_volunteer_holds_one_place_of_a_request() {
    in_tx(async |tx| {
        prepare(tx, 1, 1).await;
        assert!(tx.insert_engagement(&engagement(1, 1, 1)).await.unwrap());
        let another = Engagement { place: 2, ..engagement(2, 1, 1) };
        assert!(!tx.insert_engagement(&another).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_place_that_was_given_back_is_free() {
    for gone in [EngagementStatus::Released, EngagementStatus::NoShow] {
        in_tx(async |tx| {
            prepare(tx, 1, 2).await;
            tx.insert_engagement(&engagement(1, 1, 1)).await.unwrap();
            let ended = Engagement { status: gone, ..engagement(1, 1, 1) };
            assert!(tx.update_engagement(EngagementStatus::Active, &ended).await.unwrap());
            assert!(tx.insert_engagement(&engagement(2, 1, 2)).await.unwrap());
        })
        .await;
    }
}

#[tokio::test]
async fn an_engagement_is_written_under_a_status_guard() {
    in_tx(async |tx| {
        prepare(tx, 1, 2).await;
        tx.insert_engagement(&engagement(1, 1, 1)).await.unwrap();
        let other = Engagement { place: 2, ..engagement(2, 1, 2) };
        tx.insert_engagement(&other).await.unwrap();
        let confirmed = Engagement {
            status: EngagementStatus::Confirmed,
            contacted_at: Some(at(1)),
            completed_at: Some(at(2)),
            confirmed_at: Some(at(3)),
            ended_at: Some(at(4)),
            reason: Some("done".to_owned()),
            confirmed_by: Some("requester".to_owned()),
            revealed_at: Some(at(5)),
            on_the_way_at: Some(at(6)),
            minutes_spent: Some(60),
            feedback: Some("bad".to_owned()),
            ..engagement(1, 1, 1)
        };
        assert!(!tx.update_engagement(EngagementStatus::Contacted, &confirmed).await.unwrap());
        assert!(tx.update_engagement(EngagementStatus::Active, &confirmed).await.unwrap());
        assert!(!tx.update_engagement(EngagementStatus::Active, &confirmed).await.unwrap());
        assert_same(&tx.engagement(confirmed.id).await.unwrap().unwrap(), &confirmed);
        assert_same(&tx.engagement(other.id).await.unwrap().unwrap(), &other);
    })
    .await;
}

#[tokio::test]
async fn engagements_are_listed_by_request_and_by_volunteer() {
    in_tx(async |tx| {
        prepare(tx, 3, 2).await;
        tx.insert_engagement(&engagement(3, 1, 1)).await.unwrap();
        tx.insert_engagement(&Engagement { place: 2, ..engagement(2, 1, 2) }).await.unwrap();
        tx.insert_engagement(&engagement(4, 2, 1)).await.unwrap();
        tx.insert_engagement(&engagement(5, 3, 1)).await.unwrap();
        let of_request = tx.engagements_of_request(RequestId(id(1))).await.unwrap();
        assert_eq!(ids(&of_request, |engagement| engagement.id), [2, 3]);
        let newest = tx.engagements_of_volunteer(VolunteerId(id(1)), 2).await.unwrap();
        assert_eq!(ids(&newest, |engagement| engagement.id), [5, 4]);
    })
    .await;
}

/// However much a volunteer has done since, a promise that is still to be kept is not left out.
#[tokio::test]
async fn what_a_volunteer_still_has_to_do_comes_before_what_is_over() {
    in_tx(async |tx| {
        prepare(tx, 3, 1).await;
        tx.insert_engagement(&engagement(1, 1, 1)).await.unwrap();
        for number in [2, 3] {
            let over = EngagementStatus::Confirmed;
            let over = Engagement { status: over, ..engagement(number, number, 1) };
            tx.insert_engagement(&over).await.unwrap();
        }
        let first = tx.engagements_of_volunteer(VolunteerId(id(1)), 2).await.unwrap();
        assert_eq!(ids(&first, |engagement| engagement.id), [1, 3]);
    })
    .await;
}

#[tokio::test]
async fn places_are_counted_by_how_far_they_are() {
    in_tx(async |tx| {
        prepare(tx, 2, 6).await;
        let none = Places { needed: 4, ..Places::default() };
        assert_eq!(tx.places(RequestId(id(1)), 4).await.unwrap(), none);
        for (number, status) in (1..).zip(EngagementStatus::ALL) {
            let place = u32::try_from(number).unwrap();
            let one = Engagement { status: *status, place, ..engagement(number, 1, number) };
            assert!(tx.insert_engagement(&one).await.unwrap());
        }
        let expected = Places { needed: 4, held: 4, contacted: 3, done: 2 };
        assert_eq!(tx.places(RequestId(id(1)), 4).await.unwrap(), expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_yeses_for_three_places_have_three_winners() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        prepare(&mut tx, 1, 16).await;
        tx.commit().await.unwrap();
        let answers = (1..=16_u128).map(|number| {
            let db = store.db.clone();
            tokio::spawn(async move {
                for place in 1..=3 {
                    let mut tx = db.write().await.unwrap();
                    let yes = Engagement { place, ..engagement(number * 10, 1, number) };
                    let won = tx.insert_engagement(&yes).await.unwrap();
                    tx.commit().await.unwrap();
                    if won {
                        return true;
                    }
                }
                false
            })
        });
        let answers = futures::future::join_all(answers.collect::<Vec<_>>()).await;
        assert_eq!(answers.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 3);
        let mut tx = store.db.read().await.unwrap();
        let held = tx.engagements_of_request(RequestId(id(1))).await.unwrap();
        let mut places: Vec<_> = held.iter().map(|one| one.place).collect();
        places.sort_unstable();
        assert_eq!(places, [1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_confirmed_is_found_oldest_first() {
    in_tx(async |tx| {
        prepare(tx, 5, 1).await;
        let done = |number, minutes| Engagement {
            status: EngagementStatus::Completed,
            completed_at: Some(at(minutes)),
            ..engagement(number, number, 1)
        };
        let said = Engagement { confirmed_by: Some("staff".to_owned()), ..done(3, 1) };
        for one in [done(1, 3), done(2, 2), said, done(4, 4), engagement(5, 5, 1)] {
            tx.insert_engagement(&one).await.unwrap();
        }
        let silent = tx.silently_completed(at(3), 9).await.unwrap();
        assert_eq!(ids(&silent, |engagement| engagement.id), [2, 1]);
        assert_eq!(tx.silently_completed(at(9), 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn live_engagements_are_overdue_by_their_plan_or_else_by_their_age() {
    in_tx(async |tx| {
        prepare(tx, 6, 1).await;
        let planned = |number, minutes| Engagement {
            planned_at: Some(at(minutes)),
            ..engagement(number, number, 1)
        };
        let contacted = Engagement { status: EngagementStatus::Contacted, ..planned(2, 5) };
        let finished = Engagement { status: EngagementStatus::Completed, ..planned(3, 1) };
        let young = Engagement { created_at: at(6), ..engagement(5, 5, 1) };
        let rows = [planned(1, 6), contacted, finished, engagement(4, 4, 1), young];
        for one in &rows {
            tx.insert_engagement(one).await.unwrap();
        }
        let overdue = tx.overdue_engagements(at(5), 9).await.unwrap();
        assert_eq!(ids(&overdue, |engagement| engagement.id), [2, 4]);
        assert_eq!(tx.overdue_engagements(at(6), 3).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn only_releases_on_the_volunteers_side_are_counted() {
    in_tx(async |tx| {
        prepare(tx, 8, 1).await;
        let released = |number, reason: Option<&str>| Engagement {
            status: EngagementStatus::Released,
            reason: reason.map(str::to_owned),
            revealed_at: Some(NOW),
            ended_at: Some(at(10)),
            ..engagement(number, number, 1)
        };
        let rows = [
            released(1, Some("too_busy")),
            Engagement { status: EngagementStatus::NoShow, ..released(2, Some("no_show")) },
            released(3, None),
            released(4, Some("not_reached")),
            released(5, Some("cancelled")),
            Engagement { revealed_at: None, ..released(6, Some("too_busy")) },
            Engagement { ended_at: Some(at(9)), ..released(7, Some("too_busy")) },
            engagement(8, 8, 1),
        ];
        for one in &rows {
            tx.insert_engagement(one).await.unwrap();
        }
        assert_eq!(tx.releases_after_reveal(VolunteerId(id(1)), at(10)).await.unwrap(), 3);
        assert_eq!(tx.releases_after_reveal(VolunteerId(id(2)), at(10)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_help_that_a_volunteer_gave_is_counted() {
    in_tx(async |tx| {
        prepare(tx, 3, 2).await;
        let done = |number, request, status, minutes_spent| Engagement {
            status,
            minutes_spent,
            ..engagement(number, request, 1)
        };
        for one in [
            done(1, 1, EngagementStatus::Completed, Some(40)),
            done(2, 2, EngagementStatus::Confirmed, None),
            done(3, 3, EngagementStatus::Active, Some(500)),
            Engagement { place: 2, ..engagement(4, 1, 2) },
        ] {
            assert!(tx.insert_engagement(&one).await.unwrap());
        }
        assert_eq!(tx.help_given(VolunteerId(id(1))).await.unwrap(), (2, 40));
        assert_eq!(tx.help_given(VolunteerId(id(2))).await.unwrap(), (0, 0));
    })
    .await;
}
