//! How people behave, one thing at a time at half and at double.

use crate::scenario::Behaviour;

/// One parameter of the behaviour, changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// Its name in a scenario file.
    pub parameter: &'static str,
    /// 0.5 or 2.
    pub factor: f64,
    /// What it is now.
    pub value: f64,
    /// The behaviour with it.
    pub behaviour: Behaviour,
}

/// A parameter: its name, its value, and the largest it may be.
type Parameter = (&'static str, fn(&mut Behaviour) -> &mut f64, f64);

const PARAMETERS: [Parameter; 15] = [
    ("willingness_a", |b| &mut b.willingness_a, f64::MAX),
    ("willingness_b", |b| &mut b.willingness_b, f64::MAX),
    ("decay", |b| &mut b.decay, f64::MAX),
    ("fatigue", |b| &mut b.fatigue, 1.0),
    ("night", |b| &mut b.night, 1.0),
    ("unread", |b| &mut b.unread, 1.0),
    ("delay_median_min", |b| &mut b.delay_median_min, f64::MAX),
    ("delay_sigma", |b| &mut b.delay_sigma, f64::MAX),
    ("says_no", |b| &mut b.says_no, 1.0),
    ("drop_out", |b| &mut b.drop_out, 1.0),
    ("drop_out_recent", |b| &mut b.drop_out_recent, 1.0),
    ("no_show", |b| &mut b.no_show, 1.0),
    ("engaged_hours", |b| &mut b.engaged_hours, f64::MAX),
    ("done_median_h", |b| &mut b.done_median_h, f64::MAX),
    ("no_show_known_h", |b| &mut b.no_show_known_h, f64::MAX),
];

/// Every parameter at half and at double, all others as they are.
///
/// Shares end at 1. Of `fatigue`, a factor for each alert, it is what it takes off that is halved
/// and doubled.
pub fn variants(behaviour: &Behaviour) -> Vec<Variant> {
    let both = PARAMETERS.iter().flat_map(|parameter| [(parameter, 0.5), (parameter, 2.0)]);
    let variant = |(&(name, of, most), factor): (&Parameter, f64)| {
        let mut changed = *behaviour;
        let value = of(&mut changed);
        *value = match name {
            "fatigue" => (1.0 - (1.0 - *value) * factor).max(0.0),
            _ => (*value * factor).min(most),
        };
        Variant { parameter: name, factor, value: *value, behaviour: changed }
    };
    both.map(variant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_changes_at_a_time() {
        let usual = Behaviour::default();
        let all = variants(&usual);
        assert_eq!(all.len(), 30);
        for variant in &all {
            let mut back = variant.behaviour;
            let (_, of, _) =
                PARAMETERS.iter().find(|(name, ..)| *name == variant.parameter).unwrap();
            *of(&mut back) = *of(&mut usual.clone());
            assert_eq!(back, usual, "{}", variant.parameter);
            assert!((*of(&mut variant.behaviour.clone()) - variant.value).abs() < 1e-12);
        }
        let value = |name, factor: f64| {
            let found =
                all.iter().find(|v| v.parameter == name && v.factor.total_cmp(&factor).is_eq());
            found.unwrap().value
        };
        assert!((value("fatigue", 2.0) - 0.94).abs() < 1e-12);
        assert!((value("fatigue", 0.5) - 0.985).abs() < 1e-12);
        assert!((value("delay_median_min", 2.0) - 70.0).abs() < 1e-12);
        assert!((value("unread", 0.5) - 0.075).abs() < 1e-12);
    }
}
