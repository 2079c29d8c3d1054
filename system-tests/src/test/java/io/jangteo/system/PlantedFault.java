package io.jangteo.system;

import java.util.List;

/**
 * What each invariant of the audit is for, done to the databases of a market at rest. In the texts
 * {@code {order}} stands for an order of its own, {@code {sku}} for a product of its own and {@code
 * {subject}} for what {@link #subject} gives.
 */
enum PlantedFault {
  M1(
      "payment",
      subject("payment", "SELECT id FROM ledger_entries WHERE order_id = '{order}' LIMIT 1"),
      "ALTER TABLE ledger_lines DISABLE TRIGGER USER",
      "UPDATE ledger_lines SET amount_minor = amount_minor + 1"
          + " WHERE entry_id = {subject} AND account = 'HELD'"),
  M2(
      "sandbox",
      null,
      "INSERT INTO operations (id, idempotency_key, kind, outcome, fingerprint, amount_minor)"
          + " SELECT gen_random_uuid(), '{order}:AGAIN', kind, outcome, fingerprint, amount_minor"
          + " FROM operations WHERE kind = 'CAPTURE' AND starts_with(idempotency_key, '{order}')"),
  M3("shipping", null, "UPDATE shipments SET status = 'CANCELLED' WHERE order_id = '{order}'"),
  M4("order", null, "UPDATE orders SET total_minor = total_minor + 1 WHERE id = '{order}'"),
  S1(
      "inventory",
      null,
      "ALTER TABLE stock DROP CONSTRAINT stock_reserved_on_hand_ck",
      "UPDATE stock SET reserved = on_hand + 1 WHERE sku = '{sku}'"),
  S2("inventory", null, "UPDATE stock SET on_hand = on_hand + 5 WHERE sku = '{sku}'"),
  S3(
      "inventory",
      null,
      "UPDATE reservations SET state = 'HELD', expires_at = now() + interval '1 day'"
          + " WHERE order_id = '{order}'"),
  S4(
      "inventory",
      null,
      "UPDATE reservations SET skus = skus[1:1], quantities = quantities[1:1]"
          + " WHERE order_id = '{order}'"),
  O2("order", null, "DELETE FROM idempotency_keys WHERE order_id = '{order}'"),
  O3(
      "order",
      null,
      "INSERT INTO idempotency_keys"
          + " SELECT key || '-again', fingerprint, order_id, response, created_at"
          + " FROM idempotency_keys WHERE order_id = '{order}'"),
  O4("order", null, "DELETE FROM order_events WHERE order_id = '{order}' AND version = 2"),
  O5(
      "order",
      null,
      "UPDATE order_events SET type = 'StockReleased'"
          + " WHERE order_id = '{order}' AND version = 2"),
  O6("order", null, "UPDATE sagas SET phase = 'COMPENSATED' WHERE order_id = '{order}'"),
  O8(
      "order",
      null,
      "DELETE FROM order_events WHERE order_id = '{order}' AND type = 'PaymentVoided'"),
  E1(
      "shipping",
      subject(
          "order",
          "SELECT event_id FROM outbox"
              + " WHERE aggregate_id = '{order}' AND type = 'order.completed.v1'"),
      "DELETE FROM inbox WHERE message_id = '{subject}'"),
  E2(
      "payment",
      subject("payment", "SELECT gen_random_uuid()"),
      "INSERT INTO inbox (consumer, message_id)"
          + " SELECT consumer, '{subject}' FROM inbox LIMIT 1"),
  E3(
      "order",
      null,
      "INSERT INTO order_events SELECT order_id, version + 100, type, data, at"
          + " FROM order_events WHERE order_id = '{order}' AND type = 'PaymentCaptured'"),
  E4(
      "order",
      subject(
          "payment",
          "SELECT event_id FROM outbox"
              + " WHERE aggregate_id = '{order}' AND type = 'payment.captured.v1'"),
      "UPDATE inbox SET processed_at = processed_at - interval '1 hour'"
          + " WHERE message_id = '{subject}'"),
  E6(
      "inventory",
      subject("inventory", "SELECT gen_random_uuid()"),
      "INSERT INTO parked_messages"
          + " (consumer, message_id, type, source, payload, reason, error, attempts)"
          + " VALUES ('planted', '{subject}', 'planted', 'planted', '', 'FAILED', 'planted', 1)"),
  /** The last two: afterwards nothing is ever quiet. */
  E5(
      "shipping",
      subject("shipping", "SELECT event_id FROM outbox WHERE aggregate_id = '{order}' LIMIT 1"),
      "UPDATE outbox SET published_at = NULL, queued_at = now() - interval '2 min',"
          + " next_attempt_at = now() + interval '1 hour' WHERE event_id = '{subject}'"),
  O7(
      "order",
      null,
      "UPDATE orders SET status = 'PENDING', created_at = now() - interval '1 hour'"
          + " WHERE id = '{order}'");

  private final String service;
  private final Subject subject;
  private final List<String> statements;

  PlantedFault(String service, Subject subject, String... statements) {
    this.service = service;
    this.subject = subject;
    this.statements = List.of(statements);
  }

  /** One cell of a service's database. */
  record Subject(String service, String sql) {}

  private static Subject subject(String service, String sql) {
    return new Subject(service, sql);
  }

  /** Whose database is tampered with. */
  String service() {
    return service;
  }

  /** Null where the violation names the order or the product. */
  Subject subject() {
    return subject;
  }

  List<String> statements() {
    return statements;
  }

  /** Whether it needs an order that was undone. */
  boolean afterCompensation() {
    return this == O8;
  }
}
