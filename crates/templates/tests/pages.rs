//! Every page, in every language, is whole and keeps the rules of the house.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod samples;

use scraper::{Html, Selector};
use templates::{Locale, MISSING_MARK};

fn each_page(mut check: impl FnMut(&str, Locale, &str, &Html)) {
    for locale in Locale::ALL {
        for (name, document) in samples::pages(locale) {
            let parsed = Html::parse_document(&document);
            check(&format!("{name} {}", locale.code()), locale, &document, &parsed);
        }
    }
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

#[test]
fn every_page_has_one_heading_a_title_and_its_language() {
    each_page(|name, locale, _, page| {
        assert_eq!(page.select(&select("h1")).count(), 1, "{name}: h1");
        let html = page.select(&select("html")).next().unwrap();
        assert_eq!(html.attr("lang"), Some(locale.code()), "{name}: lang");
        let title: String = page.select(&select("title")).next().unwrap().text().collect();
        assert!(
            title.ends_with("– proche") && title.len() > "– proche".len() + 4,
            "{name}: {title}"
        );
        let errors = page.select(&select(".error-summary")).count();
        assert_eq!(
            errors > 0,
            title.contains(&templates::tr(locale, "error-prefix", &[])),
            "{name}"
        );
    });
}

#[test]
fn every_message_exists() {
    each_page(|name, _, document, _| {
        if let Some(at) = document.find(MISSING_MARK) {
            panic!("{name}: {}", document[at..].chars().take(60).collect::<String>());
        }
        assert!(!document.contains("{$") && !document.contains("{ $"), "{name}: argument left");
    });
}

#[test]
fn no_page_holds_a_style_a_script_or_an_outside_resource() {
    each_page(|name, _, _, page| {
        for css in ["style", "script:not([src])", "[style]", "[onclick]", "img", "link[href^=http]"]
        {
            assert_eq!(page.select(&select(css)).count(), 0, "{name}: {css}");
        }
    });
}

#[test]
fn every_input_has_a_label_and_every_id_is_unique() {
    each_page(|name, _, _, page| {
        let mut ids: Vec<&str> =
            page.select(&select("[id]")).filter_map(|element| element.attr("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: ids {ids:?}");
        let fields = select("input:not([type=hidden]), select, textarea");
        for field in page.select(&fields) {
            let id = field.attr("id").unwrap_or_default();
            let named =
                !id.is_empty() && page.select(&select(&format!("label[for='{id}']"))).count() == 1;
            let wrapped = field.ancestors().any(|node| {
                node.value().as_element().is_some_and(|element| element.name() == "label")
            });
            assert!(named || wrapped, "{name}: {}", field.html());
        }
    });
}

#[test]
fn every_error_leads_to_its_field() {
    each_page(|name, _, _, page| {
        for link in page.select(&select(".error-summary a")) {
            let target = link.attr("href").unwrap();
            let field = target.trim_start_matches('#');
            if field != "contact" {
                assert_eq!(
                    page.select(&select(&format!("[id='{field}']"))).count(),
                    1,
                    "{name}: {target}"
                );
            }
        }
        for described in page.select(&select("[aria-describedby], [aria-labelledby]")) {
            let ids = described.attr("aria-describedby").or(described.attr("aria-labelledby"));
            for id in ids.unwrap_or_default().split_whitespace() {
                assert_eq!(
                    page.select(&select(&format!("[id='{id}']"))).count(),
                    1,
                    "{name}: {id}"
                );
            }
        }
    });
}

#[test]
fn one_plain_button_leads_each_form() {
    each_page(|name, _, _, page| {
        for form in page.select(&select("main form")) {
            let plain = select("button.button:not(.button-second):not(.button-quiet)");
            assert!(form.select(&plain).count() <= 1, "{name}");
            assert!(form.select(&select("button")).count() >= 1, "{name}: a form without a button");
        }
    });
}

#[test]
fn a_mail_has_one_heading_and_its_colours_on_its_elements() {
    for locale in Locale::ALL {
        for (name, document) in samples::mails(locale) {
            let mail = Html::parse_document(&document);
            assert_eq!(mail.select(&select("h1")).count(), 1, "{name}");
            assert_eq!(mail.select(&select("script, img, link")).count(), 0, "{name}");
            // What a reader drops is the dark alone.
            let styles: Vec<String> =
                mail.select(&select("style")).map(|style| style.text().collect()).collect();
            assert_eq!(styles.len(), 1, "{name}");
            let dark = "@media (prefers-color-scheme: dark) {";
            assert!(styles[0].trim().starts_with(dark), "{name}");
            assert_eq!(styles[0].matches('@').count(), 1, "{name}");
            assert!(mail.select(&select("td[style*=color]")).count() > 3, "{name}");
        }
    }
}

#[test]
fn typed_text_cannot_become_markup() {
    let form = templates::pages::AskForm {
        name: "<script>alert(1)</script>\"'".into(),
        details: "</textarea><b>".into(),
        ..Default::default()
    };
    let site = std::sync::Arc::new(templates::SiteInfo::default());
    let frame = templates::Frame::new(Locale::En, site, "/ask", &Locale::ALL);
    let page = templates::pages::AskYou::new(frame, form, templates::Errors::none());
    let document = templates::Template::render(&page).unwrap();
    assert!(!document.contains("<script") && !document.contains("</textarea>"));
}
