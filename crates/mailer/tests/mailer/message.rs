use mail_parser::{Address, MessageParser, MimeHeaders};
use mailer::{Composed, Outgoing, SendError};

use crate::{alert, date, from};

fn composed(mail: &Outgoing) -> String {
    let bytes = Composed::new(mail, &from(), date()).unwrap().bytes().to_vec();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn both_parts_are_read_back_as_they_were_written() {
    let mail = alert(1);
    let raw = composed(&mail);
    let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), mail.text);
    assert_eq!(parsed.body_html(0).unwrap().replace("\r\n", "\n"), mail.html);
    assert_eq!(parsed.subject(), Some(mail.subject.as_str()));
    assert!(parsed.content_type().unwrap().is_type("multipart", "alternative"));
}

trait IsType {
    fn is_type(&self, kind: &str, subtype: &str) -> bool;
}

impl IsType for mail_parser::ContentType<'_> {
    fn is_type(&self, kind: &str, subtype: &str) -> bool {
        self.ctype() == kind && self.subtype() == Some(subtype)
    }
}

#[test]
fn the_sender_keeps_a_name_beyond_ascii() {
    let raw = composed(&alert(1));
    let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let Some(Address::List(senders)) = parsed.from() else { panic!("no sender") };
    assert_eq!(senders[0].name(), Some("Près de chez vous"));
    assert_eq!(senders[0].address(), Some("aide@exemple.org"));
}

#[test]
fn the_headers_say_what_the_message_is() {
    let raw = composed(&alert(7));
    for line in [
        "Message-ID: <0193-00000007@exemple.org>\r\n",
        "Date: Tue, 03 Nov 2026 09:00:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Proche-Kind: alert\r\n",
        "Content-Language: fr\r\n",
        "List-Unsubscribe: <https://exemple.org/u/jeton>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "To: volunteer7@example.net\r\n",
        "MIME-Version: 1.0\r\n",
    ] {
        assert!(raw.contains(line), "{line} is missing in\n{raw}");
    }
    assert!(raw.contains("Content-Transfer-Encoding: quoted-printable"));
    assert!(raw.is_ascii());
    assert!(raw.lines().all(|line| line.len() <= 998));
}

#[test]
fn without_an_address_to_unsubscribe_at_there_are_no_such_headers() {
    let mail = Outgoing { unsubscribe: None, ..alert(1) };
    assert!(!composed(&mail).contains("List-Unsubscribe"));
}

#[test]
fn the_same_message_gives_the_same_bytes() {
    assert_eq!(composed(&alert(3)), composed(&alert(3)));
}

#[test]
fn a_long_token_is_not_broken_in_the_header() {
    let url = format!("https://exemple.org/u/{}", "a1".repeat(300));
    let mail = Outgoing { unsubscribe: Some(url.clone()), ..alert(1) };
    assert!(composed(&mail).contains(&format!("List-Unsubscribe: <{url}>\r\n")));
}

#[test]
fn a_calendar_goes_beside_both_parts() {
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n";
    let mail = Outgoing { calendar: Some(calendar.to_owned()), ..alert(1) };
    let raw = composed(&mail);
    let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(parsed.attachment_count(), 1);
    let file = parsed.attachment(0).unwrap();
    assert_eq!(file.attachment_name(), Some("proche.ics"));
    assert!(file.content_type().unwrap().is_type("text", "calendar"));
    assert_eq!(file.text_contents(), Some(calendar));
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), mail.text);
}

#[test]
fn a_domain_beyond_ascii_takes_its_ascii_form() {
    let mail = Outgoing { to: "ann@bücher.example".to_owned(), ..alert(1) };
    assert!(composed(&mail).contains("To: ann@xn--bcher-kva.example\r\n"));
}

#[test]
fn an_address_is_told_from_what_is_none() {
    for good in ["a@b.org", "jean.dupont+aide@exemple.co.uk", "ann@bücher.example"] {
        assert!(mailer::is_address(good), "{good}");
    }
    for bad in ["", "a", "a@", "@b.org", "a b@c.org", "A <a@b.org>", "a@b.org\n", "a@b.org,c@d.org"]
    {
        assert!(!mailer::is_address(bad), "{bad}");
    }
}

#[test]
fn control_characters_are_refused_in_every_header() {
    type Spoil = fn(&mut Outgoing);
    let cases: [(&str, Spoil); 8] = [
        ("subject", |m| m.subject.push_str("\r\nBcc: x@example.net")),
        ("to", |m| m.to.push_str("\r\nBcc: x@example.net")),
        ("to", |m| m.to = "not an address".to_owned()),
        ("message_id", |m| m.message_id = "<a@b>\r\nX: y".to_owned()),
        ("message_id", |m| m.message_id = "a@b".to_owned()),
        ("kind", |m| m.kind.push('\n')),
        ("language", |m| m.language.push_str("\r\n ")),
        ("unsubscribe", |m| m.unsubscribe = Some("https://x.org/\r\nX: y".to_owned())),
    ];
    for (field, spoil) in cases {
        let mut mail = alert(1);
        spoil(&mut mail);
        let error = Composed::new(&mail, &from(), date()).unwrap_err();
        assert_eq!(error, SendError::Invalid { field });
    }
}

#[test]
fn a_date_before_1970_is_an_error_and_not_a_panic() {
    let early = "1969-12-31T23:59:59Z".parse().unwrap();
    let error = Composed::new(&alert(1), &from(), early).unwrap_err();
    assert_eq!(error, SendError::Invalid { field: "date" });
    let late = jiff::Timestamp::MAX;
    assert!(Composed::new(&alert(1), &from(), late).is_ok());
}

#[test]
fn lines_that_start_with_a_dot_or_a_boundary_survive() {
    let text = ".\n..\n--=_0193\nFrom here\n".to_owned();
    let mail = Outgoing { text: text.clone(), ..alert(1) };
    let raw = composed(&mail);
    let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), text);
}
