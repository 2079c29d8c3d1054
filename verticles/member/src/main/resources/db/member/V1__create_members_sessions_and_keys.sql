CREATE TABLE members (
  id            uuid        NOT NULL,
  email         text        NOT NULL,
  name          text        NOT NULL,
  password_hash text        NOT NULL,
  roles         text[]      NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT members_pk PRIMARY KEY (id),
  CONSTRAINT members_email_uq UNIQUE (email),
  CONSTRAINT members_email_ck CHECK (email = lower(email)),
  CONSTRAINT members_roles_ck CHECK (roles <@ ARRAY['customer', 'merchant', 'operator'] AND cardinality(roles) > 0)
);

-- A session is the family of refresh tokens that follow from one log-in.
CREATE TABLE sessions (
  id         uuid        NOT NULL,
  member_id  uuid        NOT NULL,
  opened_at  timestamptz NOT NULL DEFAULT now(),
  -- When its newest token runs out: after that the whole family is forgotten.
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT sessions_pk PRIMARY KEY (id),
  CONSTRAINT sessions_member_fk FOREIGN KEY (member_id) REFERENCES members (id)
);
CREATE INDEX sessions_member_ix ON sessions (member_id);
CREATE INDEX sessions_expires_ix ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  token_hash bytea       NOT NULL,
  session_id uuid        NOT NULL,
  expires_at timestamptz NOT NULL,
  -- A token that was used has a successor; seeing it again means that two parties hold it.
  used_at    timestamptz,
  CONSTRAINT refresh_tokens_pk PRIMARY KEY (token_hash),
  CONSTRAINT refresh_tokens_hash_ck CHECK (octet_length(token_hash) = 32),
  CONSTRAINT refresh_tokens_session_fk FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_session_ix ON refresh_tokens (session_id);

CREATE TABLE signing_keys (
  kid         text        NOT NULL,
  -- With its private part: this database's role is the only one that may read it.
  jwk         text        NOT NULL,
  active_from timestamptz NOT NULL,
  CONSTRAINT signing_keys_pk PRIMARY KEY (kid)
);

-- Whoever holds the lock on this one row decides about new and outdated keys.
CREATE TABLE signing_key_rotations (
  singleton boolean NOT NULL DEFAULT true,
  CONSTRAINT signing_key_rotations_pk PRIMARY KEY (singleton),
  CONSTRAINT signing_key_rotations_singleton_ck CHECK (singleton)
);
INSERT INTO signing_key_rotations DEFAULT VALUES;
