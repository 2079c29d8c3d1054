package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jangteo.bus.LocalCluster.Node;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusteredBusIT {
  private static final Contract NO_OPERATIONS = new Contract(new ObjectMapper().createObjectNode());
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final LocalCluster cluster = new LocalCluster();
  private Node caller;
  private BusClient client;

  @BeforeEach
  void startCaller() {
    caller = cluster.start();
    client = new BusClient(caller.vertx());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void requestsAreSharedByTheInstancesOfAllNodes() {
    serve(cluster.start(), "a");
    serve(cluster.start(), "b");

    Set<String> answered =
        IntStream.range(0, 20)
            .mapToObj(i -> result(ask("notes")).headers().get("instance"))
            .collect(Collectors.toSet());

    assertThat(answered).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void directAddressReachesOneInstanceAlone() {
    serve(cluster.start(), "a");
    serve(cluster.start(), "b");

    for (int i = 0; i < 6; i++) {
      assertThat(result(ask("notes.b")).headers().get("instance")).isEqualTo("b");
    }
  }

  @Test
  void drainedInstanceLeavesTheOthersToAnswer() {
    serve(cluster.start(), "a");
    BusService leaving = serve(cluster.start(), "b");

    result(leaving.drain(DEADLINE));

    await()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 6; i++) {
                assertThat(result(ask("notes")).headers().get("instance")).isEqualTo("a");
              }
            });
  }

  @Test
  void killedNodeIsUnavailableSoonAndNothingHangs() {
    Node victim = cluster.start();
    serve(victim, "a");
    assertThat(result(ask("notes")).status()).isEqualTo(200);

    victim.kill();

    await().atMost(Duration.ofSeconds(10)).until(() -> isUnavailable("notes"));
  }

  private boolean isUnavailable(String address) {
    return result(
        ask(address)
            .map(false)
            .otherwise(
                error ->
                    error instanceof ServiceFailure failure
                        && failure.code() == FailureCode.UNAVAILABLE));
  }

  private Future<BusReply> ask(String address) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    return client.exchange(address, "ask", headers, Buffer.buffer(), DEADLINE);
  }

  private static BusService serve(Node node, String instanceId) {
    return result(
        BusService.named("notes", instanceId)
            .on(
                "ask",
                request -> Future.succeededFuture(BusReply.ok("x").with("instance", instanceId)))
            .start(node.vertx(), NO_OPERATIONS));
  }
}
