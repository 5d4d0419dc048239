//! What is wrong with a file, by field.

use std::fmt;

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its dotted name, such as `people.radius_km.from`; empty for the file as a whole.
    pub field: String,
    /// What is wrong with it and what is allowed.
    pub what: String,
}

/// All that is wrong with a file, one a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl Fault {
    /// A fault of a field.
    pub fn new(field: impl Into<String>, what: impl Into<String>) -> Self {
        Self { field: field.into(), what: what.into() }
    }

    pub(super) fn of_syntax(error: &toml::de::Error, text: &str) -> Faults {
        let before = error.span().map(|span| text.get(..span.start).unwrap_or_default());
        let line = before.map(|before| before.matches('\n').count() + 1);
        let place = line.map(|line| format!("line {line}")).unwrap_or_default();
        Faults(vec![Self::new(place, in_words(error.message()))])
    }

    pub(super) fn of_type(error: &serde_path_to_error::Error<toml::de::Error>) -> Faults {
        let path = error.path().to_string();
        let field = if path == "." { String::new() } else { path };
        Faults(vec![Self::new(field, in_words(error.inner().message()))])
    }
}

/// The parser's message without the names of machine types.
fn in_words(message: &str) -> String {
    let plain = [
        ("expected u32", "expected a whole number from 0 to 4294967295"),
        ("expected u8", "expected a whole number from 0 to 255"),
        ("expected usize", "expected a whole number, 0 or more"),
        ("expected f64", "expected a number"),
    ];
    let message = message.trim().replace('\n', " ");
    plain.iter().fold(message, |text, (from, to)| text.replace(from, to))
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            return out.write_str(&self.what);
        }
        write!(out, "{}: {}", self.field, self.what)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            fault.fmt(out)?;
        }
        Ok(())
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}
