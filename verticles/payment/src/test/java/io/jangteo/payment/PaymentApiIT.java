package io.jangteo.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.Principal;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestGateway;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers on the bus, and what its database refuses whoever asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentApiIT {
  private static final Principal BUYER = new Principal(UUID.randomUUID(), Set.of("customer"));
  private static final Principal STRANGER = new Principal(UUID.randomUUID(), Set.of("customer"));
  private static final Principal MERCHANT = new Principal(UUID.randomUUID(), Set.of("merchant"));

  private final Vertx vertx = Vertx.vertx();
  private PaymentService service;

  @BeforeAll
  void start() {
    FakeProvider provider = Await.success(new FakeProvider().start(vertx));
    service = new PaymentService(vertx, TestServers.freshBroker(), provider.port());
    service.deploy();
    Contract nothing = new Contract(Contract.load("payment").document().objectNode());
    Await.success(
        BusService.named("order", "test")
            .believing(TestGateway.directory())
            .on(
                "authorizeOrderAccess",
                request ->
                    request.principal().sub().equals(BUYER.sub())
                        ? Future.succeededFuture(BusReply.noContent())
                        : Future.failedFuture(
                            ServiceFailure.of(FailureCode.FORBIDDEN, "not yours")))
            .start(vertx, nothing));
  }

  @AfterAll
  void stop() {
    Await.success(vertx.close());
  }

  @Test
  void buyerAndStaffSeeThePaymentAndItsLedger() {
    UUID id = capturedPayment();

    for (Principal caller : List.of(BUYER, MERCHANT)) {
      BusReply reply = service.getPayment(id.toString(), caller);

      assertThat(reply.status()).isEqualTo(200);
      JsonObject payment = reply.body().toJsonObject();
      assertThat(payment.getString("status")).isEqualTo("CAPTURED");
      assertThat(payment.getJsonObject("captured"))
          .isEqualTo(new JsonObject().put("amountMinor", 900).put("currency", "GBP"));
      assertThat(payment.containsKey("refunded")).isFalse();
      assertThat(payment.getJsonArray("entries").size()).isEqualTo(1);
      assertThat(payment.getJsonArray("entries").getJsonObject(0).getJsonArray("lines").size())
          .isEqualTo(3);
    }
  }

  @Test
  void anothersPaymentLooksLikeNone() {
    UUID id = capturedPayment();

    BusReply anothers = service.getPayment(id.toString(), STRANGER);
    BusReply none = service.getPayment(Ids.next().toString(), BUYER);

    assertThat(anothers.status()).isEqualTo(404);
    assertThat(anothers.body()).isEqualTo(none.body());
    assertThat(service.getPayment("no-id", BUYER).status()).isEqualTo(404);
    assertThat(service.getPayment(id.toString(), null).status()).isEqualTo(401);
  }

  @Test
  void sameTokenMayBeKeptAgainAndAnotherMayNot() {
    UUID id = Ids.next();

    assertThat(service.keepToken(id, "tok_ok").status()).isEqualTo(204);
    assertThat(service.keepToken(id, "tok_ok").status()).isEqualTo(204);
    assertThat(service.keepToken(id, "tok_slow").status()).isEqualTo(409);
    assertThat(service.ask("SELECT token FROM card_tokens WHERE order_id = '" + id + "'"))
        .isEqualTo("tok_ok");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "tok_", "TOK_OK", "tok_ok ", "4111111111111111", "tok_é"})
  void whatCannotBeATokenIsRefusedByField(String token) {
    BusReply reply = service.keepToken(Ids.next(), token);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body().toString()).contains("/payment/token");
  }

  @Test
  void tokenWithoutOrderIsRefused() {
    assertThat(service.keepToken(null, "tok_ok").status()).isEqualTo(400);
  }

  @Test
  void oldTokensAreForgotten() {
    UUID old = Ids.next();
    UUID recent = Ids.next();
    service.keepToken(old, "tok_ok");
    service.keepToken(recent, "tok_ok");
    Await.success(
        service.run(
            "UPDATE card_tokens SET kept_at = now() - interval '25 h' WHERE order_id = '"
                + old
                + "'"));

    Await.success(service.purge());

    assertThat(service.ask("SELECT token FROM card_tokens WHERE order_id = '" + old + "'"))
        .isEmpty();
    assertThat(service.ask("SELECT token FROM card_tokens WHERE order_id = '" + recent + "'"))
        .isEqualTo("tok_ok");
  }

  @Test
  void databaseRefusesUnbalancedEntries() {
    UUID id = Ids.next();

    Throwable refused =
        Await.failure(service.run(post(id, "CAPTURE", "('CARD', -900), ('PROVIDER', 901)")));

    assertThat(Database.violates(refused, "ledger_lines_balance_ck")).isTrue();
    assertThat(service.ask("SELECT 1 FROM ledger_entries WHERE order_id = '" + id + "'")).isEmpty();
  }

  @Test
  void databaseRefusesASecondCaptureOfAnOrder() {
    UUID id = capturedPayment();

    Throwable refused =
        Await.failure(service.run(post(id, "CAPTURE", "('CARD', -1), ('PROVIDER', 1)")));

    assertThat(Database.violates(refused, "ledger_entries_order_id_kind_uq")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE ledger_lines SET amount_minor = 0",
        "DELETE FROM ledger_lines",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_lines",
      })
  void ledgerCannotBeChanged(String change) {
    assertThat(Await.failure(service.run(change))).hasMessageContaining("append-only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"captured_minor = 1001", "refunded_minor = 901", "authorized_minor = NULL"})
  void databaseRefusesToTakeMoreThanIsHeldOrGiveBackMoreThanWasTaken(String change) {
    UUID id = capturedPayment();

    assertThat(
            Await.failure(
                service.run("UPDATE payments SET " + change + " WHERE order_id = '" + id + "'")))
        .hasMessageContaining("_ck");
  }

  private UUID capturedPayment() {
    UUID id = Ids.next();
    Await.success(
        service.run(
            """
            INSERT INTO payments (order_id, status, currency, authorized_minor, captured_minor)
            VALUES ('%s', 'CAPTURED', 'GBP', 1000, 900)
            """
                .formatted(id)));
    Await.success(
        service.run(post(id, "CAPTURE", "('HELD', -1000), ('CARD', 100), ('PROVIDER', 900)")));
    return id;
  }

  private static String post(UUID id, String kind, String lines) {
    return """
    WITH entry AS (
      INSERT INTO ledger_entries (order_id, kind) VALUES ('%s', '%s') RETURNING id
    )
    INSERT INTO ledger_lines (entry_id, account, currency, amount_minor)
    SELECT entry.id, line.account, 'GBP', line.amount
    FROM entry, (VALUES %s) AS line (account, amount)
    """
        .formatted(id, kind, lines);
  }
}
