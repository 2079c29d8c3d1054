CREATE TABLE products (
  -- Compared byte by byte, so that the order of pages is the same on every machine.
  sku          text COLLATE "C" NOT NULL,
  name         text        NOT NULL,
  description  text,
  amount_minor bigint      NOT NULL,
  currency     char(3)     NOT NULL,
  version      bigint      NOT NULL,
  -- A withdrawn product keeps its row: its version goes on counting if it is ever sold again.
  withdrawn_at timestamptz,
  search       tsvector    NOT NULL
    GENERATED ALWAYS AS (to_tsvector('simple', name || ' ' || coalesce(description, ''))) STORED,
  CONSTRAINT products_pk PRIMARY KEY (sku),
  CONSTRAINT products_amount_minor_ck CHECK (amount_minor BETWEEN 1 AND 1000000000000),
  CONSTRAINT products_version_ck CHECK (version > 0)
);
CREATE INDEX products_search_ix ON products USING gin (search);
CREATE INDEX products_listed_ix ON products (sku) WHERE withdrawn_at IS NULL;
