use std::{future::pending, io, time::Instant};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::sleep,
};

use super::{Fault, Received, Shared, Verb, lock};

/// Holds one conversation until the client leaves or a fault ends it.
pub async fn hold(stream: TcpStream, shared: &Shared, number: usize) -> io::Result<()> {
    let mut talk =
        Conversation { stream: BufReader::new(stream), shared, number, from: None, to: Vec::new() };
    if talk.answer(Verb::Connect, b"", "220 sink.invalid ESMTP").await? == Next::End {
        return Ok(());
    }
    loop {
        let mut line = Vec::new();
        if talk.stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if talk.command(&line).await? == Next::End {
            return Ok(());
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Continue,
    Refused,
    End,
}

struct Conversation<'a> {
    stream: BufReader<TcpStream>,
    shared: &'a Shared,
    number: usize,
    from: Option<String>,
    to: Vec<String>,
}

impl Conversation<'_> {
    async fn command(&mut self, line: &[u8]) -> io::Result<Next> {
        let text = String::from_utf8_lossy(line).trim().to_owned();
        let word = text.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" | "HELO" => self.hello(line).await,
            "STARTTLS" => self.answer(Verb::StartTls, line, "454 4.7.0 No TLS here").await,
            "AUTH" => self.answer(Verb::Auth, line, "235 2.7.0 Welcome").await,
            "MAIL" => self.mail(line, &text).await,
            "RCPT" => self.rcpt(line, &text).await,
            "DATA" => self.data(line).await,
            "RSET" => {
                self.forget();
                self.answer(Verb::Rset, line, "250 2.0.0 Ok").await
            }
            "NOOP" => self.answer(Verb::Noop, line, "250 2.0.0 Ok").await,
            "QUIT" => {
                self.answer(Verb::Quit, line, "221 2.0.0 Bye").await?;
                Ok(Next::End)
            }
            _ => self.say("500 5.5.2 What?").await.map(|()| Next::Continue),
        }
    }

    async fn hello(&mut self, line: &[u8]) -> io::Result<Next> {
        self.forget();
        let extensions = lock(&self.shared.script).extensions.clone();
        let mut reply = "250-sink.invalid\r\n".to_owned();
        for extension in extensions {
            reply.push_str("250-");
            reply.push_str(&extension);
            reply.push_str("\r\n");
        }
        reply.push_str("250 HELP");
        self.answer(Verb::Ehlo, line, &reply).await
    }

    async fn mail(&mut self, line: &[u8], text: &str) -> io::Result<Next> {
        let next = self.answer(Verb::Mail, line, "250 2.1.0 Ok").await?;
        if next == Next::Continue {
            self.forget();
            self.from = Some(address(text));
        }
        Ok(next)
    }

    async fn rcpt(&mut self, line: &[u8], text: &str) -> io::Result<Next> {
        if self.from.is_none() {
            self.say("503 5.5.1 MAIL first").await?;
            return Ok(Next::Refused);
        }
        let next = self.answer(Verb::Rcpt, line, "250 2.1.5 Ok").await?;
        if next == Next::Continue {
            self.to.push(address(text));
        }
        Ok(next)
    }

    async fn data(&mut self, line: &[u8]) -> io::Result<Next> {
        if self.to.is_empty() {
            self.say("503 5.5.1 RCPT first").await?;
            return Ok(Next::Refused);
        }
        match self.answer(Verb::Data, line, "354 Go on").await? {
            Next::Continue => self.content().await,
            other => Ok(other),
        }
    }

    async fn content(&mut self) -> io::Result<Next> {
        let Some(raw) = self.read_content().await? else { return Ok(Next::End) };
        let fault = lock(&self.shared.script).meet(Verb::Content, &raw);
        let message = Received {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            raw,
            connection: self.number,
            at: Instant::now(),
        };
        match fault {
            Some(Fault::Reply(_) | Fault::Drop | Fault::Hang) => {}
            _ => self.shared.keep(message),
        }
        self.perform(fault, b"", "250 2.0.0 Kept").await
    }

    /// The message up to its dot, unstuffed; nothing if the client left before.
    async fn read_content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        loop {
            let start = raw.len();
            if self.stream.read_until(b'\n', &mut raw).await? == 0 {
                return Ok(None);
            }
            if &raw[start..] == b".\r\n" {
                raw.truncate(start);
                return Ok(Some(raw));
            }
            if raw[start] == b'.' {
                raw.remove(start);
            }
        }
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    async fn answer(&mut self, verb: Verb, line: &[u8], reply: &str) -> io::Result<Next> {
        let fault = lock(&self.shared.script).meet(verb, line);
        self.perform(fault, line, reply).await
    }

    async fn perform(
        &mut self,
        fault: Option<Fault>,
        line: &[u8],
        reply: &str,
    ) -> io::Result<Next> {
        match fault {
            None => self.say(reply).await.map(|()| Next::Continue),
            Some(Fault::Reply(code)) => {
                let class = code / 100;
                let echo = String::from_utf8_lossy(line).trim().to_owned();
                self.say(&format!("{code} {class}.7.1 Not now: {echo}")).await?;
                Ok(if code == 421 { Next::End } else { Next::Refused })
            }
            Some(Fault::Hang) => pending().await,
            Some(Fault::Drop | Fault::KeepAndDrop) => Ok(Next::End),
            Some(Fault::AnswerAndDrop) => self.say(reply).await.map(|()| Next::End),
            Some(Fault::Trickle(interval)) => {
                for byte in format!("{reply}\r\n").bytes() {
                    self.stream.get_mut().write_all(&[byte]).await?;
                    sleep(interval).await;
                }
                Ok(Next::Continue)
            }
        }
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(format!("{reply}\r\n").as_bytes()).await
    }
}

/// What stands between the angle brackets.
fn address(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}
