//! The authorisation matrix, walked over every address of the real router as everybody.

mod cast;
mod matrix;
mod states;

use std::collections::BTreeSet;

use dispatch::Settings;
use matching::Role;
use reqwest::Method;
use tests::house::{House, differences, each_with};

use cast::{Cast, Scene, Who};
use matrix::{ACTIONS, LAST, MATRIX, May, Rule};

/// What somebody is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Done, or refused for another reason than who calls, such as too many tries.
    LetIn,
    /// Sign in first: 401, or the way to the door on a page.
    Door,
    /// Not with this role.
    Forbidden,
    /// For this caller there is no such thing.
    Hidden,
    /// The link does not work.
    Gone,
}

impl Verdict {
    fn of(status: u16, to: &str) -> Self {
        match status {
            303 if to.contains("sign-in?next=") => Self::Door,
            200..=399 | 409 | 422 | 429 => Self::LetIn,
            401 => Self::Door,
            403 => Self::Forbidden,
            404 => Self::Hidden,
            410 => Self::Gone,
            other => panic!("nobody is answered {other}"),
        }
    }
}

fn verdict(may: May, who: Who) -> Verdict {
    use Verdict::{Door, Forbidden, Gone, Hidden, LetIn};
    let staff = |least: Role, object: bool| match who.role() {
        None => Door,
        Some(role) if role < least => Forbidden,
        Some(_) if object && !who.sees_here() => Hidden,
        Some(_) => LetIn,
    };
    match may {
        May::Anyone => LetIn,
        May::Requester | May::RequesterAlone
            if matches!(who, Who::Requester | Who::OtherRequester) =>
        {
            LetIn
        }
        May::LinkHolder | May::AlertHolder | May::Requester => Gone,
        May::RequesterAlone | May::DemoAlone => Hidden,
        May::Volunteer if matches!(who, Who::Helper | Who::OtherHelper) => LetIn,
        May::Volunteer | May::Machine | May::Enrolling => Door,
        // Staff of the matrix come with tokens, which are nobody's account.
        May::Account => {
            if who.role().is_some() {
                Forbidden
            } else {
                Door
            }
        }
        May::Holder | May::HolderAlone | May::HolderOrStaff => match who {
            Who::Helper | Who::Browser => LetIn,
            Who::OtherHelper => Hidden,
            Who::Visitor | Who::Requester | Who::OtherRequester => Door,
            _ if may == May::HolderOrStaff => staff(Role::Operator, true),
            // Staff reveal the request, with a reason; on the page they may sign in as a volunteer.
            _ if may == May::Holder => Door,
            _ => Hidden,
        },
        May::Operator => staff(Role::Operator, false),
        May::OperatorOver => staff(Role::Operator, true),
        May::Coordinator => staff(Role::Coordinator, false),
        May::CoordinatorOver => staff(Role::Coordinator, true),
    }
}

fn without_rest(settings: &mut Settings) {
    settings.matching.cool_down_hours = 0;
    settings.matching.policy = dispatch::Policy::Nearest;
    settings.caps = matching::Caps {
        alerts_per_day: 0,
        accepts_per_day: 0,
        live_engagements: 0,
        reveals_per_30_days: 0,
        new_until_confirmed: 0,
    };
}

/// Every method of every address, as the router itself tells.
pub async fn routes(house: &House) -> BTreeSet<String> {
    let probe = Method::from_bytes(b"PROBE").unwrap();
    let mut found = BTreeSet::new();
    for path in web::paths(&house.web) {
        let url = format!("{}{}", house.base(), path.replace(['{', '}', '*'], "x"));
        let answer = house.visitor().request(probe.clone(), &url).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 405, "{path}");
        let allowed = answer.headers()["allow"].to_str().unwrap().to_owned();
        let methods = allowed.split(',').filter(|method| *method != "HEAD");
        found.extend(methods.map(|method| format!("{method} {path}")));
    }
    found
}

#[tokio::test]
async fn every_route_of_the_router_has_a_line_in_the_matrix() {
    each_with(without_rest, async |house| {
        let hashed = |route: &String| route.starts_with("GET /assets/");
        let served: BTreeSet<String> =
            routes(house).await.into_iter().filter(|route| !hashed(route)).collect();
        let ruled: BTreeSet<String> = MATRIX.iter().map(|rule| rule.route.to_owned()).collect();
        assert_eq!(ruled.len(), MATRIX.len(), "a route has two lines");
        assert_eq!(served, ruled);
    })
    .await;
}

/// The API's description names who may call what, as the matrix does.
#[test]
fn the_description_names_the_same_credentials() {
    let api = serde_json::to_value(web::openapi()).unwrap();
    for rule in MATRIX.iter().filter(|rule| rule.route.contains(" /api/v1/")) {
        let (method, path) = rule.route.split_once(' ').unwrap();
        let operation = &api["paths"][path][method.to_lowercase()];
        let security = operation["security"].as_array().unwrap();
        let named: BTreeSet<&str> = security
            .iter()
            .flat_map(|one| one.as_object().unwrap().keys().map(String::as_str))
            .collect();
        let open = security.iter().any(|one| one.as_object().unwrap().is_empty());
        assert_eq!(open, matches!(rule.may, May::Anyone | May::LinkHolder), "{}", rule.route);
        let holder = matches!(rule.may, May::HolderAlone | May::HolderOrStaff);
        let staff = !open && !matches!(rule.may, May::HolderAlone | May::Volunteer);
        if !open {
            let both = named.contains("token") && named.contains("staff");
            assert_eq!(both, staff, "{}", rule.route);
            assert_eq!(named.contains("engagement"), holder, "{}", rule.route);
        }
    }
}

