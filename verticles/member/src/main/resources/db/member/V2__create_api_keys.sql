-- Keys of machine clients. The secret itself is known to its holder alone.
CREATE TABLE api_keys (
  id          uuid        NOT NULL,
  name        text        NOT NULL,
  secret_hash bytea       NOT NULL,
  roles       text[]      NOT NULL,
  -- Operations it is good for; all that its roles allow if there are none.
  operations  text[]      NOT NULL,
  -- Perhaps somebody of another issuer, so not always a member.
  created_by  uuid        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  CONSTRAINT api_keys_pk PRIMARY KEY (id),
  CONSTRAINT api_keys_secret_hash_uq UNIQUE (secret_hash),
  CONSTRAINT api_keys_secret_hash_ck CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT api_keys_roles_ck CHECK (roles <@ ARRAY['customer', 'merchant', 'operator'] AND cardinality(roles) > 0)
);
