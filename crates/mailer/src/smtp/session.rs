use std::{
    fmt::Display,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use lettre::{
    address::Envelope,
    transport::smtp::{
        client::AsyncSmtpConnection,
        commands::{Data, Mail, Quit, Rcpt, Rset},
        extension::{Extension, MailParameter},
        response::{Response, Severity},
    },
};
use tokio::time::{Instant, timeout};

use super::{
    connect::connect,
    refusal::{Failure, Refusal, within},
};
use crate::{Composed, Relay, SendError};

/// How much longer the answer to a whole message may take than any other step: giving up there
/// leaves a doubt, so RFC 5321 (4.5.3.2.6) asks for patience.
const ANSWER_FACTOR: u32 = 4;

/// One conversation with the relay, past its greeting, encryption and authentication.
pub struct Session {
    connection: AsyncSmtpConnection,
    pipelining: bool,
    patience: Duration,
    pub last_used: Instant,
    pub served: u32,
}

impl Session {
    /// Connects, greets, encrypts and authenticates; each step within `patience`.
    pub async fn open(relay: &Relay, patience: Duration) -> Result<Self, SendError> {
        let (connection, pipelining) = connect(relay, patience).await?;
        Ok(Self { connection, pipelining, patience, last_used: Instant::now(), served: 0 })
    }

    /// Carries one message. After an error without [`Failure::usable`] drop the session.
    pub async fn deliver(&mut self, mail: &Composed) -> Result<(), Failure> {
        let outcome = self.transfer(mail).await;
        self.served += 1;
        self.last_used = Instant::now();
        match outcome {
            Err(mut failure) if failure.usable => {
                failure.usable = self.reset().await;
                Err(failure)
            }
            other => other,
        }
    }

    /// Takes leave; the answer does not matter.
    pub async fn quit(mut self) {
        let wait = self.patience.min(Duration::from_secs(2));
        let _ = timeout(wait, self.connection.command(Quit)).await;
    }

    async fn transfer(&mut self, mail: &Composed) -> Result<(), Failure> {
        let parameters = self.mail_parameters(mail.envelope())?;
        if self.pipelining {
            self.announce_at_once(mail.envelope(), parameters).await?;
        } else {
            self.announce(mail.envelope(), parameters).await?;
        }
        self.content(mail.bytes()).await
    }

    fn mail_parameters(&self, envelope: &Envelope) -> Result<Vec<MailParameter>, Failure> {
        let addresses = envelope.from().into_iter().chain(envelope.to());
        if addresses.map(AsRef::<str>::as_ref).all(str::is_ascii) {
            return Ok(Vec::new());
        }
        if self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Ok(vec![MailParameter::SmtpUtfEight]);
        }
        let error = SendError::Invalid { field: "to" };
        Err(Failure { error, usable: true, stale: false })
    }

    async fn announce(
        &mut self,
        envelope: &Envelope,
        parameters: Vec<MailParameter>,
    ) -> Result<(), Failure> {
        let mail = Mail::new(envelope.from().cloned(), parameters);
        self.command(mail).await.map_err(Refusal::of_the_sender)?;
        for to in envelope.to() {
            self.command(Rcpt::new(to.clone(), Vec::new()))
                .await
                .map_err(Refusal::of_the_message)?;
        }
        let reply = self.command(Data).await.map_err(Refusal::of_the_message)?;
        expect_intermediate(&reply)
    }

    /// `MAIL`, `RCPT` and `DATA` in one write (RFC 2920), then their replies in order.
    async fn announce_at_once(
        &mut self,
        envelope: &Envelope,
        parameters: Vec<MailParameter>,
    ) -> Result<(), Failure> {
        let mut lines = Mail::new(envelope.from().cloned(), parameters).to_string();
        for to in envelope.to() {
            lines.push_str(&Rcpt::new(to.clone(), Vec::new()).to_string());
        }
        lines.push_str(&Data.to_string());
        let mut refusal = self.command(lines).await.map_err(Refusal::of_the_sender).err();
        for _ in envelope.to() {
            self.next_unless_lost(&mut refusal).await;
        }
        let data = match &refusal {
            Some(failure) if !failure.usable => None,
            _ => Some(self.reply().await.map_err(Refusal::of_the_message)),
        };
        match (refusal, data) {
            (None, Some(data)) => expect_intermediate(&data?),
            // The relay waits for a message whose recipient it refused: hang up.
            (Some(failure), Some(Ok(_))) => Err(Failure { usable: false, ..failure }),
            (Some(failure), Some(Err(data))) => {
                Err(Failure { usable: failure.usable && data.usable, ..failure })
            }
            (Some(failure), None) => Err(failure),
            (None, None) => Err(Failure::lost()),
        }
    }

    /// Reads the reply to `RCPT` unless the connection is gone; the first refusal counts.
    async fn next_unless_lost(&mut self, refusal: &mut Option<Failure>) {
        if refusal.as_ref().is_some_and(|failure| !failure.usable) {
            return;
        }
        match self.reply().await.map_err(Refusal::of_the_message) {
            Ok(_) => {}
            Err(failure) => {
                let usable = failure.usable;
                refusal.get_or_insert(failure).usable &= usable;
            }
        }
    }

    /// The message and its final dot. Until the last byte before the dot is written the relay
    /// cannot have taken it over; from then on only a reply tells.
    async fn content(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = AtomicBool::new(false);
        let mut parts = [bytes].into_iter();
        let parts = std::iter::from_fn(|| {
            let part = parts.next();
            written.store(part.is_none(), Ordering::Relaxed);
            part
        });
        let wait = self.patience * ANSWER_FACTOR;
        let answer = timeout(wait, self.connection.message_iter(parts)).await;
        match answer {
            Ok(Ok(reply)) if reply.code().severity == Severity::PositiveCompletion => Ok(()),
            Ok(Err(error)) if error.status().is_some() => {
                Err(Refusal::from(&error).of_the_message())
            }
            _ if written.into_inner() => {
                Err(Failure { error: SendError::Uncertain, usable: false, stale: false })
            }
            _ => Err(Failure::lost()),
        }
    }

    async fn command(&mut self, command: impl Display) -> Result<Response, Refusal> {
        within(self.patience, self.connection.command(command)).await
    }

    async fn reply(&mut self) -> Result<Response, Refusal> {
        within(self.patience, self.connection.read_response()).await
    }

    async fn reset(&mut self) -> bool {
        self.command(Rset).await.is_ok()
    }
}

fn expect_intermediate(reply: &Response) -> Result<(), Failure> {
    if reply.has_code(354) { Ok(()) } else { Err(Failure::lost()) }
}
