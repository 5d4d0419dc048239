//! Passwords: which are taken, how they are kept.
//!
//! The list of common ones is Django's, which Royce Williams made (BSD 3-Clause: see
//! `data/common-passwords.LICENSE`). It holds mostly short ones, so a password that is nothing but
//! common ones in a row is refused as well.

use std::collections::HashSet;
use std::sync::{LazyLock, OnceLock};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::refusal::{FieldError, Outcome, Refusal};

/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 15;
/// Longest password, in bytes.
const MAX_PASSWORD: usize = 1_024;
/// Common passwords that a bad one is made of, at most.
const MOST_PIECES: usize = 3;
/// The shortest of them that counts as a piece.
const SHORTEST_PIECE: usize = 4;
/// Different characters of a good one, at least.
const LEAST_VARIETY: usize = 6;

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/common-passwords.txt").lines().collect());

/// argon2id with OWASP's first choice: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Refuses passwords that are short, common, or made of what everybody knows here.
pub(crate) fn check_password(password: &str, known_here: &[&str]) -> Outcome<()> {
    if password.chars().count() < MIN_PASSWORD {
        let short = FieldError::new("password", "password_short").with(MIN_PASSWORD.to_string());
        return Err(Refusal::Invalid(vec![short]));
    }
    if password.len() > MAX_PASSWORD {
        return Err(Refusal::field("password", "too_long"));
    }
    let plain: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let variety = plain.chars().collect::<HashSet<_>>().len();
    let known: Vec<String> = known_here.iter().map(|word| word.to_lowercase()).collect();
    if variety < LEAST_VARIETY || is_common(&plain, &known, MOST_PIECES) {
        return Err(Refusal::field("password", "password_common"));
    }
    Ok(())
}

/// Whether a text is so many common passwords or known words in a row, at most.
fn is_common(text: &str, known: &[String], pieces: usize) -> bool {
    let is_one = |piece: &str| {
        piece.len() >= SHORTEST_PIECE
            && (COMMON.contains(piece) || known.iter().any(|k| k == piece))
    };
    if is_one(text) {
        return true;
    }
    pieces > 1
        && text.char_indices().skip(1).any(|(at, _)| {
            let (head, rest) = text.split_at(at);
            is_one(head) && is_common(rest, known, pieces - 1)
        })
}

/// Hashes made at once.
const MOST_AT_ONCE: usize = 4;

/// Hashing takes 19 MiB and a core each time: whoever asks for many at once waits.
static TURNS: Semaphore = Semaphore::const_new(MOST_AT_ONCE);

/// The hash to keep, in PHC form.
pub(crate) async fn hash_password(password: String) -> Outcome<String> {
    let _turn = TURNS.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let failed = || store::StoreError::KeyRing("the password cannot be hashed");
    Ok(hashed.await.map_err(|_| failed())?.map_err(|_| failed())?)
}

/// Verifies a password; without a hash it works as long on a made-up one and says no.
pub(crate) async fn verify_password(password: String, hash: Option<String>) -> bool {
    let _turn = TURNS.acquire().await;
    let verified = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobodys_hash().to_owned());
        let parsed = argon2::password_hash::phc::PasswordHash::new(&hash);
        let right =
            parsed.is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    });
    verified.await.unwrap_or(false)
}

/// A hash of the same cost that belongs to nobody; made once.
fn nobodys_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let made = argon2().hash_password(b"nobody has this password");
        made.map(|hash| hash.to_string()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<&'static str> {
        match check_password(password, &["proche", "amina.coordinatrice"]) {
            Err(Refusal::Invalid(errors)) => Some(errors[0].code),
            _ => None,
        }
    }

    #[test]
    fn short_common_and_local_ones_are_refused() {
        for (password, code) in [
            ("quatorze lettr", "password_short"),
            ("passwordpassword", "password_common"),
            ("Password 123456789", "password_common"),
            ("qwertyuiop123456", "password_common"),
            ("aaaaaaaaaaaaaaaaaaaa", "password_common"),
            ("1212121212121212", "password_common"),
            ("amina.coordinatrice", "password_common"),
            ("Proche proche 123456", "password_common"),
        ] {
            assert_eq!(refused(password), Some(code), "{password}");
        }
        assert_eq!(refused(&"é".repeat(600)), Some("too_long"));
    }

    #[test]
    fn a_sentence_is_taken() {
        for password in
            ["une phrase bien longue", "le lundi je nage loin", "гречка с молоком утром"]
        {
            assert_eq!(refused(password), None, "{password}");
        }
    }
}
