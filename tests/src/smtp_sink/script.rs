use std::{collections::HashMap, time::Duration};

/// A step of a conversation at which the server can misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// The greeting, before the client said anything.
    Connect,
    /// `EHLO` or `HELO`.
    Ehlo,
    /// `STARTTLS`.
    StartTls,
    /// `AUTH`.
    Auth,
    /// `MAIL FROM`.
    Mail,
    /// `RCPT TO`.
    Rcpt,
    /// `DATA`, before the message.
    Data,
    /// The final dot of a message.
    Content,
    /// `RSET`.
    Rset,
    /// `NOOP`.
    Noop,
    /// `QUIT`.
    Quit,
}

/// What the server does instead of its duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this code; the text echoes the client's line, as real servers do.
    Reply(u16),
    /// Says nothing more, and keeps the connection open.
    Hang,
    /// Closes the connection without a word; a message just received is not kept.
    Drop,
    /// Keeps the message, then closes without a word (for [`Verb::Content`]).
    KeepAndDrop,
    /// Does its duty, then closes.
    AnswerAndDrop,
    /// Does its duty, one byte of the reply at each interval.
    Trickle(Duration),
}

pub struct Script {
    pub extensions: Vec<String>,
    rules: Vec<Rule>,
    uses: HashMap<Verb, usize>,
}

struct Rule {
    verb: Verb,
    fault: Fault,
    text: Option<String>,
    left: usize,
}

impl Default for Script {
    fn default() -> Self {
        let extensions = ["PIPELINING", "8BITMIME", "SIZE 10485760", "ENHANCEDSTATUSCODES"];
        let extensions = extensions.map(str::to_owned).to_vec();
        Self { extensions, rules: Vec::new(), uses: HashMap::new() }
    }
}

impl Script {
    pub fn add(&mut self, verb: Verb, fault: Fault, text: Option<String>, times: usize) {
        self.rules.push(Rule { verb, fault, text, left: times });
    }

    pub fn clear(&mut self) {
        self.rules.clear();
    }

    pub fn uses(&self, verb: Verb) -> usize {
        self.uses.get(&verb).copied().unwrap_or(0)
    }

    /// Counts a use of the verb and takes the newest fault that applies to it.
    pub fn meet(&mut self, verb: Verb, line: &[u8]) -> Option<Fault> {
        *self.uses.entry(verb).or_default() += 1;
        let rule = self.rules.iter_mut().rev().find(|rule| rule.applies(verb, line))?;
        rule.left -= 1;
        Some(rule.fault.clone())
    }
}

impl Rule {
    fn applies(&self, verb: Verb, line: &[u8]) -> bool {
        let told = |text: &String| line.windows(text.len()).any(|part| part == text.as_bytes());
        self.left > 0 && self.verb == verb && self.text.as_ref().is_none_or(told)
    }
}
