package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists read as they grow. */
class StreamsIT {
  private final Market market = new Market();
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = RunningGateway.withMarket(market, Map.of("gateway.streamsMax", "2"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void itemsArriveAsEventsUntilTheEnd() throws IOException {
    market.events.add("thing.placed.v1");

    try (Socket socket = open()) {
      BufferedReader reader = reader(socket);
      assertThat(lineStarting(reader, "id:")).isEqualTo("id: 1");
      assertThat(reader.readLine()).isEqualTo("event: thing.placed.v1");
      assertThat(reader.readLine()).isEqualTo("data: {\"version\":1,\"type\":\"thing.placed.v1\"}");

      market.events.add("thing.done.v1");
      market.ended = true;
      assertThat(lineStarting(reader, "id:")).isEqualTo("id: 2");
      assertThat(lineStarting(reader, "0")).isEqualTo("0");
    }
  }

  @Test
  void aClientResumesAfterTheLastEventItSaw() {
    market.events.add("thing.placed.v1");
    market.events.add("thing.done.v1");
    market.ended = true;

    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/A1/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "1")
                .GET());

    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(response.body()).contains("id: 2\n").doesNotContain("id: 1\n");
  }

  @Test
  void withoutTheWishForAStreamTheListIsJson() {
    market.events.add("thing.placed.v1");

    HttpResponse<String> response = gateway.get("/things/A1/events");

    assertThat(RunningGateway.json(response).path("items").size()).isEqualTo(1);
  }

  @Test
  void anUnintelligibleLastEventIsRefused() {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/things/A1/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "x")
                .GET());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("header.Last-Event-ID");
  }

  @Test
  void aClientThatLeavesEndsThePolling() throws IOException {
    try (Socket socket = open()) {
      assertThat(lineStarting(reader(socket), ":")).isEqualTo(":");
    }

    await()
        .until(
            () -> {
              int before = market.calls.get();
              gateway.vertx.timer(600, java.util.concurrent.TimeUnit.MILLISECONDS).await();
              return market.calls.get() == before;
            });
  }

  @Test
  void streamsAreBounded() throws IOException {
    try (Socket first = open();
        Socket second = open()) {
      assertThat(lineStarting(reader(first), "retry:")).isNotNull();
      assertThat(lineStarting(reader(second), "retry:")).isNotNull();

      HttpResponse<String> third =
          gateway.send(
              gateway.request("/things/A1/events").header("Accept", "text/event-stream").GET());
      assertThat(third.statusCode()).isEqualTo(503);
    }
  }

  @Test
  void openStreamsDoNotHoldUpTheEndOfTheGateway() throws IOException {
    try (Socket socket = open()) {
      BufferedReader reader = reader(socket);
      assertThat(lineStarting(reader, ":")).isEqualTo(":");
      long before = System.nanoTime();

      gateway.undeploy();

      assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
      assertThat(lineStarting(reader, "0")).isEqualTo("0");
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.port());
    socket.setSoTimeout(5000);
    String head =
        "GET /things/A1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n" + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static String lineStarting(BufferedReader reader, String start) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(start) && !(start.equals("0") && line.length() > 1)) {
        return line;
      }
    }
    return null;
  }
}
