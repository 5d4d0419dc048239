//! Which tables and columns a backup carries, parents before children.

use ColumnKind::{Bool, Bytes, Id, Int, Text};

/// How a value is stored and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A 64-bit integer; a number.
    Int,
    /// A text.
    Text,
    /// Bytes; in base64.
    Bytes,
    /// True or false; never absent.
    Bool,
    /// 16 bytes of an id, with hyphens.
    Id,
}

/// The name of a column and how its values are stored.
pub(super) type Column = (&'static str, ColumnKind);

/// A table of the backup.
pub(super) struct Table {
    pub name: &'static str,
    /// The order of the rows: the primary key.
    pub key: &'static str,
    pub columns: &'static [Column],
    pub nature: Nature,
}

/// What a restore has to mind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Nothing.
    Plain,
    /// Migrations put rows there; the backup's rows replace them.
    Seeded,
    /// The database numbers the rows; numbering goes on after the last.
    Numbered,
    /// Rows refer to rows of the same table by `parent_id`.
    Nested,
}

impl Table {
    pub fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(name, _)| *name).collect()
    }

    pub fn column(&self, column: &str) -> Option<Column> {
        self.columns.iter().find(|(name, _)| *name == column).copied()
    }
}

/// Every table and column that backups carry, for comparison with the schema.
pub fn backed_up_columns() -> Vec<(&'static str, Vec<(&'static str, ColumnKind)>)> {
    TABLES.iter().map(|table| (table.name, table.columns.to_vec())).collect()
}

/// The tables of the schema that backups leave out.
pub fn left_out_of_backups() -> [&'static str; 5] {
    ["node", "session", "staged_request", "staged_volunteer", "throttle"]
}

