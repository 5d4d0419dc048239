//! Where a person lives cannot be read out of the alerts: in two copies of one store, two requests
//! at different points of one cell alert the same people in the same order with the same words.

use dispatch::{Actor, Settings};
use matching::Cell;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use tests::house::people::{Asked, around};
use tests::house::{Engine, House, Lodging, START};

/// Both copies are reached under one name.
fn rules(settings: &mut Settings) {
    settings.base_url = "http://proche.example".to_owned();
    settings.matching.outstanding = 12;
    settings.caps.alerts_per_day = 0;
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

/// What the outside could see of the alerts of a request posted at a point.
struct Seen {
    cell: Option<Cell>,
    alerts: Vec<Value>,
    mails: Vec<Vec<String>>,
    pages: Vec<Value>,
}

async fn seen_of_a_request_at(lodging: &Lodging, point: &Value) -> Seen {
    let copy = lodging.copy().await;
    let house = House::open(copy, START.parse().unwrap(), rules).await;
    let asked = house.ask(&json!({ "address": null, "location": point })).await;
    let request = house.dispatch.request(&Actor::System, asked.id).await.unwrap();
    let seen = Seen {
        cell: request.cell,
        alerts: alerts(&house, &asked).await,
        mails: mails(&house),
        pages: pages(&house).await,
    };
    house.assert_in_order().await;
    house.close().await.clear().await;
    seen
}

async fn alerts(house: &House, asked: &Asked) -> Vec<Value> {
    let alerts = house.alerts(asked).await;
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

/// Masks tokens, ids and the marks between the parts of a mail: long words of no language.
fn masked(text: &str) -> String {
    let wordy = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if wordy(c) {
            word.push(c);
            continue;
        }
        let random = word.len() >= 24 && word.chars().any(|c| c.is_ascii_digit());
        out.push_str(if random { "…" } else { &word });
        out.push(c);
        word.clear();
    }
    out
}

/// Two far points of one cell, and the cell.
fn two_points_of_a_cell(random: &mut StdRng) -> [Value; 2] {
    let first = around(random.random_range(-4e3..4e3), random.random_range(-4e3..4e3));
    let position = |at: &Value| {
        let part = |key: &str| at[key].as_f64().unwrap();
        matching::Position::new(part("lat"), part("lon")).unwrap()
    };
    let cell = Cell::of(position(&first), 8);
    loop {
        let lat = first["lat"].as_f64().unwrap() + random.random_range(-0.008..0.008);
        let lon = first["lon"].as_f64().unwrap() + random.random_range(-0.012..0.012);
        let second = json!({ "lat": lat, "lon": lon });
        let far = matching::distance_m(position(&first), position(&second)) > 250.0;
        if far && Cell::of(position(&second), 8) == cell {
            return [first, second];
        }
    }
}

#[tokio::test]
async fn two_points_of_one_cell_cannot_be_told_apart() {
    for engine in Engine::ALL {
        let mut random = StdRng::seed_from_u64(20_261_124);
        let Some(lodging) = town(engine, &mut random).await else { continue };
        let mut compared = 0;
        for _ in 0..6 {
            let [first, second] = two_points_of_a_cell(&mut random);
            let one = seen_of_a_request_at(&lodging, &first).await;
            let two = seen_of_a_request_at(&lodging, &second).await;
            assert_eq!(one.alerts.len(), 12);
            if one.cell != two.cell {
                continue;
            }
            compared += 1;
            assert_eq!(one.alerts, two.alerts);
            assert_eq!(one.mails, two.mails);
            assert_eq!(one.pages, two.pages);
        }
        assert!(compared >= 4, "only {compared} pairs share a cell");
        lodging.clear().await;
    }
}
