//! Measurements of the service side by side with what it replaces; see `benches/`.
