//! Lists come in pages, and filters that cannot be used are told.

use matching::Role;

use crate::site::{Call, Site, volunteer};

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    let site = Site::open().await;
    let token = site.staff(Role::Operator, None).await;
    let mut posted = Vec::new();
    for _ in 0..5 {
        site.clock.advance(jiff::SignedDuration::from_secs(1));
        posted.push(site.request(&token).await);
    }
    posted.reverse();
    let mut seen = Vec::new();
    let mut path = "/api/v1/requests?limit=2&status=open,matched&status=expired".to_owned();
    loop {
        let answer = site.call(Call::get(&path).token(&token)).await;
        let page = answer.expect(200);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(answer.header("link"), "");
            break;
        };
        let link = answer.header("link");
        let next = link.strip_prefix("<https://proche.example").unwrap();
        let next = next.strip_suffix(">; rel=\"next\"").unwrap();
        assert!(next.contains(cursor) && next.contains("limit=2"));
        path = next.to_owned();
    }
    assert_eq!(seen, posted);
}

#[tokio::test]
async fn tasks_and_volunteers_have_pages_too() {
    let site = Site::open().await;
    let token = site.staff(Role::Operator, None).await;
    for number in 0..3 {
        let body = volunteer(&format!("v{number}@example.org"));
        site.call(Call::post("/api/v1/volunteers").json(&body)).await.expect(201);
        // A public request without e-mail makes a task: somebody has to call.
        site.call(Call::post("/api/v1/requests").json(&crate::site::request())).await.expect(201);
    }
    for list in ["tasks", "volunteers"] {
        let first = site.call(Call::get(&format!("/api/v1/{list}?limit=2")).token(&token)).await;
        let first = first.expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let path = format!("/api/v1/{list}?limit=2&cursor={cursor}");
        let second = site.call(Call::get(&path).token(&token)).await.expect(200);
        assert_eq!(first["items"].as_array().unwrap().len(), 2, "{list}");
        assert_eq!(second["items"].as_array().unwrap().len(), 1, "{list}");
        assert!(second["next_cursor"].is_null());
    }
}

#[tokio::test]
async fn queries_that_cannot_be_used_are_told() {
    let site = Site::open().await;
    let token = site.staff(Role::Administrator, None).await;
    for (path, field) in [
        ("requests?limit=0", "limit"),
        ("requests?limit=201", "limit"),
        ("requests?cursor=nonsense", "cursor"),
        ("requests?status=open,nonsense", "status"),
        ("requests?area=Atlantis", "area"),
        ("requests?from=yesterday", "from"),
        ("requests?needs_attention=maybe", "needs_attention"),
        ("requests?priority=high", "priority"),
        ("tasks?kind=nonsense", "kind"),
        ("tasks?state=nonsense", "state"),
        ("tasks?cursor=MTIz", "cursor"),
        ("volunteers?status=nonsense", "status"),
        ("volunteers?cursor=%ff", "cursor"),
        ("stats/matching?group_by=colour", "group_by"),
        ("stats/matching?from=2026-13-01", "from"),
        ("stats/fairness?from=2026-13-01", "from"),
        ("stats/fairness?area=nowhere", "area"),
        ("coverage.geojson?resolution=9", "resolution"),
    ] {
        let answer = site.call(Call::get(&format!("/api/v1/{path}")).token(&token)).await;
        assert_eq!(answer.problem(400)["errors"][0]["field"], field, "{path}");
    }
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let site = Site::open().await;
    let token = site.staff(Role::Operator, None).await;
    site.request(&token).await;
    for (query, count) in [
        ("category=groceries&priority=normal", 1),
        ("category=meals", 0),
        ("status=expired", 0),
        ("needs_attention=false", 1),
        ("needs_attention=true", 0),
        ("from=2026-11-17T08:00:00Z&to=2026-11-17T10:00:00Z", 1),
        ("from=2026-11-17T10:00:00%2B01:00", 1),
        ("to=2026-11-17T08:00:00Z", 0),
        ("status=&cursor=", 1),
    ] {
        let answer = site.call(Call::get(&format!("/api/v1/requests?{query}")).token(&token)).await;
        assert_eq!(answer.expect(200)["items"].as_array().unwrap().len(), count, "{query}");
    }
}