pub(super) static TABLES: &[Table] = &[
    Table {
        name: "meta",
        key: "key",
        nature: Nature::Seeded,
        columns: &[("key", Text), ("value", Text)],
    },
    Table {
        name: "category",
        key: "code",
        nature: Nature::Seeded,
        columns: &[
            ("code", Text),
            ("sort", Int),
            ("min_age", Int),
            ("requires_vetting", Bool),
            ("remote", Bool),
            ("active", Bool),
        ],
    },
    Table {
        name: "area",
        key: "id",
        nature: Nature::Nested,
        columns: &[("id", Id), ("parent_id", Id), ("name", Text), ("created_at", Int)],
    },
    Table {
        name: "area_cell",
        key: "cell",
        nature: Nature::Plain,
        columns: &[("cell", Int), ("area_id", Id)],
    },
    Table { name: "volunteer", key: "id", nature: Nature::Plain, columns: VOLUNTEER },
    Table { name: "help_request", key: "id", nature: Nature::Plain, columns: HELP_REQUEST },
    Table { name: "request_tie", key: "request_id", nature: Nature::Plain, columns: REQUEST_TIE },
    Table { name: "alert", key: "id", nature: Nature::Plain, columns: ALERT },
    Table { name: "engagement", key: "id", nature: Nature::Plain, columns: ENGAGEMENT },
    Table { name: "notification", key: "id", nature: Nature::Plain, columns: NOTIFICATION },
    Table { name: "task", key: "id", nature: Nature::Plain, columns: TASK },
    Table { name: "staff_note", key: "id", nature: Nature::Plain, columns: STAFF_NOTE },
    Table { name: "phone_call", key: "id", nature: Nature::Plain, columns: PHONE_CALL },
    Table {
        name: "phone_call_request",
        key: "call_id, request_id",
        nature: Nature::Plain,
        columns: &[("call_id", Id), ("request_id", Id), ("what", Text)],
    },
    Table {
        name: "request_door",
        key: "request_id",
        nature: Nature::Plain,
        columns: &[("request_id", Id), ("door_hash", Bytes)],
    },
    Table {
        name: "request_likeness",
        key: "request_id, other_id",
        nature: Nature::Plain,
        columns: LIKENESS,
    },
    Table {
        name: "request_merge",
        key: "request_id",
        nature: Nature::Plain,
        columns: &[("request_id", Id), ("into_id", Id), ("merged_by", Id), ("at", Int)],
    },
    Table { name: "shift", key: "id", nature: Nature::Plain, columns: SHIFT },
    Table {
        name: "shift_place",
        key: "shift_id, account_id",
        nature: Nature::Plain,
        columns: &[("shift_id", Id), ("account_id", Id), ("taken_at", Int)],
    },
    Table { name: "bulk_message", key: "id", nature: Nature::Plain, columns: BULK_MESSAGE },
    Table {
        name: "mail_stop",
        key: "volunteer_id, kind",
        nature: Nature::Plain,
        columns: &[("volunteer_id", Id), ("kind", Text), ("at", Int)],
    },
    Table {
        name: "news_stop",
        key: "volunteer_id",
        nature: Nature::Plain,
        columns: &[("volunteer_id", Id), ("at", Int)],
    },
    Table { name: "event", key: "seq", nature: Nature::Numbered, columns: EVENT },
    Table { name: "reveal", key: "id", nature: Nature::Plain, columns: REVEAL },
    Table { name: "audit", key: "node, day, number", nature: Nature::Plain, columns: AUDIT },
    Table {
        name: "block",
        key: "person_hash, volunteer_id",
        nature: Nature::Plain,
        columns: &[("person_hash", Bytes), ("volunteer_id", Id), ("at", Int)],
    },
    Table {
        name: "barred",
        key: "person_hash, volunteer_id",
        nature: Nature::Plain,
        columns: &[("person_hash", Bytes), ("volunteer_id", Id), ("at", Int), ("until", Int)],
    },
    Table { name: "account", key: "id", nature: Nature::Plain, columns: ACCOUNT },
    Table {
        name: "recovery_code",
        key: "account_id, code_hash",
        nature: Nature::Plain,
        columns: RECOVERY_CODE,
    },
    Table { name: "email_change", key: "id", nature: Nature::Plain, columns: EMAIL_CHANGE },
    Table { name: "api_token", key: "token_hash", nature: Nature::Plain, columns: API_TOKEN },
    Table { name: "link", key: "token_hash", nature: Nature::Plain, columns: LINK },
    Table {
        name: "idempotency",
        key: "actor, key",
        nature: Nature::Plain,
        columns: &[
            ("actor", Text),
            ("key", Text),
            ("body_hash", Bytes),
            ("kind", Text),
            ("target", Id),
            ("created_at", Int),
        ],
    },
    Table {
        name: "policy_version",
        key: "kind, number",
        nature: Nature::Plain,
        columns: &[("kind", Text), ("number", Int), ("at", Int), ("alerts", Int), ("data", Text)],
    },
    Table {
        name: "retention",
        key: "class",
        nature: Nature::Plain,
        columns: &[("class", Text), ("at", Int), ("gone", Int), ("gone_in_all", Int)],
    },
    Table {
        name: "change",
        key: "seq",
        nature: Nature::Numbered,
        columns: &[("seq", Int), ("kind", Text), ("target", Id), ("at", Int)],
    },
];

const VOLUNTEER: &[Column] = &[
    ("id", Id),
    ("subject_id", Id),
    ("status", Text),
    ("sealed_contact", Bytes),
    ("sealed_anchors", Bytes),
    ("email_hash", Bytes),
    ("phone_hash", Bytes),
    ("cell", Int),
    ("area_id", Id),
    ("country", Text),
    ("postcode", Text),
    ("label", Text),
    ("radius_m", Int),
    ("categories", Text),
    ("skills", Text),
    ("languages", Text),
    ("language", Text),
    ("availability", Text),
    ("quiet_hours", Text),
    ("timezone", Text),
    ("capacity", Int),
    ("max_alerts_per_week", Int),
    ("paused_until", Int),
    ("mail_suspended", Bool),
    ("vetted_until", Int),
    ("consent_version", Text),
    ("consent_at", Int),
    ("consent_source", Text),
    ("created_at", Int),
    ("activated_at", Int),
    ("updated_at", Int),
    ("version", Int),
    ("mail_mode", Text),
    ("digest_at", Int),
    ("seen_at", Int),
    ("warned_at", Int),
    ("vetted_at", Int),
    ("vetted_by", Id),
    ("age_at_least", Int),
    ("held_at", Int),
];