/// The address of a rule with the objects of a scene in it.
fn placed(rule: &Rule, scene: &Scene, cast: &Cast<'_>) -> (&'static str, String, String) {
    let (method, path) = rule.route.split_once(' ').unwrap();
    let id = match path {
        _ if path.contains("/tasks/") => scene.task.clone(),
        _ if path.contains("/volunteers/") => cast.volunteer(),
        _ if path.contains("/engagements/") => scene.promise.id.to_string(),
        _ if path.contains("/requests/") => scene.request.id.to_string(),
        _ => "1".to_owned(),
    };
    let path =
        path.replace("{id}", &id).replace("{key}", "nonsense").replace("{*rest}", "index.css");
    let body = rule.body.replace("{request}", &scene.request.id.to_string());
    let body = body.replace("{volunteer}", &cast.volunteer());
    let body = body.replace("{engagement}", &scene.promise.id.to_string());
    (method, path, body)
}

async fn answered(cast: &Cast<'_>, rule: &Rule, who: Who, scene: &Scene) -> (u16, String) {
    let (method, path, body) = placed(rule, scene, cast);
    let path = path.replace("{token}", "nonsense");
    let credentials = cast.credentials(who, scene).await;
    cast.call((method, &path), &body, credentials.as_ref()).await
}

/// What changed beside the note that an account was refused, and its link in the audit chain.
fn changed(house: &House, before: &[String], after: &[String]) -> Vec<String> {
    let rows = differences(before, after);
    let link = format!("+ [\"{}\",", house.dispatch.settings().node);
    let is_note = |row: &str| row.starts_with("+ [") && row.contains("\"access.refused\"");
    let notes = rows.iter().filter(|row| is_note(row)).count();
    assert!(notes <= 1, "one call, one note");
    let mut links = notes;
    let mut is_link = |row: &str| {
        let is = links > 0 && row.starts_with(&link);
        links -= usize::from(is);
        is
    };
    // How many rows a table has is said beside them.
    let is_count = |row: &str| row.starts_with("- {\"") || row.starts_with("+ {\"");
    rows.into_iter().filter(|row| !is_note(row) && !is_link(row) && !is_count(row)).collect()
}

/// Whoever is refused is refused in the same way everywhere, and has changed nothing.
#[tokio::test]
async fn whoever_is_refused_has_changed_nothing() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        let scene = cast.scene().await;
        let mut wrong = Vec::new();
        let mut before = house.picture().await;
        for rule in MATRIX.iter().chain(ACTIONS).chain(LAST) {
            let refused = Who::ALL.iter().filter(|who| verdict(rule.may, **who) != Verdict::LetIn);
            for who in refused {
                let (status, to) = answered(&cast, rule, *who, &scene).await;
                let wanted = verdict(rule.may, *who);
                if Verdict::of(status, &to) != wanted {
                    wrong.push(format!("{rule:?} by {who:?}: {status} {to}, not {wanted:?}"));
                }
                let after = house.picture().await;
                let changed = changed(house, &before, &after);
                before = after;
                if !changed.is_empty() {
                    wrong.push(format!("{rule:?} by {who:?} changed {changed:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Whoever may is let in, each to a scene that nobody has touched.
#[tokio::test]
async fn whoever_may_is_let_in() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        let mut scene = cast.scene().await;
        let mut wrong = Vec::new();
        for rule in MATRIX.iter().chain(ACTIONS) {
            for who in Who::ALL.iter().filter(|who| verdict(rule.may, **who) == Verdict::LetIn) {
                let (status, to) = answered(&cast, rule, *who, &scene).await;
                if Verdict::of(status, &to) != Verdict::LetIn {
                    wrong.push(format!("{rule:?} by {who:?}: {status} {to}"));
                }
                if !rule.route.starts_with("GET") && rule.may != May::Anyone {
                    scene = cast.scene().await;
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// A link works for whoever holds it, signed in or not.
#[tokio::test]
async fn the_holder_of_a_link_is_let_in() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        for rule in MATRIX {
            let scene = cast.scene().await;
            let (method, path, body) = placed(rule, &scene, &cast);
            let (path, credentials) = match rule.may {
                May::LinkHolder => {
                    (path.replace("{token}", &cast.token(&path, &scene).await), None)
                }
                May::AlertHolder => (path, Some(cast.alert_cookie(&scene).await)),
                _ => continue,
            };
            let (status, to) = cast.call((method, &path), &body, credentials.as_ref()).await;
            assert_eq!(Verdict::of(status, &to), Verdict::LetIn, "{}: {status}", rule.route);
        }
    })
    .await;
}
