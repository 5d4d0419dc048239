//! The short codes that requests and volunteers are matched by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A code that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a code has 1 to 40 lower-case letters, digits, '-' or '_'")]
pub struct CodeError;

fn checked(text: &str) -> Result<String, CodeError> {
    let text = text.trim();
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if text.is_empty() || text.len() > 40 || !text.chars().all(legal) {
        return Err(CodeError);
    }
    Ok(text.to_owned())
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses a code.
            ///
            /// # Errors
            /// [`CodeError`] when the text is empty, too long or has other characters.
            pub fn new(text: &str) -> Result<Self, CodeError> {
                checked(text).map(Self)
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    )+};
}

codes! {
    /// A kind of help, such as `groceries`.
    CategoryCode,
    /// Something a volunteer can do or bring, such as `car`.
    SkillCode,
    /// A language by its BCP 47 tag in lower case, such as `fr`.
    Language,
}

/// The categories a new deployment starts with.
pub const SHIPPED_CATEGORIES: [&str; 12] = [
    "groceries",
    "pharmacy",
    "meals",
    "transport",
    "pets",
    "errands",
    "listening",
    "admin_help",
    "care_home",
    "logistics",
    "childcare",
    "other",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_lower_case_words() {
        assert_eq!(CategoryCode::new(" groceries ").unwrap().as_str(), "groceries");
        for bad in ["", "Groceries", "a b", "é", &"x".repeat(41)] {
            assert!(SkillCode::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn every_shipped_category_is_a_code() {
        for code in SHIPPED_CATEGORIES {
            assert!(CategoryCode::new(code).is_ok());
        }
    }
}
