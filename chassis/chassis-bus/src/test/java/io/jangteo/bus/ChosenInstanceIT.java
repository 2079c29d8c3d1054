package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.LocalCluster.Node;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that follows the directory, in a cluster of several nodes. */
class ChosenInstanceIT {
  private static final ObjectNode CONTRACT = new ObjectMapper().createObjectNode();
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final Duration PROMISED = Duration.ofSeconds(5);

  private final LocalCluster cluster = new LocalCluster();
  private final Promise<BusReply> never = Promise.promise();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private ServiceDirectory seen;
  private BusClient client;

  /** One instance with what is needed to stop it. */
  private record Served(BusService service, ServiceDirectory directory, ServiceInstance instance) {
    void stop() {
      result(directory.withdraw(instance));
      result(service.drain(LONG));
    }
  }

  @BeforeEach
  void startCaller() {
    Node caller = cluster.start();
    seen = result(LeasedServiceDirectory.open(caller.vertx()));
    client = new BusClient(caller.vertx(), seen);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void everyInstanceIsAskedAlsoSeveralOfOneNode() {
    Node node = cluster.start();
    serve(node, "a", true);
    serve(node, "b", false);
    serve(cluster.start(), "c", true);
    awaitSeen(3);

    Set<String> answered = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 60; i++) {
      answered.add(result(ask("who")).headers().get("instance"));
    }

    assertThat(answered).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void requestOfAKilledInstanceFailsSoonAndSaysSo() {
    Node victim = cluster.start();
    serve(victim, "a", true);
    awaitSeen(1);
    Future<BusReply> pending = ask("hold");
    await().until(() -> held.get() == 1);

    victim.kill();

    await().atMost(PROMISED).until(pending::isComplete);
    assertThat(InstanceGoneException.isCauseOf(pending.cause())).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(catchThrowable(() -> result(ask("who"))))
                    .hasMessageContaining("No instance of notes"));
  }

  @Test
  void repeatableCallOfAKilledInstanceIsAnsweredByAnother() {
    Node victim = cluster.start();
    serve(victim, "a", true);
    serve(cluster.start(), "b", true);
    awaitSeen(2);
    List<Future<BusReply>> calls = new ArrayList<>();
    await()
        .until(
            () -> {
              calls.add(callRepeatable("holdAtA"));
              return held.get() > 0;
            });

    victim.kill();

    for (Future<BusReply> call : calls) {
      assertThat(result(call).headers().get("instance")).isEqualTo("b");
    }
  }

  @Test
  void repeatableCallOfTheOnlyInstanceIsRefusedSoonOnceThatIsKilled() {
    Node victim = cluster.start();
    serve(victim, "a", true);
    awaitSeen(1);
    Future<BusReply> pending = callRepeatable("hold");
    await().until(() -> held.get() == 1);

    victim.kill();

    await().atMost(PROMISED).until(pending::isComplete);
    assertThat(pending.cause()).hasMessageContaining("No instance of notes");
    Future<BusReply> next = ask("who");
    await().atMost(AT_ONCE).until(next::isComplete);
    assertThat(next.cause()).hasMessageContaining("No instance of notes");
  }

  private Future<BusReply> callRepeatable(String action) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    return client.callRepeatable("notes", action, headers, Buffer.buffer(), LONG);
  }

  @Test
  void instanceThatLeavesInOrderCostsNoRequest() {
    serve(cluster.start(), "a", true);
    Served leaving = serve(cluster.start(), "b", true);
    awaitSeen(2);
    for (int i = 0; i < 8; i++) {
      asking.incrementAndGet();
      askOn();
    }
    await().until(() -> answered.get() > 200);

    leaving.stop();

    int until = answered.get() + 200;
    await().until(() -> answered.get() > until);
    enough.set(true);
    await().atMost(LONG.plusSeconds(5)).until(() -> asking.get() == 0);
    assertThat(failures).isEmpty();
  }

  /** One request after the other until it is enough. */
  private void askOn() {
    if (enough.get()) {
      asking.decrementAndGet();
      return;
    }
    ask("who")
        .onSuccess(reply -> answered.incrementAndGet())
        .onFailure(failures::add)
        .onComplete(reply -> askOn());
  }

  private Served serve(Node node, String instanceId, boolean primary) {
    BusService.Builder builder =
        BusService.named("notes", instanceId)
            .on(
                "who",
                request -> Future.succeededFuture(BusReply.ok("x").with("instance", instanceId)))
            .on("hold", request -> hold())
            .on(
                "holdAtA",
                request ->
                    instanceId.equals("a")
                        ? hold()
                        : Future.succeededFuture(BusReply.ok("x").with("instance", instanceId)));
    BusService service =
        result(
            (primary ? builder : builder.secondary()).start(node.vertx(), new Contract(CONTRACT)));
    ServiceDirectory directory = result(LeasedServiceDirectory.open(node.vertx()));
    ServiceInstance instance = new ServiceInstance("notes", instanceId, node.id(), "1", CONTRACT);
    result(directory.announce(instance));
    return new Served(service, directory, instance);
  }

  private Future<BusReply> hold() {
    held.incrementAndGet();
    return never.future();
  }

  private void awaitSeen(int instances) {
    await().untilAsserted(() -> assertThat(seen.instances()).hasSize(instances));
  }

  private Future<BusReply> ask(String action) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    return client.exchange("notes", action, headers, Buffer.buffer(), LONG);
  }
}
