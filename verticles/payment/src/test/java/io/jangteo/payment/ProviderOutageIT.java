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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that answers nobody for a while, and one that acts when nobody waits any more. */
class ProviderOutageIT {
  private static final Money AMOUNT = new Money(1255, "GBP");
  private static final int ORDERS = 60;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Three trials an opening, which lasts 300 ms or more; sixty calls would bring hundreds. */
  private static final int ASKED_MEANWHILE_MAX = 60;

  private final Vertx vertx = Vertx.vertx();
  private FakeProvider provider;
  private PaymentService service;
  private OrderSide order;

  @BeforeEach
  void start() {
    BrokerConfig broker = TestServers.freshBroker();
    provider = Await.success(new FakeProvider().start(vertx));
    service = new PaymentService(vertx, broker, provider.port());
    service.deploy();
    order = OrderSide.start(vertx, broker);
  }

  @AfterEach
  void stop() {
    order.stop();
    Await.success(vertx.close());
  }

  @Test
  void aSilentProviderIsLeftAloneAndEveryOrderChargedOnceWhenItIsBack() {
    List<UUID> ids = Stream.generate(Ids::next).limit(ORDERS).toList();
    ids.forEach(id -> service.keepToken(id, "tok_ok"));
    provider.silence(true);
    order.authorizeAll(ids, AMOUNT);
    await().atMost(SOON).until(this::isLeftAlone);

    int asked = provider.requestCount();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> provider.requestCount() - asked <= ASKED_MEANWHILE_MAX);
    assertThat(order.replyCount()).as("nothing is taken for refused").isZero();

    provider.silence(false);
    await().atMost(SOON).until(() -> order.replyCount() == ORDERS);
    assertThat(isLeftAlone()).isFalse();
    assertThat(ids)
        .allSatisfy(
            id -> assertThat(order.replies(id)).containsExactly(PaymentMessages.AUTHORIZED.name()));
    assertThat(service.ask("SELECT count(*) FROM ledger_entries"))
        .isEqualTo(Integer.toString(ORDERS));
  }

  private boolean isLeftAlone() {
    return service.gauge("jangteo.payment.provider.left.alone") == 1;
  }

  @Test
  void aChargeThatHappensAfterItWasGivenUpIsTheSameCharge() {
    UUID id = Ids.next();
    String key = Step.AUTHORIZE.providerKey(id);
    service.keepToken(id, "tok_ok");
    provider.plan(key, Fault.LATE, Fault.LATE);

    order.authorize(id, AMOUNT);
    await().atMost(SOON).until(() -> order.replies(id).size() == 1);

    assertThat(order.replies(id)).containsExactly(PaymentMessages.AUTHORIZED.name());
    assertThat(provider.requests(key)).startsWith("AUTHORIZE", "find", "AUTHORIZE", "find");
    assertThat(provider.outcome(key)).isEqualTo("DONE");
    assertThat(service.ask("SELECT count(*) FROM ledger_entries WHERE order_id = '" + id + "'"))
        .isEqualTo("1");
  }

  @Test
  void aChargeThatHappensAfterTheOrderWasGivenUpIsReleased() {
    UUID id = Ids.next();
    String key = Step.AUTHORIZE.providerKey(id);
    service.keepToken(id, "tok_ok");
    provider.plan(key, Fault.LATE, Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG);
    provider.failEnquiries(true);

    order.authorize(id, AMOUNT);
    await().atMost(SOON).until(() -> provider.requests(key).contains("AUTHORIZE"));
    order.voidHold(id);
    await().atMost(SOON).until(() -> provider.outcome(key).equals("DONE"));
    provider.failEnquiries(false);

    await().atMost(SOON).until(() -> order.replies(id).size() == 2);
    assertThat(order.replies(id))
        .containsExactly(PaymentMessages.DECLINED.name(), PaymentMessages.VOIDED.name());
    assertThat(provider.outcome(Step.VOID.providerKey(id))).isEqualTo("DONE");
    assertThat(
            service.ask(
                """
                SELECT count(*) FROM (
                  SELECT account FROM ledger_lines l JOIN ledger_entries e ON e.id = l.entry_id
                  WHERE e.order_id = '%s' GROUP BY account HAVING sum(l.amount_minor) <> 0) AS held
                """
                    .formatted(id)))
        .isEqualTo("0");
  }
}
