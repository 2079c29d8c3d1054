-- Answers for sagas of a definition that the node that took them did not know: a node that knows it
-- takes them from here, in the order of their ids.
CREATE TABLE saga_answers (
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  order_id   uuid        NOT NULL,
  message_id uuid        NOT NULL,
  type       text        NOT NULL,
  payload    text        NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT saga_answers_pk PRIMARY KEY (id)
);
CREATE INDEX saga_answers_order_id_ix ON saga_answers (order_id, id);
