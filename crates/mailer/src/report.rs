//! What is said later about a message that was taken over: delivery reports (RFC 3464).

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

/// The longest report that is read, in bytes; what it quotes is not needed.
pub const MAX_REPORT: usize = 1024 * 1024;

/// A report about one of our messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The left part of the message's `Message-ID`.
    pub about: String,
    /// It will never arrive: `Action: failed` with a status of class 5.
    pub is_final: bool,
}

/// Reads a delivery report; none when it is another kind of message, or does not say about which.
pub fn read_report(raw: &[u8]) -> Option<DeliveryReport> {
    let message = MessageParser::default().parse(raw.get(..raw.len().min(MAX_REPORT))?)?;
    let status = message.parts.iter().find(|part| is_kind(part, "message", STATUS))?;
    let is_final = blocks(&text_of(status)).any(|block| {
        let failed = field(block, "action").is_some_and(|is| is.eq_ignore_ascii_case("failed"));
        failed && field(block, "status").is_some_and(|is| is.starts_with("5."))
    });
    let about = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(returned) => returned.message_id().map(str::to_owned),
        _ if is_kind(part, "text", HEADERS) => returned_id(&text_of(part)),
        _ => None,
    });
    let about = about.or_else(|| answered(&message))?;
    let left = about.trim_matches(['<', '>', ' ']).split('@').next()?;
    (!left.is_empty()).then(|| DeliveryReport { about: left.to_owned(), is_final })
}

const STATUS: &[&str] = &["delivery-status", "global-delivery-status"];
const HEADERS: &[&str] = &["rfc822-headers"];

fn is_kind(part: &MessagePart<'_>, kind: &str, subtypes: &[&str]) -> bool {
    part.content_type().is_some_and(|own| {
        own.ctype().eq_ignore_ascii_case(kind)
            && own.subtype().is_some_and(|is| subtypes.iter().any(|s| is.eq_ignore_ascii_case(s)))
    })
}

/// The text of a part with line feeds alone, folded lines joined.
fn text_of(part: &MessagePart<'_>) -> String {
    let text = String::from_utf8_lossy(part.contents()).replace("\r\n", "\n");
    text.replace("\n ", " ").replace("\n\t", " ")
}

/// The groups of fields: one about the message, then one a recipient.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
}

fn field<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| {
        let (own, value) = line.split_once(':')?;
        own.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

fn returned_id(headers: &str) -> Option<String> {
    field(headers, "message-id").map(str::to_owned)
}

/// What the report is an answer to, where nothing was returned.
fn answered(message: &Message<'_>) -> Option<String> {
    message.in_reply_to().as_text().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTFIX: &str = "From: MAILER-DAEMON@mx.example\r\nTo: aide@proche.example\r\n\
        Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"B/1\"\r\n\r\n\
        --B/1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
        I'm sorry to have to inform you\r\n\r\n\
        --B/1\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; mx.example\r\nArrival-Date: Fri, 27 Nov 2026 09:00:00 +0100\r\n\r\n\
        Final-Recipient: rfc822; ines@helps.example\r\nAction: ACTION\r\nStatus: STATUS\r\n\
        Diagnostic-Code: smtp; 550 5.1.1 <ines@helps.example>: user\r\n    unknown\r\n\r\n\
        --B/1\r\nRETURNED\r\n--B/1--\r\n";
    const HEADERS_ALONE: &str = "Content-Type: text/rfc822-headers\r\n\r\nFrom: aide@proche.example\r\n\
        Message-ID:\r\n <01936b5c-8a4e-7000-8000-000000000001@proche.example>\r\nSubject: x\r\n";
    const WHOLE: &str = "Content-Type: message/rfc822\r\n\r\nFrom: aide@proche.example\r\n\
        Message-ID: <01936b5c-8a4e-7000-8000-000000000001@proche.example>\r\n\r\nBonjour\r\n";

    fn report(action: &str, status: &str, returned: &str) -> Option<DeliveryReport> {
        let text = POSTFIX.replace("ACTION", action).replace("STATUS", status);
        read_report(text.replace("RETURNED", returned).as_bytes())
    }

    #[test]
    fn a_report_names_the_message_and_says_whether_it_is_final() {
        let about = "01936b5c-8a4e-7000-8000-000000000001".to_owned();
        for returned in [HEADERS_ALONE, WHOLE] {
            let expected = Some(DeliveryReport { about: about.clone(), is_final: true });
            assert_eq!(report("failed", "5.1.1", returned), expected);
            let expected = Some(DeliveryReport { about: about.clone(), is_final: false });
            assert_eq!(report("delayed", "4.4.1", returned), expected);
            assert_eq!(report("failed", "4.2.2", returned), expected, "a full mailbox may empty");
        }
    }

    #[test]
    fn other_messages_are_no_report() {
        let letter = b"From: a@b.example\r\nMessage-ID: <x@b.example>\r\n\r\nI am away\r\n";
        assert_eq!(read_report(letter), None);
        assert_eq!(read_report(b""), None);
        assert_eq!(report("failed", "5.1.1", "Content-Type: text/plain\r\n\r\nnothing"), None);
    }
}
