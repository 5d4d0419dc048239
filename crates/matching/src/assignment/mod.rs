//! The optimal assignment: whom to send where when many requests and volunteers are known at once.
//!
//! Exact on the whole graph of eligible pairs: first the most places filled, among those the most
//! places of vital requests, and then the least sum of whole metres. The answer carries its proof:
//! what a further place at each volunteer and each request would be worth, the dual values of the
//! linear programme, which [`check`] holds against every eligible pair without the solver.

mod board;
mod candidates;
mod certificate;
mod check;
mod graph;
mod grid;
mod offer;
mod planner;
mod problem;
mod search;
mod solve;

pub use candidates::Positions;
pub use certificate::{Certificate, PairValue, Value};
pub use check::{CheckError, check};
pub use graph::{Candidate, Graph, Listed, Places};
pub use planner::{Alternative, Planner};
pub use problem::{AssignRequest, AssignVolunteer, CodeSet, Pair, Problem, Totals};
pub use solve::{Solution, solve, solve_watched};
#[cfg(test)]
mod changes_tests;
#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
