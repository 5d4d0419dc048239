//! The scenarios that the program carries.

/// A scenario that the program carries.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        [$(Shipped {
            name: $name,
            text: include_str!(concat!("../scenarios/", $name, ".toml")),
        }),+]
    };
}

/// All of them, the one to begin with first.
pub const SHIPPED: [Shipped; 8] = shipped![
    "belgium-2020",
    "dense-city",
    "rural-departement",
    "heat-wave",
    "night",
    "scarce",
    "plenty",
    "country-year",
];

impl Shipped {
    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        SHIPPED.into_iter().find(|shipped| shipped.name == name)
    }
}

#[cfg(test)]
mod tests {
    use geocoding::Gazetteer;

    use super::SHIPPED;
    use crate::ScenarioFile;

    #[test]
    fn every_shipped_scenario_is_valid_and_somewhere() {
        for shipped in SHIPPED {
            let file = ScenarioFile::parse(shipped.text)
                .unwrap_or_else(|faults| panic!("{}: {faults}", shipped.name));
            let territory = file.place.territory(Gazetteer::embedded()).unwrap();
            assert!(territory.population > 50_000.0, "{}", shipped.name);
            assert_eq!(file.policies[0].name, "expected", "{}", shipped.name);
            assert!(file.description.ends_with('.'));
        }
    }
}
