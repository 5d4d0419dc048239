//! Sealing: what says who is vulnerable, alone and where is stored encrypted.
//!
//! XChaCha20-Poly1305 with a key per subject. The associated data bind a value to its table, column
//! and row, so that a sealed value cannot be moved to another place. Keys lie in the key ring,
//! apart from the store and wrapped by the master key.

use std::fmt;
use std::marker::PhantomData;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use matching::SubjectId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::StoreError;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

/// 32 secret bytes that are wiped after use and never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Takes 32 bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Fresh from the operating system's generator.
    ///
    /// # Errors
    /// [`StoreError::KeyRing`] when the generator fails.
    pub fn generate() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())
            .map_err(|_| StoreError::KeyRing("no randomness to be had"))?;
        Ok(Self(bytes))
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`StoreError::KeyRing`] when the text is something else.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        let bad = || StoreError::KeyRing("a master key has 64 hexadecimal digits");
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return Err(bad());
        }
        let mut bytes = Zeroizing::new([0; 32]);
        for (index, byte) in bytes.iter_mut().enumerate() {
            let pair = &text[2 * index..2 * index + 2];
            *byte = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }

    /// The 64 hexadecimal digits, to be written to a file that only the owner reads.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(self.0.as_slice()))
    }

    /// A key for one purpose: HMAC-SHA-256 of the purpose under this secret.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        Self::new(self.mac(&[purpose.as_bytes()]))
    }

    /// HMAC-SHA-256 over the parts, each preceded by its length.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn wrap(&self, subject: SubjectId, key: &Self) -> Result<Vec<u8>, StoreError> {
        self.wrap_for(subject.0.as_bytes(), key)
    }

    pub(crate) fn unwrap_key(
        &self,
        subject: SubjectId,
        wrapped: &[u8],
    ) -> Result<Self, StoreError> {
        self.unwrap_for(subject.0.as_bytes(), wrapped)
    }

    /// Wraps a key so that it opens under the same name alone.
    pub(crate) fn wrap_for(&self, name: &[u8], key: &Self) -> Result<Vec<u8>, StoreError> {
        encrypt(self, name, key.0.as_slice()).ok_or(StoreError::KeyRing("a key cannot be wrapped"))
    }

    pub(crate) fn unwrap_for(&self, name: &[u8], wrapped: &[u8]) -> Result<Self, StoreError> {
        let bad = StoreError::KeyRing("a key cannot be unwrapped: is this the right master key?");
        let bytes = decrypt(self, name, wrapped).map(Zeroizing::new);
        match bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok()) {
            Some(bytes) => Ok(Self::new(bytes)),
            None => Err(bad),
        }
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256, as tokens are stored.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn encrypt(key: &Secret, bound_to: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).ok()?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key.0));
    let payload = Payload { msg: plain, aad: bound_to };
    let body = cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
    let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + body.len());
    sealed.push(VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    Some(sealed)
}

fn decrypt(key: &Secret, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = sealed.split_first()?;
    if *version != VERSION || rest.len() < NONCE_BYTES {
        return None;
    }
    let (nonce, body) = rest.split_at(NONCE_BYTES);
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key.0));
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: bound_to }).ok()
}

/// Where a sealed value lives; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Spot {
    fn bytes(self) -> Vec<u8> {
        let mut bytes = format!("{}\0{}\0", self.table, self.column).into_bytes();
        bytes.extend_from_slice(self.row.as_bytes());
        bytes
    }
}

/// A value that only its subject's key opens.
#[derive(Clone)]
pub struct Sealed<T> {
    bytes: Vec<u8>,
    holds: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl<T> Sealed<T> {
    /// Takes bytes as they came out of the database.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes, holds: PhantomData }
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The key of one subject: a requester, a volunteer, an account.
#[derive(Clone, Debug)]
pub struct SubjectKey {
    pub(crate) subject: SubjectId,
    pub(crate) secret: Secret,
}

impl SubjectKey {
    /// Whose key this is.
    pub fn subject(&self) -> SubjectId {
        self.subject
    }

    /// Seals a value for one spot.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it cannot be encoded or no randomness is to be had.
    pub fn seal<T: Serialize>(&self, spot: Spot, value: &T) -> Result<Sealed<T>, StoreError> {
        let failed = StoreError::Sealed { table: spot.table, column: spot.column };
        let Ok(plain) = serde_json::to_vec(value).map(Zeroizing::new) else { return Err(failed) };
        match encrypt(&self.secret, &spot.bytes(), &plain) {
            Some(bytes) => Ok(Sealed::from_bytes(bytes)),
            None => Err(failed),
        }
    }

    /// Opens a value sealed for this spot.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the key, the spot or the bytes are others.
    pub fn open<T: DeserializeOwned>(
        &self,
        spot: Spot,
        sealed: &Sealed<T>,
    ) -> Result<T, StoreError> {
        let plain = decrypt(&self.secret, &spot.bytes(), &sealed.bytes).map(Zeroizing::new);
        plain
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .ok_or(StoreError::Sealed { table: spot.table, column: spot.column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SubjectKey {
        SubjectKey { subject: SubjectId(Uuid::nil()), secret: Secret::generate().unwrap() }
    }

    #[test]
    fn a_sealed_value_opens_at_its_spot_alone() {
        let (key, row) = (key(), Uuid::from_u128(7));
        let spot = Spot { table: "volunteer", column: "sealed_contact", row };
        let sealed = key.seal(spot, &"Odette".to_owned()).unwrap();
        assert_eq!(key.open(spot, &sealed).unwrap(), "Odette");
        assert!(key.open(Spot { row: Uuid::from_u128(8), ..spot }, &sealed).is_err());
        assert!(key.open(Spot { column: "other", ..spot }, &sealed).is_err());
        let other = SubjectKey { subject: key.subject, secret: Secret::generate().unwrap() };
        assert!(other.open(spot, &sealed).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let key = key();
        let spot = Spot { table: "t", column: "c", row: Uuid::nil() };
        let sealed = key.seal(spot, &42_u8).unwrap();
        for index in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[index] ^= 1;
            assert!(key.open(spot, &Sealed::<u8>::from_bytes(bytes)).is_err());
        }
    }

    #[test]
    fn a_secret_reads_back_from_hex_and_hides_in_debug() {
        let secret = Secret::generate().unwrap();
        let again = Secret::from_hex(&secret.to_hex()).unwrap();
        assert_eq!(secret.mac(&[b"x"]), again.mac(&[b"x"]));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(Secret::from_hex("xyz").is_err());
        assert!(Secret::from_hex(&"é".repeat(32)).is_err());
    }

    #[test]
    fn a_wrapped_key_belongs_to_its_subject() {
        let (master, key) = (Secret::generate().unwrap(), Secret::generate().unwrap());
        let subject = SubjectId(Uuid::from_u128(1));
        let wrapped = master.wrap(subject, &key).unwrap();
        assert!(master.unwrap_key(subject, &wrapped).is_ok());
        assert!(master.unwrap_key(SubjectId(Uuid::from_u128(2)), &wrapped).is_err());
    }
}
