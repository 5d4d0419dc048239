//! The conversation with a relay: one session, and a pool of them.

mod connect;
mod pool;
mod refusal;
mod session;
mod stream;

pub use pool::SmtpPool;
