//! Some mail scanners run a whole browser: scripts run, buttons are clicked, forms are sent past
//! the browser's own checks. Nothing may change by that either, and nothing personal be shown.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::browser::{self, Browser};
use tests::house::correspondence::{everybody_is_asked, untold};
use tests::house::{House, differences, each_with};

/// What can be done with the forms of a page: each button clicked, each form sent by a script,
/// which skips the checks of the browser. What is shut away is opened first.
const WAYS: &str = "
    document.querySelectorAll('details').forEach(details => details.open = true);
    const ways = [];
    [...document.forms].forEach((form, at) => {
        const fields = [...form.elements].map(field => field.name).join();
        const name = form.method + new URL(form.action).pathname + '?' + fields;
        const buttons = [...form.elements].filter(one => one.type === 'submit');
        buttons.forEach((button, which) => ways.push({
            at, which, name: name + ' by ' + button.name + '=' + button.value + button.textContent
        }));
        ways.push({ at, which: -1, name: name + ' by a script' });
    });
    return ways;";
/// Takes one of them.
const TAKE: &str = "
    document.querySelectorAll('details').forEach(details => details.open = true);
    const form = document.forms[arguments[0]];
    if (arguments[1] < 0) HTMLFormElement.prototype.submit.call(form);
    else [...form.elements].filter(one => one.type === 'submit')[arguments[1]].click();";

/// A scanner with a browser: every link, and every form of what it leads to.
struct Scanner<'s> {
    house: &'s House,
    browser: &'s Browser,
    taken: BTreeSet<String>,
    /// What was there at first, but not when it was to be done.
    missed: Vec<String>,
    wrong: Vec<String>,
}

impl Scanner<'_> {
    async fn open(&mut self, kind: &str, link: &str) {
        self.browser.open(link).await;
        self.read(kind).await;
        let ways = self.browser.script(WAYS).await;
        for way in ways.as_array().unwrap() {
            if !self.taken.insert(format!("{kind} {}", way["name"])) {
                continue;
            }
            self.take(kind, link, way).await;
        }
    }

    /// From the link anew: the page may be another after the way before.
    async fn take(&mut self, kind: &str, link: &str, way: &Value) {
        self.browser.open(link).await;
        let there = self.browser.script(WAYS).await;
        if !there.as_array().unwrap().contains(way) {
            self.missed.push(format!("{kind} {}", way["name"]));
            return;
        }
        let which = vec![way["at"].clone(), way["which"].clone()];
        self.browser.script_with(TAKE, which).await;
        self.browser.settle().await;
        self.read(kind).await;
    }

    /// What the page shows, and what it complains of.
    async fn read(&mut self, kind: &str) {
        let shown = self.browser.source().await;
        let at = self.browser.address().await;
        for secret in untold().filter(|secret| shown.contains(secret)) {
            self.wrong.push(format!("{kind} shows {secret} at {at}"));
        }
        if !at.starts_with(self.house.base()) {
            self.wrong.push(format!("{kind} leads to {at}"));
        }
        for line in self.browser.complaints().await {
            // An answer that refuses is no fault of the page.
            if !line.contains("the server responded with a status of 4") {
                self.wrong.push(format!("{kind}: {line}"));
            }
        }
    }
}

#[tokio::test]
async fn a_scanner_that_runs_scripts_changes_nothing_and_learns_nothing() {
    each_with(everybody_is_asked, async |house| {
        browser::with(async |browser| {
            let links = house.correspondence().await;
            let mut before = house.picture().await;
            let (taken, missed, wrong) = (BTreeSet::new(), Vec::new(), Vec::new());
            let mut scanner = Scanner { house, browser, taken, missed, wrong };
            for (kind, link) in links {
                scanner.open(&kind, &link).await;
                let after = house.picture().await;
                for row in differences(&before, &after) {
                    scanner.wrong.push(format!("{kind}: {row}"));
                }
                before = after;
            }
            assert!(scanner.wrong.is_empty(), "{}", scanner.wrong.join("\n"));
            assert!(scanner.missed.is_empty(), "{}", scanner.missed.join("\n"));
            assert!(scanner.taken.len() > 40, "the scanner finds the forms: {:?}", scanner.taken);
        })
        .await;
    })
    .await;
}
