-- What a person needs to put a message right, and what was done about it, by whom and why.
ALTER TABLE parked_messages
  -- The order of parking, in which the messages of one aggregate are handled again.
  ADD COLUMN place           bigint GENERATED ALWAYS AS IDENTITY,
  -- The envelope of a message that could not be read: a later version of the service may know it.
  ADD COLUMN properties      text,
  ADD COLUMN tried_at        timestamptz,
  ADD COLUMN resolution      text,
  ADD COLUMN resolved_at     timestamptz,
  ADD COLUMN resolved_by     uuid,
  ADD COLUMN resolution_note text,
  DROP CONSTRAINT parked_messages_reason_ck,
  ADD CONSTRAINT parked_messages_reason_ck
    CHECK (reason IN ('FAILED', 'BLOCKED', 'UNDECODABLE', 'DEAD')),
  ADD CONSTRAINT parked_messages_resolution_ck
    CHECK (resolution IN ('RETRIED', 'DUPLICATE', 'SKIPPED')),
  ADD CONSTRAINT parked_messages_note_ck
    CHECK (resolution IS DISTINCT FROM 'SKIPPED' OR resolution_note IS NOT NULL);
