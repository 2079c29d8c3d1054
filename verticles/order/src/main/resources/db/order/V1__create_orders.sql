-- What happened to each order, for good. The first event holds all that was asked for.
CREATE TABLE order_events (
  order_id uuid        NOT NULL,
  version  bigint      NOT NULL,
  type     text        NOT NULL,
  -- json, not jsonb: it is read whole and in the order it was written.
  data     json        NOT NULL,
  at       timestamptz NOT NULL,
  CONSTRAINT order_events_pk PRIMARY KEY (order_id, version),
  CONSTRAINT order_events_version_ck CHECK (version >= 1)
);

-- The fold of an order's events at its latest version. All rows of an order are written by one
-- statement and never deleted, so there are no foreign keys to check at every event.
CREATE TABLE orders (
  id          uuid        NOT NULL,
  version     bigint      NOT NULL,
  status      text        NOT NULL,
  last_event  text        NOT NULL,
  -- Steps in effect, separated by commas.
  open_steps  text        NOT NULL,
  reason      text,
  member_id   uuid,
  placed_by   uuid        NOT NULL,
  total_minor bigint      NOT NULL,
  currency    char(3)     NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  CONSTRAINT orders_pk PRIMARY KEY (id),
  CONSTRAINT orders_total_minor_ck CHECK (total_minor >= 0),
  CONSTRAINT orders_status_ck
    CHECK (status IN ('PENDING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'PARKED')),
  CONSTRAINT orders_compensated_ck CHECK (status <> 'COMPENSATED' OR open_steps = '')
) WITH (fillfactor = 80);
CREATE INDEX orders_member_id_ix ON orders (member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX orders_placed_by_ix ON orders (placed_by, id)
  WHERE member_id IS DISTINCT FROM placed_by;

-- Where each order's saga stands; wake_at is null once it has ended.
CREATE TABLE sagas (
  order_id           uuid        NOT NULL,
  definition_version integer     NOT NULL,
  version            bigint      NOT NULL,
  phase              text        NOT NULL,
  -- Different commands sent so far, the version of the saga as an aggregate of messages.
  commands           integer     NOT NULL,
  state              json        NOT NULL,
  wake_at            timestamptz,
  CONSTRAINT sagas_pk PRIMARY KEY (order_id),
  CONSTRAINT sagas_phase_ck
    CHECK (phase IN ('FORWARD', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'PARKED')),
  CONSTRAINT sagas_wake_at_ck
    CHECK ((wake_at IS NULL) = (phase IN ('COMPLETED', 'COMPENSATED', 'PARKED')))
) WITH (fillfactor = 80);
CREATE INDEX sagas_wake_at_ix ON sagas (wake_at) WHERE wake_at IS NOT NULL;

-- The answer given to each Idempotency-Key that led to an order.
CREATE TABLE idempotency_keys (
  key         text        NOT NULL,
  -- SHA-256 over who asked and for what.
  fingerprint bytea       NOT NULL,
  order_id    uuid        NOT NULL,
  response    text        NOT NULL,
  created_at  timestamptz NOT NULL,
  CONSTRAINT idempotency_keys_pk PRIMARY KEY (key)
);
