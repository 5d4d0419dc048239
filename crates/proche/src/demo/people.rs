//! The people of the demo: invented names in real towns around Brussels.

use std::fmt::Write as _;

use anyhow::Context;
use dispatch::{Dispatch, ImportOptions};
use geocoding::Place;
use matching::{Position, distance_m};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

/// How far the region reaches from the middle of Brussels, in metres.
const REGION_M: f64 = 22_000.0;

pub const FIRST_NAMES: [&str; 40] = [
    "Inès", "Yann", "Odette", "Karim", "Sofia", "Paul", "Nadia", "Marc", "Anke", "Omar", "Lotte",
    "Bram", "Fatima", "Jeanne", "Luc", "Mieke", "Ahmed", "Claire", "Dirk", "Élise", "Femke",
    "Gilles", "Hélène", "Ivo", "Julie", "Koen", "Leïla", "Mathis", "Nele", "Olivier", "Pauline",
    "Quentin", "Rania", "Simon", "Tine", "Ugo", "Valérie", "Wout", "Yasmina", "Zoé",
];
pub const LAST_NAMES: [&str; 24] = [
    "Peeters",
    "Janssens",
    "Dubois",
    "Lambert",
    "Aydin",
    "Larmier",
    "Vermeulen",
    "Claes",
    "Lefèvre",
    "Benali",
    "Wouters",
    "Moreau",
    "De Smet",
    "Renard",
    "Diallo",
    "Goossens",
    "Martin",
    "Jacobs",
    "Mertens",
    "Simon",
    "Laurent",
    "Willems",
    "Noël",
    "Bertrand",
];
const CATEGORIES: [&str; 8] =
    ["groceries", "pharmacy", "errands", "pets", "meals", "transport", "listening", "admin_help"];

/// The municipalities of the region, weighted by their residents.
pub struct Region {
    places: Vec<(Place, u32)>,
}

impl Region {
    /// Those around the middle of Brussels.
    pub fn of(dispatch: &Dispatch) -> anyhow::Result<Self> {
        let middle = Position::new(50.8467, 4.3525)?;
        let near = |place: &&Place| distance_m(middle, place.position) <= REGION_M;
        let towns = dispatch.gazetteer().municipalities("BE").filter(near);
        let places: Vec<(Place, u32)> =
            towns.map(|place| (place.clone(), place.population.unwrap_or(1_000))).collect();
        anyhow::ensure!(!places.is_empty(), "the gazetteer knows no town of the region");
        Ok(Self { places })
    }

    /// A town, the larger the likelier.
    pub fn some_town(&self, random: &mut StdRng) -> anyhow::Result<&Place> {
        let chosen = self.places.choose_weighted(random, |(_, weight)| *weight);
        Ok(&chosen.context("a town")?.0)
    }

    /// A point in a town, spread as its residents are.
    pub fn some_point(town: &Place, random: &mut StdRng) -> (f64, f64) {
        let residents = f64::from(town.population.unwrap_or(1_000));
        let spread_km = 0.35 * (residents / 1000.0).sqrt();
        // The sum of twelve uniform numbers is as good as normal here.
        let mut normal = || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
        let (north, east) = (normal() * spread_km * 0.6, normal() * spread_km * 0.6);
        let lat = town.position.lat() + north / 111.2;
        let lon = town.position.lon() + east / (111.2 * lat.to_radians().cos());
        (lat, lon)
    }
}

/// A language, French twice as often as Dutch.
pub fn some_language(random: &mut StdRng) -> &'static str {
    if random.random_bool(0.66) { "fr" } else { "nl" }
}

/// A first and a last name.
pub fn some_name(random: &mut StdRng) -> String {
    let first = FIRST_NAMES.choose(random).unwrap_or(&"Inès");
    let last = LAST_NAMES.choose(random).unwrap_or(&"Peeters");
    format!("{first} {last}")
}

/// Lets volunteers move in, through the same import that real files go through.
pub async fn settle(dispatch: &Dispatch, count: u32, seed: u64) -> anyhow::Result<()> {
    let mut random = StdRng::seed_from_u64(seed);
    let region = Region::of(dispatch)?;
    let file = volunteers_csv(&region, count, &mut random, dispatch)?;
    let options = ImportOptions { dry_run: false };
    let imported = dispatch.import_volunteers(file.as_bytes(), options, &mut |_, _| {}).await;
    imported.context("the invented volunteers")?;
    Ok(())
}

/// Lets people ask all at once, through the same import that real files go through.
pub async fn ask(dispatch: &Dispatch, count: u32, seed: u64) -> anyhow::Result<()> {
    if count == 0 {
        return Ok(());
    }
    let mut random = StdRng::seed_from_u64(seed);
    let region = Region::of(dispatch)?;
    let file = requests_csv(&region, count, &mut random, dispatch)?;
    let options = ImportOptions { dry_run: false };
    let imported = dispatch.import_requests(file.as_bytes(), options, &mut |_, _| {}).await;
    imported.context("the invented requests")?;
    Ok(())
}

fn requests_csv(
    region: &Region,
    count: u32,
    random: &mut StdRng,
    dispatch: &Dispatch,
) -> anyhow::Result<String> {
    let mut file = String::from(
        "category,contact.name,contact.phone,address.line,address.postcode,address.place,\
         address.country,needed_by,languages,language\n",
    );
    for number in 0..count {
        let town = region.some_town(random)?;
        let hours = random.random_range(12..240);
        let needed_by = dispatch.now() + jiff::SignedDuration::from_hours(hours);
        let language = some_language(random);
        writeln!(
            file,
            "{},{},+324720{number:05},Rue du Lavoir {},{},\"{}\",BE,{needed_by},{language},{language}",
            CATEGORIES.choose(random).unwrap_or(&"groceries"),
            some_name(random),
            random.random_range(1..120),
            town.postcode,
            town.name,
        )?;
    }
    Ok(file)
}

fn volunteers_csv(
    region: &Region,
    count: u32,
    random: &mut StdRng,
    dispatch: &Dispatch,
) -> anyhow::Result<String> {
    let mut file = String::from(
        "name,email,phone,lat,lon,radius_km,categories,skills,languages,language,capacity,\
         availability,quiet_hours,max_alerts_per_week,consent_source,consent_at\n",
    );
    let since = dispatch.now();
    for number in 0..count {
        let town = region.some_town(random)?;
        let (lat, lon) = Region::some_point(town, random);
        let radius = (1.5_f64 * 8.0_f64.powf(random.random::<f64>()) * 10.0).round() / 10.0;
        let does: Vec<&str> =
            CATEGORIES.iter().copied().filter(|_| random.random_bool(0.5)).collect();
        let does = if does.is_empty() { "groceries".to_owned() } else { does.join("|") };
        let language = some_language(random);
        let both = random.random_bool(0.4);
        let languages = if both { "fr|nl".to_owned() } else { language.to_owned() };
        let skills = if random.random_bool(0.4) { "car" } else { "" };
        let hours = match random.random_range(0..4) {
            0 => "mon,tue,wed,thu,fri 17:00-21:00|sat,sun 09:00-20:00",
            1 => "mon,tue,wed,thu,fri 09:00-17:00",
            _ => "",
        };
        writeln!(
            file,
            "{},volunteer{number}@example.org,+324700{number:05},{lat:.5},{lon:.5},{radius},{does},\
             {skills},{languages},{language},{},\"{hours}\",21:00-08:00,{},demo,{since}",
            some_name(random),
            random.random_range(1..=3),
            random.random_range(3..=7),
        )?;
    }
    Ok(file)
}
