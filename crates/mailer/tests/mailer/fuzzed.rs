//! Whatever stands in a mail, it stays in its place.

use jiff::Timestamp;
use mailer::{Composed, MailFrom, Outgoing, is_address};

/// The headers that a mail has, each once.
const HEADERS: [&str; 4] = ["from", "to", "subject", "message-id"];

/// A mail whose subject, parts, link and calendar are the lines of a text.
fn written(text: &str) -> Outgoing {
    let mut lines = text.splitn(3, '\n');
    let mut part = || lines.next().unwrap_or_default().to_owned();
    let (subject, first, rest) = (part(), part(), part());
    Outgoing {
        message_id: "<0@proche.example>".to_owned(),
        kind: "alert".to_owned(),
        to: "rosa@example.org".to_owned(),
        subject,
        html: format!("<p>{first}</p>"),
        unsubscribe: rest.is_empty().then(|| format!("https://proche.example/u/{first}")),
        language: "fr".to_owned(),
        calendar: (rest.len() > 40).then(|| first.clone()),
        text: rest,
    }
}

#[test]
fn fuzzed_texts_add_no_header_and_no_recipient() {
    let from = MailFrom::new("proche@example.org", Some("proche")).unwrap();
    fuzz::texts("mail", |text| {
        let Ok(mail) = Composed::new(&written(text), &from, Timestamp::UNIX_EPOCH) else { return };
        let whole = std::str::from_utf8(mail.bytes()).expect("a mail is ASCII");
        assert!(whole.is_ascii());
        let (head, _) = whole.split_once("\r\n\r\n").expect("a mail has a head");
        let count = |name: &str| {
            let named = |line: &str| line.to_lowercase().starts_with(&format!("{name}:"));
            head.split("\r\n").filter(|line| named(line)).count()
        };
        for name in HEADERS {
            assert_eq!(count(name), 1, "{name} in {head}");
        }
        assert_eq!(count("bcc") + count("cc"), 0, "{head}");
        assert!(!whole.replace("\r\n", "").contains(['\r', '\n']), "a line end stands alone");
    });
}

#[test]
fn fuzzed_addresses_that_pass_are_one_line() {
    fuzz::texts("email", |text| {
        if is_address(text) {
            assert!(text.contains('@') && !text.contains(['\r', '\n', '\0']), "{text:?}");
        }
    });
}
