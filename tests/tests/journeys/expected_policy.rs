//! The expected policy: the fewest who reach the goal, replaced as hope fades, and every step told.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use matching::{AlertStatus, Role};
use serde_json::{Value, json};
use tests::house::people::{Asked, around};
use tests::house::{Engine, House, Lodging, START, each, each_with, tireless};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// So many shoppers, one every hundred metres.
async fn row_of_shoppers(house: &House, count: u8) {
    for number in 0..count {
        let spot = json!({ "location": around(100.0 * f64::from(number), 0.0) });
        house.helper(&format!("Shopper{number}"), &spot).await;
    }
}

async fn another_asks(house: &House, number: usize, changes: &Value) -> Asked {
    let contact = json!({ "name": "Somebody", "phone": format!("+32 470 11 22 {number:02}") });
    house.ask(&tests::house::people::with(json!({ "contact": contact }), changes)).await
}

async fn timeline(house: &House, asked: &Asked) -> Vec<Value> {
    let path = format!("/requests/{}/timeline?lang=en", asked.id);
    let timeline = house.staff(Role::Operator).get(&path).await.expect(200);
    timeline.at("/events").as_array().cloned().unwrap()
}

/// What the log says of each wave.
async fn waves(house: &House, asked: &Asked) -> Vec<Value> {
    let events = timeline(house, asked).await;
    let waves = events.into_iter().filter(|event| event["kind"] == "wave.planned");
    waves.map(|event| event["data"].clone()).collect()
}

async fn people_asked(house: &House, asked: &Asked) -> usize {
    let alerts = house.alerts(asked).await;
    let people: BTreeSet<_> = alerts.iter().map(|alert| alert.volunteer_id).collect();
    assert_eq!(people.len(), alerts.len(), "nobody is asked twice");
    people.len()
}

#[tokio::test]
async fn how_evenly_people_are_asked_is_counted() {
    each_with(
        |rules| rules.caps.alerts_per_day = 0,
        async |house| {
            row_of_shoppers(house, 12).await;
            let far = json!({ "location": around(30_000.0, 0.0) });
            house.helper("Far", &far).await;
            let asked = house.ask(&json!({})).await;
            let people = people_asked(house, &asked).await;
            house.pass(SignedDuration::from_mins(1)).await;
            let operator = house.staff(Role::Coordinator);
            let spread = operator.get("/stats/fairness").await.expect(200);
            assert_eq!(spread.at("/in_reach"), 12, "who lives too far is not in reach");
            assert_eq!(spread.at("/never_asked"), 12 - people);
            assert_eq!(spread.at("/forgotten"), 0, "nobody was asked more than five times");
            let gini = spread.at("/gini_alerts").as_f64().unwrap();
            #[expect(clippy::cast_precision_loss, reason = "at most 12")]
            let alone = 1.0 - people as f64 / 12.0;
            assert!((gini - alone).abs() < 1e-9, "{gini} where {people} of 12 were asked once");
            assert_eq!(spread.at("/areas/0/in_reach"), 12);
        },
    )
    .await;
}

#[tokio::test]
async fn as_few_are_asked_as_reach_the_goal_and_more_for_what_is_vital() {
    each_with(
        |rules| rules.caps.alerts_per_day = 0,
        async |house| {
            row_of_shoppers(house, 20).await;
            let normal = house.ask(&json!({})).await;
            let few = people_asked(house, &normal).await;
            let told = &waves(house, &normal).await[0];
            assert!(few < 5, "{few}");
            assert!(told["chance"].as_u64() >= told["goal"].as_u64(), "{told}");
            let vital = another_asks(house, 1, &json!({ "priority": "vital" })).await;
            let many = people_asked(house, &vital).await;
            let told = &waves(house, &vital).await[0];
            assert!(many > 2 * few, "{many} after {few}");
            assert_eq!(told["goal"], 85);
        },
    )
    .await;
}

