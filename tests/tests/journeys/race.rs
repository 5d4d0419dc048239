//! Everybody says yes at once.

use std::collections::BTreeSet;

use futures::future::join_all;
use matching::Role;
use serde_json::json;
use tests::house::people::Asked;
use tests::house::{Answer, House, each_with, nearest_first};

/// Beside everybody's first yes, so many repeated ones.
const REPLAYS: usize = 20;

/// Every alert's token is used at once, some of them again and again.
async fn everybody_accepts(house: &House, emails: &[String]) -> Vec<Answer> {
    let tokens: Vec<String> = emails.iter().map(|email| house.alert_token(email)).collect();
    let again = tokens.iter().cycle().take(tokens.len() + REPLAYS);
    let calls = again.map(|token| {
        let (caller, path) = (house.visitor(), format!("/alerts/{token}/accept"));
        tokio::spawn(async move { caller.post(&path, &json!({ "when": "today" })).await })
    });
    let answers = join_all(calls).await;
    house.settle().await;
    answers.into_iter().map(Result::unwrap).collect()
}

async fn race_for(house: &House, places: usize) -> (Asked, usize) {
    for number in 0..places * 5 {
        house.helper(&format!("Racer{number}"), &json!({})).await;
    }
    let asked = house.ask(&json!({ "volunteers_needed": places })).await;
    let emails = house.recipients("alert");
    assert_eq!(emails.len(), places * 5);
    let answers = everybody_accepts(house, &emails).await;
    let won: BTreeSet<String> =
        answers.iter().filter(|a| a.status == 200).map(|a| a.str("/engagement/id")).collect();
    assert_eq!(won.len(), places, "one winner a place");
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((lost.status, lost.str("/code").as_str()), (409, "taken"), "{}", lost.text());
    }
    for answer in &answers {
        assert!(!answer.text().contains("Canarelle"), "the link alone shows no contact");
    }
    (asked, emails.len())
}

async fn one_winner_a_place(house: &House, places: usize) {
    let (asked, alerted) = race_for(house, places).await;
    assert_eq!(house.status(&asked).await, "matched");
    assert_eq!(house.mails("taken").len(), alerted - places);
    assert_eq!(house.mails("engaged").len(), places);
    let winners = house.recipients("engaged");
    let told = house.recipients("taken");
    assert!(winners.iter().all(|winner| !told.contains(winner)));
    let path = format!("/requests/{}", asked.id);
    let seen = house.staff(Role::Operator).get(&path).await.expect(200);
    let mut numbers: Vec<_> = seen.at("/engagements").as_array().unwrap().clone();
    numbers.sort_by_key(|engagement| engagement["place"].as_u64());
    let numbers: Vec<_> = numbers.iter().map(|e| e["place"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=places as u64).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_place_has_one_winner() {
    each_with(nearest_first, async |house| one_winner_a_place(house, 1).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_places_have_three_winners() {
    each_with(nearest_first, async |house| one_winner_a_place(house, 3).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_volunteer_asked_twice_wins_no_more_than_they_can_carry() {
    each_with(
        |_| {},
        async |house| {
            let helper = house.helper("Eager", &json!({ "capacity": 1 })).await;
            house.ask(&json!({})).await;
            house
                .ask(&json!({ "contact": { "name": "Second", "phone": "+32 470 11 22 33" } }))
                .await;
            let mails = house.mails_to(&helper.email, "alert");
            assert_eq!(mails.len(), 2);
            let calls = mails.iter().map(|mail| {
                let token = tests::house::last_part(&mail.link("/a/").unwrap());
                let (caller, path) = (house.visitor(), format!("/alerts/{token}/accept"));
                tokio::spawn(async move { caller.post(&path, &json!({ "when": "now" })).await })
            });
            let mut codes: Vec<u16> =
                join_all(calls).await.into_iter().map(|answer| answer.unwrap().status).collect();
            codes.sort_unstable();
            assert_eq!(codes, [200, 429]);
        },
    )
    .await;
}
