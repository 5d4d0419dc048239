//! Where: from what was typed to one place, or to the question that has to be asked.

use geocoding::{Lookup, Place, PlaceQuery, UnknownReason};
use templates::Choice;

use super::super::visit::Visit;

/// What became of a postcode and a place's name.
pub(crate) enum Sought {
    /// One place, and whether it lies in an area of the deployment.
    Found(Box<Place>, Inside),
    /// Several: the person chooses.
    Several(Vec<Choice>),
    /// None; the input at fault and the code.
    Unknown(&'static str, &'static str),
}

/// Whether a place lies in one of the deployment's areas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// It does, or there are no areas.
    Yes,
    /// It lies outside all of them.
    No,
}

/// Most places offered.
const MOST: usize = 40;

/// Looks a postcode and a name up; a chosen `1050 Ixelles` is first taken apart into both.
pub(crate) fn seek(visit: &Visit, postcode: &mut String, place: &mut String) -> Sought {
    take_apart(postcode, place);
    let dispatch = visit.dispatch();
    let country = dispatch.settings().country.as_str();
    let query = PlaceQuery { postcode: Some(postcode), place: Some(place), country: Some(country) };
    match dispatch.gazetteer().lookup(&query) {
        Lookup::Found(found) => {
            let areas = dispatch.areas();
            let inside = areas.is_empty() || areas.leaf_of(found.position).is_some();
            if postcode.trim().is_empty() {
                postcode.clone_from(&found.postcode);
            }
            Sought::Found(Box::new(found), if inside { Inside::Yes } else { Inside::No })
        }
        Lookup::Ambiguous(places) => Sought::Several(choices(visit, postcode, place, &places)),
        Lookup::Unknown(UnknownReason::PlaceNotInPostcode) => {
            // The postcode is known: what it has is offered instead.
            let alone = PlaceQuery { place: None, ..query };
            match dispatch.gazetteer().lookup(&alone) {
                Lookup::Ambiguous(places) => {
                    Sought::Several(choices(visit, postcode, place, &places))
                }
                Lookup::Found(only) => Sought::Several(choices(visit, postcode, place, &[only])),
                Lookup::Unknown(_) => Sought::Unknown("place", "unknown"),
            }
        }
        Lookup::Unknown(UnknownReason::Empty) => Sought::Unknown("postcode", "missing"),
        Lookup::Unknown(UnknownReason::UnknownPlace) => Sought::Unknown("place", "unknown"),
        Lookup::Unknown(_) => Sought::Unknown("postcode", "unknown"),
    }
}

fn choices(visit: &Visit, postcode: &str, typed: &str, places: &[Place]) -> Vec<Choice> {
    let one_code = !postcode.trim().is_empty()
        && places.iter().all(|place| place.postcode == places[0].postcode);
    let choice = |place: &Place| {
        let label = place.label(visit.locale.code());
        if one_code {
            Choice::new(&place.name, &label, place.name == typed)
        } else {
            let both = format!("{} {}", place.postcode, place.name);
            Choice::new(&both, &format!("{} {label}", place.postcode), false)
        }
    };
    places.iter().take(MOST).map(choice).collect()
}

/// `1050 Ixelles`, as a choice sends it, holds both parts.
fn take_apart(postcode: &mut String, place: &mut String) {
    let Some((code, name)) = place.trim().split_once(' ') else { return };
    if code.starts_with(|first: char| first.is_ascii_digit()) && !name.trim().is_empty() {
        let (code, name) = (code.to_owned(), name.trim().to_owned());
        (*postcode, *place) = (code, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_place_brings_its_postcode() {
        let (mut code, mut name) = ("1000".to_owned(), "1050 Ixelles".to_owned());
        take_apart(&mut code, &mut name);
        assert_eq!((code.as_str(), name.as_str()), ("1050", "Ixelles"));
        let mut name = "La Louvière".to_owned();
        take_apart(&mut code, &mut name);
        assert_eq!((code.as_str(), name.as_str()), ("1050", "La Louvière"));
    }
}
