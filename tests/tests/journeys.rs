//! The main job from outside: real HTTP, links taken out of real mail, time moved by hand.
//!
//! Each journey runs on both databases and ends with every invariant of the store checked.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod journeys {
    mod again;
    mod bad_input;
    mod barred;
    mod best_plan;
    mod brakes;
    mod by_phone;
    mod caps;
    mod cell_oracle;
    mod change_email;
    mod closing;
    mod colluders;
    mod desk;
    mod digest;
    mod edge;
    mod expected_policy;
    mod filters;
    mod languages;
    mod ledger;
    mod link_scanner;
    mod mail_choices;
    mod mail_faults;
    mod manage_link;
    mod merging;
    mod message;
    mod notes;
    mod oidc;
    mod personal_data;
    mod race;
    mod restored;
    mod retention;
    mod rights;
    mod safeguards;
    mod second_thoughts;
    mod shifts;
    mod sign_ins;
    mod silence;
    mod skills;
    mod staff_sign_in;
    mod stretch;
    mod stuck_search;
    mod the_whole_way;
    mod vetting;
    mod ways_of_asking;
}
