package io.jangteo.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.caller.CallerCheck;
import io.jangteo.gateway.InMemoryDirectory;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayIdentityTest {
  private static final Principal ANN = new Principal(Ids.next(), Set.of("customer"));
  private static final long NOW = 1_800_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final GatewayIdentity identity =
      new GatewayIdentity(
          vertx,
          new ServiceRuntime("g1", "1", new Health(), new SimpleMeterRegistry(), directory),
          Duration.ofDays(1));
  private final CallerCheck order = new CallerCheck("order", () -> NOW);

  @AfterEach
  void close() throws Exception {
    identity.withdraw();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void servicesThatFollowTheDirectoryBelieveIt() {
    directory.onChange(order::accept);

    identity.announce();

    assertThat(order.check(signed())).isEqualTo(ANN);
  }

  @Test
  void aReplacedKeyIsStillBelievedAndTheNewOneSigns() {
    directory.onChange(order::accept);
    identity.announce();
    String before = signed();

    identity.rotate();

    String after = signed();
    assertThat(after.split("\\.")[0]).isNotEqualTo(before.split("\\.")[0]);
    assertThat(order.check(before)).isEqualTo(ANN);
    assertThat(order.check(after)).isEqualTo(ANN);
  }

  private String signed() {
    return identity.sign(ANN, List.of("order"), NOW, NOW + 30);
  }
}
