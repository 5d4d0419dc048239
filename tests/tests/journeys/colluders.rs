//! Ten volunteers tell each other everything they see, and try a thousand times to find out where
//! in its cell a request lies: they move, reach farther and less far, rest, decline, look at what is
//! near, wait. In two copies of one store that differ by that point alone they see the same.
//!
//! An acceptance is not among their tries: it shows the address, as it should. One by somebody else
//! is, for what they are told of it.

use dispatch::{Actor, LocationInput, Settings, VolunteerEdit};
use jiff::SignedDuration;
use matching::{Cell, Position, VolunteerId, distance_m};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::people::{Asked, around};
use tests::house::{Engine, House, Lodging, START};

use super::cell_oracle::{FINEST, border_through, masked, rules};

const COLLUDERS: usize = 10;
const ROUNDS: usize = 10;
const PROBES_A_ROUND: usize = 100;
/// Points of a cell of which the two that lie farthest apart are taken.
const POINTS: usize = 12;

/// Two are asked at a time: the others may look around.
fn two_at_a_time(settings: &mut Settings) {
    rules(settings);
    settings.matching.outstanding = 2;
}

/// One of ten, who does one thing.
#[derive(Clone, Debug)]
enum Probe {
    Move(f64, f64),
    Reach(f64),
    Rest(bool),
    LookAround,
    ReadOwnPage,
    ReadAlert,
    Decline,
    Accept,
    ReadFigures,
    Wait(i64),
}

impl Probe {
    fn any(random: &mut StdRng) -> Self {
        let mut metres = || random.random_range(-4e3..4e3);
        let (north, east) = (metres(), metres());
        match random.random_range(0..40) {
            0..4 => Self::Move(north, east),
            4..12 => Self::Reach([1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0][random.random_range(0..7)]),
            12 => Self::Rest(true),
            13..16 => Self::Rest(false),
            16..25 => Self::LookAround,
            25..31 => Self::ReadOwnPage,
            31..36 => Self::ReadAlert,
            36 => Self::Decline,
            37 => Self::Accept,
            38 => Self::ReadFigures,
            _ => Self::Wait(random.random_range(1..45)),
        }
    }
}

/// A copy of the store, with what the ten have read of their mail.
struct World {
    house: House,
    ten: Vec<(VolunteerId, String)>,
    read: usize,
}

impl World {
    async fn open(lodging: &Lodging, ten: &[(VolunteerId, String)]) -> Self {
        let copy = lodging.copy().await;
        let house = House::open(copy, START.parse().unwrap(), two_at_a_time).await;
        Self { house, ten: ten.to_vec(), read: 0 }
    }

    /// Does something as one of the ten, and gives everything that they see of it together.
    async fn observe(&mut self, who: usize, probe: &Probe) -> Vec<String> {
        let (id, email) = self.ten[who].clone();
        let mut seen = match probe {
            Probe::Move(north, east) => {
                let point = around(*north, *east);
                let degrees = |key: &str| point[key].as_f64().unwrap();
                let location = LocationInput { lat: degrees("lat"), lon: degrees("lon") };
                self.change(id, VolunteerEdit { location: Some(location), ..Default::default() })
                    .await
            }
            Probe::Reach(km) => {
                self.change(id, VolunteerEdit { radius_km: Some(*km), ..Default::default() }).await
            }
            Probe::Rest(rests) => {
                let status = Some(if *rests { "paused" } else { "active" }.to_owned());
                self.change(id, VolunteerEdit { status, ..Default::default() }).await
            }
            Probe::LookAround => self.own(id, "/me/near").await,
            Probe::ReadOwnPage => self.own(id, "/me").await,
            Probe::Decline => self.alert(&email, Some(("decline", json!({})))).await,
            Probe::Accept if self.taken().await => {
                self.alert(&email, Some(("accept", json!({ "when": "today" })))).await
            }
            // A free place is not taken: what they would see then is the address.
            Probe::Accept | Probe::ReadAlert => self.alert(&email, None).await,
            Probe::ReadFigures => self.figures().await,
            Probe::Wait(minutes) => {
                self.house.pass(SignedDuration::from_mins(*minutes)).await;
                Vec::new()
            }
        };
        self.house.settle().await;
        seen.extend(self.mail());
        seen
    }

