//! What staff's pages are drawn from.

use matching::{AlertStatus, RequestId, RequestStatus, TaskKind, VolunteerId};
use store::{Alert, HelpRequest, Task, Touched};
use uuid::Uuid;

use crate::samples::{NOW, alert, at, cell, id, insert_volunteers, request, task};
use crate::stores::in_tx;

const NOBODY: RequestId = RequestId(Uuid::nil());

#[tokio::test]
async fn a_request_comes_with_the_answers_to_its_alerts() {
    in_tx(async |tx| {
        insert_volunteers(tx, 5).await;
        let open = HelpRequest {
            status: RequestStatus::Open,
            urgent: true,
            cell: Some(cell(2)),
            opened_at: Some(at(3)),
            ..request(1)
        };
        tx.insert_request(&open).await.unwrap();
        let statuses = [
            AlertStatus::Declined,
            AlertStatus::Expired,
            AlertStatus::Expired,
            AlertStatus::Sent,
            AlertStatus::Queued,
        ];
        for (number, status) in (1..).zip(statuses) {
            let sent_at = (status != AlertStatus::Queued).then_some(at(4));
            let one = Alert { status, sent_at, ..alert(number + 10, 1, number) };
            tx.insert_alert(&one).await.unwrap();
        }
        let rows = tx.board_rows(&[open.id]).await.unwrap();
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.declined, row.silent, row.outstanding, row.counted.alerts), (1, 2, 2, 4));
        assert!(row.urgent && row.was_opened);
        assert_eq!((row.cell, row.counted.opened_at), (Some(cell(2)), at(3)));
        assert!(tx.board_rows(&[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn requests_are_read_page_by_page_and_what_is_not_opened_counts_from_its_post() {
    in_tx(async |tx| {
        for number in 1..=3 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        let first = tx.board_rows_after(NOBODY, NOW, 2).await.unwrap();
        let ids: Vec<_> = first.iter().map(|row| row.counted.id).collect();
        assert_eq!(ids, [RequestId(id(1)), RequestId(id(2))]);
        assert!(!first[0].was_opened);
        assert_eq!(first[0].counted.opened_at, first[0].created_at);
        assert_eq!(tx.board_rows_after(ids[1], NOW, 2).await.unwrap().len(), 1);
        let later = first[0].created_at + jiff::SignedDuration::from_secs(1);
        assert!(tx.board_rows_after(NOBODY, later, 2).await.unwrap().is_empty());
        let found = tx.requests_by_id(&ids).await.unwrap();
        assert_eq!(found.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_log_tells_which_requests_and_tasks_it_touched() {
    in_tx(async |tx| {
        let about = |number: Option<u128>, task: Option<u128>| store::Event {
            at: NOW,
            kind: "request.opened",
            request_id: number.map(|number| RequestId(id(number))),
            volunteer_id: None,
            alert_id: None,
            engagement_id: None,
            task_id: task.map(|task| matching::TaskId(id(task))),
            actor: store::ActorRef { kind: "system", id: None },
            data: "{}".to_owned(),
        };
        for event in [about(Some(1), None), about(None, Some(2)), about(None, None)] {
            tx.record(&event).await.unwrap();
        }
        let all = tx.touched_after(0, 10).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.request_id, one.is_task)).collect();
        assert_eq!(told, [(Some(RequestId(id(1))), false), (None, true), (None, false)]);
        let last = all[1].seq;
        assert_eq!(tx.touched_after(last, 10).await.unwrap().len(), 1);
        let found: Vec<Touched> = tx.touched_at(&[last, last + 99]).await.unwrap();
        assert_eq!(found, [all[1]]);
        assert!(tx.touched_at(&[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn open_tasks_about_volunteers_are_counted_by_kind() {
    in_tx(async |tx| {
        let about = |number, kind| Task {
            kind,
            request_id: None,
            volunteer_id: Some(VolunteerId(id(1))),
            ..task(number)
        };
        let of_request = Task { kind: TaskKind::CallBack, ..task(4) };
        for one in [about(1, TaskKind::Vetting), about(2, TaskKind::Vetting), of_request] {
            assert!(tx.insert_task(&one).await.unwrap());
        }
        let counted = tx.open_tasks_about_volunteers(None).await.unwrap();
        assert_eq!(counted, [(TaskKind::Vetting, 2)]);
        assert_eq!(tx.open_tasks_about_volunteers(Some(&[])).await.unwrap().len(), 1);
    })
    .await;
}
