//! How each rule of a sound store is broken by a row or two.

/// Rule, the statements that break it, the id of what then breaks it.
pub type Case = (&'static str, &'static [&'static str], u128);

pub const CASES: [Case; 22] = [
    (
        "a request holds more volunteers than places",
        &[
            "UPDATE engagement SET status = 'active' WHERE reason = 'spare 2'",
            "UPDATE help_request SET places_filled = 2 WHERE reference = 'R2'",
        ],
        2,
    ),
    (
        "places_filled differs from the places held",
        &["UPDATE help_request SET places_filled = 0 WHERE reference = 'R2'"],
        2,
    ),
    (
        "an open request has no place left",
        &[
            "UPDATE engagement SET status = 'active' WHERE reason = 'spare 1'",
            "UPDATE help_request SET places_filled = 1 WHERE reference = 'R1'",
        ],
        1,
    ),
    (
        "a matched request has a place that was contacted",
        &["UPDATE engagement SET status = 'contacted' WHERE reason = 'held 2'"],
        2,
    ),
    (
        "a request in progress holds no contacted place",
        &["UPDATE engagement SET status = 'active' WHERE reason = 'held 3'"],
        3,
    ),
    (
        "a completed request holds a place that is not done",
        &["UPDATE engagement SET status = 'contacted' WHERE reason = 'held 4'"],
        4,
    ),
    (
        "an ended request keeps a live engagement",
        &[
            "UPDATE engagement SET status = 'active' WHERE reason = 'spare 6'",
            "UPDATE help_request SET places_filled = 1 WHERE reference = 'R6'",
        ],
        6,
    ),
    (
        "an ended request keeps an outstanding alert",
        &["UPDATE alert SET status = 'sent' WHERE status = 'withdrawn'"],
        5,
    ),
    (
        "an accepted alert has no engagement",
        &["UPDATE alert SET status = 'accepted' WHERE status = 'expired'"],
        16,
    ),
    (
        "a queued alert has no mail owed",
        &["UPDATE notification SET state = 'failed' WHERE state = 'queued'"],
        11,
    ),
    (
        "a sent alert's mail was not sent",
        &["UPDATE notification SET state = 'dropped' WHERE state = 'sent'"],
        12,
    ),
    (
        "a request has no event of its posting",
        &["DELETE FROM event WHERE kind = 'request.posted' AND data = '7'"],
        7,
    ),
    (
        "a request that was opened has no event of it",
        &["DELETE FROM event WHERE kind = 'request.opened' AND data = '6'"],
        6,
    ),
    ("an open request waits for nothing", &["UPDATE task SET state = 'done'"], 8),
    (
        "a held place of an engaged request has no reveal though contact was shown",
        &["DELETE FROM reveal"],
        3,
    ),
    (
        "a request went on without being opened",
        &["UPDATE help_request SET opened_at = NULL WHERE reference = 'R3'"],
        3,
    ),
    (
        "a request that waits for its confirmation was opened",
        &[
            "UPDATE help_request SET opened_at = created_at WHERE reference = 'R7'",
            "UPDATE event SET kind = 'request.opened' WHERE kind = 'request.edited'",
        ],
        7,
    ),
    (
        "something happened to a request before it was posted",
        &[
            "UPDATE event SET kind = 'x' WHERE kind = 'request.opened' AND data = '8'",
            "UPDATE event SET kind = 'request.opened' WHERE kind = 'request.posted' AND data = '8'",
            "UPDATE event SET kind = 'request.posted' WHERE kind = 'x'",
        ],
        8,
    ),
    (
        "a request was called off without a word",
        &["DELETE FROM event WHERE kind = 'request.cancelled'"],
        5,
    ),
    (
        "a place was taken without a word",
        &["DELETE FROM event WHERE kind = 'engagement.accepted' AND data = 'place 4'"],
        4,
    ),
    (
        "an alert has more than one mail",
        &["UPDATE notification SET kind = 'stretch', state = 'sent', \
           alert_id = (SELECT id FROM alert WHERE status = 'sent') WHERE state = 'failed'"],
        12,
    ),
    (
        "a mail that waits holds what may be an address",
        &["UPDATE notification SET data = 'ines@helps.example' WHERE state = 'sent'"],
        12,
    ),
];
