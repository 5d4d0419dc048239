//! The operator's desk: a known number, a repeat, several needs, a promised call, good news.

use dispatch::Actor;
use jiff::SignedDuration;
use matching::Role;
use serde_json::json;
use tests::house::desk::Desk;
use tests::house::people::Asked;
use tests::house::{Answer, House, each};

const CALL: &str = "/staff/desk/call";
/// The number of [`tests::house::people::SECRETS`], as somebody reads it off a telephone.
const NUMBER: &str = "0470 99 88 77";

async fn operator(house: &House) -> Desk {
    staff(house, "lucie@proche.example", Role::Operator).await
}

async fn staff(house: &House, email: &str, role: Role) -> Desk {
    let link = house.dispatch.create_account(&Actor::System, email, role, None).await;
    house.set_up(&link.unwrap()).await
}

/// A call that goes on: what the page says, and its id.
struct OnCall<'h> {
    house: &'h House,
    desk: &'h Desk,
    id: String,
    page: String,
}

impl<'h> OnCall<'h> {
    async fn from(house: &'h House, desk: &'h Desk, number: &str) -> Self {
        let home = house.read(&desk.browser, "/staff/desk").await.expect(200).text();
        let id = value_of(&home, "call");
        let form = [("go", "start"), ("call", id.as_str()), ("caller", number)];
        let page = house.post_form(&desk.browser, CALL, &form).await.expect(200).text();
        Self { house, desk, id, page }
    }

    /// Posts what the page holds with these changes.
    async fn press(&self, go: &str, changes: &[(&str, &str)]) -> Answer {
        let kept = ["caller", "name", "phone", "line", "postcode", "place", "needed_by_date"];
        let kept = kept.map(|name| (name, value_of(&self.page, name)));
        let mut form = vec![("go", go), ("call", self.id.as_str())];
        let usual = [("needed_by_time", "18:00"), ("language", "fr"), ("outcome", "noted")];
        form.extend(usual);
        form.extend(kept.iter().map(|(name, value)| (*name, value.as_str())));
        form.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        form.extend(changes);
        let answer = self.house.post_form(&self.desk.browser, CALL, &form).await;
        self.house.settle().await;
        answer
    }
}

fn value_of(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
    let value = field.split("value=\"").nth(1).unwrap_or_default();
    value.split('"').next().unwrap_or_default().to_owned()
}

fn link_of(asked: &Asked) -> String {
    format!("link-{}", asked.id)
}

/// Somebody new, with all that has to be said.
const NEWCOMER: [(&str, &str); 7] = [
    ("name", "Rosalie Canarelle"),
    ("line", "12 rue du Serin"),
    ("postcode", "1050"),
    ("place", "Ixelles"),
    ("readback", "yes"),
    ("consent", "yes"),
    ("payment", "door"),
];

fn newcomer<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    NEWCOMER.iter().chain(more).copied().collect()
}

#[tokio::test]
async fn who_calls_again_is_known_and_a_repeat_is_linked_not_asked_twice() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let reference = house.request(&asked).await.str("/reference");
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        assert!(call.page.contains(&reference) && call.page.contains("Même numéro"));
        assert_eq!(value_of(&call.page, "name"), "Rosalie Canarelle");
        assert_eq!(value_of(&call.page, "line"), "12 rue du Serin");
        assert_eq!(house.number("SELECT COUNT(*) FROM reveal").await, 1, "a view is noted");
        let link = link_of(&asked);
        let said = [(link.as_str(), "same"), ("note", "Sonnez longtemps")];
        house.clock.advance(SignedDuration::from_secs(80));
        let home = call.press("save", &said).await.expect(200).text();
        assert!(home.contains("relié à la demande"), "{home}");
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 1);
        let known = "SELECT COUNT(*) FROM phone_call WHERE outcome = 'known' AND language = 'fr' \
            AND ended_at - started_at = 80000000";
        assert_eq!(house.number(known).await, 1);
        assert!(house.story(&asked).await.contains(&"request.spoken_of".to_owned()));
        assert!(house.request(&asked).await.at("/needs_attention").as_bool().unwrap());
        let reveal = json!({ "reason": "reading" });
        let told = house.staff_do(&asked, "reveal", &reveal).await.expect(200).text();
        assert!(told.contains("yellow-feather") && told.contains("Sonnez longtemps"), "{told}");
        let whole = house.staff_do(&asked, "export", &reveal).await.expect(200);
        assert_eq!(whole.str("/calls/0/outcome"), "known");
        let again = OnCall::from(house, &desk, "+32 470 99 88 77").await;
        assert!(again.page.contains("1 appel avant celui-ci"));
    })
    .await;
}

