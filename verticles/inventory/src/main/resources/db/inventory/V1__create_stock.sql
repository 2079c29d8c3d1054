-- What is on the shelf. Two numbers change with nearly every order, and one batch of orders changes
-- a good part of all rows: pages stay mostly empty so that every new version fits beside the old one
-- and no index changes. At half full the table grew tenfold under load, at a fifth it did not grow.
CREATE TABLE stock (
  sku text COLLATE "C" CONSTRAINT stock_pk PRIMARY KEY,
  on_hand bigint NOT NULL DEFAULT 0,
  reserved bigint NOT NULL DEFAULT 0,
  -- Counts the receipts and corrections of this product: the version of its events.
  version bigint NOT NULL DEFAULT 0,
  CONSTRAINT stock_on_hand_ck CHECK (on_hand >= 0),
  CONSTRAINT stock_reserved_ck CHECK (reserved >= 0),
  CONSTRAINT stock_reserved_on_hand_ck CHECK (reserved <= on_hand)
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Receipts and corrections, never changed. The key makes a repeated entry recognisable; the last two
-- columns let it be answered as it was the first time.
CREATE TABLE stock_entries (
  sku text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  quantity bigint NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  on_hand_after bigint NOT NULL,
  reserved_after bigint NOT NULL,
  CONSTRAINT stock_entries_pk PRIMARY KEY (sku, kind, reference),
  CONSTRAINT stock_entries_kind_ck CHECK (kind IN ('RECEIPT', 'CORRECTION')),
  CONSTRAINT stock_entries_quantity_ck CHECK (quantity <> 0 AND (kind = 'CORRECTION' OR quantity > 0))
);

-- What is held for an order, or why nothing is. The lines are arrays because they are written once,
-- always together, and share one state: an order of 26 lines is one row here and not 27.
CREATE TABLE reservations (
  order_id uuid CONSTRAINT reservations_pk PRIMARY KEY,
  state text NOT NULL,
  reason text,
  skus text[] NOT NULL,
  quantities integer[] NOT NULL,
  -- Counts the answers given: the version of this order's messages.
  version bigint NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reservations_state_ck CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'REFUSED')),
  CONSTRAINT reservations_lines_ck CHECK (cardinality(skus) = cardinality(quantities)),
  CONSTRAINT reservations_expires_at_ck CHECK (state <> 'HELD' OR expires_at IS NOT NULL)
);
CREATE INDEX reservations_expires_at_ix ON reservations (expires_at) WHERE state = 'HELD';

-- Goods that left the books, never changed. The key makes a second sale of an order impossible.
CREATE TABLE stock_sales (
  order_id uuid CONSTRAINT stock_sales_pk PRIMARY KEY,
  skus text[] NOT NULL,
  quantities integer[] NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now()
);

-- One line a row, for checking from outside that
--   reserved = sum of HELD lines      and      on_hand = sum of movements.
CREATE VIEW reservation_lines AS
  SELECT r.order_id, w.sku COLLATE "C" AS sku, w.quantity, r.state
  FROM reservations r, unnest(r.skus, r.quantities) AS w(sku, quantity);

CREATE VIEW stock_movements AS
  SELECT e.sku, e.kind, e.quantity, e.reference, NULL::uuid AS order_id, e.occurred_at
  FROM stock_entries e
  UNION ALL
  SELECT w.sku COLLATE "C", 'SALE', -w.quantity::bigint, s.order_id::text, s.order_id, s.occurred_at
  FROM stock_sales s, unnest(s.skus, s.quantities) AS w(sku, quantity);
