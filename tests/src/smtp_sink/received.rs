use std::borrow::Cow;
use std::time::Instant;

use mail_parser::{Message, MessageParser};
use uuid::Uuid;

/// A message as it was accepted: its envelope and its bytes.
#[derive(Clone, Debug)]
pub struct Received {
    /// The address of `MAIL FROM`, without angle brackets.
    pub from: String,
    /// The addresses of `RCPT TO`.
    pub to: Vec<String>,
    /// The message with its `CRLF` line ends, dots unstuffed.
    pub raw: Vec<u8>,
    /// The number of the connection it came over, from 0.
    pub connection: usize,
    /// When its final dot came.
    pub at: Instant,
}

impl Received {
    /// The value of a header, unfolded and decoded; the first if there are several.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = self.parsed();
        let value = message.header(name)?;
        let raw = || message.header_raw(name).map(unfolded);
        value.as_text().map(str::to_owned).or_else(raw)
    }

    /// The plain text part, decoded.
    pub fn text(&self) -> Option<String> {
        let message = self.parsed();
        message.text_bodies().find(|part| part.is_text() && !part.is_text_html())?;
        message.body_text(0).map(Cow::into_owned)
    }

    /// The HTML part, decoded.
    pub fn html(&self) -> Option<String> {
        let message = self.parsed();
        message.html_bodies().find(|part| part.is_text_html())?;
        message.body_html(0).map(Cow::into_owned)
    }

    /// The subject, decoded.
    pub fn subject(&self) -> Option<String> {
        self.parsed().subject().map(str::to_owned)
    }

    /// The id of its outbox row, which its Message-ID begins with.
    pub fn id(&self) -> Option<Uuid> {
        let message = self.parsed();
        message.message_id()?.split('@').next()?.parse().ok()
    }

    /// The value of `X-Proche-Kind`.
    pub fn kind(&self) -> Option<String> {
        self.header("X-Proche-Kind")
    }

    /// Every `http` and `https` link of the text and of the HTML part, each once, in order.
    pub fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        for part in [self.text(), self.html()].into_iter().flatten() {
            collect_links(&part, &mut links);
        }
        links
    }

    /// The first link whose path begins with this, such as `/a/`.
    pub fn link(&self, path: &str) -> Option<String> {
        self.links().into_iter().find(|link| {
            let rest = link.split_once("://").map_or("", |(_, rest)| rest);
            rest.find('/').is_some_and(|slash| rest[slash..].starts_with(path))
        })
    }

    /// The whole message, parsed; an empty message if it is no mail at all.
    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).unwrap_or_default()
    }
}

fn unfolded(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect_links(text: &str, links: &mut Vec<String>) {
    let mut rest = text;
    while let Some(start) =
        [rest.find("http://"), rest.find("https://")].into_iter().flatten().min()
    {
        rest = &rest[start..];
        let ends = |c: char| c.is_whitespace() || "\"'<>()".contains(c);
        let (link, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let link = link.trim_end_matches(['.', ',', ';', ':', '!', '?']).replace("&amp;", "&");
        if !links.contains(&link) {
            links.push(link);
        }
        rest = after;
    }
}
