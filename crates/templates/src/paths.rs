//! The addresses that pages and mails link to, in one place.

/// Home.
pub const HOME: &str = "/";
/// Ask for help: GET starts, POST carries the answers from step to step.
pub const ASK: &str = "/ask";
/// Sign up as a volunteer.
pub const VOLUNTEER: &str = "/volunteer";
/// Sign in by mail (volunteers).
pub const SIGN_IN: &str = "/sign-in";
/// Type the code of a sign-in mail.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
/// Sign out (POST).
pub const SIGN_OUT: &str = "/sign-out";
/// A volunteer's own page.
pub const ME: &str = "/me";
/// What is open near a volunteer.
pub const ME_NEAR: &str = "/me/near";
/// Settings of a volunteer (POST).
pub const ME_SETTINGS: &str = "/me/settings";
/// Pause or resume alerts (POST).
pub const ME_PAUSE: &str = "/me/pause";
/// Further places of a volunteer (POST).
pub const ME_PLACES: &str = "/me/places";
/// Where a volunteer is signed in.
pub const ME_SESSIONS: &str = "/me/sessions";
/// Whether a volunteer wants news of the team (POST).
pub const ME_NEWS: &str = "/me/news";
/// Ask for another address (POST).
pub const ME_EMAIL: &str = "/me/email";
/// Withdraw and erase (POST).
pub const ME_ERASE: &str = "/me/erase";
/// The volunteer's data as a file.
pub const ME_EXPORT: &str = "/me/export";
/// An alert after its token was exchanged; its form posts to the same address.
pub const ALERT: &str = "/alerts/view";
/// One engagement: append its id.
pub const ENGAGEMENTS: &str = "/engagements";
/// The requester's page after the token was exchanged.
pub const MANAGE: &str = "/manage";
/// The requester's sheet for the door.
pub const MANAGE_SHEET: &str = "/manage/sheet";
/// A sheet to print and fill in by hand.
pub const SHEET: &str = "/sheet";
/// Where a neighbour types the code of a sheet.
pub const DOOR: &str = "/door";
/// How volunteers are chosen.
pub const ABOUT_CHOICE: &str = "/about/choice";
/// How the figures are counted.
pub const ABOUT_FIGURES: &str = "/about/figures";
/// What was achieved, for everybody.
pub const IMPACT: &str = "/about/impact";
/// Privacy.
pub const ABOUT_PRIVACY: &str = "/about/privacy";
/// Accessibility.
pub const ABOUT_ACCESSIBILITY: &str = "/about/accessibility";
/// The demo's mailbox.
pub const DEMO_MAILBOX: &str = "/demo/mailbox";
/// Staff sign-in.
pub const STAFF_SIGN_IN: &str = "/staff/sign-in";
/// Staff sign in through an identity provider.
pub const STAFF_OIDC: &str = "/staff/oidc";
/// Staff put the service into their authenticator app.
pub const STAFF_SECOND_FACTOR: &str = "/staff/second-factor";
/// The own account of staff.
pub const STAFF_ACCOUNT: &str = "/staff/account";
/// What waits for a human.
pub const STAFF_TASKS: &str = "/staff/tasks";
/// All help requests.
pub const STAFF_REQUESTS: &str = "/staff/requests";
/// The desk: whoever calls, and whom to call.
pub const STAFF_DESK: &str = "/staff/desk";
/// A call that goes on.
pub const STAFF_CALL: &str = "/staff/desk/call";
/// The keys of the desk.
pub const STAFF_DESK_KEYS: &str = "/staff/desk/keys";
/// Shifts at the desk.
pub const STAFF_ROSTER: &str = "/staff/desk/shifts";
/// The best plan for everything that waits.
pub const STAFF_PLAN: &str = "/staff/plan";
/// All volunteers.
pub const STAFF_VOLUNTEERS: &str = "/staff/volunteers";
/// One message to many volunteers.
pub const STAFF_MESSAGE: &str = "/staff/message";
/// Figures and charts.
pub const STAFF_DASHBOARD: &str = "/staff/dashboard";
/// A stream of numbers that tells an open page of changes.
pub const STAFF_LIVE: &str = "/staff/live";
/// Need and help on the map.
pub const STAFF_MAP: &str = "/staff/map";
/// How evenly alerts and help are spread.
pub const STAFF_FAIRNESS: &str = "/staff/fairness";
/// Who saw whose data.
pub const STAFF_AUDIT: &str = "/staff/audit";
/// How long things are kept, and what went.
pub const STAFF_RETENTION: &str = "/staff/retention";
/// First hop of a staff set-up link: append the token.
pub const SETUP: &str = "/setup";
