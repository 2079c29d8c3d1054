package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An order watched from the outside until it ends, on every real part. */
class WatchedOrderIT {
  private static final String SKU = "WATCHED-1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static RunningMarketplace market;
  private static Session customer;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = RunningMarketplace.get();
    customer = market.customer();
    market.stock(SKU, 500, 1_000);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @Test
  void itsEventsComeAsTheyHappenOverAWebSocketThatClosesWithTheOrder() throws Exception {
    String order = place();
    Messages messages = new Messages();

    open(events("ws", order), customer, messages);

    assertThat(messages.closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1000);
    assertWholeHistory(messages.received, order);
  }

  @Test
  void itsEventsComeAsAnEventStreamThatEndsWithTheOrder() throws Exception {
    String order = place();

    List<String> data;
    try (Stream<String> lines =
        http.send(
                signed(HttpRequest.newBuilder(events("http", order)))
                    .header("Accept", "text/event-stream")
                    .timeout(PATIENCE)
                    .build(),
                BodyHandlers.ofLines())
            .body()) {
      data = lines.filter(line -> line.startsWith("data:")).map(line -> line.substring(5)).toList();
    }

    assertThat(data).last().asString().contains("OrderCompleted");
    assertThat(data).hasSize(version(order));
  }

  @Test
  void anothersOrderOpensNone() throws Exception {
    String order = place();
    Session stranger = market.customer();

    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .header("Authorization", stranger.authorization().get("Authorization"))
            .buildAsync(events("ws", order), new Messages());

    assertThat(opening)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .havingRootCause()
        .withMessageContaining("404");
  }

  private static void assertWholeHistory(List<String> received, String order) throws Exception {
    List<JsonNode> events = received.stream().map(WatchedOrderIT::json).toList();
    assertThat(events).hasSize(version(order));
    assertThat(events.stream().map(event -> event.path("id").asInt()))
        .isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events.get(events.size() - 1).path("type").asText()).isEqualTo("OrderCompleted");
  }

  private static int version(String order) throws IOException, InterruptedException {
    Answer answer =
        market.gateway().call("GET", "/orders/" + order, null, customer.authorization());
    return answer.body().path("version").asInt();
  }

  private static String place() throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(customer.authorization());
    headers.put("Idempotency-Key", Ids.next().toString());
    Answer answer = market.gateway().call("POST", "/orders", Orders.body(SKU, 1), headers);
    assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
    return answer.body().path("id").asText();
  }

  private static URI events(String scheme, String order) {
    URI gateway = URI.create(market.state().url());
    return URI.create(
        scheme
            + "://"
            + gateway.getHost()
            + ":"
            + gateway.getPort()
            + "/orders/"
            + order
            + "/events");
  }

  private static HttpRequest.Builder signed(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    customer.authorization().forEach(request::header);
    return request;
  }

  private static WebSocket open(URI uri, Session who, Messages messages)
      throws IOException, InterruptedException {
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(PATIENCE);
    who.authorization().forEach(builder::header);
    try {
      return builder.buildAsync(uri, messages).join();
    } catch (CompletionException refused) {
      throw new IOException(refused.getCause());
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.LENIENT.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole messages, and the status the socket was closed with. */
  private static final class Messages implements WebSocket.Listener {
    final List<String> received = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        received.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
