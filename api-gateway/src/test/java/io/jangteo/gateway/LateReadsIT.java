package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.Stalls.Stall;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that take much longer than such reads usually do. */
class LateReadsIT {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private RunningGateway gateway;
  private List<Stall> both;

  @BeforeEach
  void learnWhatIsUsual() {
    gateway = RunningGateway.withMarket(new Market());
    Stalls stalls = new Stalls(gateway);
    both = List.of(stalls.open("a", Stalls::well), stalls.open("b", Stalls::well));
    await().until(() -> gateway.get("/wares").statusCode() == 200);
    for (int i = 0; i < 1_100; i++) {
      gateway.get("/wares");
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** It answers probes, so that nothing else would tell before the deadline of two seconds. */
  @Test
  void oneInstanceThatHangsCostsItsReadersAQuarterOfASecond() {
    both.get(1).behaviour = Stalls::stuck;

    long longest = 0;
    for (int i = 0; i < 100; i++) {
      long before = System.nanoTime();
      assertThat(gateway.get("/wares").statusCode()).isEqualTo(200);
      longest = Math.max(longest, System.nanoTime() - before);
    }

    System.out.printf("moved: longest %d ms, %s%n", longest / 1_000_000, service());
    assertThat(longest).isBetween(250_000_000L, 1_000_000_000L);
    assertThat(service().path("late").asInt()).isBetween(1, 5);
    assertThat(service().path("operations").path("listWares").path("movedAfterMs").asInt())
        .isBetween(250, 600);
  }

  @Test
  void aServiceThatIsSlowAltogetherIsWaitedFor() {
    both.forEach(stall -> stall.behaviour = slow());

    List<Integer> statuses = crowd(60);
    statuses.addAll(crowd(60));

    assertThat(statuses).containsOnly(200);
    for (JsonNode instance : gateway.verticle().upstreams().describe().at("/instances/stall")) {
      assertThat(instance.path("ejectedForMs").asInt()).isZero();
      assertThat(instance.at("/breakers/read").asText()).isEqualTo("CLOSED");
    }
    assertThat(service().at("/operations/listWares/movedAfterMs").asInt())
        .as("what is usual has changed")
        .isGreaterThanOrEqualTo(900);
  }

  private Stalls.Behaviour slow() {
    return new Stalls(gateway).slow(Duration.ofMillis(600));
  }

  private List<Integer> crowd(int size) {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      answers.add(
          client.sendAsync(gateway.request("/wares").GET().build(), BodyHandlers.ofString()));
    }
    return new ArrayList<>(
        answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode).toList());
  }

  private JsonNode service() {
    return gateway.verticle().upstreams().describe().at("/services/stall");
  }
}
