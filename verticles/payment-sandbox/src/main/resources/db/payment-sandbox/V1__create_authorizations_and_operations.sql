-- What is held on a card, and what became of it.
CREATE TABLE authorizations (
  id uuid CONSTRAINT authorizations_pk PRIMARY KEY,
  card text NOT NULL,
  amount_minor bigint NOT NULL CONSTRAINT authorizations_amount_ck CHECK (amount_minor >= 0),
  currency char(3) NOT NULL,
  voided boolean NOT NULL DEFAULT false,
  capture_id uuid CONSTRAINT authorizations_capture_id_uq UNIQUE,
  captured_minor bigint NOT NULL DEFAULT 0,
  refunded_minor bigint NOT NULL DEFAULT 0,
  CONSTRAINT authorizations_captured_ck CHECK (captured_minor BETWEEN 0 AND amount_minor),
  CONSTRAINT authorizations_refunded_ck CHECK (refunded_minor BETWEEN 0 AND captured_minor),
  CONSTRAINT authorizations_voided_ck CHECK (NOT voided OR capture_id IS NULL)
);

-- The log of every effect. One row per idempotency key, for ever: it is also the stored answer.
CREATE TABLE operations (
  id uuid CONSTRAINT operations_pk PRIMARY KEY,
  idempotency_key text NOT NULL CONSTRAINT operations_idempotency_key_uq UNIQUE,
  kind text NOT NULL
    CONSTRAINT operations_kind_ck CHECK (kind IN ('AUTHORIZE', 'VOID', 'CAPTURE', 'REFUND', 'BLOCK')),
  outcome text NOT NULL
    CONSTRAINT operations_outcome_ck CHECK (outcome IN ('DONE', 'DECLINED', 'BLOCKED')),
  fingerprint text NOT NULL,
  authorization_id uuid,
  amount_minor bigint,
  currency char(3),
  reason text,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER operations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How often a card that fails at first has failed for a key.
CREATE TABLE failed_attempts (
  idempotency_key text CONSTRAINT failed_attempts_pk PRIMARY KEY,
  times integer NOT NULL
);
