package io.jangteo.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * So many requests a second, whatever becomes of them, by clients who each know one gateway and
 * repeat nothing. Half of them keep their connection, until they are told that it closes; the other
 * half make a new one for each request.
 */
final class SteadyLoad implements AutoCloseable {
  private static final int CLIENTS = 8;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicReference<Slow> slowest = new AtomicReference<>(new Slow(0, ""));
  private final List<Integer> gateways;
  private final List<Ask> asks;
  private final long periodNanos;
  private final long begun = System.nanoTime();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private volatile boolean stopped;

  /**
   * What is asked for in turn.
   *
   * @param path made anew for each request
   * @param headers complete lines
   */
  record Ask(Supplier<String> path, Supplier<String> headers) {
    static Ask of(Supplier<String> path) {
      return new Ask(path, () -> "");
    }
  }

  SteadyLoad(int perSecond, List<Integer> gateways, List<Ask> asks) {
    this.gateways = List.copyOf(gateways);
    this.asks = List.copyOf(asks);
    this.periodNanos = TimeUnit.SECONDS.toNanos(CLIENTS) * Machine.slowness() / perSecond;
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      clients.execute(() -> run(client));
    }
  }

  private void run(int client) {
    int port = gateways.get(client % gateways.size());
    boolean keeps = client / 2 % 2 == 0;
    RawConnection connection = null;
    long next = System.nanoTime() + periodNanos * client / CLIENTS;
    for (int turn = client; !stopped; turn++) {
      LockSupport.parkNanos(next - System.nanoTime());
      next += periodNanos;
      connection = ask(connection, port, asks.get(turn % asks.size()), keeps);
    }
    close(connection);
  }

  /** Gives the connection to go on with, null for a new one. */
  private RawConnection ask(RawConnection kept, int port, Ask ask, boolean keeps) {
    String path = ask.path().get();
    long start = System.nanoTime();
    RawConnection connection = kept;
    try {
      if (connection == null) {
        connection = new RawConnection(port);
      }
      RawConnection.Reply reply = connection.get(path, ask.headers().get());
      if (!reply.isSuccess()) {
        fail(port, kept != null, path, reply.explain());
      }
      answered.incrementAndGet();
      note(new Slow(System.nanoTime() - start, describe(port, kept != null, path)));
      if (keeps && !reply.last()) {
        return connection;
      }
    } catch (IOException e) {
      fail(port, kept != null, path, e.toString());
    }
    close(connection);
    return null;
  }

  private record Slow(long nanos, String what) {}

  private void note(Slow one) {
    slowest.accumulateAndGet(one, (a, b) -> a.nanos() >= b.nanos() ? a : b);
  }

  private void fail(int port, boolean kept, String path, String why) {
    failures.add(describe(port, kept, path) + ": " + why);
  }

  private String describe(int port, boolean kept, String path) {
    return String.format(
        Locale.ROOT,
        "after %.2f s, %s connection to %d, %s",
        seconds(),
        kept ? "kept" : "new",
        port,
        path);
  }

  private static void close(RawConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  int answered() {
    return answered.get();
  }

  /** How long the slowest answer took, and which that was. */
  String slowest() {
    Slow found = slowest.get();
    return String.format(Locale.ROOT, "%.2f s (%s)", found.nanos() / 1e9, found.what());
  }

  double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  List<String> failures() {
    return new ArrayList<>(failures);
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    if (!clients.awaitTermination(15, TimeUnit.SECONDS)) {
      failures.add("a client is stuck");
    }
  }
}
