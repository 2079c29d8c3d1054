package io.jangteo.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.contracts.Money;
import io.jangteo.events.BrokerConfig;
import io.jangteo.payment.domain.Step;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 after the provider has acted and before anyone here knows. */
class PaymentKillIT {
  private static final Money AMOUNT = new Money(1255, "GBP");

  private final Vertx vertx = Vertx.vertx();
  private FakeProvider provider;
  private PaymentService service;
  private OrderSide order;

  @BeforeEach
  void start() {
    BrokerConfig broker = TestServers.freshBroker();
    provider = Await.success(new FakeProvider().start(vertx));
    service = new PaymentService(vertx, broker, provider.port());
    order = OrderSide.start(vertx, broker);
  }

  @AfterEach
  void stop() {
    order.stop();
    Await.success(vertx.close());
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AUTHORIZE", "CAPTURE"})
  void chargeOfAKilledProcessIsFoundAndNotRepeated(Step step) throws InterruptedException {
    UUID id = Ids.next();
    String key = step.providerKey(id);
    String first = service.deploy();
    service.keepToken(id, "tok_ok");
    Await.success(vertx.undeploy(first));
    Process doomed = service.launch();
    try {
      provider.whenDone(key, doomed::destroyForcibly);
      order.authorize(id, AMOUNT);
      if (step == Step.CAPTURE) {
        await().atMost(Duration.ofSeconds(60)).until(() -> order.replies(id).size() == 1);
        order.capture(id, AMOUNT);
      }
      assertThat(doomed.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(doomed.exitValue()).as("killed by signal 9").isEqualTo(137);
    } finally {
      doomed.destroyForcibly();
    }
    int told = order.replies(id).size();
    assertThat(provider.requests(key)).containsExactly(step.name());

    service.deploy();

    await().atMost(Duration.ofSeconds(30)).until(() -> order.replies(id).size() == told + 1);
    assertThat(provider.requests(key)).containsExactly(step.name(), "find");
    assertThat(service.ask("SELECT status FROM payments WHERE order_id = '" + id + "'"))
        .isEqualTo(step == Step.AUTHORIZE ? "AUTHORIZED" : "CAPTURED");
  }
}
