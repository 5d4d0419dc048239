//! What a deployment says about itself.

/// The deployment's name, place, phone and address.
#[derive(Clone, Default)]
pub struct SiteInfo {
    /// The name in the header, `proche` unless the deployment has its own.
    pub name: String,
    /// The region under the name: `Pays de Brune`. Empty hides it.
    pub place_line: String,
    /// The phone number as people read it: `03 53 01 24 60`. Empty hides the plate.
    pub phone: String,
    /// When someone answers, one text per language code, `(code, text)`: `("fr", "de 8 h à 20 h")`.
    pub phone_hours: Vec<(String, String)>,
    /// The public origin without a final slash: `https://proche.example`.
    pub base_url: String,
    /// Who runs the service, for the footer and the privacy page.
    pub operator_name: String,
    /// Where to write about a problem or about personal data. Empty hides it.
    pub contact_email: String,
    /// Days until contact data are erased after the last request.
    pub contact_days: u32,
    /// The same where the person agreed to be kept longer.
    pub contact_agreed_days: u32,
    /// The emergency number of the country: `112`.
    pub emergency_number: String,
    /// A theme's stylesheet, loaded after the service's own.
    pub theme_url: Option<String>,
}

impl SiteInfo {
    /// The phone number as a `tel:` link: digits and a leading plus only.
    pub fn phone_link(&self) -> String {
        let digits: String =
            self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        format!("tel:{digits}")
    }

    /// When someone answers the phone, in a language or in the first one given.
    pub fn hours(&self, locale: crate::Locale) -> &str {
        let own = self.phone_hours.iter().find(|(code, _)| code == locale.code());
        own.or_else(|| self.phone_hours.first()).map_or("", |(_, hours)| hours)
    }
}
