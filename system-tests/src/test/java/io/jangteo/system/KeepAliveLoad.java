package io.jangteo.system;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients who keep their connections, ask again as soon as they are answered (every other one after
 * thinking for a moment, so that its connection is idle), and repeat nothing. A gateway that says
 * {@code Connection: close} is left alone from then on, as a load balancer would.
 */
final class KeepAliveLoad implements AutoCloseable {
  private static final long THOUGHT_NANOS = 20_000_000;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();
  private final List<Integer> gateways;
  private final List<String> paths;
  private final ExecutorService clients;
  private volatile boolean stopped;

  KeepAliveLoad(int count, List<Integer> gateways, List<String> paths) {
    this.gateways = gateways;
    this.paths = paths;
    this.clients = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      int first = i;
      clients.execute(() -> run(first));
    }
  }

  private void run(int turn) {
    int next = turn / 2;
    while (!stopped) {
      int port = gateways.get(next++ % gateways.size());
      if (leaving.contains(port)) {
        continue;
      }
      int asked = 0;
      try (RawConnection connection = new RawConnection(port)) {
        while (!stopped && ask(connection, paths.get(asked % paths.size()), port)) {
          asked++;
          think(turn);
        }
      } catch (IOException e) {
        failures.add("request " + asked + " of a connection to " + port + ": " + e);
      }
    }
  }

  private static void think(int client) {
    if (client % 2 == 1) {
      LockSupport.parkNanos(THOUGHT_NANOS);
    }
  }

  /** Whether the connection may be used again. */
  private boolean ask(RawConnection connection, String path, int port) throws IOException {
    RawConnection.Reply reply = connection.get(path, "");
    if (reply.isSuccess()) {
      answered.incrementAndGet();
    } else {
      failures.add(path + ": " + reply.status());
    }
    if (reply.last()) {
      leaving.add(port);
    }
    return !reply.last();
  }

  int answered() {
    return answered.get();
  }

  /** Gateways that told a client to go. */
  Set<Integer> leaving() {
    return Set.copyOf(leaving);
  }

  List<String> failures() {
    return List.copyOf(failures);
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
