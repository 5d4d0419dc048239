use std::fmt;

use jiff::Timestamp;
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use url::Host;

use crate::{MailFrom, Outgoing, SendError};

/// The longest line RFC 5322 allows is 998; a header name and a fold fit in the rest.
const MAX_HEADER_VALUE: usize = 900;
/// The longest subject, in characters; more is a fault of the template.
const MAX_SUBJECT: usize = 400;

/// A message as it goes over the wire, with its envelope.
pub struct Composed {
    envelope: Envelope,
    bytes: Vec<u8>,
}

impl fmt::Debug for Composed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composed").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Composed {
    /// Checks every field and writes the MIME message; the same input gives the same bytes.
    ///
    /// # Errors
    /// [`SendError::Invalid`] with the name of the first field that cannot stand in a mail.
    pub fn new(mail: &Outgoing, from: &MailFrom, date: Timestamp) -> Result<Self, SendError> {
        let to = recipient(&mail.to)?;
        let envelope = Envelope::new(Some(from.envelope().clone()), vec![to.clone()])
            .map_err(|_| invalid("to"))?;
        let date = u64::try_from(date.as_second()).map_err(|_| invalid("date"))?;
        let mut builder = Message::builder()
            .from(from.mailbox())
            .to(Mailbox::new(None, to))
            .subject(subject(&mail.subject)?)
            .date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(date))
            .envelope(envelope.clone());
        for header in plain_headers(mail)? {
            builder = builder.raw_header(header);
        }
        let message = builder.multipart(body(mail)?).map_err(|_| invalid("to"))?;
        Ok(Self { envelope, bytes: message.formatted() })
    }

    /// The whole message with `CRLF` line ends; every byte is ASCII.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

/// Whether mail can be sent to this address: one address, no name, no control characters.
pub fn is_address(text: &str) -> bool {
    recipient(text).is_ok()
}

/// An address whose domain is in its ASCII form.
fn recipient(text: &str) -> Result<Address, SendError> {
    if text.len() > 320 || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(invalid("to"));
    }
    let address = text.parse::<Address>().map_err(|_| invalid("to"))?;
    if address.domain().is_ascii() {
        return Ok(address);
    }
    let host = Host::parse(address.domain()).map_err(|_| invalid("to"))?;
    Address::new(address.user(), host.to_string()).map_err(|_| invalid("to"))
}

fn subject(text: &str) -> Result<String, SendError> {
    if text.chars().any(char::is_control) || text.chars().count() > MAX_SUBJECT {
        return Err(invalid("subject"));
    }
    Ok(text.to_owned())
}

/// The headers whose values are plain ASCII words and must not be folded or encoded.
fn plain_headers(mail: &Outgoing) -> Result<Vec<HeaderValue>, SendError> {
    let mut headers = vec![
        plain("Message-ID", message_id(&mail.message_id)?),
        plain("Auto-Submitted", "auto-generated".to_owned()),
        plain("X-Proche-Kind", word(&mail.kind, "_-", "kind")?),
        plain("Content-Language", word(&mail.language, "-", "language")?),
    ];
    if let Some(url) = &mail.unsubscribe {
        headers.push(plain("List-Unsubscribe", format!("<{}>", unsubscribe(url)?)));
        headers.push(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    Ok(headers)
}

fn plain(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}

fn message_id(text: &str) -> Result<String, SendError> {
    let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    let (left, right) = inner.and_then(|t| t.split_once('@')).ok_or(invalid("message_id"))?;
    let atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._+[]:".contains(&b))
    };
    if !atom(left) || !atom(right) || text.len() > 250 {
        return Err(invalid("message_id"));
    }
    Ok(text.to_owned())
}

fn word(text: &str, marks: &str, field: &'static str) -> Result<String, SendError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err(invalid(field));
    }
    Ok(text.to_owned())
}

fn unsubscribe(url: &str) -> Result<&str, SendError> {
    let scheme = url.starts_with("https://") || url.starts_with("http://");
    let printable = url.bytes().all(|b| b.is_ascii_graphic() && !b"<>,\"\\".contains(&b));
    if !scheme || !printable || url.len() > MAX_HEADER_VALUE {
        return Err(invalid("unsubscribe"));
    }
    Ok(url)
}

/// Text and HTML as alternatives, the calendar beside them.
fn body(mail: &Outgoing) -> Result<MultiPart, SendError> {
    for (field, text) in [("text", &mail.text), ("html", &mail.html)] {
        if text.contains('\0') {
            return Err(invalid(field));
        }
    }
    let alternative = MultiPart::alternative()
        .boundary(boundary(&mail.message_id, "a"))
        .singlepart(part(ContentType::TEXT_PLAIN, &mail.text))
        .singlepart(part(ContentType::TEXT_HTML, &mail.html));
    let Some(calendar) = &mail.calendar else {
        return Ok(alternative);
    };
    let method = calendar.lines().find_map(|line| line.strip_prefix("METHOD:"));
    let method = method.unwrap_or("PUBLISH").trim();
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))
        .map_err(|_| invalid("calendar"))?;
    Ok(MultiPart::mixed()
        .boundary(boundary(&mail.message_id, "m"))
        .multipart(alternative)
        .singlepart(
            Attachment::new("proche.ics".to_owned())
                .body(lines(calendar).replace('\n', "\r\n"), kind),
        ))
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(kind)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(lines(text))
}

/// The text with line feeds as its only line ends, which lettre makes `CRLF`: a return that stands
/// alone would be read as one more line end by some servers and not by others.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A boundary that no quoted-printable or base64 line can hold: `=_` occurs in neither.
fn boundary(message_id: &str, suffix: &str) -> String {
    let id: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(48).collect();
    format!("=_{id}_{suffix}")
}

const fn invalid(field: &'static str) -> SendError {
    SendError::Invalid { field }
}
