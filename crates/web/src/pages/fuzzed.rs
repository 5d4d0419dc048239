//! Odd forms, headers and ways back.

use axum::http::{HeaderValue, Request};
use jiff::tz::TimeZone;
use templates::Locale;

use super::ask::send::items;
use super::ask::time::instant;
use super::posted::{Posted, list};
use super::visit::own_path;
use crate::network::{Network, caller_address};

#[test]
fn fuzzed_forms_are_read_or_refused() {
    fuzz::bytes("form", |bytes| {
        let Ok(form) = Posted::read(bytes) else { return };
        for (name, value) in form.pairs() {
            assert!(!value.contains('\0') && !form.get(name).contains('\0'));
            drop((items(value), list(value), instant(value, &TimeZone::UTC)));
        }
    });
}

#[test]
fn fuzzed_ways_back_stay_on_this_site() {
    fuzz::texts("form", |text| {
        let Some(path) = own_path(text) else { return };
        let there = url::Url::parse("https://proche.example").and_then(|base| base.join(path));
        let host = there.ok().and_then(|url| url.host_str().map(str::to_owned));
        assert_eq!(host.as_deref(), Some("proche.example"), "{path:?}");
    });
}

#[test]
fn fuzzed_headers_name_a_network_and_a_language() {
    let trusted: Vec<Network> = vec!["0.0.0.0/0".parse().expect("a network")];
    fuzz::texts("network", |text| {
        if let Ok(network) = text.parse::<Network>() {
            assert_eq!(network.to_string().parse(), Ok(network));
        }
        Locale::negotiate(text, &[Locale::Fr, Locale::Nl]);
        let Ok(value) = HeaderValue::from_str(text) else { return };
        let call = Request::builder().header("x-forwarded-for", value).body(()).expect("a call");
        caller_address(&call.into_parts().0, &trusted);
    });
}