#[tokio::test]
async fn several_needs_are_noted_in_one_call_and_what_is_missing_is_said_at_once() {
    each(async |house| {
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let lists = [("items", "marmelade\n6 œufs"), ("items_2", "Pharmacie du Lavoir")];
        let poor = call.press("save", &lists).await.expect(422).text();
        assert!(poor.contains("Lisez l’accord à voix haute"), "{poor}");
        for input in ["name", "postcode", "readback", "consent"] {
            assert!(poor.contains(&format!("id=\"{input}-error\"")), "{input}");
        }
        assert!(poor.contains("6 œufs") && poor.contains("Pharmacie du Lavoir"));
        let whole = newcomer(&lists);
        let home = call.press("save", &whole).await.expect(200).text();
        assert!(home.contains("la recherche commence"), "{home}");
        assert_eq!(home.matches("class=\"plate\"").count(), 2, "numbers to say");
        // The same form sent once more is the same call.
        call.press("save", &whole).await.expect(200);
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 2);
        let agreed = "SELECT COUNT(*) FROM help_request WHERE consent_by = 'oral' \
            AND channel = 'phone' AND consent_version <> '' AND consent_at > 0";
        assert_eq!(house.number(agreed).await, 2);
        let ties = "SELECT COUNT(*) FROM phone_call_request WHERE what = 'noted'";
        assert_eq!(house.number(ties).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_need_that_is_there_already_is_posted_only_once_the_operator_has_asked() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let wants = [("category", "groceries"), ("readback", "yes"), ("consent", "yes")];
        let unsaid = call.press("save", &wants).await.expect(422).text();
        assert!(unsaid.contains("id=\"link-error\""), "{unsaid}");
        let link = link_of(&asked);
        let said = [wants.as_slice(), &[(link.as_str(), "other")]].concat();
        call.press("save", &said).await.expect(200);
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 2);
        let said = "SELECT COUNT(*) FROM request_likeness WHERE said = 'other' \
            AND reason = 'contact' AND said_by IS NOT NULL";
        assert_eq!(house.number(said).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_door_is_known_under_another_number() {
    each(async |house| {
        let asked = house.ask(&json!({})).await;
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, "02 555 01 23").await;
        assert!(!call.page.contains("Rosalie"));
        let door = [("line", "Rue du Serin, 12"), ("postcode", "1050"), ("place", "Ixelles")];
        let page = call.press("look", &door).await.expect(200).text();
        assert!(page.contains("Même adresse, autre numéro"), "{page}");
        assert!(page.contains(&asked.id.to_string()));
        let over = format!("person:{}", asked.id);
        let page = call.press(&over, &door).await.expect(200).text();
        assert_eq!(value_of(&page, "name"), "Rosalie Canarelle");
    })
    .await;
}

#[tokio::test]
async fn a_promised_call_waits_for_its_time_and_its_number_goes_with_it() {
    each(async |house| {
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let later = [("outcome", "call_back"), ("call_back_at", "2026-11-24T11:00")];
        call.press("save", &[("outcome", "call_back")]).await.expect(422);
        call.press("save", &later).await.expect(200);
        let sealed = "SELECT COUNT(*) FROM phone_call WHERE LENGTH(sealed_contact) > 0";
        assert_eq!(house.number(sealed).await, 1);
        let next = [("go", "next")];
        let early = house.post_form(&desk.browser, "/staff/desk", &next).await.expect(200);
        assert!(early.text().contains("name=\"caller\""), "nothing is due yet");
        house.pass(SignedDuration::from_mins(61)).await;
        let task = house.post_form(&desk.browser, "/staff/desk", &next).await.expect(200).text();
        assert!(task.contains("appel promis"), "{task}");
        let id = house.tasks("return_call").await[0]["id"].as_str().unwrap().to_owned();
        let page = format!("/staff/tasks/{id}");
        let reveal = [("go", "reveal"), ("reason", "Appel promis")];
        let shown = house.post_form(&desk.browser, &page, &reveal).await.expect(200).text();
        assert!(shown.contains("+32470998877"), "{shown}");
        house.clock.advance(SignedDuration::from_secs(95));
        let done = [("go", "done"), ("outcome", "done")];
        house.post_form(&desk.browser, &page, &done).await.expect(200);
        assert_eq!(house.number(sealed).await, 0);
        let made = "SELECT COUNT(*) FROM phone_call WHERE direction = 'out' \
            AND outcome = 'done' AND ended_at - started_at = 95000000";
        assert_eq!(house.number(made).await, 1);
        house.dispatch.purge(true).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_who_says_no_nothing_is_kept_but_that_somebody_called() {
    each(async |house| {
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let mut no = newcomer(&[("items", "marmelade")]);
        no.retain(|(name, _)| *name != "consent");
        no.push(("consent", "no"));
        let home = call.press("save", &no).await.expect(200).text();
        assert!(home.contains("rien n’est gardé"), "{home}");
        assert_eq!(house.number("SELECT COUNT(*) FROM help_request").await, 0);
        let kept = "SELECT COUNT(*) FROM phone_call WHERE outcome = 'declined' \
            AND phone_hash IS NULL";
        assert_eq!(house.number(kept).await, 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_took_the_call_hears_that_the_caller_was_helped() {
    each(async |house| {
        let helper = house.helper("Shopper", &json!({})).await;
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        house.clock.advance(SignedDuration::from_mins(4));
        call.press("save", &newcomer(&[("items", "marmelade")])).await.expect(200);
        let promise = house.promise(&helper.email, "today").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let home = house.read(&desk.browser, "/staff/desk").await.expect(200).text();
        assert!(home.contains("Bonne nouvelle") && home.contains("Aidée"), "{home}");
        let actor = Actor::Staff(dispatch::Staff {
            id: account(house).await,
            is_account: true,
            role: Role::Operator,
            area: None,
        });
        let figures = house.dispatch.desk_figures(&actor).await.unwrap().today;
        assert_eq!((figures.calls, figures.requests, figures.helped), (1, 1, 1));
        assert_eq!(figures.median_s, Some(240));
    })
    .await;
}

async fn account(house: &House) -> uuid::Uuid {
    let account = house.dispatch.account_with_email("lucie@proche.example").await.unwrap();
    account.unwrap().id.0
}

#[tokio::test]
async fn both_sides_close_by_phone() {
    each(async |house| {
        let number = json!({ "phone": "+32 2 555 01 23" });
        let helper = house.helper("Shopper", &number).await;
        let asked = house.ask(&json!({})).await;
        let promise = house.promise(&helper.email, "today").await;
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, "02 555 01 23").await;
        assert!(call.page.contains("ses promesses"), "{}", call.page);
        call.press(&format!("complete:{}", promise.id), &[]).await.expect(200);
        call.press("save", &[("outcome", "informed")]).await.expect(200);
        let call = OnCall::from(house, &desk, NUMBER).await;
        let page = call.press(&format!("confirm:{}", asked.id), &[]).await.expect(200).text();
        assert!(page.contains("L’appel continue"), "{page}");
        call.press("save", &[("outcome", "known")]).await.expect(200);
        assert_eq!(house.request(&asked).await.str("/engagements/0/confirmed_by"), "staff");
        let tied = "SELECT COUNT(*) FROM phone_call_request WHERE what = 'about'";
        assert_eq!(house.number(tied).await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_called_is_forgotten_with_the_request_and_after_two_weeks() {
    each(async |house| {
        let desk = operator(house).await;
        let call = OnCall::from(house, &desk, "02 555 01 23").await;
        call.press("save", &[("outcome", "informed")]).await.expect(200);
        let asked = house.ask(&json!({})).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let link = link_of(&asked);
        call.press("save", &[(link.as_str(), "same")]).await.expect(200);
        let known = "SELECT COUNT(*) FROM phone_call WHERE phone_hash IS NOT NULL";
        let doors = "SELECT COUNT(*) FROM request_door";
        assert_eq!((house.number(known).await, house.number(doors).await), (2, 1));
        house.staff_do(&asked, "erase", &json!({ "sure": true })).await;
        assert_eq!((house.number(known).await, house.number(doors).await), (1, 0));
        house.pass(SignedDuration::from_hours(15 * 24)).await;
        house.dispatch.purge(true).await.unwrap();
        assert_eq!(house.number(known).await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM phone_call").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_call_is_nobody_else_s() {
    each(async |house| {
        let desk = operator(house).await;
        let other = staff(house, "karim@proche.example", Role::Operator).await;
        let call = OnCall::from(house, &desk, NUMBER).await;
        let foreign = OnCall { desk: &other, page: call.page.clone(), ..call };
        foreign.press("save", &[("outcome", "informed")]).await.expect(404);
        foreign.press("look", &[]).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn an_operator_begins_at_the_desk_and_callers_may_read_what_is_noted() {
    each(async |house| {
        for (role, begins) in [(Role::Operator, "/staff/desk"), (Role::Coordinator, "/staff/tasks")]
        {
            let email = format!("{}@proche.example", role.code());
            let desk = house.colleague(&email, role, None).await;
            let page = house.read(&desk.browser, "/staff").await.expect(200).text();
            let current = format!("href=\"{begins}\" aria-current");
            assert!(page.contains(&current), "{role:?}: {page}");
        }
        let privacy = house.read(&house.browser(), "/about/privacy").await.expect(200).text();
        for told in ["Quand vous appelez", "aucune voix", "14 jours", "365 jours"] {
            assert!(privacy.contains(told), "{told}: {privacy}");
        }
    })
    .await;
}
