//! Measurements of the crates side by side with what they replace; see `benches/`.
