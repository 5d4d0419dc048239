//! The people and the requests of a scenario, and what anybody will answer.

use matching::{CategoryCode, Cell, Position, distance_m, whole_metres};

use crate::random::{Draw, Stream, unit};
use crate::record::Past;
use crate::scenario::{Behaviour, Range, Scenario};

/// Seconds of a day.
pub(crate) const DAY: u32 = 86_400;
/// Seconds of an hour.
pub(crate) const HOUR: u32 = 3_600;

/// A place where people live.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Town {
    /// Its middle.
    pub position: Position,
    /// How many live there; the weight of the town.
    pub population: f64,
}

/// A volunteer; the willingness is hidden from policies.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub home: Position,
    pub radius_m: u32,
    pub capacity: u32,
    /// Own limit of alerts in seven days; 0 for none.
    pub weekly_limit: u32,
    /// A bit for each kind of help.
    pub categories: u64,
    pub skills: u64,
    pub languages: u64,
    pub willingness: f64,
    pub joined_at: u32,
    pub cell: Cell,
}

/// A request; the exact position is hidden from policies.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub position: Position,
    /// The centre of its cell: all that a policy sees of the place.
    pub seen_from: Position,
    pub cell: Cell,
    /// The number of its kind of help.
    pub category: usize,
    /// All of these are needed.
    pub skills: u64,
    /// One of these is, where there are any.
    pub languages: u64,
    pub vital: bool,
    pub opened_at: u32,
    pub needed_by: u32,
    pub places: u32,
}

/// One draw of a scenario.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) seed: u64,
    pub(crate) scenario: Scenario,
    pub(crate) people: Vec<Person>,
    pub(crate) asks: Vec<Ask>,
    pub(crate) categories: Vec<CategoryCode>,
    /// What is known of answers, where the world is recorded and not drawn.
    pub(crate) past: Past,
}

impl World {
    /// Draws the people and requests of a scenario.
    ///
    /// Without a town of some population, or without a usable category, there is nobody.
    pub fn draw(scenario: &Scenario, towns: &[Town], seed: u64) -> Self {
        let map = Map::new(towns, scenario.spread_km);
        let codes = scenario.requests.categories.keys();
        let categories: Vec<CategoryCode> = codes.filter_map(|code| code.parse().ok()).collect();
        let mut world = Self {
            seed,
            scenario: scenario.clone(),
            people: Vec::new(),
            asks: Vec::new(),
            categories,
            past: Past::default(),
        };
        if map.total > 0.0 && !world.categories.is_empty() {
            world.draw_people(&map);
            world.draw_asks(&map);
        }
        world
    }

    /// How many volunteers there are over the whole time.
    pub fn volunteers(&self) -> usize {
        self.people.len()
    }

    /// How many requests there are.
    pub fn requests(&self) -> usize {
        self.asks.len()
    }

    fn draw_people(&mut self, map: &Map) {
        let at_start = self.scenario.people.volunteers;
        let joins = f64::from(self.scenario.days) * self.scenario.people.joins_per_day;
        let later = whole(joins);
        for number in 0..at_start + later {
            let joined_at = match number.checked_sub(at_start) {
                Some(n) => seconds(f64::from(n) / self.scenario.people.joins_per_day * 86_400.0),
                None => 0,
            };
            let person = self.draw_person(map, number.into(), joined_at);
            self.people.extend(person);
        }
    }

    fn draw_person(&self, map: &Map, number: u64, joined_at: u32) -> Option<Person> {
        let people = &self.scenario.people;
        let behaviour = &self.scenario.behaviour;
        let radius = people.radius_km;
        let share = unit(self.seed, Draw::Radius, number, 0);
        let radius_km = radius.from * (radius.to / radius.from).powf(share);
        let does = |bit: &usize| {
            unit(self.seed, Draw::Category, number, *bit as u64) < people.category_share
        };
        let home = map.place(&mut Stream::new(self.seed, Draw::Home, number, 0))?;
        let mut hidden = Stream::new(self.seed, Draw::Willingness, number, 0);
        Some(Person {
            home,
            radius_m: whole_metres(radius_km * 1_000.0),
            capacity: whole_in(people.capacity, unit(self.seed, Draw::Capacity, number, 0)),
            weekly_limit: people.weekly_limit,
            categories: (0..self.categories.len()).filter(does).map(|bit| 1 << bit).sum(),
            skills: 0,
            languages: 0,
            willingness: hidden.beta(behaviour.willingness_a, behaviour.willingness_b),
            joined_at,
            cell: Cell::of(home, self.scenario.cell_resolution),
        })
    }

