//! Tasks.

use matching::{
    AccountId, AreaId, EngagementId, RequestId, TaskId, TaskKind, TaskState, VolunteerId,
};
use store::{Task, TaskFilter, Tx};

use crate::samples::{NOW, at, hard_text, id, ids, task};
use crate::stores::in_tx;

const ALL: TaskFilter = TaskFilter {
    done: None,
    kind: None,
    kinds: Vec::new(),
    areas: None,
    request_id: None,
    after: None,
    limit: 99,
};

async fn listed(tx: &mut Tx, filter: TaskFilter) -> Vec<u128> {
    ids(&tx.tasks(&filter).await.unwrap(), |task| task.id)
}

fn full() -> Task {
    Task {
        dedupe_key: hard_text(),
        kind: TaskKind::Vetting,
        state: TaskState::Done,
        request_id: Some(RequestId(id(2))),
        volunteer_id: Some(VolunteerId(id(3))),
        engagement_id: Some(EngagementId(id(4))),
        area_id: Some(AreaId(id(5))),
        assignee_id: Some(AccountId(id(6))),
        level: 2,
        tries: 3,
        outcome: Some("reached".to_owned()),
        updated_at: at(7),
        done_at: Some(at(8)),
        ..task(1)
    }
}

#[tokio::test]
async fn a_task_reads_back_as_stored() {
    in_tx(async |tx| {
        for stored in [full(), task(2)] {
            assert!(tx.insert_task(&stored).await.unwrap());
            assert_eq!(tx.task(stored.id).await.unwrap(), Some(stored));
        }
        for (number, kind) in (10..).zip(TaskKind::ALL) {
            let stored = Task { kind: *kind, ..task(number) };
            tx.insert_task(&stored).await.unwrap();
            assert_eq!(tx.task(stored.id).await.unwrap(), Some(stored));
        }
    })
    .await;
}

