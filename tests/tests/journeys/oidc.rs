//! Staff sign in through a provider that signs real tokens, and that lies in every way it can.

use dispatch::{Actor, Settings};
use matching::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::{Caller, House, START, each_with, last_part};
use tests::oidc_provider::{CLIENT, OidcProvider, Signature, Token};

const ADA: &str = "ada@proche.example";

fn rules(provider: &OidcProvider) -> impl Fn(&mut Settings) + use<> {
    let issuer = provider.issuer().to_owned();
    move |settings| {
        settings.oidc = Some(identity::Provider {
            issuer: issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: "a secret of both".to_owned(),
            redirect_url: format!("{}/staff/oidc/back", settings.base_url),
        });
    }
}

async fn invite(house: &House, email: &str) -> String {
    let made = house.dispatch.create_account(&Actor::System, email, Role::Operator, None).await;
    made.unwrap()
}

/// A browser on its way: the provider's door, and the cookie of the attempt.
async fn set_out(house: &House) -> (String, String) {
    let url = format!("{}/staff/oidc", house.base());
    let answer = house.visitor().send(house.visitor().request(Method::GET, &url)).await.expect(303);
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    (header("location"), header("set-cookie").split(';').next().unwrap().to_owned())
}

async fn come_back(house: &House, path: &str, cookie: &str) -> (u16, String) {
    let url = format!("{}{path}", house.base());
    let call = house.visitor().request(Method::GET, &url).header("cookie", cookie);
    let answer = house.visitor().send(call).await;
    let to = answer.headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    (answer.status, to.to_owned())
}

async fn sign_in(house: &House, provider: &OidcProvider, token: Token) -> u16 {
    let (door, cookie) = set_out(house).await;
    let path = provider.sign_in(&door, token);
    let (status, to) = come_back(house, &path, &cookie).await;
    assert_eq!(status == 303, to == "/staff/desk", "{status} {to}");
    status
}

fn good(claims: Value) -> Token {
    Token::with(claims)
}

async fn sessions(house: &House) -> i64 {
    house.number("SELECT COUNT(*) FROM session WHERE kind = 'staff'").await
}

#[tokio::test]
async fn who_was_invited_comes_in_by_a_verified_address_and_then_by_name() {
    let provider = OidcProvider::start(START.parse().unwrap()).await;
    each_with(rules(&provider), async |house| {
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 422, "nobody was invited");
        invite(house, ADA).await;
        let unverified = json!({ "email_verified": false });
        assert_eq!(sign_in(house, &provider, good(unverified)).await, 422);
        let other = json!({ "email": "eve@proche.example" });
        assert_eq!(sign_in(house, &provider, good(other)).await, 422);
        assert_eq!(sessions(house).await, 0);

        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 303);
        // From now on the name counts and the address does not.
        let moved = json!({ "email": "ada.new@elsewhere.example", "email_verified": false });
        assert_eq!(sign_in(house, &provider, good(moved)).await, 303);
        let impostor = json!({ "sub": "eve" });
        assert_eq!(sign_in(house, &provider, good(impostor)).await, 422, "the account has a name");
        assert_eq!(sessions(house).await, 2);

        house.dispatch.reset_account(&Actor::System, ADA).await.unwrap();
        assert_eq!(sessions(house).await, 0, "a reset ends what was before it");
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 422, "and the tie");
        assert_eq!(sessions(house).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_was_sent_away_stays_out_though_the_provider_knows_them() {
    let provider = OidcProvider::start(START.parse().unwrap()).await;
    each_with(rules(&provider), async |house| {
        invite(house, ADA).await;
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 303);
        house.dispatch.disable_account(&Actor::System, ADA).await.unwrap();
        assert_eq!(sessions(house).await, 0, "at once");
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 422);

        let link = house.dispatch.reset_account(&Actor::System, ADA).await.unwrap();
        let token = last_part(&link);
        let password = tests::house::desk::PASSWORD;
        house.dispatch.set_up_account(&token, password).await.unwrap();
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 303, "by the link alone");

        house.dispatch.erase_account(&Actor::System, ADA).await.unwrap();
        assert_eq!(sessions(house).await, 0);
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 422);
        let held = "SELECT COUNT(*) FROM account WHERE LENGTH(sealed_contact) > 0";
        assert_eq!(house.number(held).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_does_not_hold_lets_nobody_in() {
    let provider = OidcProvider::start(START.parse().unwrap()).await;
    each_with(rules(&provider), async |house| {
        invite(house, ADA).await;
        let start = house.now().as_second();
        let lies = [
            ("issuer", good(json!({ "iss": "https://elsewhere.example" }))),
            ("audience", good(json!({ "aud": ["somebody-else"] }))),
            ("a second audience", good(json!({ "aud": [CLIENT, "somebody-else"] }))),
            ("nonce", good(json!({ "nonce": "of-yesterday" }))),
            ("no nonce", good(json!({ "nonce": null }))),
            ("expired", good(json!({ "exp": start - 1, "iat": start - 300 }))),
            ("unsigned", Token { claims: json!({}), signature: Signature::None }),
            ("another key", Token { claims: json!({}), signature: Signature::Other }),
        ];
        for (lie, token) in lies {
            assert_eq!(sign_in(house, &provider, token).await, 422, "{lie}");
            assert_eq!(sessions(house).await, 0, "{lie}");
            house.clock.set(house.now() + jiff::SignedDuration::from_secs(30));
        }
        assert_eq!(sign_in(house, &provider, good(json!({}))).await, 303, "and the truth does");
    })
    .await;
}

#[tokio::test]
async fn a_way_back_works_once_in_the_browser_that_set_out() {
    let provider = OidcProvider::start(START.parse().unwrap()).await;
    each_with(rules(&provider), async |house| {
        invite(house, ADA).await;
        let (door, cookie) = set_out(house).await;
        let path = provider.sign_in(&door, good(json!({})));
        assert_eq!(come_back(house, &path, "").await.0, 422, "another browser");
        let (_, other) = set_out(house).await;
        assert_eq!(come_back(house, &path, &other).await.0, 422, "another attempt");
        let wrong = path.replace("state=", "state=x");
        assert_eq!(come_back(house, &wrong, &cookie).await.0, 422);
        assert_eq!(come_back(house, &path, &cookie).await.0, 422, "an attempt is used up by a try");
        assert_eq!(sessions(house).await, 0);

        let (door, cookie) = set_out(house).await;
        let path = provider.sign_in(&door, good(json!({})));
        house.clock.set(house.now() + jiff::SignedDuration::from_mins(11));
        assert_eq!(come_back(house, &path, &cookie).await.0, 422, "too late");
        let page = house.read(&Caller::outside(house.base(), None), "/staff/sign-in").await;
        assert!(page.expect(200).text().contains("/staff/oidc"));
    })
    .await;
}