    async fn change(&self, id: VolunteerId, edit: VolunteerEdit) -> Vec<String> {
        let changed = self.house.dispatch.edit_volunteer(&Actor::Volunteer(id), id, &edit).await;
        // A volunteer sees of themselves what they have put in.
        vec![changed.map_or_else(|refusal| format!("{refusal:?}"), |_| "changed".to_owned())]
    }

    /// A page of the volunteer's own.
    async fn own(&self, id: VolunteerId, path: &str) -> Vec<String> {
        let cookie = self.house.dispatch.session_for_volunteer(&Actor::System, id).await.unwrap();
        let url = format!("{}{path}", self.house.base());
        let visitor = self.house.visitor();
        let call = visitor.request(Method::GET, &url);
        let page = visitor.send(call.header("cookie", format!("proche_volunteer={cookie}"))).await;
        vec![page.status.to_string(), masked(&page.text())]
    }

    /// Opens, or answers, the latest alert.
    async fn alert(&self, email: &str, answer: Option<(&str, Value)>) -> Vec<String> {
        if self.house.mails_to(email, "alert").is_empty() {
            return Vec::new();
        }
        let path = format!("/alerts/{}", self.house.alert_token(email));
        let visitor = self.house.visitor();
        let said = match answer {
            Some((what, body)) => visitor.post(&format!("{path}/{what}"), &body).await,
            None => visitor.get(&path).await,
        };
        // A refusal bears the number of its call.
        let told = if said.status < 400 { masked(&said.text()) } else { said.str("/code") };
        vec![said.status.to_string(), told]
    }

    async fn figures(&self) -> Vec<String> {
        let visitor = self.house.visitor();
        let page = format!("{}/about/figures", self.house.base());
        let (json, page) = (visitor.get("/stats/public").await, visitor.get(&page).await);
        vec![json.expect(200).text(), masked(&page.expect(200).text())]
    }

    /// What has arrived for any of the ten since they looked last, in the order of recipients.
    fn mail(&mut self) -> Vec<String> {
        let all = self.house.sink.messages();
        let new = all[self.read..].iter();
        let theirs = new.filter(|mail| self.ten.iter().any(|(_, own)| mail.to.contains(own)));
        let mut told: Vec<String> = theirs
            .map(|mail| {
                let raw = String::from_utf8_lossy(&mail.raw);
                let head = raw.split("\r\n\r\n").next().unwrap_or_default().to_owned();
                let parts = [Some(mail.to.concat()), Some(head), mail.text(), mail.html()];
                parts.into_iter().flatten().map(|part| masked(&part)).collect::<String>()
            })
            .collect();
        told.sort();
        self.read = all.len();
        told
    }

    async fn taken(&self) -> bool {
        self.house.number("SELECT COUNT(*) FROM help_request WHERE status = 'matched'").await > 0
    }

    async fn ask_at(&self, point: Position, cell: Cell) -> Asked {
        let point = json!({ "lat": point.lat(), "lon": point.lon() });
        let needed_by = self.house.in_hours(72);
        let body = json!({ "address": null, "location": point, "needed_by": needed_by });
        let asked = self.house.ask(&body).await;
        let request = self.house.dispatch.request(&Actor::System, asked.id).await.unwrap();
        assert_eq!(request.cell, Some(cell), "every point of a cell is told as that cell");
        asked
    }

    /// Somebody who is none of the ten says yes, if they were asked.
    async fn somebody_else_accepts(&self) {
        let email = "honest@helps.example";
        if !self.house.mails_to(email, "alert").is_empty() {
            let path = format!("/alerts/{}/accept", self.house.alert_token(email));
            self.house.visitor().post(&path, &json!({ "when": "today" })).await;
            self.house.settle().await;
        }
    }

    /// Nine days later, at ten in the morning: whoever has moved twice may move again before long.
    async fn next_round(&self, asked: &Asked) {
        self.house.dispatch.cancel_request(&Actor::System, asked.id).await.unwrap();
        self.house.settle().await;
        let day = SignedDuration::from_hours(24);
        let start: jiff::Timestamp = START.parse().unwrap();
        let days = self.house.now().duration_since(start).as_hours() / 24 + 9;
        self.house.clock.set(start + day * i32::try_from(days).unwrap());
        self.house.settle().await;
    }
}

