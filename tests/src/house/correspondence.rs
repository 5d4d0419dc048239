//! Mail of every kind that a house can owe, and the links in it: what a scanner opens.

use std::collections::BTreeSet;

use dispatch::Actor;
use jiff::SignedDuration;
use matching::Role;
use serde_json::json;

use super::people::{SECRETS, request, volunteer};
use super::{House, Settings};

/// How the people are called to whom the mail of [`House::correspondence`] goes.
const SURNAME: &str = "Oiseleur";
/// When the one mail of a day has gone.
const MORNING: &str = "2026-11-25T07:15:00Z";
/// Kinds of mail that carry links.
const KINDS: [&str; 14] = [
    "alert",
    "ask_done",
    "confirm",
    "digest",
    "email_new",
    "email_old",
    "engaged",
    "login",
    "matched",
    "message",
    "receipt",
    "reminder",
    "set_up",
    "welcome",
];

/// The rules under which everybody is alerted who may be.
pub fn everybody_is_asked(rules: &mut Settings) {
    super::nearest_first(rules);
    super::tireless(rules);
}

/// What no link may show to whoever opens it.
pub fn untold() -> impl Iterator<Item = &'static str> {
    SECRETS.into_iter().chain([SURNAME, "@helps.example", "@team.example"])
}

impl House {
    /// Lets happen what mail is sent about, and gives each link with the kind of its mail, and the
    /// one-time link of an account.
    pub async fn correspondence(&self) -> BTreeSet<(String, String)> {
        for (name, changes) in [
            ("Ines", json!({ "name": "Ines Oiseleur", "capacity": 9 })),
            ("Omar", json!({ "name": "Omar Oiseleur", "capacity": 9 })),
            ("Lea", json!({ "name": "Lea Oiseleur", "mail_mode": "digest", "capacity": 9 })),
        ] {
            self.helper(name, &changes).await;
        }
        self.a_day_before().await;
        self.visitor().post("/volunteers", &volunteer("Newcomer", &json!({}))).await.expect(201);
        let body = request(&self.in_hours(40), &json!({ "channel": "web" }));
        self.post_request(&self.visitor(), &body).await;
        self.settle().await;
        let first = self.ask(&json!({ "needed_by": self.in_hours(40) })).await;
        let promise = self.promise("ines@helps.example", "today").await;
        self.helper_does(&promise, "contacted", &json!({})).await;
        self.helper_does(&promise, "complete", &json!({})).await;
        self.person_does(&first, "confirm", &json!({})).await;
        self.ask(&json!({ "needed_by": self.in_hours(40), "volunteers_needed": 2 })).await;
        self.somebody_moves().await;
        let words = dispatch::MessageInput {
            subject: "Samedi".to_owned(),
            body: "Rendez-vous.".to_owned(),
            ..dispatch::MessageInput::default()
        };
        let id = self.dispatch.new_message_id().unwrap();
        self.dispatch.send_message(&Actor::System, id, &words).await.unwrap();
        self.dispatch.request_login("omar@helps.example").await.unwrap();
        let team = "amina@team.example";
        self.dispatch.create_account(&Actor::System, team, Role::Operator, None).await.unwrap();
        self.settle().await;
        let set_up = self.dispatch.reset_account(&Actor::System, team).await.unwrap();
        let mut links = self.links();
        links.insert(("set_up".to_owned(), set_up));
        let kinds: BTreeSet<&str> = links.iter().map(|(kind, _)| kind.as_str()).collect();
        for kind in KINDS {
            assert!(kinds.contains(kind), "no link of the kind {kind} among {kinds:?}");
        }
        links
    }

    /// What takes its time: a visit that is near, and what was open in the morning.
    async fn a_day_before(&self) {
        self.ask(&json!({ "needed_by": self.in_hours(44), "volunteers_needed": 3 })).await;
        self.promise("ines@helps.example", "today").await;
        self.pass_until(MORNING.parse().unwrap()).await;
        self.pass(SignedDuration::from_mins(15)).await;
    }

    /// A volunteer asks for another address.
    async fn somebody_moves(&self) {
        let mover = self.helper("Mover", &json!({ "name": "Mover Oiseleur" })).await;
        let browser = self.browser();
        browser.post("/sessions", &json!({ "email": mover.email })).await.expect(202);
        self.settle().await;
        let token = self.token_in(&mover.email, "login", "/l/");
        browser.post("/sessions/redeem", &json!({ "token": token })).await.expect(200);
        let next = json!({ "email": "next@helps.example" });
        browser.post("/volunteers/me/email", &next).await.expect(202);
        self.settle().await;
    }

    /// Every link of every mail, that of `List-Unsubscribe` too, with the kind of the mail.
    fn links(&self) -> BTreeSet<(String, String)> {
        let mut links = BTreeSet::new();
        for mail in self.sink.messages() {
            let kind = mail.kind().unwrap_or_default();
            let unsubscribe = mail.header("list-unsubscribe").unwrap_or_default();
            let unsubscribe = unsubscribe.trim_matches(['<', '>']).to_owned();
            let all = mail.links().into_iter().chain([unsubscribe]);
            links.extend(all.filter(|link| !link.is_empty()).map(|link| (kind.clone(), link)));
        }
        links
    }
}
