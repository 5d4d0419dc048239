use std::{fmt, str::FromStr};

use lettre::{Address, message::Mailbox};

use crate::SettingsError;

/// One message to one recipient, rendered and ready to be wrapped.
///
/// Every text is UTF-8; whether it may stand in a mail is checked when it is composed.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The `Message-ID` with its angle brackets, `<uuid@host>`; the same at every attempt.
    pub message_id: String,
    /// The value of `X-Proche-Kind`: lower-case letters, digits, `_` and `-`.
    pub kind: String,
    /// The address of the recipient, without a name.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The URL for one-click unsubscription (RFC 8058); `https`, or `http` on a private network.
    pub unsubscribe: Option<String>,
    /// The language of both parts, BCP 47.
    pub language: String,
    /// An iCalendar file to attach.
    pub calendar: Option<String>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("message_id", &self.message_id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Who the deployment's mail comes from: an address and a name for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom {
    address: Address,
    name: Option<String>,
}

impl MailFrom {
    /// Checks an address and the name that goes before it.
    ///
    /// # Errors
    /// The address does not parse, or the name holds control characters.
    pub fn new(address: &str, name: Option<&str>) -> Result<Self, SettingsError> {
        let address = address
            .trim()
            .parse::<Address>()
            .map_err(|_| SettingsError::From { reason: "not an e-mail address" })?;
        let name = name.map(str::trim).filter(|n| !n.is_empty());
        if name.is_some_and(|n| n.chars().any(char::is_control)) {
            return Err(SettingsError::From { reason: "control characters in the name" });
        }
        Ok(Self { address, name: name.map(str::to_owned) })
    }

    /// The bare address.
    pub fn address(&self) -> &str {
        self.address.as_ref()
    }

    /// The name, if there is one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn envelope(&self) -> &Address {
        &self.address
    }

    pub(crate) fn mailbox(&self) -> Mailbox {
        Mailbox::new(self.name.clone(), self.address.clone())
    }
}

impl FromStr for MailFrom {
    type Err = SettingsError;

    /// Reads `address`, `<address>` or `Name <address>`, the name with or without quotes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let Some(open) = text.rfind('<') else {
            return Self::new(text, None);
        };
        let address = text[open + 1..]
            .strip_suffix('>')
            .ok_or(SettingsError::From { reason: "a < without its >" })?;
        let name = text[..open].trim();
        let name = name.strip_prefix('"').and_then(|n| n.strip_suffix('"')).unwrap_or(name);
        Self::new(address, Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_read_with_and_without_a_name() {
        let bare: MailFrom = "aide@exemple.org".parse().unwrap();
        assert_eq!((bare.address(), bare.name()), ("aide@exemple.org", None));
        let named: MailFrom = "Près de chez vous <aide@exemple.org>".parse().unwrap();
        assert_eq!(named.name(), Some("Près de chez vous"));
        let quoted: MailFrom = "\"Proche, Brussels\" <aide@exemple.org>".parse().unwrap();
        assert_eq!(quoted.name(), Some("Proche, Brussels"));
    }

    #[test]
    fn a_name_with_a_line_break_is_refused() {
        assert!(MailFrom::new("a@b.org", Some("Mal\r\nBcc: x@y.org")).is_err());
        assert!("nobody".parse::<MailFrom>().is_err());
        assert!("X <a@b.org".parse::<MailFrom>().is_err());
    }
}
