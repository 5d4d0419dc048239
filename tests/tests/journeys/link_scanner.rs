//! Mail scanners open every link before the person does; some submit what they find. Nothing may
//! change by that, and nothing personal may be shown.

use std::collections::BTreeSet;

use reqwest::header::LOCATION;
use reqwest::{Client, Method, Url, redirect::Policy};
use scraper::{ElementRef, Html, Selector};
use tests::house::correspondence::{everybody_is_asked, untold};
use tests::house::{House, differences, each_with};

/// Hops of a redirect that are followed.
const MOST_HOPS: usize = 5;

/// A form of a page: where it goes, and what it sends when nothing is filled in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    method: String,
    action: String,
    fields: Vec<(String, String)>,
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// Each form of a page once for each of its buttons, and once sent by no button at all.
fn forms(page: &str, address: &str) -> Vec<Form> {
    let document = Html::parse_document(page);
    let mut found = Vec::new();
    for form in document.select(&select("form")) {
        let own = |name: &str| form.attr(name).unwrap_or_default().to_owned();
        let action = Some(own("action")).filter(|action| !action.is_empty());
        let action = action.unwrap_or_else(|| address.to_owned());
        let method = own("method").to_uppercase();
        let fields = defaults(form);
        let plain = Form { method, action, fields };
        for button in form.select(&select("button[name]")) {
            let mut pressed = plain.clone();
            let attribute = |name| button.attr(name).unwrap_or_default().to_owned();
            pressed.fields.push((attribute("name"), attribute("value")));
            found.push(pressed);
        }
        found.push(plain);
    }
    found
}

/// What a form sends as it is.
fn defaults(form: ElementRef<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for input in form.select(&select("input[name], textarea[name], select[name]")) {
        let name = input.attr("name").unwrap_or_default().to_owned();
        let ticked = !matches!(input.attr("type"), Some("radio" | "checkbox"))
            || input.attr("checked").is_some();
        let value = match input.value().name() {
            "textarea" => input.text().collect::<String>().trim_start_matches('\n').to_owned(),
            "select" => input
                .select(&select("option[selected]"))
                .chain(input.select(&select("option")))
                .next()
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
                .to_owned(),
            _ => input.attr("value").unwrap_or_default().to_owned(),
        };
        if ticked {
            fields.push((name, value));
        }
    }
    fields
}

/// A scanner with cookies: HEAD, GET, every redirect, and every form as it stands.
struct Scanner<'h> {
    house: &'h House,
    seen: BTreeSet<Form>,
    said: String,
}

impl<'h> Scanner<'h> {
    fn new(house: &'h House) -> Self {
        Self { house, seen: BTreeSet::new(), said: String::new() }
    }

    /// What a link leads to, with everything that is served on the way.
    async fn open(&mut self, link: &str) {
        let browser =
            Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        for method in [Method::HEAD, Method::GET] {
            self.follow(&browser, method, link).await;
        }
        let (address, page) = self.follow(&browser, Method::GET, link).await;
        for form in forms(&page, &address) {
            let out = form.action.ends_with("/sign-out");
            if out || !self.seen.insert(form.clone()) {
                continue;
            }
            let url = self.absolute(&form.action);
            let call = match form.method.as_str() {
                "POST" => browser.post(&url).header("origin", self.house.base()).form(&form.fields),
                _ => browser.get(Url::parse_with_params(&url, &form.fields).unwrap()),
            };
            let answer = call.send().await.unwrap();
            assert!(answer.status().as_u16() < 500, "{form:?}");
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to: Option<String> = to.map(str::to_owned);
            self.said.push_str(&answer.text().await.unwrap());
            if let Some(to) = to {
                let to = self.absolute(&to);
                self.follow(&browser, Method::GET, &to).await;
            }
        }
    }

    async fn follow(&mut self, browser: &Client, method: Method, link: &str) -> (String, String) {
        let mut url = self.absolute(link);
        for _ in 0..MOST_HOPS {
            let answer = browser.request(method.clone(), &url).send().await.unwrap();
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.map(|to| self.absolute(to));
            let text = answer.text().await.unwrap();
            self.said.push_str(&text);
            match to {
                Some(next) => url = next,
                None => return (url, text),
            }
        }
        panic!("{link} leads in a circle");
    }

    fn absolute(&self, address: &str) -> String {
        if address.starts_with("http") {
            address.to_owned()
        } else {
            format!("{}{address}", self.house.base())
        }
    }
}

#[tokio::test]
async fn a_scanner_changes_nothing_and_learns_nothing() {
    each_with(everybody_is_asked, async |house| {
        let all = house.correspondence().await;
        let mut wrong = Vec::new();
        let (mut before, mut submitted) = (house.picture().await, 0);
        for (kind, link) in all {
            let mut scanner = Scanner::new(house);
            scanner.open(&link).await;
            submitted += scanner.seen.len();
            let after = house.picture().await;
            for row in differences(&before, &after) {
                wrong.push(format!("{kind}: {row}"));
            }
            for secret in untold() {
                if scanner.said.contains(secret) {
                    wrong.push(format!("{kind} shows {secret}"));
                }
            }
            before = after;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(submitted > 20, "the scanner finds the forms: {submitted}");
    })
    .await;
}