#[tokio::test]
async fn refusals_are_replaced_at_once_and_silence_as_hope_fades() {
    each(async |house| {
        row_of_shoppers(house, 20).await;
        let asked = house.ask(&json!({})).await;
        let first = house.recipients("alert");
        for one in &first[1..] {
            house.decline(one).await;
        }
        let after_refusals = people_asked(house, &asked).await;
        assert!(after_refusals >= 2 * (first.len() - 1), "{after_refusals}");
        let until = waves(house, &asked).await.pop().unwrap()["until"].clone();
        let until: Timestamp = until.as_str().unwrap().parse().unwrap();
        house.pass_until(until - SignedDuration::from_mins(1)).await;
        assert_eq!(people_asked(house, &asked).await, after_refusals);
        house.pass_until(until + SignedDuration::from_mins(1)).await;
        assert!(people_asked(house, &asked).await > after_refusals);
        // Whoever was silent may still say yes, as long as nobody else has.
        house.accept(&first[0], "today").await.expect(200);
        assert_eq!(house.status(&asked).await, "matched");
        // What was withdrawn counts as far as there was time to answer it.
        for alert in house.alerts(&asked).await {
            let exposure = alert.exposure_ppm.unwrap();
            let withdrawn = alert.status == AlertStatus::Withdrawn;
            assert_eq!(withdrawn, alert.withdrawn_at.is_some());
            assert_eq!(withdrawn, exposure < 500_000, "{exposure}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_was_asked_lately_is_spared() {
    each(async |house| {
        row_of_shoppers(house, 12).await;
        let mut seen = BTreeSet::new();
        for number in 0..2 {
            let asked = another_asks(house, number, &json!({})).await;
            for alert in house.alerts(&asked).await {
                assert!(seen.insert(alert.volunteer_id), "asked again while others rest");
            }
        }
        let spared = house.number("SELECT COUNT(*) FROM alert WHERE reasons LIKE '%spared%'").await;
        assert!(spared > 0);
    })
    .await;
}

#[tokio::test]
async fn who_has_just_helped_is_left_alone_for_twelve_hours() {
    each(async |house| {
        let all_day = json!({ "capacity": 9, "quiet_hours": { "from": "03:00", "to": "04:00" } });
        let helper = house.helper("Shopper", &all_day).await;
        another_asks(house, 1, &json!({})).await;
        let promise = house.promise(&helper.email, "now").await;
        house.helper_does(&promise, "complete", &json!({})).await.expect(200);
        let waits = another_asks(house, 2, &json!({})).await;
        let path = format!("/requests/{}/candidates", waits.id);
        let found = house.staff(Role::Operator).get(&path).await.expect(200);
        assert_eq!(found.at("/excluded/cool_down"), 1);
        house.pass(HOUR * 11).await;
        assert_eq!(house.mails_to(&helper.email, "alert").len(), 1);
        assert!(house.tasks("phone_list").await.is_empty(), "it waits for the rest to end");
        house.pass(HOUR * 2).await;
        assert_eq!(house.mails_to(&helper.email, "alert").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_starts_in_weeks_is_planned_three_days_before() {
    each(async |house| {
        house.helper("Shopper", &json!({})).await;
        let far = json!({
            "not_before": house.in_hours(10 * 24), "needed_by": house.in_hours(11 * 24),
        });
        let asked = house.ask(&far).await;
        let path = format!("/requests/{}/timeline", asked.id);
        let told = house.staff(Role::Operator).get(&path).await.expect(200);
        assert_eq!(told.str("/next/at"), house.in_hours(7 * 24));
        house.pass(HOUR * (7 * 24 - 1)).await;
        assert!(house.mails("alert").is_empty());
        house.pass(HOUR * 2).await;
        assert_eq!(house.mails("alert").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_timeline_says_why_somebody_was_asked_and_others_were_not() {
    each(async |house| {
        row_of_shoppers(house, 8).await;
        house.helper("Walker", &json!({ "categories": ["pets"] })).await;
        house.helper("Dutch", &json!({ "languages": ["nl"] })).await;
        let asked = house.ask(&json!({ "languages": ["fr"] })).await;
        let events = timeline(house, &asked).await;
        let text = |kind: &str| {
            let found = events.iter().find(|event| event["kind"] == kind).unwrap();
            found["text"].as_str().unwrap().to_owned()
        };
        let sent = text("alert.sent");
        for part in ["by distance", "km away", "about one in", "not asked for 30 days"] {
            assert!(sent.contains(part), "{part}: {sent}");
        }
        let wave = text("wave.planned");
        for part in [
            "Chance of a yes",
            "If nobody has answered",
            "Rules of version 1",
            "Others who could have been asked",
            "does other kinds of help",
            "speaks none of the languages",
        ] {
            assert!(wave.contains(part), "{part}: {wave}");
        }
        let lonely = another_asks(house, 2, &json!({ "languages": ["es"] })).await;
        let events = timeline(house, &lonely).await;
        let handed = events.iter().find(|event| event["kind"] == "request.handed_over").unwrap();
        let why = handed["text"].as_str().unwrap();
        assert!(why.contains("speaks none of the languages"), "{why}");
        let path = format!("/requests/{}/timeline?lang=nl", asked.id);
        let next = house.staff(Role::Operator).get(&path).await.expect(200).str("/next/text");
        assert!(next.contains("Zegt niemand ja") && next.contains("Een mens"), "{next}");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_alerted_for_what_ended_before_the_mail_left() {
    each(async |house| {
        row_of_shoppers(house, 6).await;
        for ends in ["cancel", "edit", "assign"] {
            let contact = json!({ "name": ends, "email": format!("{ends}@asks.example") });
            let body = json!({ "contact": contact });
            let body = tests::house::people::request(&house.in_hours(24), &body);
            let asked = house.post_request(&house.staff(Role::Operator), &body).await;
            house.dispatch.plan_due().await.unwrap();
            let queued = house.alerts(&asked).await;
            assert!(!queued.is_empty());
            match ends {
                "cancel" => house.staff_do(&asked, ends, &json!({})).await.expect(200),
                "edit" => {
                    let later = json!({ "needed_by": house.in_hours(30), "staff_only": true });
                    house.person_does(&asked, ends, &later).await.expect(200)
                }
                _ => {
                    let who = json!({ "volunteer_id": queued[0].volunteer_id.to_string() });
                    house.staff_do(&asked, ends, &who).await.expect(201)
                }
            };
            assert!(house.mails("alert").is_empty(), "{ends}");
            for alert in house.alerts(&asked).await {
                assert_eq!(alert.status, AlertStatus::Withdrawn, "{ends}");
                assert_eq!(alert.exposure_ppm, Some(0), "{ends}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn each_change_of_the_rules_has_a_number() {
    for engine in Engine::ALL {
        let Some(lodging) = Lodging::fresh(engine).await else { continue };
        let mut lodging = lodging;
        for (goal, numbers) in [(0.4, vec![1]), (0.4, vec![1]), (0.6, vec![2, 1])] {
            let house = House::open(lodging, START.parse().unwrap(), |rules| {
                rules.matching.expected.goal_normal = goal;
            })
            .await;
            let policy = house.staff(Role::Operator).get("/policy").await.expect(200);
            let rules = policy.at("/rules").as_array().cloned().unwrap();
            let seen: Vec<u64> = rules.iter().filter_map(|one| one["number"].as_u64()).collect();
            assert_eq!(seen, numbers);
            assert_eq!(rules[0]["data"]["goal_normal"], goal);
            assert_eq!(policy.at("/answers"), json!([]));
            house.visitor().get("/policy").await.expect(401);
            lodging = house.close().await;
        }
        lodging.clear().await;
    }
}

#[tokio::test]
async fn the_model_is_learned_once_a_day_from_alerts_that_have_ended() {
    let rules = |rules: &mut dispatch::Settings| {
        tireless(rules);
        rules.caps.alerts_per_day = 0;
        rules.matching.fit_after_alerts = 12;
    };
    each_with(rules, async |house| {
        row_of_shoppers(house, 12).await;
        for number in 0..6 {
            another_asks(house, number, &json!({})).await;
            for to in house.recipients("alert") {
                let token = house.alert_token(&to);
                let path = format!("/alerts/{token}/decline");
                house.visitor().post(&path, &json!({})).await;
            }
            house.settle().await;
        }
        assert!(house.dispatch.refit().await.unwrap());
        assert!(!house.dispatch.refit().await.unwrap(), "not twice a day");
        let policy = house.staff(Role::Operator).get("/policy").await.expect(200);
        assert_eq!(policy.at("/answers/0/number"), 1);
        assert!(policy.at("/answers/0/data/mean").as_f64().unwrap() < 0.16, "all said no");
        house.pass_until("2026-11-25T10:00:00Z".parse().unwrap()).await;
        house.dispatch.tidy().await.unwrap();
        let policy = house.staff(Role::Operator).get("/policy").await.expect(200);
        assert_eq!(policy.at("/answers/0/number"), 2);
    })
    .await;
}