    fn draw_asks(&mut self, map: &Map) {
        let days = DayWeights::new(&self.scenario);
        for number in 0..u64::from(self.scenario.requests.total) {
            let ask = self.draw_ask(map, &days, number);
            self.asks.extend(ask);
        }
        self.asks.sort_by_key(|ask| ask.opened_at);
    }

    fn draw_ask(&self, map: &Map, days: &DayWeights, number: u64) -> Option<Ask> {
        let requests = &self.scenario.requests;
        let draw = |what| unit(self.seed, what, number, 0);
        let mut time = Stream::new(self.seed, Draw::Opened, number, 0);
        let day = days.day(time.unit());
        let hour = if time.unit() < requests.day_share {
            time.between(8.0, 20.0)
        } else {
            time.between(20.0, 32.0) % 24.0
        };
        let opened_at = day * DAY + seconds(hour * 3_600.0);
        let vital = draw(Draw::Vital) < requests.vital_share;
        let hours = if vital {
            requests.vital_hours
        } else {
            requests.hours.from + (requests.hours.to - requests.hours.from) * draw(Draw::Deadline)
        };
        let position = map.place(&mut Stream::new(self.seed, Draw::Place, number, 0))?;
        let cell = Cell::of(position, self.scenario.cell_resolution);
        Some(Ask {
            position,
            seen_from: cell.center(),
            cell,
            category: weighted(requests.categories.values(), draw(Draw::Kind)),
            skills: 0,
            languages: 0,
            vital,
            opened_at,
            needed_by: opened_at + seconds(hours * 3_600.0),
            places: whole_in(requests.places, draw(Draw::Places)).max(1),
        })
    }

    /// Whether a volunteer is available on a day; policies know it.
    pub(crate) fn is_present(&self, person: usize, day: u32) -> bool {
        let away = unit(self.seed, Draw::Present, person as u64, day.into());
        away >= self.scenario.people.unavailable_share
    }

    /// What a volunteer will do about an alert, given what wears them out.
    pub(crate) fn answer(&self, person: usize, ask: usize, sent_at: u32, lately: u32) -> Answer {
        if let Some(answer) = self.past.answer(person, ask, sent_at) {
            return answer;
        }
        let behaviour = &self.scenario.behaviour;
        let (who, what) = (person as u64, ask as u64);
        let draw = |purpose| unit(self.seed, purpose, who, what);
        let volunteer = &self.people[person];
        let metres = distance_m(volunteer.home, self.asks[ask].position);
        let share = metres / f64::from(volunteer.radius_m.max(1));
        let tired = behaviour.fatigue.powf(f64::from(lately));
        let hour = sent_at % DAY / HOUR;
        let night = if (8..21).contains(&hour) { 1.0 } else { behaviour.night };
        let chance = volunteer.willingness * (-behaviour.decay * share).exp() * tired * night;
        if draw(Draw::Read) < behaviour.unread {
            return Answer::Silence;
        }
        let says_yes = draw(Draw::Yes) < chance;
        if !says_yes && draw(Draw::SaysNo) >= behaviour.says_no {
            return Answer::Silence;
        }
        let z = Stream::new(self.seed, Draw::Delay, who, what).normals().0;
        let delay = behaviour.delay_median_min * (behaviour.delay_sigma * z).exp();
        let at = after_awake(sent_at, delay * 60.0);
        if says_yes { Answer::Yes(at) } else { Answer::No(at) }
    }

    /// Whether a volunteer leaves after an alert.
    pub(crate) fn drops_out(&self, person: usize, ask: usize, lately: u32) -> bool {
        let behaviour = &self.scenario.behaviour;
        let hazard = behaviour.drop_out_recent.mul_add(f64::from(lately), behaviour.drop_out);
        unit(self.seed, Draw::DropOut, person as u64, ask as u64) < hazard
    }

    /// Whether a volunteer who said yes does not come.
    pub(crate) fn fails_to_come(&self, person: usize, ask: usize) -> bool {
        self.past.came(person, ask).map_or_else(
            || unit(self.seed, Draw::NoShow, person as u64, ask as u64) < self.behaviour().no_show,
            |came| !came,
        )
    }

