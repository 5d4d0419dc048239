//! What the figures are counted from.

use std::collections::BTreeSet;

use matching::{
    AreaId, Channel, EngagementStatus, Priority, RequestId, RequestStatus, VolunteerStatus,
};
use store::{Alert, Area, CohortRow, Engagement, HelpRequest, Tx, Volunteer, VolunteersThere};

use crate::samples::{NOW, alert, at, cell, engagement, id, insert_volunteers, request, volunteer};
use crate::stores::in_tx;

const WEEK: i64 = 7 * 24 * 60;

async fn insert_area(tx: &mut Tx) -> AreaId {
    let area = Area { id: AreaId(id(50)), parent_id: None, name: "Ixelles".to_owned() };
    tx.upsert_area(&area, NOW).await.unwrap()
}

fn opened(number: u128, minutes: i64) -> HelpRequest {
    HelpRequest { opened_at: Some(at(minutes)), ..request(number) }
}

async fn cohort(tx: &mut Tx, from: i64, to: i64, areas: Option<&[AreaId]>) -> Vec<u128> {
    let rows = tx.cohort(at(from), at(to), areas).await.unwrap();
    rows.iter().map(|row| row.id.0.as_u128()).collect()
}

#[tokio::test]
async fn a_cohort_is_what_was_opened_in_a_time_and_an_area() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        let placed = HelpRequest { area_id: Some(area), ..opened(3, 4) };
        for one in [opened(2, 5), opened(1, 5), placed, opened(4, 9), request(5)] {
            tx.insert_request(&one).await.unwrap();
        }
        assert_eq!(cohort(tx, 4, 9, None).await, [3, 1, 2]);
        assert_eq!(cohort(tx, 5, 10, None).await, [1, 2, 4]);
        assert_eq!(cohort(tx, 0, 99, Some(&[area])).await, [3]);
        assert!(cohort(tx, 0, 99, Some(&[])).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_row_of_a_cohort_tells_the_whole_outcome() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        let told = HelpRequest {
            status: RequestStatus::Completed,
            priority: Priority::Vital,
            channel: Channel::Import,
            area_id: Some(area),
            volunteers_needed: 6,
            first_yes_at: Some(at(2)),
            matched_at: Some(at(3)),
            done_at: Some(at(4)),
            ended_by: Some("requester".to_owned()),
            outcome: Some("helped".to_owned()),
            attention: Some("nobody_left".to_owned()),
            ..opened(1, 1)
        };
        tx.insert_request(&told).await.unwrap();
        insert_volunteers(tx, 7).await;
        for (number, status) in (1..).zip(EngagementStatus::ALL) {
            let place = u32::try_from(number).unwrap();
            let one = Engagement { status: *status, place, ..engagement(number, 1, number) };
            tx.insert_engagement(&one).await.unwrap();
            let sent_at = (number != 2).then_some(NOW);
            tx.insert_alert(&Alert { sent_at, ..alert(number, 1, number) }).await.unwrap();
        }
        let too_late = Engagement { place: 7, created_at: told.needed_by, ..engagement(7, 1, 7) };
        tx.insert_engagement(&too_late).await.unwrap();
        let expected = CohortRow {
            id: RequestId(id(1)),
            status: RequestStatus::Completed,
            category: told.category,
            priority: Priority::Vital,
            channel: Channel::Import,
            language: told.language,
            area_id: Some(area),
            volunteers_needed: 6,
            opened_at: at(1),
            needed_by: told.needed_by,
            first_yes_at: Some(at(2)),
            matched_at: Some(at(3)),
            done_at: Some(at(4)),
            ended_by: told.ended_by,
            outcome: told.outcome,
            attention: told.attention,
            places_held: 4,
            confirmed: 1,
            alerts: 5,
        };
        assert_eq!(tx.cohort(NOW, at(9), None).await.unwrap(), [expected]);
        tx.insert_request(&opened(2, 20)).await.unwrap();
        let bare = &tx.cohort(at(20), at(21), None).await.unwrap()[0];
        assert!(bare.first_yes_at.is_none() && bare.outcome.is_none() && bare.area_id.is_none());
        assert_eq!((bare.places_held, bare.confirmed, bare.alerts), (0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn alerts_are_counted_by_volunteer_and_week() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        let times = [Some(0), Some(WEEK - 1), Some(WEEK), Some(2 * WEEK), Some(-1), None];
        for (number, sent) in (1..).zip(times) {
            tx.insert_request(&request(number)).await.unwrap();
            let one = Alert { sent_at: sent.map(at), ..alert(number, number, 1) };
            tx.insert_alert(&one).await.unwrap();
        }
        tx.insert_alert(&Alert { sent_at: Some(NOW), ..alert(20, 1, 2) }).await.unwrap();
        let mut counts = tx.alerts_per_volunteer_week(NOW, at(2 * WEEK)).await.unwrap();
        counts.sort_unstable();
        assert_eq!(counts, [1, 1, 2]);
    })
    .await;
}

#[tokio::test]
async fn completed_requests_and_the_first_opening_are_known() {
    in_tx(async |tx| {
        assert_eq!(tx.completed_requests().await.unwrap(), 0);
        for (number, status) in (1..).zip(RequestStatus::ALL) {
            let minutes = 100 - i64::try_from(number).unwrap();
            let one = HelpRequest { status: *status, ..opened(number, minutes) };
            tx.insert_request(&one).await.unwrap();
        }
        tx.insert_request(&request(20)).await.unwrap();
        assert_eq!(tx.completed_requests().await.unwrap(), 1);
        assert_eq!(tx.first_opening().await.unwrap(), Some(at(93)));
    })
    .await;
}

#[tokio::test]
async fn requests_have_the_cells_they_were_opened_in() {
    in_tx(async |tx| {
        let remote = HelpRequest { remote: true, cell: None, ..opened(3, 9) };
        let there = HelpRequest { cell: Some(cell(2)), ..opened(2, 5) };
        for one in [opened(1, 4), there, remote, request(4)] {
            tx.insert_request(&one).await.unwrap();
        }
        let found = tx.request_cells(at(5)).await.unwrap();
        assert_eq!(found, [(RequestId(id(2)), cell(2))]);
        assert_eq!(tx.request_cells(at(4)).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn active_volunteers_are_counted_by_cell() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        insert_volunteers(tx, 2).await;
        let there = Volunteer { cell: cell(2), area_id: Some(area), ..volunteer(3) };
        let rests = Volunteer { status: VolunteerStatus::Paused, ..volunteer(4) };
        tx.insert_volunteer(&there).await.unwrap();
        tx.insert_volunteer(&rests).await.unwrap();
        let there = |cell, area_id, count| VolunteersThere { cell, area_id, count };
        let all: BTreeSet<_> = tx.volunteer_cells().await.unwrap().into_iter().collect();
        assert_eq!(all, BTreeSet::from([there(cell(0), None, 2), there(cell(2), Some(area), 1)]));
    })
    .await;
}
