//! The second factor of staff: the secret behind their codes, and the codes for a lost phone.

use jiff::Timestamp;
use matching::AccountId;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::seal::{Sealed, Spot};
use crate::sql::sql;
use crate::{Account, StoreError, Tx};

/// The secret that an authenticator app shares with the service.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSecret(pub [u8; 20]);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl Drop for TotpSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Account {
    /// Where the sealed secret lives.
    pub fn totp_spot(id: AccountId) -> Spot {
        Spot { table: "account", column: "sealed_totp", row: id.0 }
    }
}

impl Tx {
    /// Gives an account another secret, or none.
    pub async fn set_totp(
        &mut self,
        id: AccountId,
        secret: Option<&Sealed<TotpSecret>>,
    ) -> Result<(), StoreError> {
        let text = "UPDATE account SET sealed_totp = $2, totp_step = 0 WHERE id = $1";
        let secret = secret.map(|secret| secret.as_bytes().to_vec());
        self.run(sql(text).bind(id).bind(secret)).await?;
        Ok(())
    }

    /// Uses up the code of a time step; `false` when it, or a later one, was used before.
    pub async fn use_totp_step(&mut self, id: AccountId, step: i64) -> Result<bool, StoreError> {
        let text = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
        Ok(self.run(sql(text).bind(id).bind(step)).await? == 1)
    }

    /// Puts other recovery codes in the place of those before.
    pub async fn replace_recovery_codes(
        &mut self,
        id: AccountId,
        hashes: &[Vec<u8>],
    ) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM recovery_code WHERE account_id = $1").bind(id)).await?;
        for hash in hashes {
            let text = "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)";
            self.run(sql(text).bind(id).bind(hash.as_slice())).await?;
        }
        Ok(())
    }

    /// Uses up a recovery code; `false` when it is unknown or was used before.
    pub async fn use_recovery_code(
        &mut self,
        id: AccountId,
        hash: &[u8],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE recovery_code SET used_at = $3 \
            WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL";
        Ok(self.run(sql(text).bind(id).bind(hash).bind(now)).await? == 1)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&mut self, id: AccountId) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM recovery_code \
            WHERE account_id = $1 AND used_at IS NULL";
        self.number(sql(text).bind(id)).await
    }
}
