use std::time::Duration;

use lettre::transport::smtp::{
    authentication::DEFAULT_MECHANISMS,
    client::{AsyncSmtpConnection, TlsParameters},
    commands::Ehlo,
    extension::ClientId,
};
use tokio::time::timeout;

use super::{
    refusal::within,
    stream::{encrypt, open_plain},
};
use crate::{Relay, SendError, Stage, TlsUse};

/// Connects, greets, encrypts and authenticates, and says whether the relay takes pipelining;
/// each step within `patience`.
pub async fn connect(
    relay: &Relay,
    patience: Duration,
) -> Result<(AsyncSmtpConnection, bool), SendError> {
    let hello = ClientId::default();
    let mut connection = greet(relay, &hello, patience).await?;
    start_tls(&mut connection, relay, &hello, patience).await?;
    authenticate(&mut connection, relay, patience).await?;
    let pipelining = offers_pipelining(&mut connection, hello, patience).await?;
    Ok((connection, pipelining))
}

async fn greet(
    relay: &Relay,
    hello: &ClientId,
    patience: Duration,
) -> Result<AsyncSmtpConnection, SendError> {
    let connecting = timeout(patience, open_plain(&relay.host, relay.port)).await;
    let stream = connecting.ok().and_then(Result::ok).ok_or(unreachable(Stage::Connect))?;
    let greeting = if relay.tls == TlsUse::Implicit {
        let encrypted = timeout(patience, encrypt(stream, &relay.host)).await;
        let stream = encrypted.ok().and_then(Result::ok).ok_or(unreachable(Stage::Tls))?;
        let stream = Box::new(stream);
        within(patience, AsyncSmtpConnection::connect_with_transport(stream, hello)).await
    } else {
        let stream = Box::new(stream);
        within(patience, AsyncSmtpConnection::connect_with_transport(stream, hello)).await
    };
    greeting.map_err(|refusal| refusal.at(Stage::Greeting))
}

async fn start_tls(
    connection: &mut AsyncSmtpConnection,
    relay: &Relay,
    hello: &ClientId,
    patience: Duration,
) -> Result<(), SendError> {
    match (relay.tls, connection.can_starttls()) {
        (TlsUse::Offered | TlsUse::Required, true) => {}
        (TlsUse::Required, false) => return Err(unreachable(Stage::Tls)),
        _ => return Ok(()),
    }
    let parameters = TlsParameters::new(relay.host.clone()).map_err(|_| unreachable(Stage::Tls))?;
    within(patience, connection.starttls(parameters, hello))
        .await
        .map_err(|refusal| refusal.at(Stage::Tls))
}

/// Logs in, but never in the clear over a network unless `tls=none` says so.
async fn authenticate(
    connection: &mut AsyncSmtpConnection,
    relay: &Relay,
    patience: Duration,
) -> Result<(), SendError> {
    let Some(credentials) = &relay.credentials else { return Ok(()) };
    let guarded = matches!(relay.tls, TlsUse::Implicit | TlsUse::None)
        || connection.is_encrypted()
        || relay.loopback;
    if !guarded {
        return Err(unreachable(Stage::Authentication));
    }
    within(patience, connection.auth(DEFAULT_MECHANISMS, credentials))
        .await
        .map(|_| ())
        .map_err(|refusal| refusal.at(Stage::Authentication))
}

/// Asks once more what the relay can do: lettre keeps only the keywords it knows.
async fn offers_pipelining(
    connection: &mut AsyncSmtpConnection,
    hello: ClientId,
    patience: Duration,
) -> Result<bool, SendError> {
    let reply = within(patience, connection.command(Ehlo::new(hello)))
        .await
        .map_err(|refusal| refusal.at(Stage::Greeting))?;
    Ok(reply.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING")))
}

const fn unreachable(stage: Stage) -> SendError {
    SendError::Unreachable { stage, code: None }
}
