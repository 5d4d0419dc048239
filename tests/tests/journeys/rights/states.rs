//! Rights end when what they stand on ends.

use serde_json::json;
use tests::house::each_with;

use super::cast::{Cast, Who};
use super::without_rest;

#[tokio::test]
async fn a_place_given_back_opens_nothing_any_more() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        let scene = cast.scene().await;
        let reveal = format!("/engagements/{}/reveal", scene.promise.id);
        scene.promise.browser.post(&reveal, &json!({})).await.expect(200);
        house.helper_does(&scene.promise, "release", &json!({ "reason": "ill" })).await.expect(200);
        let page = format!("/engagements/{}", scene.promise.id);
        for who in [Who::Helper, Who::Browser] {
            let own = cast.credentials(who, &scene).await;
            let api = format!("/api/v1{reveal}");
            let (status, _) = cast.call(("POST", &api), "", own.as_ref()).await;
            assert!([404, 409, 410].contains(&status), "{who:?}: {status}");
            let (status, _) = cast.call(("GET", &page), "", own.as_ref()).await;
            assert!([404, 409, 410].contains(&status), "{who:?}: {status}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_links_of_a_request_end_with_it() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        let scene = cast.scene().await;
        let came = cast.alert_cookie(&scene).await;
        house.staff_do(&scene.request, "cancel", &json!({})).await.expect(200);
        let alert = format!("/api/v1/alerts/{}", scene.alert);
        assert_eq!(cast.call(("GET", &alert), "", None).await.0, 410);
        let accept = format!("{alert}/accept");
        let yes = "{\"when\":\"now\"}";
        assert_eq!(cast.call(("POST", &accept), yes, None).await.0, 410);
        assert_eq!(cast.call(("GET", "/alerts/view"), "", Some(&came)).await.0, 410);
        let form = "go=yes&when=now";
        assert_eq!(cast.call(("POST", "/alerts/view"), form, Some(&came)).await.0, 410);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_left_is_a_visitor() {
    each_with(without_rest, async |house| {
        let cast = Cast::gather(house).await;
        let scene = cast.scene().await;
        let own = cast.credentials(Who::OtherHelper, &scene).await;
        assert_eq!(cast.call(("GET", "/me"), "", own.as_ref()).await.0, 200);
        assert_eq!(cast.call(("POST", "/me/erase"), "sure=yes", own.as_ref()).await.0, 200);
        assert_eq!(cast.call(("GET", "/me"), "", own.as_ref()).await.0, 303);
        let (status, _) = cast.call(("POST", "/me/pause"), "go=7", own.as_ref()).await;
        assert_eq!(status, 401);
    })
    .await;
}
