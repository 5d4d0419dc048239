//! Everybody who may come by, and what they may find.

use dispatch::{Actor, Purpose, TokenScope, VolunteerEdit};
use matching::{AreaId, Role};
use reqwest::Method;
use serde_json::json;
use tests::house::House;
use tests::house::people::{Asked, Helper, Promise, around};

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    /// The person who asked for the request of the scene.
    Requester,
    /// Somebody who asked for another.
    OtherRequester,
    /// Who holds the engagement of the scene, signed in.
    Helper,
    /// A volunteer who does not.
    OtherHelper,
    /// The browser that accepted the alert.
    Browser,
    /// Staff whose area holds the scene.
    Here(Role),
    /// Staff of another area.
    There(Role),
    /// Staff of everywhere.
    Administrator,
}

impl Who {
    pub const ALL: [Self; 11] = [
        Self::Visitor,
        Self::Requester,
        Self::OtherRequester,
        Self::Helper,
        Self::OtherHelper,
        Self::Browser,
        Self::Here(Role::Operator),
        Self::Here(Role::Coordinator),
        Self::There(Role::Operator),
        Self::There(Role::Coordinator),
        Self::Administrator,
    ];

    /// The role, of staff.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Here(role) | Self::There(role) => Some(role),
            Self::Administrator => Some(Role::Administrator),
            _ => None,
        }
    }

    /// Whether what is here is theirs to see, as staff.
    pub fn sees_here(self) -> bool {
        matches!(self, Self::Here(_) | Self::Administrator)
    }
}

/// Those who stay from scene to scene.
pub struct Cast<'h> {
    house: &'h House,
    /// A bearer token for each member of staff.
    tokens: Vec<(Who, String)>,
    helper: Helper,
    other: Helper,
    foreign: Asked,
}

/// One request with a helper on the way, a second one who was asked, and a task about it.
pub struct Scene {
    pub request: Asked,
    pub promise: Promise,
    /// The token of the second helper's alert.
    pub alert: String,
    pub task: String,
}

async fn token(house: &House, role: Role, area: Option<AreaId>) -> String {
    house
        .dispatch
        .create_api_token(&Actor::System, TokenScope { area, ..TokenScope::of(role) })
        .await
        .unwrap()
}

impl<'h> Cast<'h> {
    pub async fn gather(house: &'h House) -> Self {
        let here = house.area("Ixelles", (50.8333, 4.3667)).await;
        let there = house.area("Liège", (50.6333, 5.5667)).await;
        let helper = house.helper("Ines", &json!({ "capacity": 20 })).await;
        let other = json!({ "capacity": 20, "location": around(300.0, 0.0) });
        let other = house.helper("Omar", &other).await;
        let foreign = json!({ "category": "childcare" });
        let foreign = house.ask(&foreign).await;
        let mut tokens = Vec::new();
        for who in Who::ALL {
            let Some(role) = who.role() else { continue };
            let area = match who {
                Who::Here(_) => Some(here),
                Who::There(_) => Some(there),
                _ => None,
            };
            tokens.push((who, token(house, role, area).await));
        }
        Self { house, tokens, helper, other, foreign }
    }

    /// A fresh request, engagement, alert and task.
    pub async fn scene(&self) -> Scene {
        let house = self.house;
        self.clear().await;
        let request = self.someone_new(house).await;
        let promise = house.promise(&self.helper.email, "today").await;
        let alert = house.alert_token(&self.other.email);
        let concern = json!({ "kind": dispatch::CONCERNS[0], "message": "A word, please." });
        house.person_does(&request, "report", &concern).await.expect(204);
        let path = format!("/tasks?request_id={}", request.id);
        let tasks = house.staff(Role::Administrator).get(&path).await.expect(200);
        let task = tasks.str("/items/0/id");
        assert_ne!(task, "", "{}", tasks.text());
        Scene { request, promise, alert, task }
    }

    /// The volunteer of the scenes.
    /// Somebody else asks each time, for one of them blocks the helper.
    async fn someone_new(&self, house: &House) -> Asked {
        let email = format!("asks{}@asks.example", house.sink.messages().len());
        let contact = json!({ "name": "Rosalie", "email": email });
        let vital = json!({ "volunteers_needed": 2, "priority": "vital", "contact": contact });
        house.ask(&vital).await
    }

    /// Both helpers are free, neither resting nor suspended, whatever the scene before did.
    async fn clear(&self) {
        let (dispatch, system) = (&self.house.dispatch, &Actor::System);
        let back = VolunteerEdit {
            status: Some("active".to_owned()),
            paused_until: Some(None),
            ..VolunteerEdit::default()
        };
        for helper in [&self.helper, &self.other] {
            dispatch.edit_volunteer(system, helper.id, &back).await.unwrap();
            for (engagement, request) in dispatch.promises(system, helper.id).await.unwrap() {
                if engagement.status.is_live() {
                    dispatch.cancel_request(system, request.id).await.unwrap();
                }
            }
        }
    }

