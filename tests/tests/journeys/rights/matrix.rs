//! Who may call what: one line for each method of each address.

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Anybody.
    Anyone,
    /// Whoever has the token of the address; all others are told that it is gone.
    LinkHolder,
    /// The browser that came by an alert's link; all others are told that it is gone.
    AlertHolder,
    /// The browser that came by a request's manage link; all others are told that it is gone.
    Requester,
    /// The same; for all others there is no such page.
    RequesterAlone,
    /// A volunteer, for what is their own by the session alone.
    Volunteer,
    /// The volunteer who holds the engagement, in any of their browsers.
    Holder,
    /// The same; for staff there is no such thing.
    HolderAlone,
    /// The same, and staff who see the request.
    HolderOrStaff,
    /// Staff of every role; they see what is theirs.
    Operator,
    /// Staff of every role who see the object.
    OperatorOver,
    /// Coordinators and administrators; they see what is theirs.
    Coordinator,
    /// Coordinators and administrators who see the object.
    CoordinatorOver,
    /// The browser that has just used a set-up link.
    Enrolling,
    /// A person with an account.
    Account,
    /// The operator of the site, from this machine.
    Machine,
    /// Nobody but in the demo.
    DemoAlone,
}

/// One line: the method and address, who may, and what is sent.
#[derive(Debug)]
pub struct Rule {
    pub route: &'static str,
    pub may: May,
    /// JSON under `/api`, else a form. `{request}`, `{volunteer}`, `{engagement}` stand for the
    /// objects.
    pub body: &'static str,
}

const fn rule(route: &'static str, may: May, body: &'static str) -> Rule {
    Rule { route, may, body }
}

