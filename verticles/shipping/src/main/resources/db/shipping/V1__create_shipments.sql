-- One shipment an order, or the trace of one that must not be. Every status is reached at most
-- once, so its time is a column.
CREATE TABLE shipments (
  order_id uuid CONSTRAINT shipments_pk PRIMARY KEY,
  status text NOT NULL,
  -- Why nothing is shipped.
  reason text,
  shipment_id uuid CONSTRAINT shipments_shipment_id_uq UNIQUE,
  tracking_code text,
  recipient text,
  line1 text,
  line2 text,
  city text,
  postcode text,
  country text,
  units bigint,
  -- Counts the messages sent about this order.
  version bigint NOT NULL,
  scheduled_at timestamptz,
  ready_at timestamptz,
  handed_over_at timestamptz,
  delivered_at timestamptz,
  cancelled_at timestamptz,
  refused_at timestamptz,
  CONSTRAINT shipments_status_ck CHECK (
    status IN ('SCHEDULED', 'READY', 'HANDED_OVER', 'DELIVERED', 'CANCELLED', 'REFUSED')),
  CONSTRAINT shipments_planned_ck CHECK (
    status IN ('CANCELLED', 'REFUSED')
    OR (shipment_id IS NOT NULL AND tracking_code IS NOT NULL AND line1 IS NOT NULL))
) WITH (fillfactor = 70);
