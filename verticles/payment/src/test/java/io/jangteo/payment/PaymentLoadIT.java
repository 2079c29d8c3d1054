package io.jangteo.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.contracts.Money;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many orders, two instances of which one leaves, and a provider that fails now and then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentLoadIT {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentLoadIT.class);
  private static final Money AMOUNT = new Money(1255, "GBP");
  private static final int ORDERS = 600;

  private final Vertx vertx = Vertx.vertx();
  private FakeProvider provider;
  private PaymentService service;
  private OrderSide order;

  @BeforeAll
  void start() {
    BrokerConfig broker = TestServers.freshBroker();
    provider = Await.success(new FakeProvider().start(vertx));
    service = new PaymentService(vertx, broker, provider.port());
    order = OrderSide.start(vertx, broker);
  }

  @AfterAll
  void stop() {
    order.stop();
    Await.success(vertx.close());
  }

  @Test
  void twoInstancesChargeEachOrderOnceWhileOneLeaves() {
    String first = service.deploy();
    service.deploy();
    List<UUID> ids = Stream.generate(Ids::next).limit(ORDERS).toList();
    ids.forEach(id -> service.keepToken(id, "tok_ok"));
    everyFifth(ids, 0, Fault.FAIL);
    everyFifth(ids, 1, Fault.LOSE_REPLY);

    long began = System.nanoTime();
    order.authorizeAll(ids, AMOUNT);
    expectReplies(ORDERS);
    LOG.info("{} authorisations in {} ms", ORDERS, millisSince(began));
    began = System.nanoTime();
    order.captureAll(ids, AMOUNT);
    expectReplies(ORDERS + ORDERS / 4);
    Await.success(vertx.undeploy(first));
    expectReplies(2 * ORDERS);
    LOG.info("{} captures in {} ms", ORDERS, millisSince(began));

    for (int i = 0; i < ORDERS; i++) {
      // Repeated only where the first request is known to have done nothing.
      List<String> captures = provider.requests(Step.CAPTURE.providerKey(ids.get(i)));
      assertThat(captures.stream().filter("CAPTURE"::equals)).hasSize(i % 5 == 0 ? 2 : 1);
    }
    assertThat(service.ask("SELECT count(*) FROM payments WHERE status = 'CAPTURED'"))
        .isEqualTo(String.valueOf(ORDERS));
    assertThat(service.ask("SELECT sum(amount_minor) FROM ledger_lines WHERE account = 'PROVIDER'"))
        .isEqualTo(String.valueOf(ORDERS * AMOUNT.amountMinor()));
    assertThat(service.ask("SELECT count(*) FROM provider_calls WHERE state <> 'DONE'"))
        .isEqualTo("0");
  }

  private void everyFifth(List<UUID> ids, int offset, Fault fault) {
    for (int i = offset; i < ids.size(); i += 5) {
      provider.plan(Step.AUTHORIZE.providerKey(ids.get(i)), fault);
      provider.plan(Step.CAPTURE.providerKey(ids.get(i)), fault);
    }
  }

  private void expectReplies(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> order.replyCount() >= count);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
