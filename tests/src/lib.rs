//! What the journeys stand on: a whole service of one's own, the program as a
//! process, and an SMTP server that misbehaves.

pub mod browser;
pub mod chaos_proxy;
pub mod house;
pub mod oidc_provider;
pub mod program;
pub mod smtp_sink;
pub mod trials;
