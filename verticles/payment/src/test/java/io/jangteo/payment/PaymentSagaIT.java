package io.jangteo.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.payment.FakeProvider.Fault;
import io.jangteo.payment.domain.Step;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Commands in, replies out, with a provider that loses replies, fails, hangs and lies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentSagaIT {
  private static final Money AMOUNT = new Money(1255, "GBP");
  private static final String AUTHORIZED = PaymentMessages.AUTHORIZED.name();
  private static final String DECLINED = PaymentMessages.DECLINED.name();
  private static final String VOIDED = PaymentMessages.VOIDED.name();
  private static final String CAPTURED = PaymentMessages.CAPTURED.name();
  private static final String CAPTURE_REFUSED = PaymentMessages.CAPTURE_REFUSED.name();
  private static final String REFUNDED = PaymentMessages.REFUNDED.name();

  private final Vertx vertx = Vertx.vertx();
  private FakeProvider provider;
  private PaymentService service;
  private OrderSide order;

  @BeforeAll
  void start() {
    BrokerConfig broker = TestServers.freshBroker();
    provider = Await.success(new FakeProvider().start(vertx));
    service = new PaymentService(vertx, broker, provider.port());
    service.deploy();
    order = OrderSide.start(vertx, broker);
  }

  @AfterAll
  void stop() {
    order.stop();
    Await.success(vertx.close());
  }

  @AfterEach
  void ledgerBalances() {
    assertThat(
            service.ask(
                "SELECT count(*) FROM (SELECT entry_id FROM ledger_lines"
                    + " GROUP BY entry_id HAVING sum(amount_minor) <> 0) AS unbalanced"))
        .isEqualTo("0");
  }

  @Test
  void heldMoneyIsTakenOnceAndGivenBack() {
    UUID id = orderWithCard("tok_ok");

    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);
    order.capture(id, AMOUNT);
    expect(id, AUTHORIZED, CAPTURED);
    order.refund(id, AMOUNT);
    expect(id, AUTHORIZED, CAPTURED, REFUNDED);

    assertThat(order.reply(id, PaymentMessages.CAPTURED).amount()).isEqualTo(AMOUNT);
    assertThat(provider.requests(key(id, Step.CAPTURE))).containsExactly("CAPTURE");
    assertThat(balances(id)).isEqualTo("CARD 0, HELD 0, PROVIDER 0");
    assertThat(token(id)).isEmpty();
  }

  @Test
  void declinedCardIsDeclinedWithTheProvidersReason() {
    UUID id = orderWithCard("tok_declined");

    order.authorize(id, AMOUNT);
    expect(id, DECLINED);

    assertThat(order.reply(id, PaymentMessages.DECLINED).reason()).isEqualTo("card_declined");
    assertThat(balances(id)).isEmpty();
    assertThat(token(id)).isEmpty();
  }

  @Test
  void orderWithoutACardIsDeclinedAndItsKeyBlocked() {
    UUID id = Ids.next();

    order.authorize(id, AMOUNT);
    expect(id, DECLINED);

    assertThat(order.reply(id, PaymentMessages.DECLINED).reason()).isEqualTo("card_unknown");
    assertThat(provider.outcome(key(id, Step.AUTHORIZE))).isEqualTo("BLOCKED");
  }

  @Test
  void lostReplyOfAChargeIsAskedForAndNotCharged() {
    UUID id = orderWithCard("tok_ok");
    provider.plan(key(id, Step.AUTHORIZE), Fault.LOSE_REPLY);
    provider.plan(key(id, Step.CAPTURE), Fault.LOSE_REPLY);

    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);
    order.capture(id, AMOUNT);
    expect(id, AUTHORIZED, CAPTURED);

    assertThat(provider.requests(key(id, Step.AUTHORIZE))).containsExactly("AUTHORIZE", "find");
    assertThat(provider.requests(key(id, Step.CAPTURE))).containsExactly("CAPTURE", "find");
  }

  @Test
  void answerAboutAnotherKeyIsNotBelieved() {
    UUID id = orderWithCard("tok_ok");
    provider.plan(key(id, Step.AUTHORIZE), Fault.LIE);

    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);

    assertThat(provider.requests(key(id, Step.AUTHORIZE))).containsExactly("AUTHORIZE", "find");
  }

  @Test
  void failingProviderIsAskedUntilItWorksAlwaysAfterAnEnquiry() {
    UUID id = orderWithCard("tok_ok");
    provider.plan(key(id, Step.AUTHORIZE), Fault.FAIL, Fault.FAIL, Fault.HANG);

    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);

    assertThat(provider.requests(key(id, Step.AUTHORIZE)))
        .containsExactly(
            "AUTHORIZE", "find", "AUTHORIZE", "find", "AUTHORIZE", "find", "AUTHORIZE");
  }

  @Test
  void voidBeforeAuthorizeLeavesATombstone() {
    UUID id = orderWithCard("tok_ok");

    order.voidHold(id);
    expect(id, VOIDED);
    order.authorize(id, AMOUNT);
    expect(id, VOIDED, DECLINED);

    assertThat(order.reply(id, PaymentMessages.DECLINED).reason()).isEqualTo("voided");
    assertThat(provider.requests(key(id, Step.AUTHORIZE))).isEmpty();
    assertThat(token(id)).isEmpty();
  }

  @Test
  void voidAfterAuthorizeReleasesTheHoldOnce() {
    UUID id = orderWithCard("tok_ok");
    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);
    provider.plan(key(id, Step.VOID), Fault.LOSE_REPLY);

    order.voidHold(id);
    order.voidHold(id);
    expect(id, AUTHORIZED, VOIDED, VOIDED);

    assertThat(provider.requests(key(id, Step.VOID))).containsExactly("VOID", "find");
    assertThat(balances(id)).isEqualTo("CARD 0, HELD 0");
  }

  @Test
  void voidOfAHangingAuthorizationBlocksIt() {
    UUID id = orderWithCard("tok_ok");
    provider.plan(
        key(id, Step.AUTHORIZE), Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG);
    order.authorize(id, AMOUNT);
    await().until(() -> !provider.requests(key(id, Step.AUTHORIZE)).isEmpty());

    order.voidHold(id);
    expect(id, DECLINED, VOIDED);

    assertThat(provider.outcome(key(id, Step.AUTHORIZE))).isEqualTo("BLOCKED");
    assertThat(balances(id)).isEmpty();
  }

  @Test
  void authorizationFoundDoneAfterTheVoidIsVoidedAtTheProvider() {
    UUID id = orderWithCard("tok_ok");
    provider.failEnquiries(true);
    provider.plan(key(id, Step.AUTHORIZE), Fault.LOSE_REPLY);
    order.authorize(id, AMOUNT);
    await().until(() -> provider.requests(key(id, Step.AUTHORIZE)).contains("find"));
    order.voidHold(id);
    await().until(() -> provider.requests(key(id, Step.AUTHORIZE)).contains("block"));
    assertThat(order.replies(id)).isEmpty();

    provider.failEnquiries(false);
    expect(id, DECLINED, VOIDED);

    assertThat(provider.outcome(key(id, Step.VOID))).isEqualTo("DONE");
    assertThat(balances(id)).isEqualTo("CARD 0, HELD 0");
  }

  @Test
  void voidDuringACaptureGivesTheMoneyBack() {
    UUID id = orderWithCard("tok_ok");
    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);
    provider.failEnquiries(true);
    provider.plan(key(id, Step.CAPTURE), Fault.LOSE_REPLY);
    order.capture(id, AMOUNT);
    await().until(() -> provider.requests(key(id, Step.CAPTURE)).contains("find"));

    order.voidHold(id);
    await().until(() -> provider.requests(key(id, Step.CAPTURE)).contains("block"));
    provider.failEnquiries(false);
    expect(id, AUTHORIZED, CAPTURE_REFUSED, VOIDED);

    assertThat(provider.outcome(key(id, Step.REFUND))).isEqualTo("DONE");
    assertThat(balances(id)).isEqualTo("CARD 0, HELD 0, PROVIDER 0");
  }

  @Test
  void captureOfMoreThanIsHeldIsRefused() {
    UUID id = orderWithCard("tok_ok");
    order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);

    order.capture(id, new Money(AMOUNT.amountMinor() + 1, "GBP"));
    expect(id, AUTHORIZED, CAPTURE_REFUSED);

    assertThat(provider.requests(key(id, Step.CAPTURE))).isEmpty();
  }

  @Test
  void commandThatComesAgainIsAnsweredAgainWithTheSameMessage() {
    UUID id = orderWithCard("tok_ok");
    UUID command = order.authorize(id, AMOUNT);
    expect(id, AUTHORIZED);

    order.sendAgain(command);

    UUID reply = Ids.named(command, AUTHORIZED);
    await().untilAsserted(() -> assertThat(order.repeats(reply)).isOne());
    assertThat(provider.requests(key(id, Step.AUTHORIZE))).containsExactly("AUTHORIZE");
  }

  @Test
  void callOfAProcessThatDiedAfterTheChargeIsFoundAndNotRepeated() {
    UUID id = Ids.next();
    UUID command = Ids.next();
    provider.done(key(id, Step.CAPTURE), "CAPTURE", AMOUNT.amountMinor());

    leaveCapture(id, command);
    expect(id, CAPTURED);

    assertThat(provider.requests(key(id, Step.CAPTURE))).containsExactly("find");
    assertThat(service.ask("SELECT status FROM payments WHERE order_id = '" + id + "'"))
        .isEqualTo("CAPTURED");
  }

  @Test
  void callOfAProcessThatDiedBeforeTheChargeIsMadeAfterAnEnquiry() {
    UUID id = Ids.next();

    leaveCapture(id, Ids.next());
    expect(id, CAPTURED);

    assertThat(provider.requests(key(id, Step.CAPTURE))).containsExactly("find", "CAPTURE");
  }

  /** The state of kill -9 somewhere between the claim and the record of a capture. */
  private void leaveCapture(UUID id, UUID command) {
    Await.success(
        service.run(
            """
            WITH payment AS (
              INSERT INTO payments
                (order_id, status, currency, authorized_minor, authorization_ref, version)
              VALUES ('%1$s', 'CAPTURING', 'GBP', 1255, 'held', 1)
            )
            INSERT INTO provider_calls
              (order_id, step, state, amount_minor, attempts, due_at, command_ids)
            VALUES ('%1$s', 'CAPTURE', 'PENDING', 1255, 1, now(), ARRAY['%2$s'::uuid])
            """
                .formatted(id, command)));
  }

  private UUID orderWithCard(String token) {
    UUID id = Ids.next();
    assertThat(service.keepToken(id, token).status()).isEqualTo(204);
    return id;
  }

  private void expect(UUID id, String... types) {
    await()
        .untilAsserted(
            () -> assertThat(order.replies(id)).containsExactlyElementsOf(List.of(types)));
  }

  private static String key(UUID id, Step step) {
    return step.providerKey(id);
  }

  private String token(UUID id) {
    return service.ask("SELECT token FROM card_tokens WHERE order_id = '" + id + "'");
  }

  private String balances(UUID id) {
    String found =
        service.ask(
            """
            SELECT string_agg(account || ' ' || balance, ', ' ORDER BY account) FROM (
              SELECT l.account, sum(l.amount_minor) AS balance
              FROM ledger_lines l JOIN ledger_entries e ON e.id = l.entry_id
              WHERE e.order_id = '%s' GROUP BY l.account) AS accounts
            """
                .formatted(id));
    return found.equals("null") ? "" : found;
  }
}
