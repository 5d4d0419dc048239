//! Staff as they come in: by the set-up link, a password, and an authenticator app.

use dispatch::Actor;
use matching::{AreaId, Role};
use reqwest::Method;
use store::TotpSecret;

use super::{Answer, Caller, House};

/// A good password.
pub const PASSWORD: &str = "une phrase bien longue";
/// RFC 4648.
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// An authenticator app that knows one secret.
pub struct Authenticator(TotpSecret);

impl Authenticator {
    /// Takes the secret as a page shows it: thirty-two letters in groups.
    pub fn of_page(page: &str) -> Self {
        let letters = between(page, "<code>", "</code>").replace(' ', "");
        assert_eq!(letters.len(), 32, "{letters}");
        let mut bytes = [0; 20];
        for (five, eight) in bytes.chunks_mut(5).zip(letters.as_bytes().chunks(8)) {
            let value = |letter: &u8| BASE32.find(char::from(*letter)).unwrap() as u64;
            let word = eight.iter().fold(0, |word, letter| word << 5 | value(letter));
            five.copy_from_slice(&word.to_be_bytes()[3..]);
        }
        Self(TotpSecret(bytes))
    }

    /// What it shows now.
    pub fn code(&self, house: &House) -> String {
        dispatch::totp_code(&self.0, house.now())
    }
}

/// A member of staff at their desk.
pub struct Desk {
    /// Their browser.
    pub browser: Caller,
    /// Their phone.
    pub app: Authenticator,
    /// Their recovery codes, on paper.
    pub recovery_codes: Vec<String>,
}

impl House {
    /// A colleague with an account of their own, in all areas or in one.
    pub async fn colleague(&self, email: &str, role: Role, area: Option<AreaId>) -> Desk {
        let link = self.dispatch.create_account(&Actor::System, email, role, area).await;
        self.set_up(&link.unwrap()).await
    }

    /// Somebody follows their set-up link to its end.
    pub async fn set_up(&self, link: &str) -> Desk {
        let browser = self.browser();
        self.read(&browser, link).await.expect(200);
        let form = [("password", PASSWORD), ("repeat", PASSWORD)];
        let page = self.post_form(&browser, link, &form).await.expect(200);
        let app = Authenticator::of_page(&page.text());
        let code = app.code(self);
        let done = self.post_form(&browser, "/staff/second-factor", &[("code", &code)]).await;
        let page = done.expect(200).text();
        let codes = page.split("<code>").skip(1);
        let recovery_codes: Vec<String> =
            codes.map(|rest| rest.split("</code>").next().unwrap().to_owned()).collect();
        Desk { browser, app, recovery_codes }
    }

    /// A page.
    pub async fn read(&self, browser: &Caller, path: &str) -> Answer {
        browser.send(browser.request(Method::GET, &self.address(path))).await
    }

    /// A form as a browser posts it.
    pub async fn post_form(&self, browser: &Caller, path: &str, fields: &[(&str, &str)]) -> Answer {
        let call = browser.request(Method::POST, &self.address(path)).form(fields);
        browser.send(call.header("origin", self.base())).await
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base()) }
    }
}

/// What stands between two marks for the first time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}")) + start.len();
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap()]
}
