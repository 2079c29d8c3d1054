package io.jangteo.testing;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/** The runtime a service is given in a test: everything real, meters kept in memory. */
public final class TestRuntime {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private TestRuntime() {}

  /**
   * A runtime of its own for each call, with an instance id that no other has. Whoever uses it
   * believes the {@link TestGateway}.
   */
  public static ServiceRuntime create(Vertx vertx) {
    ServiceDirectory directory = Await.success(LeasedServiceDirectory.open(vertx));
    Await.success(directory.announce(TestGateway.instance()));
    return new ServiceRuntime(
        "test" + NUMBERS.incrementAndGet(),
        "0.0.0-test",
        new Health(),
        new SimpleMeterRegistry(),
        directory);
  }
}
