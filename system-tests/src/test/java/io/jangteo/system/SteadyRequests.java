package io.jangteo.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Two clients that ask a gateway one thing after the other, none of which it has cached. */
final class SteadyRequests implements AutoCloseable {
  private static final int CLIENTS = 2;

  private final LaunchedJar gateway;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean going = true;

  SteadyRequests(LaunchedJar gateway) {
    this.gateway = gateway;
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(this::ask, "steady-" + i);
      client.start();
      clients.add(client);
    }
  }

  private void ask() {
    while (going) {
      String path = "/products?q=steady" + asked.incrementAndGet();
      try {
        int status = gateway.edge(path).statusCode();
        answered.incrementAndGet();
        if (status != 200) {
          failures.add(path + ": " + status);
        }
      } catch (IOException e) {
        failures.add(path + ": " + e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  int answered() {
    return answered.get();
  }

  List<String> failures() {
    return failures;
  }

  void awaitMore(int count) {
    int now = answered();
    await().atMost(Duration.ofSeconds(60)).until(() -> answered() >= now + count);
  }

  @Override
  public void close() throws InterruptedException {
    going = false;
    for (Thread client : clients) {
      client.join();
    }
  }
}
