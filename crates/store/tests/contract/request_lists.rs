//! Help requests: which of them, in which order.

use matching::{AreaId, Channel, Priority, RequestId, RequestStatus, TaskKind};
use store::{Area, HelpRequest, RequestFilter, Task, Tx};

use crate::samples::{NOW, at, id, ids, request, task};
use crate::stores::in_tx;

const ALL: RequestFilter = RequestFilter {
    statuses: Vec::new(),
    category: None,
    channel: None,
    language: None,
    priority: None,
    areas: None,
    needs_attention: None,
    from: None,
    to: None,
    before: None,
    limit: 100,
};

async fn listed(tx: &mut Tx, filter: RequestFilter) -> Vec<u128> {
    ids(&tx.requests(&filter).await.unwrap(), |request| request.id)
}

async fn insert_area(tx: &mut Tx, number: u128) -> AreaId {
    let area = Area { id: AreaId(id(number)), parent_id: None, name: format!("area {number}") };
    tx.upsert_area(&area, NOW).await.unwrap()
}

/// Four requests, each of which one filter finds.
async fn insert_four(tx: &mut Tx) -> AreaId {
    let area = insert_area(tx, 50).await;
    let four = [
        HelpRequest { status: RequestStatus::Completed, ..request(1) },
        HelpRequest { priority: Priority::Vital, category: "pets".parse().unwrap(), ..request(2) },
        HelpRequest { area_id: Some(area), needs_attention: true, ..request(3) },
        HelpRequest {
            created_at: at(10),
            status: RequestStatus::Expired,
            channel: Channel::Phone,
            language: "uk".parse().unwrap(),
            ..request(4)
        },
    ];
    for one in &four {
        tx.insert_request(one).await.unwrap();
    }
    area
}

#[tokio::test]
async fn requests_are_listed_newest_first_and_filtered() {
    in_tx(async |tx| {
        let area = insert_four(tx).await;
        assert_eq!(listed(tx, ALL).await, [4, 3, 2, 1]);
        let statuses = vec![RequestStatus::Completed, RequestStatus::Expired];
        assert_eq!(listed(tx, RequestFilter { statuses, ..ALL }).await, [4, 1]);
        let category = Some("pets".parse().unwrap());
        assert_eq!(listed(tx, RequestFilter { category, ..ALL }).await, [2]);
        let priority = Some(Priority::Vital);
        assert_eq!(listed(tx, RequestFilter { priority, ..ALL }).await, [2]);
        let channel = Some(Channel::Phone);
        assert_eq!(listed(tx, RequestFilter { channel, ..ALL }).await, [4]);
        let language = Some("uk".parse().unwrap());
        assert_eq!(listed(tx, RequestFilter { language, ..ALL }).await, [4]);
        let areas = Some(vec![area, AreaId(id(51))]);
        assert_eq!(listed(tx, RequestFilter { areas, ..ALL }).await, [3]);
        assert!(listed(tx, RequestFilter { areas: Some(vec![]), ..ALL }).await.is_empty());
        let needs_attention = Some(true);
        assert_eq!(listed(tx, RequestFilter { needs_attention, ..ALL }).await, [3]);
        let needs_attention = Some(false);
        assert_eq!(listed(tx, RequestFilter { needs_attention, ..ALL }).await, [4, 2, 1]);
        assert_eq!(listed(tx, RequestFilter { from: Some(at(10)), ..ALL }).await, [4]);
        assert_eq!(listed(tx, RequestFilter { to: Some(at(10)), ..ALL }).await, [3, 2, 1]);
    })
    .await;
}

#[tokio::test]
async fn every_filter_at_once_still_finds_the_one() {
    in_tx(async |tx| {
        let area = insert_area(tx, 50).await;
        let one = HelpRequest { area_id: Some(area), needs_attention: true, ..request(7) };
        tx.insert_request(&one).await.unwrap();
        tx.insert_request(&request(6)).await.unwrap();
        let filter = RequestFilter {
            statuses: RequestStatus::ALL.to_vec(),
            category: Some(one.category.clone()),
            channel: Some(one.channel),
            language: Some(one.language.clone()),
            priority: Some(one.priority),
            areas: Some((40..60).map(|number| AreaId(id(number))).collect()),
            needs_attention: Some(true),
            from: Some(NOW),
            to: Some(at(1)),
            before: Some(RequestId(id(8))),
            limit: 1,
        };
        assert_eq!(listed(tx, filter).await, [7]);
    })
    .await;
}

#[tokio::test]
async fn the_pages_of_a_list_meet_without_gap_or_overlap() {
    in_tx(async |tx| {
        // Ids whose bytes would sort otherwise if they were compared as text or as signed numbers.
        let numbers = [1, 9, 0x7f << 120, 0x80 << 120, 0xff << 120, 0x0a << 64, 0x80, 0xff00];
        for number in numbers {
            tx.insert_request(&request(number)).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = tx.requests(&RequestFilter { before, limit: 3, ..ALL }).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(ids(&page, |request| request.id));
        }
        let mut expected = numbers;
        expected.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(seen, expected);
    })
    .await;
}

