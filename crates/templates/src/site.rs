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
    /// The address of a map's route page with `{address}` in it. Empty: the phone's own app.
    pub route_url: String,
    /// Stylesheets loaded after the service's own: a theme's, a logo's.
    pub style_urls: Vec<String>,
    /// The deployment's own logo.
    pub logo_url: Option<String>,
}

impl SiteInfo {
    /// Who writes: who runs the service, else its name.
    pub fn sender(&self) -> &str {
        if self.operator_name.is_empty() { &self.name } else { &self.operator_name }
    }

    /// The phone number as a `tel:` link: digits and a leading plus only.
    pub fn phone_link(&self) -> String {
        let digits: String =
            self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        format!("tel:{digits}")
    }

    /// A link that shows the way to an address: on the deployment's map site, else in the app that
    /// the device has for it. Empty without an address.
    pub fn route_link(&self, address: &[String]) -> String {
        if address.is_empty() {
            return String::new();
        }
        let address = encoded(&address.join(", "));
        match self.route_url.as_str() {
            "" => format!("geo:0,0?q={address}"),
            site => site.replace("{address}", &address),
        }
    }

    /// When someone answers the phone, in a language or in the first one given.
    pub fn hours(&self, locale: crate::Locale) -> &str {
        let own = self.phone_hours.iter().find(|(code, _)| code == locale.code());
        own.or_else(|| self.phone_hours.first()).map_or("", |(_, hours)| hours)
    }
}

/// A text as a part of an address.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let letter =
        |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_shown_by_the_phone_or_by_a_map_site() {
        let at = ["12 rue du Séné".to_owned(), "1050 Ixelles".to_owned()];
        let mut site = SiteInfo::default();
        assert_eq!(
            site.route_link(&at),
            "geo:0,0?q=12%20rue%20du%20S%C3%A9n%C3%A9%2C%201050%20Ixelles"
        );
        site.route_url = "https://maps.example/?to={address}".to_owned();
        assert!(site.route_link(&at).starts_with("https://maps.example/?to=12%20rue"));
        assert_eq!(site.route_link(&[]), "");
    }
}
