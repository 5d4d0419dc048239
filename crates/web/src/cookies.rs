//! The cookies of the service: what they are called and how they are set.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::state::WebSettings;

/// A cookie of the service. Each holds a random value whose hash is a session in the store, but for
/// [`Cookie::Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// A member of staff.
    Staff,
    /// A member of staff who has a password and no second factor yet.
    Enrolment,
    /// A browser that was sent to an identity provider.
    Oidc,
    /// A volunteer.
    Volunteer,
    /// The browser that asked for a volunteer's sign-in link.
    Asked,
    /// The browser that accepted an alert.
    Engagement,
    /// The person who asked, after the first hop of their link.
    Manage,
    /// A volunteer, after the first hop of an alert's link.
    Alert,
    /// The language chosen.
    Language,
}

impl Cookie {
    /// Those that stand for a session.
    pub const SESSIONS: [Self; 8] = [
        Self::Staff,
        Self::Enrolment,
        Self::Oidc,
        Self::Volunteer,
        Self::Asked,
        Self::Engagement,
        Self::Manage,
        Self::Alert,
    ];

    /// The name without prefix.
    pub const fn base_name(self) -> &'static str {
        match self {
            Self::Staff => "proche_staff",
            Self::Enrolment => "proche_enrolment",
            Self::Oidc => "proche_oidc",
            Self::Volunteer => "proche_volunteer",
            Self::Asked => "proche_asked",
            Self::Engagement => "proche_engagement",
            Self::Manage => "proche_manage",
            Self::Alert => "proche_alert",
            Self::Language => "lang",
        }
    }

    /// How long a browser keeps it, in seconds; never longer than its session lives.
    const fn lasts_s(self) -> u32 {
        match self {
            Self::Staff | Self::Manage => 12 * 3_600,
            Self::Enrolment => 3_600,
            Self::Asked | Self::Oidc => 600,
            Self::Volunteer => 30 * 24 * 3_600,
            Self::Engagement | Self::Alert => 24 * 3_600,
            Self::Language => 365 * 24 * 3_600,
        }
    }

    /// The name as the browser knows it: with `__Host-` when the service is reached over https.
    pub fn name(self, settings: &WebSettings) -> String {
        let secure = settings.secure_cookies && self != Self::Language;
        format!("{}{}", if secure { "__Host-" } else { "" }, self.base_name())
    }

    /// The `Set-Cookie` header that gives it.
    pub fn set(self, settings: &WebSettings, value: &str) -> HeaderValue {
        self.header(settings, value, self.lasts_s())
    }

    /// The `Set-Cookie` header that takes it away.
    pub fn clear(self, settings: &WebSettings) -> HeaderValue {
        self.header(settings, "", 0)
    }

    fn header(self, settings: &WebSettings, value: &str, lasts_s: u32) -> HeaderValue {
        let secure = if settings.secure_cookies { "; Secure" } else { "" };
        let text = format!(
            "{}={value}; Path=/; Max-Age={lasts_s}; HttpOnly; SameSite=Lax{secure}",
            self.name(settings),
        );
        // Values are base64 or language codes.
        HeaderValue::from_str(&text)
            .unwrap_or_else(|_| HeaderValue::from_static("lang=; Max-Age=0"))
    }

    /// Its value in a call.
    pub fn read<'h>(self, settings: &WebSettings, headers: &'h HeaderMap) -> Option<&'h str> {
        let name = self.name(settings);
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = values.flat_map(|value| value.split(';'));
        let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
        named.find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_session_is_bound_to_its_host() {
        let settings = WebSettings { secure_cookies: true, ..WebSettings::default() };
        assert_eq!(
            Cookie::Staff.set(&settings, "abc"),
            "__Host-proche_staff=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
        );
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "proche_staff=x; __Host-proche_staff=y".parse().unwrap());
        assert_eq!(Cookie::Staff.read(&settings, &headers), Some("y"));
        assert_eq!(Cookie::Staff.read(&WebSettings::default(), &headers), Some("x"));
        assert_eq!(Cookie::Volunteer.read(&settings, &headers), None);
    }
}
