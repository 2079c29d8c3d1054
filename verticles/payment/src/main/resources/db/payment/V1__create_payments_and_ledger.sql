CREATE TABLE payments (
  order_id uuid CONSTRAINT payments_pk PRIMARY KEY,
  status text NOT NULL DEFAULT 'NEW',
  currency char(3),
  authorized_minor bigint,
  captured_minor bigint,
  refunded_minor bigint,
  authorization_ref text,
  capture_ref text,
  reason text,
  -- Messages sent about this order so far.
  version bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT payments_status_ck CHECK (status IN (
    'NEW', 'AUTHORIZING', 'AUTHORIZED', 'DECLINED', 'AUTHORIZING_TO_VOID', 'VOIDING', 'VOIDED',
    'CAPTURING', 'CAPTURING_TO_UNDO', 'CAPTURED', 'CAPTURE_REFUSED', 'REFUNDING', 'REFUNDED')),
  CONSTRAINT payments_authorized_ck CHECK (authorized_minor >= 0),
  CONSTRAINT payments_captured_ck CHECK (captured_minor IS NULL
    OR (authorized_minor IS NOT NULL AND captured_minor BETWEEN 0 AND authorized_minor)),
  CONSTRAINT payments_refunded_ck CHECK (refunded_minor IS NULL
    OR (captured_minor IS NOT NULL AND refunded_minor BETWEEN 0 AND captured_minor)),
  CONSTRAINT payments_currency_ck CHECK (currency IS NOT NULL OR authorized_minor IS NULL)
) WITH (fillfactor = 70);

-- What the provider is to be asked, and whether its answer is known. Written before it is asked.
CREATE TABLE provider_calls (
  order_id uuid NOT NULL,
  step text NOT NULL
    CONSTRAINT provider_calls_step_ck CHECK (step IN ('AUTHORIZE', 'VOID', 'CAPTURE', 'REFUND')),
  state text NOT NULL
    CONSTRAINT provider_calls_state_ck CHECK (state IN ('WAITING', 'PENDING', 'DONE')),
  amount_minor bigint,
  attempts integer NOT NULL DEFAULT 0,
  -- When it may be tried next; an attempt under way has moved it to the end of its lease.
  due_at timestamptz NOT NULL DEFAULT now(),
  -- Commands to be answered when the step ends.
  command_ids uuid[] NOT NULL,
  CONSTRAINT provider_calls_pk PRIMARY KEY (order_id, step)
) WITH (fillfactor = 70);

CREATE INDEX provider_calls_due_ix ON provider_calls (due_at) WHERE state = 'PENDING';

CREATE TABLE card_tokens (
  order_id uuid CONSTRAINT card_tokens_pk PRIMARY KEY,
  token text NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX card_tokens_kept_at_ix ON card_tokens (kept_at);

CREATE TABLE ledger_entries (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ledger_entries_pk PRIMARY KEY,
  order_id uuid NOT NULL,
  kind text NOT NULL
    CONSTRAINT ledger_entries_kind_ck CHECK (kind IN ('AUTHORIZE', 'VOID', 'CAPTURE', 'REFUND')),
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Among others: at most one capture per order, ever.
  CONSTRAINT ledger_entries_order_id_kind_uq UNIQUE (order_id, kind)
);

CREATE TABLE ledger_lines (
  entry_id bigint NOT NULL CONSTRAINT ledger_lines_entry_id_fk REFERENCES ledger_entries,
  account text NOT NULL
    CONSTRAINT ledger_lines_account_ck CHECK (account IN ('CARD', 'HELD', 'PROVIDER')),
  currency char(3) NOT NULL,
  amount_minor bigint NOT NULL,
  CONSTRAINT ledger_lines_pk PRIMARY KEY (entry_id, account)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_lines
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every statement adds whole, balanced entries: one check per statement, not one per row.
CREATE FUNCTION refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0) THEN
    RAISE EXCEPTION 'a ledger entry does not sum to zero'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_lines_balance_ck';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_lines_balanced AFTER INSERT ON ledger_lines
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_imbalance();