#[tokio::test]
async fn a_task_with_a_key_exists_once() {
    in_tx(async |tx| {
        assert!(tx.insert_task(&task(1)).await.unwrap());
        let same = Task { id: TaskId(id(2)), ..task(1) };
        assert!(!tx.insert_task(&same).await.unwrap());
        assert_eq!(listed(tx, ALL).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn tasks_are_listed_by_due_time_and_filtered() {
    in_tx(async |tx| {
        let (here, there) = (AreaId(id(50)), AreaId(id(51)));
        let request = RequestId(id(60));
        let tasks = [
            Task { due_at: at(9), area_id: Some(here), ..task(1) },
            Task { due_at: at(3), area_id: Some(there), kind: TaskKind::Concern, ..task(2) },
            Task { due_at: at(5), state: TaskState::Done, ..task(3) },
            Task { due_at: at(4), state: TaskState::Snoozed, request_id: Some(request), ..task(4) },
            Task { due_at: at(6), request_id: Some(request), area_id: Some(here), ..task(5) },
        ];
        for one in &tasks {
            tx.insert_task(one).await.unwrap();
        }
        assert_eq!(listed(tx, ALL).await, [2, 4, 3, 5, 1]);
        assert_eq!(listed(tx, TaskFilter { done: Some(false), ..ALL }).await, [2, 4, 5, 1]);
        assert_eq!(listed(tx, TaskFilter { done: Some(true), ..ALL }).await, [3]);
        let kind = Some(TaskKind::Concern);
        assert_eq!(listed(tx, TaskFilter { kind, ..ALL }).await, [2]);
        let areas = Some(vec![here]);
        // One about a request without a place is for those without an area.
        assert_eq!(listed(tx, TaskFilter { areas, ..ALL }).await, [3, 5, 1]);
        assert_eq!(listed(tx, TaskFilter { areas: Some(vec![]), ..ALL }).await, [3]);
        let of_request = TaskFilter { request_id: Some(request), ..ALL };
        assert_eq!(listed(tx, of_request).await, [4, 5]);
        assert_eq!(listed(tx, TaskFilter { limit: 2, ..ALL }).await, [2, 4]);
        let every = TaskFilter {
            done: Some(false),
            kind: Some(TaskKind::CallNow),
            kinds: vec![TaskKind::CallNow, TaskKind::CallBack],
            areas: Some(vec![here, there]),
            request_id: Some(request),
            after: Some((at(3), TaskId(id(9)))),
            limit: 1,
        };
        assert_eq!(listed(tx, every).await, [5]);
    })
    .await;
}

#[tokio::test]
async fn the_pages_of_tasks_meet_without_gap_or_overlap() {
    in_tx(async |tx| {
        for number in 1..=9_u128 {
            let due_at = at(i64::try_from(number % 3).unwrap());
            tx.insert_task(&Task { due_at, ..task(number) }).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = tx.tasks(&TaskFilter { after, limit: 2, ..ALL }).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.due_at, last.id));
            seen.extend(ids(&page, |task| task.id));
        }
        assert_eq!(seen, [3, 6, 9, 1, 4, 7, 2, 5, 8]);
    })
    .await;
}

#[tokio::test]
async fn a_task_is_taken_by_one_member_of_staff() {
    in_tx(async |tx| {
        tx.insert_task(&task(1)).await.unwrap();
        let taken = |by| Task {
            state: TaskState::Claimed,
            assignee_id: Some(AccountId(id(by))),
            due_at: at(99),
            level: 1,
            tries: 2,
            outcome: Some("no_answer".to_owned()),
            updated_at: at(3),
            done_at: Some(at(4)),
            ..task(1)
        };
        assert!(tx.update_task(TaskState::Open, &taken(1)).await.unwrap());
        assert!(!tx.update_task(TaskState::Open, &taken(2)).await.unwrap());
        assert_eq!(tx.task(task(1).id).await.unwrap(), Some(taken(1)));
        assert!(tx.update_task(TaskState::Claimed, &task(1)).await.unwrap());
        assert_eq!(tx.task(task(1).id).await.unwrap(), Some(task(1)));
    })
    .await;
}

#[tokio::test]
async fn the_open_tasks_of_an_engagement_are_closed_and_no_others() {
    in_tx(async |tx| {
        let request = RequestId(id(1));
        let of = |number, engagement| Task {
            kind: TaskKind::AskDone,
            request_id: Some(request),
            engagement_id: Some(EngagementId(id(engagement))),
            ..task(number)
        };
        let other = Task { kind: TaskKind::Concern, ..of(3, 7) };
        for one in &[of(1, 7), of(2, 8), other] {
            tx.insert_task(one).await.unwrap();
        }
        let (about, kinds) = ((request, EngagementId(id(7))), [TaskKind::AskDone]);
        assert_eq!(tx.close_tasks_of_engagement(about, &[], "x", at(1)).await.unwrap(), 0);
        assert_eq!(tx.close_tasks_of_engagement(about, &kinds, "done", at(1)).await.unwrap(), 1);
        assert_eq!(tx.close_tasks_of_engagement(about, &kinds, "done", at(2)).await.unwrap(), 0);
        assert_eq!(listed(tx, TaskFilter { done: Some(false), ..ALL }).await, [2, 3]);
    })
    .await;
}

#[tokio::test]
async fn the_open_tasks_of_a_request_are_closed_by_kind() {
    in_tx(async |tx| {
        let of = |number, kind| Task { kind, request_id: Some(RequestId(id(1))), ..task(number) };
        let done = Task { state: TaskState::Done, ..of(3, TaskKind::CallNow) };
        let snoozed = Task { state: TaskState::Snoozed, ..of(2, TaskKind::Unmatched) };
        let rows = [of(1, TaskKind::CallNow), snoozed, done, of(4, TaskKind::Concern), task(5)];
        for one in &rows {
            tx.insert_task(one).await.unwrap();
        }
        let kinds = [TaskKind::CallNow, TaskKind::Unmatched];
        let request = RequestId(id(1));
        assert_eq!(tx.close_tasks_of_request(request, &[], "x", at(1)).await.unwrap(), 0);
        assert_eq!(tx.close_tasks_of_request(request, &kinds, "moot", at(1)).await.unwrap(), 2);
        assert_eq!(tx.close_tasks_of_request(request, &kinds, "again", at(2)).await.unwrap(), 0);
        assert_eq!(listed(tx, TaskFilter { done: Some(false), ..ALL }).await, [4, 5]);
        let closed = tx.task(TaskId(id(1))).await.unwrap().unwrap();
        assert_eq!(closed.outcome.as_deref(), Some("moot"));
        assert_eq!((closed.updated_at, closed.done_at), (at(1), Some(at(1))));
    })
    .await;
}

#[tokio::test]
async fn overdue_tasks_are_found_until_they_reached_the_top() {
    in_tx(async |tx| {
        let rows = [
            Task { due_at: at(2), level: 2, ..task(1) },
            Task { due_at: at(1), state: TaskState::Snoozed, ..task(2) },
            Task { due_at: NOW, level: 3, ..task(3) },
            Task { due_at: NOW, state: TaskState::Done, ..task(4) },
            Task { due_at: at(3), ..task(5) },
        ];
        for one in &rows {
            tx.insert_task(one).await.unwrap();
        }
        let overdue = tx.overdue_tasks(at(2), 9).await.unwrap();
        assert_eq!(ids(&overdue, |task| task.id), [2, 1]);
        assert_eq!(tx.overdue_tasks(at(2), 1).await.unwrap().len(), 1);
    })
    .await;
}
