package io.jangteo.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients who want nothing special, twenty a second, while others misbehave. */
final class Passers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Passers(URI wanted) {
    HttpRequest request = HttpRequest.newBuilder(wanted).timeout(PATIENCE).build();
    clock.scheduleAtFixedRate(() -> ask(request), 0, 50, TimeUnit.MILLISECONDS);
  }

  private void ask(HttpRequest request) {
    http.sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (response, error) -> {
              count.incrementAndGet();
              if (error != null) {
                failures.add(error.toString());
              } else if (response.statusCode() != 200) {
                failures.add(Integer.toString(response.statusCode()));
              }
            });
  }

  int count() {
    return count.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
