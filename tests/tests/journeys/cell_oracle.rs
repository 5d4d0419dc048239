//! Where a person lives cannot be read out of the alerts: in two copies of one store, two requests
//! at different points of one cell alert the same people in the same order with the same words.

use dispatch::{Actor, Policy, Settings};
use matching::{Cell, Position, VolunteerId};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, around};
use tests::house::{Engine, House, Lodging, START};

/// The resolution of the finest cells.
pub(super) const FINEST: u8 = 9;

/// Both copies are reached under one name.
pub(super) fn rules(settings: &mut Settings) {
    "http://proche.example".clone_into(&mut settings.base_url);
    settings.matching.policy = Policy::Nearest;
    settings.matching.outstanding = 12;
    settings.caps.alerts_per_day = 0;
}

/// The same under the expected policy.
fn rules_of_the_expected(settings: &mut Settings) {
    rules(settings);
    settings.matching.policy = Policy::Expected;
    settings.matching.expected.goal_normal = 0.8;
}

/// A store with forty shoppers within nine kilometres.
async fn town(engine: Engine, random: &mut StdRng) -> Option<Lodging> {
    let lodging = Lodging::fresh(engine).await?;
    let house = House::open(lodging, START.parse().unwrap(), rules).await;
    for number in 0..40 {
        let spot = around(random.random_range(-6e3..6e3), random.random_range(-6e3..6e3));
        let own = json!({ "location": spot, "radius_km": 30, "capacity": 20 });
        house.helper(&format!("Shopper{number}"), &own).await;
    }
    Some(house.close().await)
}

/// Two areas whose border cuts each of these cells in two; these people belong to one or the
/// other.
pub(super) async fn border_through(house: &House, cells: &[Cell], people: &[VolunteerId]) {
    let halves = [house.area("West", (50.0, 3.0)).await, house.area("East", (50.0, 6.0)).await];
    let mut tx = house.dispatch.database().write().await.unwrap();
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for cell in cells {
        let west = |part: &Cell| part.center().lon() < cell.center().lon();
        let (west, east): (Vec<Cell>, Vec<Cell>) = cell.children(FINEST).partition(west);
        here.extend(west);
        there.extend(east);
    }
    tx.assign_cells(halves[0], &here).await.unwrap();
    tx.assign_cells(halves[1], &there).await.unwrap();
    for (id, half) in people.iter().zip(halves.iter().cycle()) {
        tx.set_volunteer_area(*id, Some(*half)).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.dispatch.reload_areas().await.unwrap();
}

/// What the outside could see of the alerts of a request posted at a point.
struct Seen {
    cell: Option<Cell>,
    alerts: Vec<Value>,
    mails: Vec<Vec<String>>,
    pages: Vec<Value>,
    own: Vec<String>,
}

/// Somebody asks at a point of a cell, through which the border of two areas runs.
async fn seen_of_a_request_at(
    lodging: &Lodging,
    (cell, point): (Cell, &Value),
    rules: fn(&mut Settings),
) -> Seen {
    let copy = lodging.copy().await;
    let house = House::open(copy, START.parse().unwrap(), rules).await;
    let filter = store::VolunteerFilter { limit: 100, ..Default::default() };
    let people = house.dispatch.list_volunteers(&Actor::System, filter).await.unwrap();
    let people: Vec<VolunteerId> = people.iter().map(|volunteer| volunteer.id).collect();
    border_through(&house, &[cell], &people).await;
    let asked = house.ask(&json!({ "address": null, "location": point })).await;
    let request = house.dispatch.request(&Actor::System, asked.id).await.unwrap();
    let seen = Seen {
        cell: request.cell,
        alerts: alerts(&house, &asked).await,
        mails: mails(&house),
        pages: pages(&house).await,
        own: own_pages(&house, &people[..4]).await,
    };
    house.assert_in_order().await;
    house.close().await.clear().await;
    seen
}

async fn alerts(house: &House, asked: &Asked) -> Vec<Value> {
    let mut alerts = house.alerts(asked).await;
    // Ids of one moment have no order; the ranks in the reasons have.
    alerts.sort_by_key(|alert| (alert.distance_m, alert.volunteer_id));
    let shown = alerts.into_iter().map(|alert| {
        json!([alert.volunteer_id.to_string(), alert.wave, alert.distance_m, alert.reasons])
    });
    shown.collect()
}

/// Every alert with what is random in it masked, in the order of its recipients.
fn mails(house: &House) -> Vec<Vec<String>> {
    let mut mails: Vec<Vec<String>> = house
        .mails("alert")
        .iter()
        .map(|mail| {
            let raw = String::from_utf8_lossy(&mail.raw);
            let headers = raw.split("\r\n\r\n").next().unwrap_or_default();
            let parts = [mail.to.concat(), headers.to_owned()];
            let parts = parts.into_iter().chain(mail.text()).chain(mail.html());
            parts.map(|part| masked(&part)).chain([mail.raw.len().to_string()]).collect()
        })
        .collect();
    mails.sort();
    mails
}

/// What the links show before a yes.
async fn pages(house: &House) -> Vec<Value> {
    let mut pages = Vec::new();
    for to in house.recipients("alert") {
        let path = format!("/alerts/{}", house.alert_token(&to));
        pages.push(json!([to, house.visitor().get(&path).await.expect(200).json()]));
    }
    pages
}

/// What volunteers see on pages of their own, some of either area.
async fn own_pages(house: &House, people: &[VolunteerId]) -> Vec<String> {
    let mut pages = Vec::new();
    for id in people {
        let cookie = house.dispatch.session_for_volunteer(&Actor::System, *id).await.unwrap();
        for path in ["/me", "/me/near"] {
            let visitor = house.visitor();
            let call = visitor.request(Method::GET, &format!("{}{path}", house.base()));
            let call = call.header("cookie", format!("proche_volunteer={cookie}"));
            pages.push(masked(&visitor.send(call).await.expect(200).text()));
        }
    }
    pages
}

/// Masks tokens, ids and the marks between the parts of a mail: long words of no language.
pub(super) fn masked(text: &str) -> String {
    let wordy = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if wordy(c) {
            word.push(c);
            continue;
        }
        let mixed = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
        let random = word.len() >= 24 && word.chars().skip(1).any(mixed);
        out.push_str(if random { "…" } else { &word });
        out.push(c);
        word.clear();
    }
    out
}

