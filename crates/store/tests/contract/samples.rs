//! Records to store. Each is made from a number, so that a larger number is a newer record.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use matching::{
    AccountId, AlertId, AlertStatus, Cell, Channel, EngagementId, EngagementStatus, MailMode,
    NotificationId, Position, Priority, QuietHours, RequestId, RequestStatus, Role, SubjectId,
    TaskId, TaskKind, TaskState, VolunteerId, VolunteerStatus, When,
};
use store::{
    Account, ActorRef, Alert, Engagement, Event, HelpRequest, Notification, Sealed, Task, Tx,
    Volunteer,
};
use uuid::Uuid;

/// A time to count from: 2026-11-23 09:00:00.123456 UTC, with microseconds.
pub const NOW: Timestamp = Timestamp::constant(1_795_424_400, 123_456_000);

/// A number of minutes after [`NOW`].
pub fn at(minutes: i64) -> Timestamp {
    NOW + SignedDuration::from_mins(minutes)
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A set of codes, as in `fr|nl`.
pub fn set<T: FromStr<Err: Debug> + Ord>(codes: &str) -> BTreeSet<T> {
    codes.split('|').filter(|code| !code.is_empty()).map(|code| code.parse().unwrap()).collect()
}

/// A cell somewhere in Brussels.
pub fn cell(number: u8) -> Cell {
    Cell::of(Position::new(50.80 + f64::from(number) / 50.0, 4.35).unwrap(), 7)
}

/// Texts that a database may spoil: scripts, marks, an emoji of several parts, quotes, length.
pub fn hard_text() -> String {
    let words =
        "Zoë’s «Crème» — ß İ 李 \u{5e9}\u{5dc}\u{5d5}\u{5dd} e\u{301} 👩🏽‍🚒 $1 ' \" % _ \\ \n\t|";
    words.repeat(300)
}

/// Two records are the same when they print the same; sealed bytes are compared apart.
pub fn assert_same<T: Debug>(found: &T, expected: &T) {
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
}

pub fn ids<T, I>(records: &[T], id: impl Fn(&T) -> I) -> Vec<u128>
where
    I: Into<Uuid>,
{
    records.iter().map(|record| id(record).into().as_u128()).collect()
}

/// An open request with nothing that may be absent.
pub fn request(number: u128) -> HelpRequest {
    HelpRequest {
        id: RequestId(id(number)),
        reference: format!("R{number}"),
        status: RequestStatus::Open,
        category: "groceries".parse().unwrap(),
        priority: Priority::Normal,
        vital_requested: false,
        channel: Channel::Web,
        language: "fr".parse().unwrap(),
        languages: BTreeSet::new(),
        skills: BTreeSet::new(),
        volunteers_needed: 1,
        remote: false,
        cell: Some(cell(0)),
        country: "BE".to_owned(),
        postcode: "1050".to_owned(),
        label: "Ixelles".to_owned(),
        uncertainty_m: 800,
        area_id: None,
        not_before: None,
        needed_by: at(600),
        item_count: 0,
        subject_id: SubjectId(id(number)),
        sealed_contact: Sealed::from_bytes(vec![1, 2, 3]),
        sealed_details: Sealed::from_bytes(vec![4, 5]),
        email_hash: None,
        phone_hash: None,
        needs_attention: false,
        attention: None,
        staff_only: false,
        urgent: false,
        places_filled: 0,
        wave: 0,
        next_plan_at: None,
        created_by: None,
        created_at: NOW,
        opened_at: None,
        first_yes_at: None,
        matched_at: None,
        done_at: None,
        ended_at: None,
        outcome: None,
        ended_by: None,
        consent_version: "2026-11".to_owned(),
        consent_at: NOW,
        consent_by: "self".to_owned(),
        updated_at: NOW,
        version: 1,
    }
}

/// An active volunteer with nothing that may be absent.
pub fn volunteer(number: u128) -> Volunteer {
    Volunteer {
        id: VolunteerId(id(number)),
        subject_id: SubjectId(id(number)),
        status: VolunteerStatus::Active,
        sealed_contact: Sealed::from_bytes(vec![6]),
        sealed_anchors: Sealed::from_bytes(vec![7, 8]),
        email_hash: number.to_be_bytes().to_vec(),
        phone_hash: None,
        cell: cell(0),
        area_id: None,
        country: "BE".to_owned(),
        postcode: "1050".to_owned(),
        label: "Ixelles".to_owned(),
        radius_m: 3_000,
        categories: set("groceries"),
        skills: BTreeSet::new(),
        languages: set("fr"),
        language: "fr".parse().unwrap(),
        availability: "".parse().unwrap(),
        quiet_hours: QuietHours::NONE,
        timezone: "Europe/Brussels".to_owned(),
        capacity: 2,
        max_alerts_per_week: None,
        paused_until: None,
        mail_mode: MailMode::Single,
        mail_suspended: false,
        vetted_until: None,
        vetted_at: None,
        vetted_by: None,
        age_at_least: 18,
        held_at: None,
        consent_version: "2026-11".to_owned(),
        consent_at: NOW,
        consent_source: "page".to_owned(),
        created_at: NOW,
        activated_at: None,
        updated_at: NOW,
        version: 1,
    }
}

/// A queued alert of one request to one volunteer.
pub fn alert(number: u128, request: u128, volunteer: u128) -> Alert {
    Alert {
        id: AlertId(id(number)),
        request_id: RequestId(id(request)),
        volunteer_id: VolunteerId(id(volunteer)),
        wave: 1,
        status: AlertStatus::Queued,
        distance_m: None,
        reasons: "[]".to_owned(),
        created_at: NOW,
        sent_at: None,
        answer_by: at(60),
        expires_at: at(600),
        answered_at: None,
        decline_reason: None,
        withdrawn_at: None,
        chance_ppm: None,
        exposure_ppm: None,
    }
}

/// An active engagement of one volunteer in the first place of one request.
pub fn engagement(number: u128, request: u128, volunteer: u128) -> Engagement {
    Engagement {
        id: EngagementId(id(number)),
        request_id: RequestId(id(request)),
        volunteer_id: VolunteerId(id(volunteer)),
        alert_id: None,
        place: 1,
        status: EngagementStatus::Active,
        promised: When::Today,
        planned_at: None,
        assigned_by: None,
        created_at: NOW,
        contacted_at: None,
        completed_at: None,
        confirmed_at: None,
        ended_at: None,
        reason: None,
        confirmed_by: None,
        revealed_at: None,
        on_the_way_at: None,
        minutes_spent: None,
        feedback: None,
    }
}

/// A mail that is due at once.
pub fn notification(number: u128) -> Notification {
    Notification {
        id: NotificationId(id(number)),
        dedupe_key: format!("mail:{number}"),
        kind: "receipt".to_owned(),
        rank: 5,
        volunteer_id: None,
        request_id: None,
        alert_id: None,
        engagement_id: None,
        account_id: None,
        data: "{}".to_owned(),
        next_attempt_at: NOW,
        not_after: None,
        created_at: NOW,
        attempts: 0,
        possible_duplicate: false,
        fence: 0,
    }
}

/// An open task that is due in an hour.
pub fn task(number: u128) -> Task {
    Task {
        id: TaskId(id(number)),
        dedupe_key: format!("task:{number}"),
        kind: TaskKind::CallNow,
        state: TaskState::Open,
        request_id: None,
        volunteer_id: None,
        engagement_id: None,
        area_id: None,
        due_at: at(60),
        assignee_id: None,
        level: 0,
        tries: 0,
        outcome: None,
        created_at: NOW,
        updated_at: NOW,
        done_at: None,
    }
}

/// An invited operator of everywhere.
pub fn account(number: u128) -> Account {
    Account {
        id: AccountId(id(number)),
        subject_id: SubjectId(id(number)),
        role: Role::Operator,
        area_id: None,
        state: "invited".to_owned(),
        email_hash: number.to_be_bytes().to_vec(),
        sealed_contact: Sealed::from_bytes(vec![9]),
        password_hash: None,
        sealed_totp: None,
        language: "fr".to_owned(),
        version: 1,
        created_at: NOW,
    }
}

/// Something the system did to one request.
pub fn event(kind: &'static str, request: u128) -> Event {
    Event {
        at: NOW,
        kind,
        request_id: Some(RequestId(id(request))),
        volunteer_id: None,
        alert_id: None,
        engagement_id: None,
        task_id: None,
        actor: ActorRef { kind: "system", id: None },
        data: "{}".to_owned(),
    }
}

/// Stores the first volunteers, numbered from 1.
pub async fn insert_volunteers(tx: &mut Tx, count: u128) {
    for number in 1..=count {
        assert!(tx.insert_volunteer(&volunteer(number)).await.unwrap());
    }
}