const EMAIL_CHANGE: &[Column] = &[
    ("id", Id),
    ("owner_kind", Text),
    ("owner_id", Id),
    ("sealed_emails", Bytes),
    ("created_at", Int),
    ("expires_at", Int),
    ("old_agreed_at", Int),
    ("new_agreed_at", Int),
    ("lost_from", Int),
    ("ended_at", Int),
    ("outcome", Text),
];

const HELP_REQUEST: &[Column] = &[
    ("id", Id),
    ("reference", Text),
    ("status", Text),
    ("category", Text),
    ("priority", Text),
    ("vital_requested", Bool),
    ("channel", Text),
    ("language", Text),
    ("languages", Text),
    ("skills", Text),
    ("volunteers_needed", Int),
    ("remote", Bool),
    ("cell", Int),
    ("country", Text),
    ("postcode", Text),
    ("label", Text),
    ("uncertainty_m", Int),
    ("area_id", Id),
    ("not_before", Int),
    ("needed_by", Int),
    ("item_count", Int),
    ("subject_id", Id),
    ("sealed_contact", Bytes),
    ("sealed_details", Bytes),
    ("email_hash", Bytes),
    ("phone_hash", Bytes),
    ("needs_attention", Bool),
    ("attention", Text),
    ("staff_only", Bool),
    ("urgent", Bool),
    ("places_filled", Int),
    ("wave", Int),
    ("next_plan_at", Int),
    ("created_by", Id),
    ("created_at", Int),
    ("opened_at", Int),
    ("first_yes_at", Int),
    ("matched_at", Int),
    ("done_at", Int),
    ("ended_at", Int),
    ("outcome", Text),
    ("ended_by", Text),
    ("consent_version", Text),
    ("consent_at", Int),
    ("consent_by", Text),
    ("updated_at", Int),
    ("version", Int),
    ("kept_longer", Bool),
];

const REQUEST_TIE: &[Column] = &[
    ("request_id", Id),
    ("group_id", Id),
    ("follows_id", Id),
    ("wished_volunteer_id", Id),
    ("repeat_days", Int),
    ("repeats_left", Int),
];

const PHONE_CALL: &[Column] = &[
    ("id", Id),
    ("direction", Text),
    ("account_id", Id),
    ("area_id", Id),
    ("task_id", Id),
    ("started_at", Int),
    ("ended_at", Int),
    ("outcome", Text),
    ("language", Text),
    ("phone_hash", Bytes),
    ("subject_id", Id),
    ("sealed_contact", Bytes),
];

const LIKENESS: &[Column] = &[
    ("request_id", Id),
    ("other_id", Id),
    ("reason", Text),
    ("said", Text),
    ("said_by", Id),
    ("said_at", Int),
    ("created_at", Int),
];

const SHIFT: &[Column] = &[
    ("id", Id),
    ("area_id", Id),
    ("starts_at", Int),
    ("ends_at", Int),
    ("places", Int),
    ("created_by", Id),
    ("created_at", Int),
];

const BULK_MESSAGE: &[Column] = &[
    ("id", Id),
    ("area_id", Id),
    ("segment", Text),
    ("subject", Text),
    ("body", Text),
    ("recipients", Int),
    ("created_by", Id),
    ("created_at", Int),
];

const ALERT: &[Column] = &[
    ("id", Id),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("wave", Int),
    ("status", Text),
    ("distance_m", Int),
    ("reasons", Text),
    ("created_at", Int),
    ("sent_at", Int),
    ("answer_by", Int),
    ("expires_at", Int),
    ("answered_at", Int),
    ("decline_reason", Text),
    ("chance_ppm", Int),
    ("exposure_ppm", Int),
    ("withdrawn_at", Int),
];

