package io.jangteo.system;

import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The settings that lead a marketplace to the broker the tests run on. */
final class MarketBroker {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private MarketBroker() {}

  /** None for the embedded broker, which the marketplace starts itself. */
  static Map<String, String> settings() {
    if (TestBrokers.kind() == Kind.QPID) {
      return Map.of();
    }
    TestBroker broker = TestBrokers.shared();
    String name = "market" + NUMBERS.incrementAndGet();
    broker.createVirtualHost(name);
    return settings(broker.uri(name).value(), broker.kind());
  }

  /** A broker of the test's own, of either kind. */
  static Map<String, String> settings(TestBroker own) {
    return settings(own.uri().value(), own.kind());
  }

  private static Map<String, String> settings(String uri, Kind kind) {
    return Map.of("RABBITMQ_URI", uri, "RABBITMQ_KIND", kind.name().toLowerCase(Locale.ROOT));
  }
}
