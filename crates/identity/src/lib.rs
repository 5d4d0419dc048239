//! Who somebody is, by the word of an `OpenID` Connect provider: discovery, PKCE, signed tokens.
//!
//! Calls block: they belong on a thread that may wait. Redirects are never followed.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::ureq::{Agent, AgentBuilder};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
};

/// The longest wait for the provider.
const PATIENCE: Duration = Duration::from_secs(10);
/// Signatures that only the holder of a private key can make; neither `none` nor shared secrets.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider, and how it knows this service.
#[derive(Clone)]
pub struct Provider {
    /// Its address, as its tokens name it.
    pub issuer: String,
    /// What it calls this service.
    pub client_id: String,
    /// What it asks this service for; empty for a public client.
    pub client_secret: String,
    /// Where it sends browsers back to.
    pub redirect_url: String,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.issuer)
    }
}

/// What one sign-in is held together by; made by whoever keeps it.
#[derive(Clone)]
pub struct Attempt {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back within the token.
    pub nonce: String,
    /// Shows that the code is redeemed by whoever asked for it: 43 to 128 characters.
    pub verifier: String,
}

/// Somebody as the provider knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name at the provider, for ever.
    pub subject: String,
    /// Their address, where the provider says that it has verified it.
    pub verified_email: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}

/// Why nobody is known. The words hold nothing of a token.
#[derive(Debug, thiserror::Error)]
pub enum Unknown {
    /// The configuration or what the provider says about itself cannot be used.
    #[error("the provider cannot be used: {0}")]
    Provider(&'static str),
    /// The provider did not exchange the code.
    #[error("the provider did not exchange the code")]
    Code,
    /// The token is missing, or not what it should be.
    #[error("the token does not hold: {0}")]
    Token(&'static str),
}

type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

impl Provider {
    /// Where to send a browser that wants to sign in.
    ///
    /// # Errors
    /// [`Unknown::Provider`] when the provider cannot be asked about itself.
    pub fn door(&self, attempt: &Attempt) -> Result<String, Unknown> {
        let client = self.discover(&agent())?;
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, _, _) = client
            .authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.to_string())
    }

    /// Exchanges a code for somebody: the token must be signed by a key of the provider, for this
    /// service, for this attempt, and not be over.
    ///
    /// # Errors
    /// [`Unknown`] with what did not hold.
    pub fn redeem(&self, code: &str, attempt: &Attempt, now: Timestamp) -> Result<Person, Unknown> {
        let agent = agent();
        let client = self.discover(&agent)?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Unknown::Provider("it names no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()))
            .request(&agent)
            .map_err(|_| Unknown::Code)?;
        let token: &CoreIdToken = answer.id_token().ok_or(Unknown::Token("there is none"))?;
        let now = instant(now)?;
        let check: CoreIdTokenVerifier<'_> =
            client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now);
        let nonce = Nonce::new(attempt.nonce.clone());
        let claims = token.claims(&check, &nonce).map_err(|error| reason(&error))?;
        if let Some(expected) = claims.access_token_hash() {
            let wrong = || Unknown::Token("the hash of the access token");
            let (alg, key) = (token.signing_alg(), token.signing_key(&check));
            let (alg, key) = (alg.map_err(|_| wrong())?, key.map_err(|_| wrong())?);
            let actual = AccessTokenHash::from_token(answer.access_token(), alg, key);
            if actual.map_err(|_| wrong())? != *expected {
                return Err(wrong());
            }
        }
        let verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| verified).map(|email| email.as_str().to_owned());
        Ok(Person { subject: claims.subject().as_str().to_owned(), verified_email: email })
    }

    fn discover(&self, agent: &Agent) -> Result<Client, Unknown> {
        let wrong = Unknown::Provider;
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|_| wrong("issuer"))?;
        let redirect = RedirectUrl::new(self.redirect_url.clone());
        let redirect = redirect.map_err(|_| wrong("the address to return to"))?;
        let about = CoreProviderMetadata::discover(&issuer, agent);
        let about = about.map_err(|_| wrong("it does not describe itself as this issuer"))?;
        let secret = Some(self.client_secret.clone()).filter(|secret| !secret.is_empty());
        let id = ClientId::new(self.client_id.clone());
        let client = CoreClient::from_provider_metadata(about, id, secret.map(ClientSecret::new));
        Ok(client.set_redirect_uri(redirect))
    }
}

fn agent() -> Agent {
    AgentBuilder::new().redirects(0).timeout(PATIENCE).build()
}

fn instant(now: Timestamp) -> Result<DateTime<Utc>, Unknown> {
    DateTime::from_timestamp(now.as_second(), 0).ok_or(Unknown::Token("the time"))
}

fn reason(error: &openidconnect::ClaimsVerificationError) -> Unknown {
    use openidconnect::ClaimsVerificationError as Fault;
    Unknown::Token(match error {
        Fault::Expired(_) => "it is over",
        Fault::InvalidAudience(_) => "it is for somebody else",
        Fault::InvalidIssuer(_) => "it is from somebody else",
        Fault::InvalidNonce(_) => "it is of another attempt",
        Fault::SignatureVerification(_) => "its signature",
        _ => "it cannot be read",
    })
}
