//! What the journeys stand on: a whole service of one's own, and an SMTP server that misbehaves.

pub mod house;
pub mod smtp_sink;
