package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service refuses while too much waits for its database. */
class SheddingTest {
  private static final Set<String> ALL =
      Set.of("alive", "login", "callback", "order", "look", "browse");

  private final Vertx vertx = Vertx.vertx();
  private final BusClient client = new BusClient(vertx);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger pressure = new AtomicInteger();

  @BeforeEach
  void start() {
    BusService.Builder service =
        BusService.named("notes", "i1").meters(meters).shedding(pressure::get);
    for (String action : ALL) {
      service.on(action, request -> Future.succeededFuture(BusReply.noContent()));
    }
    result(service.start(vertx, contract()));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void theMoreWaitsTheMoreReadsAreRefusedAndNothingElseEver() {
    warmUp();

    assertThat(refusedAt(0)).isEmpty();
    assertThat(refusedAt(1)).isEmpty();
    assertThat(refusedAt(2)).containsExactly("browse");
    assertThat(refusedAt(7)).containsExactly("browse");
    assertThat(refusedAt(8)).containsExactly("browse", "look");
    assertThat(refusedAt(100)).containsExactly("browse", "look");
    assertThat(refusedAt(0)).isEmpty();
  }

  @Test
  void whoHasDoneLittleYetLetsEightTimesAsManyWait() {
    assertThat(refusedAt(15)).isEmpty();
    assertThat(refusedAt(16)).containsExactly("browse");
    assertThat(refusedAt(64)).containsExactly("browse", "look");

    warmUp();

    assertThat(refusedAt(15)).containsExactly("browse", "look");
  }

  @Test
  void aRefusalSaysWhenToComeBackAndThatNothingWasBegun() {
    warmUp();
    pressure.set(2);

    BusReply reply = ask("browse");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers().get(BusHeaders.RETRY_AFTER)).isEqualTo("1");
    assertThat(reply.headers().contains(BusHeaders.REFUSED)).isTrue();
    assertThat(meters.get("jangteo.bus.overloaded").counter().count()).isEqualTo(1);
  }

  private void warmUp() {
    pressure.set(0);
    for (int i = 0; i < Shedding.WARM_REQUESTS; i++) {
      ask("look");
    }
  }

  private Set<String> refusedAt(int present) {
    pressure.set(present);
    Set<String> refused = new TreeSet<>(ALL);
    refused.removeIf(action -> ask(action).status() == 204);
    return refused;
  }

  private BusReply ask(String action) {
    return result(
        client.exchange(
            "notes",
            action,
            MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(),
            Duration.ofSeconds(10)));
  }

  private static Contract contract() {
    ObjectNode document = new ObjectMapper().createObjectNode();
    add(document, "alive", "get", "health");
    add(document, "login", "post", "token");
    add(document, "callback", "post", "callback");
    add(document, "order", "post", null);
    add(document, "look", "get", null);
    add(document, "browse", "get", "browse");
    return new Contract(document);
  }

  private static void add(ObjectNode document, String action, String method, String priority) {
    ObjectNode operation = document.withObject("/paths/" + action).putObject(method);
    operation.put("operationId", action);
    if (priority != null) {
      operation.putObject("x-jangteo").put("priority", priority);
    }
  }
}