/// Everything but the hashed files of pages and of the API's page, which are anyone's.
pub const MATRIX: &[Rule] = &[
    rule("GET /", May::Anyone, ""),
    rule("GET /about/accessibility", May::Anyone, ""),
    rule("GET /about/choice", May::Anyone, ""),
    rule("GET /about/figures", May::Anyone, ""),
    rule("GET /about/impact", May::Anyone, ""),
    rule("GET /about/privacy", May::Anyone, ""),
    rule("GET /api/docs", May::Anyone, ""),
    rule("GET /api/docs/", May::Anyone, ""),
    rule("GET /api/docs/{*rest}", May::Anyone, ""),
    rule("GET /api/openapi.json", May::Anyone, ""),
    rule("GET /ask", May::Anyone, ""),
    rule("POST /ask", May::Anyone, "step=1&go=next"),
    rule("GET /sheet", May::Anyone, ""),
    rule("GET /door", May::Anyone, ""),
    rule("POST /door", May::Anyone, "code=nonsense"),
    rule("GET /ask/done", May::RequesterAlone, ""),
    rule("GET /volunteer", May::Anyone, ""),
    rule("POST /volunteer", May::Anyone, ""),
    rule("GET /healthz", May::Anyone, ""),
    rule("GET /readyz", May::Anyone, ""),
    rule("GET /metrics", May::Machine, ""),
    // Signing in and out.
    rule("GET /sign-in", May::Anyone, ""),
    rule("POST /sign-in", May::Anyone, "email=nobody@example.org"),
    rule("POST /sign-in/code", May::Anyone, "code=nonsense"),
    rule("POST /sign-out", May::Anyone, ""),
    rule("GET /staff/sign-in", May::Anyone, ""),
    rule("POST /staff/sign-in", May::Anyone, ""),
    // Where no identity provider is configured there is none.
    rule("GET /staff/oidc", May::DemoAlone, ""),
    rule("GET /staff/oidc/back", May::DemoAlone, ""),
    rule("GET /staff/second-factor", May::Enrolling, ""),
    rule("POST /staff/second-factor", May::Enrolling, "code=123456"),
    // What mails link to.
    rule("GET /a/{token}", May::LinkHolder, ""),
    rule("GET /c/{token}", May::LinkHolder, ""),
    rule("POST /c/{token}", May::LinkHolder, "sure=yes"),
    rule("GET /e/{token}", May::LinkHolder, ""),
    rule("POST /e/{token}", May::LinkHolder, "say=agree"),
    rule("GET /l/{token}", May::LinkHolder, ""),
    rule("POST /l/{token}", May::LinkHolder, "sure=yes"),
    rule("GET /m/{token}", May::LinkHolder, ""),
    rule("GET /u/{token}", May::LinkHolder, ""),
    rule("POST /u/{token}", May::LinkHolder, "sure=yes"),
    rule("GET /setup/{token}", May::LinkHolder, ""),
    rule("POST /setup/{token}", May::LinkHolder, "password=a&repeat=a"),
    rule("GET /alerts/view", May::AlertHolder, ""),
    rule("POST /alerts/view", May::AlertHolder, "go=yes"),
    rule("GET /manage", May::Requester, ""),
    rule("POST /manage", May::Requester, "go=check&check=x"),
    rule("GET /manage/export", May::Requester, ""),
    rule("GET /manage/sheet", May::Requester, ""),
    rule("GET /manage/edit", May::Requester, ""),
    rule("POST /manage/edit", May::Requester, "needed_by_date=x"),
    // A volunteer's own pages.
    rule("GET /me", May::Volunteer, ""),
    rule("GET /me/near", May::Volunteer, ""),
    rule("POST /me/near", May::Volunteer, "request={request}"),
    rule("GET /me/settings", May::Anyone, ""),
    rule("POST /me/settings", May::Volunteer, "radius_km=99"),
    rule("GET /me/pause", May::Anyone, ""),
    rule("POST /me/pause", May::Volunteer, "go=7"),
    rule("GET /me/places", May::Anyone, ""),
    rule("POST /me/places", May::Volunteer, "place_more=nowhere"),
    rule("GET /me/sessions", May::Volunteer, ""),
    rule("POST /me/sessions", May::Volunteer, "go=end-all"),
    rule("GET /me/news", May::Anyone, ""),
    rule("POST /me/news", May::Volunteer, "go=stop"),
    rule("GET /me/email", May::Anyone, ""),
    rule("POST /me/email", May::Volunteer, "email=other@helps.example"),
    rule("GET /me/export", May::Volunteer, ""),
    rule("GET /me/erase", May::Anyone, ""),
    rule("POST /me/erase", May::Volunteer, ""),
    rule("GET /engagements/{id}", May::Holder, ""),
    rule("POST /engagements/{id}", May::Holder, "go=contacted"),
    rule("GET /engagements/{id}/visit.ics", May::Holder, ""),
    // Staff.
    rule("GET /staff", May::Anyone, ""),
    rule("GET /staff/tasks", May::Operator, ""),
    rule("GET /staff/tasks/{id}", May::OperatorOver, ""),
    rule("POST /staff/tasks/{id}", May::OperatorOver, "go=claim"),
    rule("GET /staff/requests", May::Operator, ""),
    rule("GET /staff/requests.csv", May::Operator, ""),
    rule("GET /staff/desk", May::Operator, ""),
    rule("POST /staff/desk", May::Operator, "go=next"),
    rule("GET /staff/desk/call", May::Anyone, ""),
    rule(
        "POST /staff/desk/call",
        May::Operator,
        "go=start&call=01990000-0000-7000-8000-000000000001&caller=x",
    ),
    rule("GET /staff/desk/keys", May::Operator, ""),
    rule("GET /staff/desk/shifts", May::Operator, ""),
    rule("POST /staff/desk/shifts", May::Coordinator, "go=plan&from_day=x"),
    rule("GET /staff/requests/{id}", May::OperatorOver, ""),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=reveal&reason=call"),
    rule("GET /staff/volunteers", May::Operator, ""),
    rule("POST /staff/volunteers", May::CoordinatorOver, "volunteer={volunteer}&go=suspend"),
    rule("GET /staff/volunteers/{id}", May::OperatorOver, ""),
    rule("POST /staff/volunteers/{id}", May::CoordinatorOver, "go=suspend"),
    rule("GET /staff/account", May::Account, ""),
    rule("POST /staff/account", May::Account, "go=end-all"),
    rule("GET /staff/message", May::Coordinator, ""),
    rule(
        "POST /staff/message",
        May::Coordinator,
        "go=check&message=01990000-0000-7000-8000-000000000001",
    ),
    rule("GET /staff/plan", May::Operator, ""),
    rule("POST /staff/plan", May::Operator, "go=all"),
    rule("GET /staff/fairness", May::Operator, ""),
    rule("GET /staff/audit", May::Coordinator, ""),
    rule("GET /staff/audit.csv", May::Coordinator, ""),
    rule("GET /staff/retention", May::Coordinator, ""),
    rule("GET /staff/dashboard", May::Operator, ""),
    rule("GET /staff/dashboard.csv", May::Operator, ""),
    rule("GET /staff/live", May::Operator, ""),
    rule("GET /staff/map", May::Operator, ""),
    rule("GET /staff/map.csv", May::Operator, ""),
    // The demo.
    rule("GET /demo/as/{key}", May::DemoAlone, ""),
    rule("GET /demo/mailbox", May::DemoAlone, ""),
    rule("GET /demo/mailbox/{id}", May::DemoAlone, ""),
    rule("GET /demo/mailbox/{id}/html", May::DemoAlone, ""),
    // The API.
    rule("POST /api/v1/requests", May::Anyone, "{}"),
    rule("GET /api/v1/requests", May::Operator, ""),
    rule("GET /api/v1/requests/{id}", May::OperatorOver, ""),
    rule("PATCH /api/v1/requests/{id}", May::OperatorOver, "{\"details\":\"x\"}"),
    rule("POST /api/v1/requests/{id}/reveal", May::OperatorOver, "{\"reason\":\"call\"}"),
    rule("POST /api/v1/requests/{id}/export", May::OperatorOver, "{\"reason\":\"call\"}"),
    rule("POST /api/v1/requests/{id}/erase", May::CoordinatorOver, "{}"),
    rule("GET /api/v1/requests/{id}/candidates", May::OperatorOver, ""),
    rule("GET /api/v1/requests/{id}/timeline", May::OperatorOver, ""),
    rule("POST /api/v1/requests/{id}/open", May::OperatorOver, ""),
    rule(
        "POST /api/v1/requests/{id}/assign",
        May::OperatorOver,
        "{\"volunteer_id\":\"{volunteer}\"}",
    ),
    rule("POST /api/v1/requests/{id}/resend", May::OperatorOver, ""),
    rule("POST /api/v1/requests/{id}/widen", May::OperatorOver, ""),
    rule("POST /api/v1/requests/{id}/release", May::OperatorOver, "{\"reason\":\"other\"}"),
    rule("POST /api/v1/requests/{id}/cancel", May::OperatorOver, ""),
    rule("POST /api/v1/requests/{id}/close", May::OperatorOver, "{\"outcome\":\"impossible\"}"),
    rule("POST /api/v1/requests/{id}/confirm", May::OperatorOver, ""),
    rule("GET /api/v1/requests/manage/{token}", May::LinkHolder, ""),
    rule("POST /api/v1/requests/manage/{token}/details", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/confirm", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/deny", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/cancel", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/report", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/edit", May::LinkHolder, "{}"),
    rule("POST /api/v1/requests/manage/{token}/block", May::LinkHolder, "{}"),
    rule("POST /api/v1/volunteers", May::Anyone, "{}"),
    rule("GET /api/v1/volunteers", May::Operator, ""),
    rule("GET /api/v1/volunteers/{id}", May::OperatorOver, ""),
    rule("PATCH /api/v1/volunteers/{id}", May::OperatorOver, "{\"capacity\":3}"),
    rule("POST /api/v1/volunteers/{id}/reveal", May::OperatorOver, "{\"reason\":\"call\"}"),
    rule("POST /api/v1/volunteers/{id}/export", May::OperatorOver, "{\"reason\":\"call\"}"),
    rule("POST /api/v1/volunteers/{id}/erase", May::CoordinatorOver, "{}"),
    rule("POST /api/v1/volunteers/me/email", May::Volunteer, "{\"email\":\"other@helps.example\"}"),
    rule("GET /api/v1/alerts/{token}", May::LinkHolder, ""),
    rule("POST /api/v1/alerts/{token}/accept", May::LinkHolder, "{\"when\":\"now\"}"),
    rule("POST /api/v1/alerts/{token}/decline", May::LinkHolder, "{}"),
    rule("GET /api/v1/engagements/{id}", May::HolderOrStaff, ""),
    rule("POST /api/v1/engagements/{id}/reveal", May::HolderAlone, ""),
    rule("POST /api/v1/engagements/{id}/contacted", May::HolderOrStaff, ""),
    rule("POST /api/v1/engagements/{id}/complete", May::HolderOrStaff, ""),
    rule("POST /api/v1/engagements/{id}/release", May::HolderOrStaff, "{\"reason\":\"ill\"}"),
    rule("POST /api/v1/confirmations/{token}", May::LinkHolder, "{}"),
    rule("POST /api/v1/sessions", May::Anyone, "{}"),
    rule("POST /api/v1/sessions/redeem", May::Anyone, "{}"),
    rule("DELETE /api/v1/sessions", May::Anyone, ""),
    rule("GET /api/v1/tasks", May::Operator, ""),
    rule("POST /api/v1/tasks/{id}/claim", May::OperatorOver, ""),
    // The task of the scene is a concern.
    rule("POST /api/v1/tasks/{id}/done", May::CoordinatorOver, "{\"outcome\":\"yes\"}"),
    rule(
        "POST /api/v1/tasks/{id}/snooze",
        May::OperatorOver,
        "{\"until\":\"2026-11-24T12:00:00Z\"}",
    ),
    rule("GET /api/v1/reveals", May::Coordinator, ""),
    rule("GET /api/v1/stats/matching", May::Operator, ""),
    rule("GET /api/v1/stats/fairness", May::Operator, ""),
    rule("GET /api/v1/stats/public", May::Anyone, ""),
    rule("GET /api/v1/policy", May::Operator, ""),
    rule("GET /api/v1/plan", May::Operator, ""),
    rule("GET /api/v1/coverage.geojson", May::Operator, ""),
];

/// What else a form of a page may ask for at an address: one line for each `go` that is not in the
/// matrix.
pub const ACTIONS: &[Rule] = &[
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=assign&volunteer={volunteer}"),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=release&engagement={engagement}"),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=open"),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=confirm"),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=cancel"),
    rule("POST /staff/requests/{id}", May::OperatorOver, "go=close&closed=not_needed"),
    rule("POST /staff/requests/{id}", May::CoordinatorOver, "go=erase&sure=yes"),
    rule("POST /staff/requests/{id}", May::CoordinatorOver, "go=merge_here&other={request}"),
    rule("POST /staff/requests/{id}", May::CoordinatorOver, "go=merge_there&other={request}"),
    rule("POST /staff/requests/{id}", May::CoordinatorOver, "go=apart&other={request}"),
    rule("POST /staff/tasks/{id}", May::OperatorOver, "go=snooze&hours=2"),
    rule("POST /staff/tasks/{id}", May::CoordinatorOver, "go=done&outcome=no"),
    rule("POST /staff/tasks/{id}", May::OperatorOver, "go=reveal&reason=call"),
    rule("POST /staff/volunteers/{id}", May::OperatorOver, "go=reveal&reason=call"),
    rule("POST /staff/volunteers/{id}", May::CoordinatorOver, "go=vet&vetted_until=2027-01-01"),
    rule("POST /staff/volunteers/{id}", May::CoordinatorOver, "go=unvet"),
    rule("POST /staff/volunteers/{id}", May::OperatorOver, "go=email&called=yes&email=x"),
    // Who has no account of their own sits at no desk.
    rule(
        "POST /staff/desk/shifts",
        May::Account,
        "go=take&shift=01990000-0000-7000-8000-000000000001",
    ),
    rule(
        "POST /staff/desk/shifts",
        May::Account,
        "go=leave&shift=01990000-0000-7000-8000-000000000001",
    ),
    rule("POST /manage", May::Requester, "go=confirm"),
    rule("POST /manage", May::Requester, "go=not_done"),
    rule("POST /manage", May::Requester, "go=cancel"),
    rule("POST /manage", May::Requester, "go=again&needed_by=x"),
    rule("POST /manage", May::Requester, "go=stop_repeat"),
    rule("POST /manage", May::Requester, "go=sheet"),
    rule("POST /manage", May::Requester, "go=staff"),
    rule("POST /manage", May::Requester, "go=good"),
    rule("POST /manage", May::Requester, "go=report&message=x"),
    rule("POST /manage", May::Requester, "go=erase&sure=yes"),
];

/// What leaves nobody to be called for again: walked as those alone who are refused.
pub const LAST: &[Rule] =
    &[rule("POST /staff/volunteers/{id}", May::CoordinatorOver, "go=erase&sure=yes")];
