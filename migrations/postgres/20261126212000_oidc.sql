-- Staff whom an OpenID Connect provider knows: a keyed hash of the issuer and their name there.

ALTER TABLE account ADD COLUMN oidc_hash BYTEA;
CREATE UNIQUE INDEX account_oidc ON account (oidc_hash) WHERE oidc_hash IS NOT NULL;