    pub fn volunteer(&self) -> String {
        self.helper.id.to_string()
    }

    /// Fresh credentials, as a header.
    pub async fn credentials(&self, who: Who, scene: &Scene) -> Option<(&'static str, String)> {
        let (dispatch, system) = (&self.house.dispatch, Actor::System);
        let cookie = |name: &str, value: String| Some(("cookie", format!("{name}={value}")));
        match who {
            Who::Visitor => None,
            Who::Requester => {
                let own = dispatch.session_for_requester(&system, scene.request.id).await;
                cookie("proche_manage", own.unwrap())
            }
            Who::OtherRequester => {
                let own = dispatch.session_for_requester(&system, self.foreign.id).await;
                cookie("proche_manage", own.unwrap())
            }
            Who::Helper => {
                let own = dispatch.session_for_volunteer(&system, self.helper.id).await;
                cookie("proche_volunteer", own.unwrap())
            }
            Who::OtherHelper => {
                let own = dispatch.session_for_volunteer(&system, self.other.id).await;
                cookie("proche_volunteer", own.unwrap())
            }
            Who::Browser => {
                let own = dispatch.engagement_cookie(scene.promise.id).await;
                cookie("proche_engagement", own.unwrap())
            }
            Who::Here(_) | Who::There(_) | Who::Administrator => {
                let (_, token) = self.tokens.iter().find(|(own, _)| *own == who).unwrap();
                Some(("authorization", format!("Bearer {token}")))
            }
        }
    }

    /// The cookie of a browser that came by the second helper's alert.
    pub async fn alert_cookie(&self, scene: &Scene) -> (&'static str, String) {
        let cookie = self.house.dispatch.alert_cookie(&scene.alert).await.unwrap();
        ("cookie", format!("proche_alert={cookie}"))
    }

    /// A living token for an address.
    pub async fn token(&self, path: &str, scene: &Scene) -> String {
        let dispatch = &self.house.dispatch;
        match path.trim_start_matches("/api/v1").split('/').nth(1).unwrap_or_default() {
            "a" | "alerts" => scene.alert.clone(),
            "c" | "confirmations" => self.newcomer().await,
            "l" => {
                let email = &self.other.email;
                dispatch.request_login(email).await.unwrap();
                self.house.settle().await;
                self.house.token_in(email, "login", "/l/")
            }
            "e" => {
                dispatch.ask_volunteer_email(self.other.id, "next@helps.example").await.unwrap();
                self.house.settle().await;
                self.house.token_in(&self.other.email, "email_old", "/e/")
            }
            "m" | "requests" => scene.request.manage.clone(),
            "u" => dispatch.token(Purpose::Unsubscribe, self.other.id.0, 1),
            "setup" => self.invited().await,
            other => panic!("no token is known for {other}"),
        }
    }

    async fn newcomer(&self) -> String {
        let email = format!("new{}@helps.example", self.house.sink.messages().len());
        let body = json!({ "email": email });
        let body = tests::house::people::volunteer("Newcomer", &body);
        self.house.visitor().post("/volunteers", &body).await.expect(201);
        self.house.settle().await;
        self.house.token_in(&email, "confirm", "/c/")
    }

    async fn invited(&self) -> String {
        let dispatch = &self.house.dispatch;
        let email = format!("staff{}@proche.example", uuid::Uuid::now_v7().simple());
        let made = dispatch.create_account(&Actor::System, &email, Role::Operator, None).await;
        tests::house::last_part(&made.unwrap())
    }

    /// Calls, and gives the status and where it leads to.
    pub async fn call(
        &self,
        (method, path): (&str, &str),
        body: &str,
        credentials: Option<&(&'static str, String)>,
    ) -> (u16, String) {
        let url = format!("{}{path}", self.house.base());
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut call = self.house.visitor().request(method.clone(), &url);
        // Not from this machine.
        call = call.header("x-forwarded-for", "192.0.2.7");
        call = call.header("origin", self.house.base());
        if let Some((name, value)) = credentials {
            call = call.header(*name, value);
        }
        if method != Method::GET && !body.is_empty() {
            let json = path.starts_with("/api/");
            let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
            call = call.header("content-type", kind).body(body.to_owned());
        }
        let answer = call.send().await.unwrap();
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
        (answer.status().as_u16(), to.unwrap_or_default().to_owned())
    }
}