const ENGAGEMENT: &[Column] = &[
    ("id", Id),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("alert_id", Id),
    ("place", Int),
    ("status", Text),
    ("promised", Text),
    ("planned_at", Int),
    ("assigned_by", Id),
    ("created_at", Int),
    ("contacted_at", Int),
    ("completed_at", Int),
    ("confirmed_at", Int),
    ("ended_at", Int),
    ("reason", Text),
    ("confirmed_by", Text),
    ("revealed_at", Int),
    ("on_the_way_at", Int),
    ("minutes_spent", Int),
    ("feedback", Text),
];

const NOTIFICATION: &[Column] = &[
    ("id", Id),
    ("dedupe_key", Text),
    ("kind", Text),
    ("rank", Int),
    ("volunteer_id", Id),
    ("request_id", Id),
    ("alert_id", Id),
    ("engagement_id", Id),
    ("account_id", Id),
    ("data", Text),
    ("state", Text),
    ("attempts", Int),
    ("next_attempt_at", Int),
    ("not_after", Int),
    ("lease_until", Int),
    ("fence", Int),
    ("possible_duplicate", Bool),
    ("created_at", Int),
    ("sent_at", Int),
    ("last_error", Text),
    ("holder", Int),
];

const TASK: &[Column] = &[
    ("id", Id),
    ("dedupe_key", Text),
    ("kind", Text),
    ("state", Text),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("engagement_id", Id),
    ("area_id", Id),
    ("due_at", Int),
    ("assignee_id", Id),
    ("level", Int),
    ("tries", Int),
    ("outcome", Text),
    ("created_at", Int),
    ("updated_at", Int),
    ("done_at", Int),
];

const STAFF_NOTE: &[Column] = &[
    ("id", Id),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("sealed_text", Bytes),
    ("written_by", Id),
    ("written_at", Int),
    ("follow_up_at", Int),
    ("followed_at", Int),
];

const EVENT: &[Column] = &[
    ("seq", Int),
    ("at", Int),
    ("kind", Text),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("alert_id", Id),
    ("engagement_id", Id),
    ("task_id", Id),
    ("actor_kind", Text),
    ("actor_id", Id),
    ("data", Text),
];

const REVEAL: &[Column] = &[
    ("id", Id),
    ("at", Int),
    ("actor_kind", Text),
    ("actor_id", Id),
    ("request_id", Id),
    ("volunteer_id", Id),
    ("engagement_id", Id),
    ("reason", Text),
    ("sealed_reason", Bytes),
];

const AUDIT: &[Column] = &[
    ("node", Text),
    ("day", Int),
    ("number", Int),
    ("at", Int),
    ("event_seq", Int),
    ("reveal_id", Id),
    ("salt", Bytes),
    ("payload_hash", Bytes),
    ("hash", Bytes),
];

const ACCOUNT: &[Column] = &[
    ("id", Id),
    ("subject_id", Id),
    ("role", Text),
    ("area_id", Id),
    ("state", Text),
    ("email_hash", Bytes),
    ("sealed_contact", Bytes),
    ("password_hash", Text),
    ("sealed_totp", Bytes),
    ("totp_step", Int),
    ("language", Text),
    ("version", Int),
    ("created_at", Int),
    ("oidc_hash", Bytes),
];

const RECOVERY_CODE: &[Column] = &[("account_id", Id), ("code_hash", Bytes), ("used_at", Int)];

const API_TOKEN: &[Column] = &[
    ("token_hash", Bytes),
    ("id", Id),
    ("name", Text),
    ("read_only", Bool),
    ("role", Text),
    ("area_id", Id),
    ("created_at", Int),
    ("expires_at", Int),
    ("revoked_at", Int),
];

const LINK: &[Column] = &[
    ("token_hash", Bytes),
    ("purpose", Text),
    ("target", Id),
    ("version", Int),
    ("created_at", Int),
    ("expires_at", Int),
    ("used_at", Int),
    ("revoked_at", Int),
];
