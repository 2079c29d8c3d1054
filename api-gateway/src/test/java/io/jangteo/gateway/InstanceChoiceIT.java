package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.gateway.Stalls.Stall;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which instance a request reaches, where somebody has said so. */
class InstanceChoiceIT {
  private RunningGateway gateway;
  private Stalls stalls;

  @BeforeEach
  void start() {
    gateway = RunningGateway.withMarket(new Market());
    stalls = new Stalls(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anOperatorReachesTheInstanceThatItNames() {
    openThree();
    String operator = gateway.mint.token(UUID.randomUUID(), "operator");

    for (String id : List.of("a", "b", "c", "b")) {
      HttpResponse<String> response =
          gateway.send(as(operator, "/wares").header("X-Jangteo-Instance", id));
      assertThat(instance(response)).isEqualTo(id);
    }
    assertThat(instance(gateway.send(as(operator, "/wares").header("X-Jangteo-Version", "2.0.0"))))
        .isEqualTo("c");
    assertThat(status(as(operator, "/wares").header("X-Jangteo-Instance", "z"))).isEqualTo(422);
    assertThat(
            status(
                as(operator, "/wares")
                    .header("X-Jangteo-Instance", "a")
                    .header("X-Jangteo-Version", "2.0.0")))
        .isEqualTo(400);
  }

  @Test
  void nobodyElseMayNameOne() {
    openThree();
    String customer = gateway.mint.token(UUID.randomUUID(), "customer");

    assertThat(status(as(customer, "/wares").header("X-Jangteo-Instance", "a"))).isEqualTo(403);
    assertThat(status(gateway.request("/wares").header("X-Jangteo-Version", "1.0.0").GET()))
        .isEqualTo(401);
  }

  @Test
  void requestsOfOneSubjectStayTogetherAndMoveOnlyWhenTheyMust() {
    List<Stall> three = openThree();
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 24; i++) {
      String token = gateway.mint.token(UUID.randomUUID(), "customer");
      String first = instance(gateway.send(as(token, "/wares/mine")));
      for (int again = 0; again < 4; again++) {
        assertThat(instance(gateway.send(as(token, "/wares/mine")))).isEqualTo(first);
      }
      used.add(first);
    }
    assertThat(used).containsExactlyInAnyOrder("a", "b", "c");

    three.forEach(Stall::withdraw);
    stalls.open("d", Stalls::well);
    String token = gateway.mint.token(UUID.randomUUID(), "customer");
    await().until(() -> status(as(token, "/wares/mine")) == 200);
    assertThat(instance(gateway.send(as(token, "/wares/mine")))).isEqualTo("d");
  }

  @Test
  void versionsGetTheirShares() {
    openThree();

    gateway.verticle().weights().set("stall", Map.of("1.0.0", 75, "2.0.0", 25));
    await().until(() -> !gateway.verticle().weights().current().isEmpty());

    assertThat(shareOfTheNew(400)).isBetween(60, 140);
    gateway.verticle().weights().set("stall", Map.of("1.0.0", 1, "2.0.0", 0));
    await().until(() -> shareOfTheNew(20) == 0);
    assertThat(shareOfTheNew(100)).isZero();
    gateway.verticle().weights().clear("stall");
    await().until(() -> gateway.verticle().weights().current().isEmpty());
    assertThat(shareOfTheNew(300)).isBetween(60, 150);
  }

  @Test
  void aLateReadIsAskedOfAnotherInstanceForOneInTwentyAtMost() {
    AtomicInteger turn = new AtomicInteger();
    // Now and then one takes a second, and the other would answer at once.
    Stalls.Behaviour moody =
        request -> turn.incrementAndGet() % 50 == 0 ? late(request) : Stalls.well(request);
    stalls.open("a", moody);
    stalls.open("b", moody);
    await().until(() -> gateway.get("/wares/pick").statusCode() == 200);
    for (int i = 0; i < 200; i++) {
      gateway.get("/wares/pick");
    }

    int slow = 0;
    int before = stalls.asked.size();
    for (int i = 0; i < 300; i++) {
      long started = System.nanoTime();
      assertThat(gateway.get("/wares/pick").statusCode()).isEqualTo(200);
      slow += System.nanoTime() - started > 700_000_000L ? 1 : 0;
    }
    int extra = stalls.asked.size() - before - 300;

    System.out.printf("hedging: %d of 300 late, %d sent twice%n", slow, extra);
    assertThat(extra).isBetween(3, 20);
    assertThat(slow).isLessThanOrEqualTo(2);
  }

  private Future<BusReply> late(BusRequest request) {
    return stalls.slow(Duration.ofSeconds(1)).answer(request);
  }

  private List<Stall> openThree() {
    List<Stall> three =
        List.of(
            stalls.open("a", "1.0.0", Stalls::well),
            stalls.open("b", "1.0.0", Stalls::well),
            stalls.open("c", "2.0.0", Stalls::well));
    await().until(() -> gateway.get("/wares").statusCode() == 200);
    return three;
  }

  private int shareOfTheNew(int times) {
    int fresh = 0;
    for (int i = 0; i < times; i++) {
      fresh += instance(gateway.get("/wares")).equals("c") ? 1 : 0;
    }
    return fresh;
  }

  private HttpRequest.Builder as(String token, String path) {
    return gateway.request(path).header("Authorization", "Bearer " + token).GET();
  }

  private int status(HttpRequest.Builder request) {
    return gateway.send(request).statusCode();
  }

  private static String instance(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue(Stalls.WHO).orElseThrow();
  }
}
