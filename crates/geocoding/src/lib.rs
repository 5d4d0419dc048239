//! Where a place is: an embedded gazetteer of postcodes and place names, and areas made of cells.
//!
//! Everything here is pure and offline. [`Gazetteer::embedded`] knows Belgium and France;
//! [`import_geonames`] reads other countries from the postal tables of `GeoNames`. A place is known to
//! within its `uncertainty_m` and is never to be taken for a house.
//!
//! [`areas`] compiles polygons, postcodes and places to H3 cells so that each position lies in at
//! most one leaf area.

pub mod areas;
mod base_map;
mod fold;
mod free_text;
mod gazetteer;
mod geonames;
mod grid;
mod lookup;
mod place;
mod suggest;
mod table;
mod typos;

pub use base_map::{BaseMap, Bounds};
pub use fold::{edit_distance, fold_name, fold_postcode};
pub use free_text::{FreeText, parse_free};
pub use gazetteer::{Gazetteer, Record};
pub use geonames::{ImportError, import_geonames};
pub use grid::Nearest;
pub use lookup::{Lookup, PlaceQuery, UnknownReason};
pub use place::{Place, Precision};
pub use table::TableError;
