//! `proche verify`, `doctor`, `mail test`, `healthcheck`.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use dispatch::{Clock as _, SystemClock};
use mailer::Outgoing;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::command::print;
use crate::config::Config;
use crate::wiring::{Need, Service, settings, transport};

/// One line a violation; success only when there is none.
pub async fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    let service = Service::open(config, Need::Command).await?;
    let violations = service.dispatch.verify().await?;
    for violation in &violations {
        print(&format!("{}: {}", violation.rule, violation.subject))?;
    }
    Ok(if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Checks what a deployment needs, a line each.
pub async fn doctor(config: &Config) -> anyhow::Result<ExitCode> {
    let mut well = true;
    let mut line = |what: &str, result: Result<String, String>| {
        let (mark, text) = match result {
            Ok(text) => ("ok", text),
            Err(text) => {
                well = false;
                ("FAULT", text)
            }
        };
        print(&format!("{mark:5} {what}: {text}")).map(|_| ())
    };
    let service = Service::open(config, Need::Command).await;
    match &service {
        Err(error) => line("database", Err(format!("{error:#}")))?,
        Ok(service) => {
            let kind =
                if service.dispatch.database().is_sqlite() { "SQLite" } else { "PostgreSQL" };
            line("database", Ok(format!("{kind}, schema up to date")))?;
            let violations = service.dispatch.verify().await?;
            line(
                "invariants",
                match violations.len() {
                    0 => Ok("all hold".to_owned()),
                    count => Err(format!("{count} violation(s); see `proche verify`")),
                },
            )?;
            let audit = service.dispatch.verify_audit().await?;
            line(
                "audit",
                match audit.faults.len() {
                    0 => Ok(format!("{} entries hold", audit.links)),
                    count => Err(format!("{count} fault(s); see `proche audit verify`")),
                },
            )?;
            line(
                "administrator",
                if service.dispatch.has_administrator().await? {
                    Ok("there is one".to_owned())
                } else {
                    Err("none yet; `proche admin create`".to_owned())
                },
            )?;
        }
    }
    line(
        "mail",
        match config.mail.transport.as_str() {
            "capture" => Err("captured: nobody gets mail; set mail.transport".to_owned()),
            other => transport(config).map(|_| other.to_owned()).map_err(|e| format!("{e:#}")),
        },
    )?;
    let https = config.base_url().starts_with("https://");
    line(
        "address",
        if https {
            Ok(config.base_url())
        } else {
            Err(format!("{} is not https; links in mails should be", config.base_url()))
        },
    )?;
    line(
        "phone",
        match config.site.phone.as_str() {
            "" => Err("site.phone is empty; people without internet call it".to_owned()),
            phone => Ok(phone.to_owned()),
        },
    )?;
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Sends one message over the configured transport.
pub async fn mail_test(config: &Config, address: &str) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let host = settings(config)?.mail_host;
    let mail = Outgoing {
        message_id: format!("<{}@{host}>", store::ordered_id(now)?),
        kind: "test".to_owned(),
        to: address.to_owned(),
        subject: format!("{}: test", config.site.name),
        text: "This message shows that mail leaves.\n".to_owned(),
        html: "<p>This message shows that mail leaves.</p>".to_owned(),
        unsubscribe: None,
        language: "en".to_owned(),
        calendar: None,
    };
    let transport = transport(config)?;
    let accepted = transport.send(&mail, now).await?;
    transport.close().await;
    print(&format!("Handed over ({}, {} bytes).", accepted.by.code(), accepted.bytes))?;
    Ok(())
}

/// Asks `/readyz`; success only for 200.
pub async fn health(config: &Config, url: Option<&str>) -> anyhow::Result<ExitCode> {
    let address = match url {
        Some(url) => {
            let url = url::Url::parse(url).context("--url")?;
            let host = url.host_str().context("--url: no host")?;
            format!("{host}:{}", url.port_or_known_default().unwrap_or(80))
        }
        None => config.server.listen.replace("0.0.0.0", "127.0.0.1"),
    };
    let asked = tokio::time::timeout(Duration::from_secs(5), ask(&address)).await;
    match asked {
        Ok(Ok(200)) => print("ready"),
        Ok(Ok(status)) => bail!("{address} answers {status}"),
        Ok(Err(error)) => bail!("{address} does not answer: {error}"),
        Err(_) => bail!("{address} does not answer within 5 s"),
    }
}

async fn ask(address: &str) -> std::io::Result<u16> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4_096).read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    Ok(text.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0))
}