/// A store with the ten and somebody honest, and the cells of some points around.
async fn town(
    engine: Engine,
    random: &mut StdRng,
) -> Option<(Lodging, Vec<(VolunteerId, String)>, Vec<Cell>)> {
    let lodging = Lodging::fresh(engine).await?;
    let house = House::open(lodging, START.parse().unwrap(), rules).await;
    let mut ten = Vec::new();
    for number in 0..COLLUDERS {
        let spot = around(random.random_range(-5e3..5e3), random.random_range(-5e3..5e3));
        let own = json!({ "location": spot, "radius_km": 5, "capacity": 20 });
        let helper = house.helper(&format!("Colluder{number}"), &own).await;
        ten.push((helper.id, helper.email));
    }
    house.helper("Honest", &json!({ "radius_km": 20, "capacity": 20 })).await;
    let lodging = house.close().await;
    let scout = House::open(lodging.copy().await, START.parse().unwrap(), rules).await;
    let mut cells = Vec::new();
    while cells.len() < ROUNDS {
        let point = around(random.random_range(-6e3..6e3), random.random_range(-6e3..6e3));
        let asked = scout.ask(&json!({ "address": null, "location": point })).await;
        let request = scout.dispatch.request(&Actor::System, asked.id).await.unwrap();
        let cell = request.cell.unwrap();
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    scout.close().await.clear().await;
    let house = House::open(lodging, START.parse().unwrap(), rules).await;
    let ids: Vec<VolunteerId> = ten.iter().map(|(id, _)| *id).collect();
    border_through(&house, &cells, &ids).await;
    Some((house.close().await, ten, cells))
}

/// The two of some points of a cell, wherever in it, that lie farthest apart.
fn far_apart(cell: Cell, random: &mut StdRng) -> [Position; 2] {
    // A cell is what its finest cells make up; its own hexagon differs from them by slivers.
    let finest: Vec<Cell> = cell.children(FINEST).collect();
    let mut point = || loop {
        let part = finest[random.random_range(0..finest.len())];
        let (lat, lon) = (part.center().lat(), part.center().lon());
        let mut off = || random.random_range(-2e-3..2e-3);
        let point = Position::new(lat + off(), lon + off()).unwrap();
        if Cell::of(point, FINEST) == part {
            return point;
        }
    };
    let points: Vec<Position> = (0..POINTS).map(|_| point()).collect();
    let pairs = points.iter().flat_map(|one| points.iter().map(move |two| [*one, *two]));
    let apart = |[one, two]: &[Position; 2]| distance_m(*one, *two);
    pairs.max_by(|one, two| apart(one).total_cmp(&apart(two))).unwrap()
}

#[tokio::test]
async fn ten_who_try_a_thousand_times_learn_no_more_than_the_cell() {
    for engine in Engine::ALL {
        try_a_thousand_times(engine).await;
    }
}

async fn try_a_thousand_times(engine: Engine) {
    let mut random = StdRng::seed_from_u64(20_261_126);
    let Some((lodging, ten, cells)) = town(engine, &mut random).await else { return };
    let mut here = World::open(&lodging, &ten).await;
    let mut there = World::open(&lodging, &ten).await;
    let (mut probes, mut telling) = (0, 0);
    for cell in cells {
        let [one, two] = far_apart(cell, &mut random);
        let asked = [here.ask_at(one, cell).await, there.ask_at(two, cell).await];
        assert_eq!(here.mail(), there.mail(), "the first alerts");
        for number in 0..PROBES_A_ROUND {
            if number == PROBES_A_ROUND * 4 / 5 {
                here.somebody_else_accepts().await;
                there.somebody_else_accepts().await;
            }
            let (who, probe) = (random.random_range(0..COLLUDERS), Probe::any(&mut random));
            let seen = here.observe(who, &probe).await;
            assert_eq!(seen, there.observe(who, &probe).await, "{probe:?} by {who} in {cell}");
            probes += 1;
            telling += usize::from(seen.iter().any(|part| part.contains("km")));
        }
        here.next_round(&asked[0]).await;
        there.next_round(&asked[1]).await;
    }
    assert_eq!(probes, 1_000);
    assert!(telling > 100, "they do hear of the request: {telling}");
    for world in [here, there] {
        world.house.assert_in_order().await;
        world.house.close().await.clear().await;
    }
    lodging.clear().await;
}
