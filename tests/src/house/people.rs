//! Invented people: who helps, who asks, and how they come into the house.

use matching::{AreaId, Cell, EngagementId, Position, RequestId, VolunteerId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, Caller, House, last_part};

/// The middle of Ixelles: everybody lives around here unless told otherwise.
pub const CENTRE: (f64, f64) = (50.8333, 4.3667);
/// What may never be read in a mail to somebody else.
pub const SECRETS: [&str; 7] = [
    "Canarelle",
    "470998877",
    "470 99 88 77",
    "rue du Serin",
    "marmelade",
    "yellow-feather",
    "canarelle@asks.example",
];

/// Someone whose request is posted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub id: RequestId,
    /// The token of the manage link.
    pub manage: String,
}

/// A volunteer and where they live.
#[derive(Clone, Debug)]
pub struct Helper {
    /// Their id.
    pub id: VolunteerId,
    /// Their address.
    pub email: String,
    /// Where.
    pub position: Position,
}

/// A yes, with the browser that gave it.
pub struct Promise {
    /// The engagement.
    pub id: EngagementId,
    /// The browser, with its cookie.
    pub browser: Caller,
}

/// Lays the fields of one object over another's.
#[must_use]
pub fn with(mut base: Value, changes: &Value) -> Value {
    if let (Some(base), Some(changes)) = (base.as_object_mut(), changes.as_object()) {
        base.extend(changes.clone());
    }
    base
}

/// A point so many metres north and east of [`CENTRE`].
pub fn around(north_m: f64, east_m: f64) -> Value {
    let metre = 1.0 / 111_195.0;
    let lon_metre = metre / CENTRE.0.to_radians().cos();
    json!({ "lat": CENTRE.0 + north_m * metre, "lon": CENTRE.1 + east_m * lon_metre })
}

/// A volunteer in Ixelles who shops within 5 km.
pub fn volunteer(name: &str, changes: &Value) -> Value {
    let own = json!({
        "name": name,
        "email": format!("{}@helps.example", name.to_lowercase()),
        "languages": ["fr"],
        "location": around(0.0, 0.0),
        "radius_km": 5,
        "categories": ["groceries"],
        "consent": { "version": "2026-11", "given": true },
    });
    with(own, changes)
}

/// A person in Ixelles who needs shopping by then; every word about her is one of [`SECRETS`].
pub fn request(needed_by: &str, changes: &Value) -> Value {
    let own = json!({
        "category": "groceries",
        "details": "Ring twice, yellow-feather on the door.",
        "contact": {
            "name": "Rosalie Canarelle",
            "phone": "+32 470 99 88 77",
            "email": "canarelle@asks.example",
        },
        "address": { "line": "12 rue du Serin", "postcode": "1050", "place": "Ixelles" },
        "needed_by": needed_by,
        "items": [{ "name": "marmelade", "quantity": "1" }],
        "channel": "api",
        "consent": { "version": "2026-11", "given": true },
    });
    with(own, changes)
}

impl House {
    /// An area around a point.
    pub async fn area(&self, name: &str, (lat, lon): (f64, f64)) -> AreaId {
        let area =
            store::Area { id: AreaId(Uuid::now_v7()), parent_id: None, name: name.to_owned() };
        let mut tx = self.dispatch.database().write().await.unwrap();
        let id = tx.upsert_area(&area, self.now()).await.unwrap();
        let cell = Cell::of(Position::new(lat, lon).unwrap(), 5);
        tx.assign_cells(id, &[cell]).await.unwrap();
        tx.commit().await.unwrap();
        self.dispatch.reload_areas().await.unwrap();
        id
    }

    /// A volunteer registers, follows the link in the mail and is active.
    pub async fn helper(&self, name: &str, changes: &Value) -> Helper {
        let body = volunteer(name, changes);
        let id = self.visitor().post("/volunteers", &body).await.expect(201).id();
        let email = body["email"].as_str().unwrap_or_default().to_owned();
        self.settle().await;
        let token = self.token_in(&email, "confirm", "/c/");
        let path = format!("/confirmations/{token}");
        let confirmed = self.visitor().post(&path, &json!({})).await.expect(200);
        assert_eq!(confirmed.str("/status"), "active");
        self.settle().await;
        let point = |key: &str| body["location"][key].as_f64().unwrap_or_default();
        let position = Position::new(point("lat"), point("lon")).unwrap();
        Helper { id: VolunteerId(id), email, position }
    }

