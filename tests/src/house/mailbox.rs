//! What arrived in the house's mail server.

use std::sync::Arc;

use super::House;
use crate::smtp_sink::Received;

impl House {
    /// Every mail of a kind that has arrived, oldest first.
    pub fn mails(&self, kind: &str) -> Vec<Arc<Received>> {
        let mut mails = self.sink.messages();
        mails.retain(|mail| mail.kind().as_deref() == Some(kind));
        mails
    }

    /// Every mail of a kind to one address, oldest first.
    pub fn mails_to(&self, email: &str, kind: &str) -> Vec<Arc<Received>> {
        let mut mails = self.mails(kind);
        mails.retain(|mail| mail.to == [email]);
        mails
    }

    /// The latest mail of a kind to one address.
    #[track_caller]
    pub fn mail_to(&self, email: &str, kind: &str) -> Arc<Received> {
        let last = self.mails_to(email, kind).pop();
        last.unwrap_or_else(|| panic!("no `{kind}` to {email}; there are {}", self.inventory()))
    }

    /// The addresses that got a mail of a kind, each as often as it did, sorted.
    pub fn recipients(&self, kind: &str) -> Vec<String> {
        let mut all: Vec<String> = self.mails(kind).iter().flat_map(|m| m.to.clone()).collect();
        all.sort();
        all
    }

    /// The token of the first link of a kind in the latest such mail to an address.
    #[track_caller]
    pub fn token_in(&self, email: &str, kind: &str, path: &str) -> String {
        let mail = self.mail_to(email, kind);
        let link = mail.link(path).unwrap_or_else(|| panic!("no {path} link in `{kind}`"));
        last_part(&link)
    }

    fn inventory(&self) -> String {
        let mails = self.sink.messages();
        let lines = mails.iter().map(|m| format!("{:?} {:?}", m.kind(), m.to));
        lines.collect::<Vec<_>>().join(", ")
    }
}

/// What stands after the last slash of an address.
pub fn last_part(link: &str) -> String {
    link.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Whether a text stands anywhere in a mail: in its bytes, its headers or its decoded parts.
pub fn mentions(mail: &Received, text: &str) -> bool {
    let needle = text.to_lowercase();
    let parts = [
        Some(String::from_utf8_lossy(&mail.raw).into_owned()),
        mail.text(),
        mail.html(),
        mail.subject(),
    ];
    parts.into_iter().flatten().any(|part| part.to_lowercase().contains(&needle))
}
