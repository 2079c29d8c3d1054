-- What operators did to sagas: who, when and why, written with what it led to.
CREATE TABLE saga_interventions (
  id       bigint      GENERATED ALWAYS AS IDENTITY,
  order_id uuid        NOT NULL,
  verb     text        NOT NULL,
  step     text,
  by       uuid        NOT NULL,
  reason   text        NOT NULL,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT saga_interventions_pk PRIMARY KEY (id),
  CONSTRAINT saga_interventions_verb_ck CHECK (verb IN ('RESUME', 'SKIP', 'COMPENSATE'))
);
CREATE INDEX saga_interventions_order_id_ix ON saga_interventions (order_id, id);

CREATE INDEX sagas_parked_ix ON sagas (order_id) WHERE phase = 'PARKED';
