use std::fmt;

use lettre::transport::smtp::authentication::Credentials;
use url::{Host, Url};

use crate::SettingsError;

/// How a conversation with the relay is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsUse {
    /// STARTTLS when the relay offers it.
    Offered,
    /// STARTTLS, or no conversation.
    Required,
    /// Never; for a relay on the same machine.
    None,
    /// From the first byte (`smtps://`).
    Implicit,
}

/// A relay: where it listens, how it is spoken to and as whom.
#[derive(Clone)]
pub struct Relay {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: TlsUse,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) loopback: bool,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("authenticates", &self.credentials.is_some())
            .finish_non_exhaustive()
    }
}

impl Relay {
    /// Reads `smtp://[user:password@]host[:port][?tls=required|none]` or `smtps://…`.
    ///
    /// User and password are percent-decoded. Without a port, `smtps` means 465 and `smtp` means
    /// 587 with a user, else 25.
    ///
    /// # Errors
    /// [`SettingsError::Url`], which never repeats the URL.
    pub fn parse(url: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(url.trim()).map_err(|_| fault("not a URL"))?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(fault("nothing may follow the port but ?tls="));
        }
        let tls = tls_use(&url)?;
        let (host, loopback) = host_of(&url)?;
        let credentials = credentials_of(&url)?;
        let port = url.port().unwrap_or(match (tls, &credentials) {
            (TlsUse::Implicit, _) => 465,
            (_, Some(_)) => 587,
            (_, None) => 25,
        });
        Ok(Self { host, port, tls, credentials, loopback })
    }

    /// The host name or address of the relay.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port of the relay.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the conversation is encrypted.
    pub fn tls(&self) -> TlsUse {
        self.tls
    }
}

fn tls_use(url: &Url) -> Result<TlsUse, SettingsError> {
    let mut tls = match url.scheme() {
        "smtp" => TlsUse::Offered,
        "smtps" => TlsUse::Implicit,
        _ => return Err(fault("the scheme must be smtp or smtps")),
    };
    for (key, value) in url.query_pairs() {
        tls = match (key.as_ref(), value.as_ref(), tls) {
            ("tls", "required", TlsUse::Implicit) => TlsUse::Implicit,
            ("tls", "required", _) => TlsUse::Required,
            ("tls", "none", TlsUse::Offered | TlsUse::None) => TlsUse::None,
            ("tls", "none", _) => return Err(fault("smtps cannot go with tls=none")),
            _ => return Err(fault("only ?tls=required or ?tls=none may follow")),
        };
    }
    Ok(tls)
}

/// The host without brackets, and whether it is this machine.
fn host_of(url: &Url) -> Result<(String, bool), SettingsError> {
    match url.host() {
        Some(Host::Ipv4(ip)) => Ok((ip.to_string(), ip.is_loopback())),
        Some(Host::Ipv6(ip)) => Ok((ip.to_string(), ip.is_loopback())),
        // Schemes unknown to the URL standard keep an IPv4 address as a name.
        Some(Host::Domain(name)) if !name.is_empty() => {
            let address = name.parse::<std::net::IpAddr>();
            let loopback = address.map_or(name == "localhost", |ip| ip.is_loopback());
            Ok((name.to_owned(), loopback))
        }
        _ => Err(fault("the host is missing")),
    }
}

fn credentials_of(url: &Url) -> Result<Option<Credentials>, SettingsError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) if !user.is_empty() => {
            Ok(Some(Credentials::new(decoded(user)?, decoded(password)?)))
        }
        _ => Err(fault("user and password go together")),
    }
}

/// Undoes percent-encoding; what a URL parser lets through is ASCII with escapes.
fn decoded(text: &str) -> Result<String, SettingsError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => escape(rest.next(), rest.next()).ok_or(fault("a broken % escape"))?,
            other => other,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| fault("credentials must be UTF-8"))?;
    if text.chars().any(char::is_control) {
        return Err(fault("control characters in the credentials"));
    }
    Ok(text)
}

fn escape(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

const fn fault(reason: &'static str) -> SettingsError {
    SettingsError::Url { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_url_is_read() {
        let cases = [
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, TlsUse::Offered, true),
            ("smtp://mail.example.org", "mail.example.org", 25, TlsUse::Offered, false),
            ("smtp://u:p@mail.example.org/", "mail.example.org", 587, TlsUse::Offered, false),
            ("smtps://u:p@mail.example.org", "mail.example.org", 465, TlsUse::Implicit, false),
            ("smtp://[::1]:25?tls=none", "::1", 25, TlsUse::None, true),
            ("smtp://localhost?tls=required", "localhost", 25, TlsUse::Required, true),
        ];
        for (url, host, port, tls, loopback) in cases {
            let relay = Relay::parse(url).unwrap();
            assert_eq!((relay.host(), relay.port(), relay.tls()), (host, port, tls), "{url}");
            assert_eq!(relay.loopback, loopback, "{url}");
        }
    }

    #[test]
    fn credentials_are_decoded_and_never_shown() {
        let relay = Relay::parse("smtp://ann%40b.org:p%C3%A9%3A%2F@h").unwrap();
        let expected = Credentials::new("ann@b.org".to_owned(), "pé:/".to_owned());
        assert_eq!(relay.credentials.as_ref(), Some(&expected));
        let shown = format!("{relay:?}");
        assert!(!shown.contains("ann") && !shown.contains('é'), "{shown}");
    }

    #[test]
    fn what_is_not_understood_is_refused_without_repeating_it() {
        let urls = [
            "smtp://",
            "http://h",
            "smtp://secret@h",
            "smtp://u:secret@h/path",
            "secret",
            "smtp://h?tls=secret",
            "smtps://h?tls=none",
            "smtp://h?secret=1",
            "smtp://u:%zzsecret@h",
        ];
        for url in urls {
            let error = Relay::parse(url).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