    /// Seconds from the yes to the help.
    pub(crate) fn helps_after(&self, person: usize, ask: usize) -> u32 {
        let z = Stream::new(self.seed, Draw::Done, person as u64, ask as u64).normals().0;
        let hours = self.behaviour().done_median_h * (0.8 * z).exp();
        seconds(hours.min(self.behaviour().engaged_hours) * 3_600.0)
    }

    pub(crate) const fn behaviour(&self) -> &Behaviour {
        &self.scenario.behaviour
    }
}

/// What a volunteer does about an alert, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes(u32),
    No(u32),
    Silence,
}

/// Seconds awake (8 to 22 h) after an instant, as an instant.
pub(crate) fn after_awake(from: u32, seconds_awake: f64) -> u32 {
    const BEGIN: u32 = 8 * HOUR;
    const LENGTH: f64 = 14.0 * 3_600.0;
    let (day, time) = (from / DAY, from % DAY);
    let spent = f64::from(time.clamp(BEGIN, 22 * HOUR) - BEGIN);
    let total = spent + seconds_awake;
    let days = (total / LENGTH).floor();
    let at = f64::from(day * DAY + BEGIN) + days * 86_400.0 + (total - days * LENGTH);
    seconds(at)
}

/// Seconds awake between two instants.
pub(crate) fn awake_between(from: u32, to: u32) -> f64 {
    let awake_before = |at: u32| {
        let today = (at % DAY).clamp(8 * HOUR, 22 * HOUR) - 8 * HOUR;
        f64::from(at / DAY) * 14.0 * 3_600.0 + f64::from(today)
    };
    (awake_before(to) - awake_before(from)).max(0.0)
}

/// Where people live, drawn by population.
struct Map {
    towns: Vec<Town>,
    up_to: Vec<f64>,
    total: f64,
    spread_km: f64,
}

impl Map {
    fn new(towns: &[Town], spread_km: f64) -> Self {
        let mut total = 0.0;
        let up_to = towns.iter().map(|town| {
            total += town.population.max(0.0);
            total
        });
        Self { up_to: up_to.collect(), total, towns: towns.to_vec(), spread_km }
    }

    fn place(&self, random: &mut Stream) -> Option<Position> {
        let drawn = random.unit() * self.total;
        let town = self.towns.get(self.up_to.partition_point(|&sum| sum <= drawn))?;
        let spread_km = self.spread_km * (town.population / 1_000.0).sqrt();
        let (north, east) = random.normals();
        let lat = (town.position.lat() + north * spread_km / 111.195).clamp(-90.0, 90.0);
        let km_per_degree = 111.195 * lat.to_radians().cos().max(0.01);
        let lon = town.position.lon() + east * spread_km / km_per_degree;
        let wrapped = (lon + 540.0).rem_euclid(360.0) - 180.0;
        Position::new(lat, wrapped).ok()
    }
}

/// How much is asked on each day.
struct DayWeights {
    up_to: Vec<f64>,
}

impl DayWeights {
    fn new(scenario: &Scenario) -> Self {
        let mut total = 0.0;
        let days = (0..scenario.days.max(1)).map(|day| {
            let surges = scenario.requests.surges.iter();
            let on = surges.filter(|s| (s.from_day..s.from_day + s.days).contains(&day));
            total += on.map(|surge| surge.factor).product::<f64>();
            total
        });
        Self { up_to: days.collect() }
    }

    fn day(&self, share: f64) -> u32 {
        let total = self.up_to.last().copied().unwrap_or(1.0);
        let day = self.up_to.partition_point(|&sum| sum <= share * total);
        u32::try_from(day.min(self.up_to.len() - 1)).unwrap_or(0)
    }
}

fn weighted<'a>(weights: impl Iterator<Item = &'a f64> + Clone, share: f64) -> usize {
    let total: f64 = weights.clone().sum();
    let mut left = share * total;
    let mut last = 0;
    for (at, weight) in weights.enumerate() {
        last = at;
        left -= weight;
        if left < 0.0 {
            break;
        }
    }
    last
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
fn whole(number: f64) -> u32 {
    number.max(0.0).round() as u32
}

/// A whole number in a range, uniform.
fn whole_in(range: Range, share: f64) -> u32 {
    let (from, to) = (range.from.round(), range.to.round());
    whole((from + (share * (to - from + 1.0)).floor()).min(to))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
pub(crate) fn seconds(number: f64) -> u32 {
    number.clamp(0.0, 4e9) as u32
}
