//! geocoding