#[tokio::test]
async fn a_person_is_found_by_address_or_phone() {
    in_tx(async |tx| {
        let (email, phone): (&[u8], &[u8]) = (b"email", b"phone");
        let mail = HelpRequest { email_hash: Some(email.to_vec()), ..request(1) };
        let call = HelpRequest { phone_hash: Some(phone.to_vec()), ..request(2) };
        let both = HelpRequest {
            email_hash: Some(email.to_vec()),
            phone_hash: Some(phone.to_vec()),
            created_at: at(10),
            opened_at: Some(at(20)),
            ..request(3)
        };
        for one in [&mail, &call, &both, &request(4)] {
            tx.insert_request(one).await.unwrap();
        }
        let cases: [(_, _, &[u128]); 4] = [
            (Some(email), None, &[3, 1]),
            (None, Some(phone), &[3, 2]),
            (Some(email), Some(phone), &[3, 2, 1]),
            (None, None, &[]),
        ];
        for (email, phone, expected) in cases {
            let found = tx.requests_of_person(email, phone, 9).await.unwrap();
            assert_eq!(ids(&found, |request| request.id), expected);
            let opened = tx.opened_requests_of(email, phone).await.unwrap();
            assert_eq!(opened, i64::from(!expected.is_empty()));
        }
        assert_eq!(tx.requests_of_person(Some(email), Some(phone), 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_planner_looks_at_the_pressing_ones_first() {
    in_tx(async |tx| {
        let due = Some(at(5));
        let requests = [
            HelpRequest { next_plan_at: due, needed_by: at(90), ..request(1) },
            HelpRequest { next_plan_at: due, needed_by: at(80), ..request(2) },
            HelpRequest { next_plan_at: due, needed_by: at(80), ..request(3) },
            HelpRequest { next_plan_at: due, needed_by: at(95), urgent: true, ..request(4) },
            HelpRequest { next_plan_at: due, priority: Priority::Vital, ..request(5) },
            HelpRequest { next_plan_at: Some(at(6)), ..request(6) },
            request(7),
        ];
        for one in &requests {
            tx.insert_request(one).await.unwrap();
        }
        let plan = async |tx: &mut Tx, now, limit| {
            let ids = tx.requests_to_plan(now, limit).await.unwrap();
            ids.iter().map(|id| id.0.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(plan(tx, at(5), 10).await, [5, 4, 2, 3, 1]);
        assert_eq!(plan(tx, at(5), 2).await, [5, 4]);
        assert!(plan(tx, at(4), 10).await.is_empty());
        assert_eq!(tx.next_plan_at().await.unwrap(), due);
    })
    .await;
}

#[tokio::test]
async fn only_waiting_requests_pass_their_deadline() {
    in_tx(async |tx| {
        for (number, status) in (1..).zip(RequestStatus::ALL) {
            let needed_by = at(100 - i64::try_from(number).unwrap());
            let one = HelpRequest { status: *status, needed_by, ..request(number) };
            tx.insert_request(&one).await.unwrap();
        }
        let past = tx.requests_past_deadline(at(99), 9).await.unwrap();
        assert_eq!(past, [RequestId(id(2)), RequestId(id(1))]);
        assert_eq!(tx.requests_past_deadline(at(98), 9).await.unwrap(), [RequestId(id(2))]);
        assert_eq!(tx.requests_past_deadline(at(99), 1).await.unwrap().len(), 1);
        assert!(tx.requests_past_deadline(at(97), 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_did_not_confirm_and_left_a_number_is_called_once() {
    in_tx(async |tx| {
        let waiting = |number| HelpRequest {
            status: RequestStatus::Unconfirmed,
            phone_hash: Some(vec![1]),
            ..request(number)
        };
        let called = Task { kind: TaskKind::CallBack, ..task(1) };
        let rows = [
            waiting(1),
            waiting(2),
            waiting(3),
            HelpRequest { phone_hash: None, ..waiting(4) },
            HelpRequest { status: RequestStatus::Open, ..waiting(5) },
            HelpRequest { created_at: at(1), ..waiting(6) },
        ];
        for one in &rows {
            tx.insert_request(one).await.unwrap();
        }
        let elsewhere = Task { request_id: Some(rows[0].id), ..task(2) };
        for one in [Task { request_id: Some(rows[1].id), ..called }, elsewhere] {
            tx.insert_task(&one).await.unwrap();
        }
        let found = tx.unconfirmed_with_phone(NOW, 9).await.unwrap();
        assert_eq!(ids(&found, |request| request.id), [1, 3]);
        assert_eq!(tx.unconfirmed_with_phone(NOW, 1).await.unwrap().len(), 1);
    })
    .await;
}
