-- One row for each time a handler had an effect: nothing here prevents a second one.
CREATE TABLE applied (
  place      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id uuid   NOT NULL,
  aggregate_id uuid NOT NULL,
  version    bigint NOT NULL
);
CREATE TABLE seen_again (message_id uuid NOT NULL);
