//! Codes of an authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds, which is what
//! every app understands. HMAC keeps SHA-1 sound here (RFC 6238, section 5.2 and RFC 6194).

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;
use store::TotpSecret;
use subtle::ConstantTimeEq as _;

/// Seconds a code is for.
const PERIOD_S: i64 = 30;
/// Steps that a phone's clock may be off, either way.
const SKEW: i64 = 1;
const DIGITS: usize = 6;
/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The time step of a moment.
fn step_at(at: Timestamp) -> i64 {
    at.as_second().div_euclid(PERIOD_S)
}

/// The code of a moment.
pub fn totp_code(secret: &TotpSecret, at: Timestamp) -> String {
    code_of(secret, step_at(at))
}

fn code_of(secret: &TotpSecret, step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret.0).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let start = usize::from(hash[19] & 15);
    let word = [hash[start] & 0x7f, hash[start + 1], hash[start + 2], hash[start + 3]];
    format!("{:0DIGITS$}", u32::from_be_bytes(word) % 1_000_000)
}

/// The step whose code this is, if it is one of now; each is compared in constant time.
pub(crate) fn step_of(secret: &TotpSecret, code: &str, now: Timestamp) -> Option<i64> {
    let said: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step_at(now);
    let mut found = None;
    for step in now - SKEW..=now + SKEW {
        if bool::from(code_of(secret, step).as_bytes().ct_eq(said.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// The secret as one types it: base 32, in groups of four.
pub fn totp_words(secret: &TotpSecret) -> String {
    let letters = base32(&secret.0);
    let groups: Vec<&str> = (0..letters.len()).step_by(4).map(|at| &letters[at..at + 4]).collect();
    groups.join(" ")
}

/// Twenty bytes are thirty-two letters, without padding.
fn base32(bytes: &[u8; 20]) -> String {
    let mut letters = String::with_capacity(32);
    for five in bytes.chunks(5) {
        let word = five.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        for shift in (0..8).rev() {
            letters
                .push(char::from(BASE32[usize::try_from(word >> (5 * shift) & 31).unwrap_or(0)]));
        }
    }
    letters
}

/// What the square picture says, for an app to read: the key URI format of authenticator apps.
pub fn totp_uri(secret: &TotpSecret, site: &str, account: &str) -> String {
    let encode = |text: &str| {
        let plain: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        plain.replace('+', "%20")
    };
    let (site, account) = (encode(site), encode(account));
    let key = base32(&secret.0);
    format!("otpauth://totp/{site}:{account}?secret={key}&issuer={site}&period=30&digits=6")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: TotpSecret = TotpSecret(*b"12345678901234567890");

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(totp_code(&SECRET, at(second)), code);
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_no_more() {
        let code = totp_code(&SECRET, at(600));
        for (second, found) in [(569, None), (570, Some(20)), (659, Some(20)), (660, None)] {
            assert_eq!(step_of(&SECRET, &code, at(second)), found, "{second}");
        }
        assert_eq!(step_of(&SECRET, "", at(600)), None);
        assert_eq!(step_of(&SECRET, &format!("{} {}", &code[..3], &code[3..]), at(600)), Some(20));
    }

    /// RFC 4648's alphabet, checked against `base32` of coreutils.
    #[test]
    fn the_secret_is_written_for_people_and_for_apps() {
        let words = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
        assert_eq!(totp_words(&SECRET), words);
        let uri = totp_uri(&SECRET, "proche d’ici", "a+b@example.org");
        assert!(uri.starts_with("otpauth://totp/proche%20d%E2%80%99ici:a%2Bb%40example.org?"));
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=proche%20d"));
    }
}
