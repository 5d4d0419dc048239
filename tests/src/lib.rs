//! tests

pub mod smtp_sink;