    /// Somebody posts a request; nothing is confirmed yet.
    pub async fn post_request(&self, caller: &Caller, body: &Value) -> Asked {
        let posted = caller.post("/requests", body).await.expect(201);
        let manage = last_part(&posted.str("/manage_url"));
        Asked { id: RequestId(posted.id()), manage }
    }

    /// Staff post a request; it opens at once and whoever is due is alerted.
    pub async fn ask(&self, changes: &Value) -> Asked {
        let body = request(&self.in_hours(24), changes);
        let asked = self.post_request(&self.staff(matching::Role::Operator), &body).await;
        self.settle().await;
        asked
    }

    /// The request as staff see it.
    pub async fn request(&self, asked: &Asked) -> Answer {
        let path = format!("/requests/{}", asked.id);
        self.staff(matching::Role::Administrator).get(&path).await.expect(200)
    }

    /// Where a request stands.
    pub async fn status(&self, asked: &Asked) -> String {
        self.request(asked).await.str("/status")
    }

    /// A member of staff does something with a request.
    pub async fn staff_do(&self, asked: &Asked, what: &str, body: &Value) -> Answer {
        let path = format!("/requests/{}/{what}", asked.id);
        let answer = self.staff(matching::Role::Coordinator).post(&path, body).await;
        self.settle().await;
        answer
    }

    /// The person does something with their manage link.
    pub async fn person_does(&self, asked: &Asked, what: &str, body: &Value) -> Answer {
        let path = format!("/requests/manage/{}/{what}", asked.manage);
        let answer = self.visitor().post(&path, body).await;
        self.settle().await;
        answer
    }

    /// The token of the link in a volunteer's latest alert.
    #[track_caller]
    pub fn alert_token(&self, email: &str) -> String {
        self.token_in(email, "alert", "/a/")
    }

    /// A volunteer says yes to their latest alert.
    pub async fn accept(&self, email: &str, when: &str) -> Answer {
        let path = format!("/alerts/{}/accept", self.alert_token(email));
        let answer = self.visitor().post(&path, &json!({ "when": when })).await;
        self.settle().await;
        answer
    }

    /// A volunteer says yes and keeps the cookie.
    pub async fn promise(&self, email: &str, when: &str) -> Promise {
        let browser = self.browser();
        let path = format!("/alerts/{}/accept", self.alert_token(email));
        let answer = browser.post(&path, &json!({ "when": when })).await.expect(200);
        self.settle().await;
        let id = answer.str("/engagement/id").parse().unwrap();
        Promise { id: EngagementId(id), browser }
    }

    /// A volunteer says no to their latest alert.
    pub async fn decline(&self, email: &str) {
        let path = format!("/alerts/{}/decline", self.alert_token(email));
        self.visitor().post(&path, &json!({ "reason": "busy" })).await.expect(204);
        self.settle().await;
    }

    /// A volunteer does something about a place they hold.
    pub async fn helper_does(&self, promise: &Promise, what: &str, body: &Value) -> Answer {
        let path = format!("/engagements/{}/{what}", promise.id);
        let answer = promise.browser.post(&path, body).await;
        self.settle().await;
        answer
    }

    /// The open tasks of a kind.
    pub async fn tasks(&self, kind: &str) -> Vec<Value> {
        let path = format!("/tasks?kind={kind}");
        let page = self.staff(matching::Role::Administrator).get(&path).await.expect(200);
        page.at("/items").as_array().cloned().unwrap_or_default()
    }

    /// Staff end a task with an outcome.
    pub async fn finish_task(&self, task: &Value, outcome: &str) -> Answer {
        let path = format!("/tasks/{}/done", task["id"].as_str().unwrap_or_default());
        let body = json!({ "outcome": outcome });
        let answer = self.staff(matching::Role::Operator).post(&path, &body).await.expect(200);
        self.settle().await;
        answer
    }

    /// The kinds of the events in a request's timeline, in order.
    pub async fn story(&self, asked: &Asked) -> Vec<String> {
        let path = format!("/requests/{}/timeline", asked.id);
        let timeline = self.staff(matching::Role::Operator).get(&path).await.expect(200);
        let events = timeline.at("/events").as_array().cloned().unwrap_or_default();
        events.iter().map(|e| e["kind"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The alerts of a request, oldest first.
    pub async fn alerts(&self, asked: &Asked) -> Vec<store::Alert> {
        self.dispatch.alerts(&dispatch::Actor::System, asked.id).await.unwrap()
    }
}
