package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusClient;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionWeightsTest {
  private final Vertx vertx = Vertx.vertx();
  private final VersionWeights one = new VersionWeights(vertx, new BusClient(vertx));
  private final VersionWeights other = new VersionWeights(vertx, new BusClient(vertx));

  @BeforeEach
  void follow() throws Exception {
    done(one.follow());
    done(other.follow());
  }

  @AfterEach
  void close() throws Exception {
    done(vertx.close());
  }

  @Test
  void whatOneGatewayIsToldAllDo() throws Exception {
    done(one.set("notes", Map.of("1.0.0", 90, "1.1.0", 10)));
    await().until(() -> other.current().equals(Map.of("notes", Map.of("1.0.0", 90, "1.1.0", 10))));

    done(other.clear("notes"));
    await().until(() -> one.current().isEmpty());
  }

  @Test
  void aGatewayThatComesLaterLearnsIt() throws Exception {
    done(one.set("notes", Map.of("1.0.0", 1)));

    VersionWeights late = new VersionWeights(vertx, new BusClient(vertx));
    done(late.follow());

    assertThat(late.current()).isEqualTo(Map.of("notes", Map.of("1.0.0", 1)));
  }

  @Test
  void impossibleWeightsAreRefusedByName() {
    Map<String, Integer> many = new HashMap<>();
    for (int i = 0; i < 21; i++) {
      many.put("1.0." + i, 1);
    }
    assertThat(field(Map.of("1.0.0", -1))).isEqualTo("/weights/1.0.0");
    assertThat(field(Map.of("1.0.0", 1_001))).isEqualTo("/weights/1.0.0");
    assertThat(field(Map.of())).isEqualTo("/weights");
    assertThat(field(many)).isEqualTo("/weights");
  }

  private String field(Map<String, Integer> weights) {
    return catchThrowableOfType(ServiceFailure.class, () -> one.set("notes", weights))
        .errors()
        .get(0)
        .field();
  }

  private static void done(Future<?> future) throws Exception {
    future.await(10, TimeUnit.SECONDS);
  }
}
