package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.FailureLog;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Clients who place order after order, each asking again under the same key until the order is
 * accepted, and note what they were told.
 */
final class OrderStream implements AutoCloseable {
  private static final List<String> ENDS = List.of("COMPLETED", "COMPENSATED", "PARKED");
  private static final int CLIENTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final GatewayClient gateway;
  private final Session merchant;
  private final String sku = "STREAM-" + Ids.next().toString().substring(24);
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final List<Long> acceptedAt = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<?>> running = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;

  /**
   * An order that was not accepted.
   *
   * @param status 0 when there was no answer
   */
  record Refusal(int status, Duration retryAfter, String detail) {}

  private final List<String> attempts;
  private final Duration between;

  private OrderStream(
      GatewayClient gateway, Session merchant, List<String> attempts, Duration between) {
    this.gateway = gateway;
    this.merchant = merchant;
    this.attempts = attempts;
    this.between = between;
  }

  /** There is a product, and orders of it are on their way. */
  static OrderStream open(Home home, RunState state) throws IOException, InterruptedException {
    return open(home, state, Duration.ZERO);
  }

  /**
   * The same by clients who take their time.
   *
   * @param between two orders of one client
   */
  static OrderStream open(Home home, RunState state, Duration between)
      throws IOException, InterruptedException {
    List<String> attempts = new CopyOnWriteArrayList<>();
    GatewayClient gateway =
        new GatewayClient(state.gateways(), Duration.ofSeconds(20), noting(attempts));
    Session merchant = new Session(gateway, Credentials.load(home).merchant());
    Duration pause = between.multipliedBy(Machine.slowness());
    OrderStream stream = new OrderStream(gateway, merchant, attempts, pause);
    Products.stock(gateway, merchant, stream.sku, 250, 1_000_000);
    for (int i = 0; i < CLIENTS; i++) {
      stream.running.add(CompletableFuture.runAsync(stream::placeOrders, stream.clients));
    }
    return stream;
  }

  private static FailureLog noting(List<String> attempts) {
    return new FailureLog() {
      @Override
      public void attemptFailed(String how) {
        attempts.add(how);
      }

      @Override
      public void callFailedBetween(long fromNanos, long toNanos) {
        // Which attempts failed is enough.
      }
    };
  }

  /** Whatever the client under the stream did again on its own, at another gateway. */
  List<String> failedAttempts() {
    return List.copyOf(attempts);
  }

  private void placeOrders() {
    try {
      while (open) {
        placeOne(Ids.next().toString());
        TimeUnit.MILLISECONDS.sleep(between.toMillis());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void placeOne(String key) throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("Idempotency-Key", key);
    while (!isAccepted(headers) && !clients.isShutdown()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  private boolean isAccepted(Map<String, String> headers) throws InterruptedException {
    try {
      Answer answer = gateway.once("POST", "/orders", Orders.body(sku, 1), headers);
      if (answer.status() == 202) {
        accepted.add(answer.body().path("id").asText());
        acceptedAt.add(System.nanoTime());
        return true;
      }
      refuse(answer.status(), answer.retryAfter(), answer.summary());
    } catch (IOException e) {
      refuse(0, Duration.ZERO, e.toString());
    }
    return false;
  }

  private void refuse(int status, Duration retryAfter, String detail) {
    refusals.add(new Refusal(status, retryAfter, detail));
  }

  /** Any of those accepted so far. */
  String anyAccepted() {
    return accepted.get(ThreadLocalRandom.current().nextInt(accepted.size()));
  }

  int acceptedSoFar() {
    return accepted.size();
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** No new orders; returns the accepted ones when the last that was begun is accepted, too. */
  List<String> finish() throws Exception {
    open = false;
    for (CompletableFuture<?> client : running) {
      client.get(60, TimeUnit.SECONDS);
    }
    return List.copyOf(accepted);
  }

  /** Of an order that was accepted; {@code none} when it cannot be found. */
  String statusOf(String order) throws IOException, InterruptedException {
    return view(order).path("status").asText("none");
  }

  private JsonNode view(String order) throws IOException, InterruptedException {
    return gateway.call("GET", "/orders/" + order, null, merchant.authorization()).body();
  }

  /** Waits until every order that was accepted is completed. */
  void awaitAllCompleted(Duration patience) {
    assertThat(awaitAllEnded(patience)).as("orders that were not completed").isEmpty();
  }

  /**
   * Waits until nothing more happens to any order that was accepted.
   *
   * @return why those that are not completed are not, as {@code COMPENSATED payment_timeout}, by
   *     order
   */
  Map<String, String> awaitAllEnded(Duration patience) {
    Map<String, String> others = new TreeMap<>();
    Deque<String> left = new ArrayDeque<>(accepted);
    await()
        .alias("accepted orders ended")
        .atMost(patience)
        .untilAsserted(
            () -> {
              while (!left.isEmpty()) {
                JsonNode order = view(left.peek());
                String status = order.path("status").asText();
                assertThat(status).as(left.peek()).isIn(ENDS);
                if (!status.equals("COMPLETED")) {
                  others.put(left.peek(), status + " " + order.path("reason").asText());
                }
                left.remove();
              }
            });
    return others;
  }

  /** The longest time in which no order was accepted, in seconds. */
  double longestOutageSeconds() {
    List<Long> times = acceptedAt.stream().sorted().toList();
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest / 1e9;
  }

  @Override
  public void close() {
    open = false;
    clients.shutdownNow();
  }
}
