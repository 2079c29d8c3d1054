-- Messages that leave this service. A row stands for "say this"; published_at for "it was said".
CREATE TABLE outbox (
  id                bigint GENERATED ALWAYS AS IDENTITY,
  event_id          uuid        NOT NULL,
  exchange          text        NOT NULL,
  type              text        NOT NULL,
  aggregate_type    text        NOT NULL,
  aggregate_id      uuid        NOT NULL,
  aggregate_version bigint      NOT NULL,
  correlation_id    uuid        NOT NULL,
  shard             smallint    NOT NULL,
  payload           text        NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- How often it was asked to be said: a confirm of an earlier round does not settle a later one.
  round             integer     NOT NULL DEFAULT 1,
  queued_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  published_at      timestamptz,
  attempts          integer     NOT NULL DEFAULT 0,
  next_attempt_at   timestamptz,
  parked_reason     text,
  CONSTRAINT outbox_pk PRIMARY KEY (id),
  CONSTRAINT outbox_event_id_uq UNIQUE (event_id),
  CONSTRAINT outbox_aggregate_version_uq UNIQUE (aggregate_type, aggregate_id, aggregate_version)
);
-- What the relay reads, in order of writing; and the few rows that hold back their aggregate.
CREATE INDEX outbox_waiting_ix ON outbox (id) WHERE published_at IS NULL;
CREATE INDEX outbox_postponed_ix ON outbox (aggregate_id)
  WHERE published_at IS NULL AND next_attempt_at IS NOT NULL;
-- Every row is updated once, soon after it was written: vacuum by count, not by share of the table.
ALTER TABLE outbox SET (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0);

-- Messages whose effects are in this database; consumer is the subscription's queue name.
CREATE TABLE inbox (
  consumer     text        NOT NULL,
  message_id   uuid        NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT inbox_pk PRIMARY KEY (consumer, message_id)
);
CREATE INDEX inbox_processed_at_ix ON inbox USING brin (processed_at);

-- Messages put aside for a person; one that is PARKED holds back its aggregate.
CREATE TABLE parked_messages (
  consumer          text        NOT NULL,
  message_id        uuid        NOT NULL,
  type              text        NOT NULL,
  source            text        NOT NULL,
  aggregate_type    text,
  aggregate_id      uuid,
  aggregate_version bigint,
  correlation_id    uuid,
  payload           bytea       NOT NULL,
  reason            text        NOT NULL,
  error             text        NOT NULL,
  attempts          integer     NOT NULL,
  parked_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  state             text        NOT NULL DEFAULT 'PARKED',
  CONSTRAINT parked_messages_pk PRIMARY KEY (consumer, message_id),
  CONSTRAINT parked_messages_reason_ck CHECK (reason IN ('FAILED', 'BLOCKED', 'UNDECODABLE')),
  CONSTRAINT parked_messages_state_ck CHECK (state IN ('PARKED', 'RESOLVED'))
);
CREATE INDEX parked_messages_blocking_ix ON parked_messages (consumer, aggregate_id)
  WHERE state = 'PARKED';