/// One token of 32 bytes in fourteen hundred has no digit.
#[test]
fn a_token_without_a_digit_is_masked() {
    let letters = "abcdefghijkLmnopqrstuvwXyz-abcdefghij_klmno";
    assert_eq!(masked(&format!("/alerts/{letters}?yes")), "/alerts/…?yes ");
    assert_eq!(masked("anti-constitutionnellement"), "anti-constitutionnellement ");
}

/// A point with what its request is snapped to and named after.
struct Spot {
    point: Value,
    cell: Cell,
    label: String,
}

/// Pairs of points whose requests share a cell, those first that bear different names.
async fn pairs_in_a_cell(random: &mut StdRng) -> Vec<(Cell, [Value; 2])> {
    let lodging = Lodging::fresh(Engine::Sqlite).await.unwrap();
    let house = House::open(lodging, START.parse().unwrap(), rules).await;
    let mut spots: Vec<Spot> = Vec::new();
    for _ in 0..80 {
        let point = around(random.random_range(-4e3..4e3), random.random_range(-4e3..4e3));
        let asked = house.ask(&json!({ "address": null, "location": point })).await;
        let request = house.dispatch.request(&Actor::System, asked.id).await.unwrap();
        let (cell, degrees) = (request.cell.unwrap(), |key: &str| point[key].as_f64().unwrap());
        let position = Position::new(degrees("lat"), degrees("lon")).unwrap();
        // A cell's hexagon differs by slivers from the finest cells that an area is made of.
        if cell.children(FINEST).any(|part| part == Cell::of(position, FINEST)) {
            spots.push(Spot { point, cell, label: request.label });
        }
    }
    house.close().await.clear().await;
    let mut pairs = Vec::new();
    for (at, one) in spots.iter().enumerate() {
        if let Some(two) = spots[at + 1..].iter().rev().find(|two| two.cell == one.cell) {
            let points = [one.point.clone(), two.point.clone()];
            pairs.push((one.label == two.label, (one.cell, points)));
        }
    }
    pairs.sort_by_key(|(same_name, _)| *same_name);
    assert!(pairs.first().is_some_and(|(same_name, _)| !same_name), "no cell has two names");
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

#[tokio::test]
async fn two_points_of_one_cell_cannot_be_told_apart() {
    let mut random = StdRng::seed_from_u64(20_261_124);
    let pairs = pairs_in_a_cell(&mut random).await;
    for engine in Engine::ALL {
        let Some(lodging) = town(engine, &mut random).await else { continue };
        let policies = [rules as fn(&mut Settings), rules_of_the_expected];
        for ((cell, [first, second]), rules) in pairs[..4].iter().zip(policies.into_iter().cycle())
        {
            let one = seen_of_a_request_at(&lodging, (*cell, first), rules).await;
            let two = seen_of_a_request_at(&lodging, (*cell, second), rules).await;
            assert!(one.alerts.len() >= 7, "{}", one.alerts.len());
            assert_eq!(one.cell, two.cell);
            assert_eq!(one.alerts, two.alerts);
            assert_eq!(one.mails, two.mails);
            assert_eq!(one.pages, two.pages);
            assert_eq!(one.own, two.own);
        }
        lodging.clear().await;
    }
}
