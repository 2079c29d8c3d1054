package io.jangteo.cli.replay;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Works through a collection with so many requests at once; the first failure stops all. */
final class Workers {
  /** One unit of work. */
  @FunctionalInterface
  interface Task<T> {
    void run(T item) throws IOException, InterruptedException;
  }

  private final int concurrency;

  Workers(int concurrency) {
    this.concurrency = concurrency;
  }

  /** The same with no more than that at once. */
  Workers atMost(int limit) {
    return new Workers(Math.min(concurrency, limit));
  }

  /** Starts items in their order; returns when all are done. */
  <T> void forEach(Collection<T> items, Task<T> task) throws IOException, InterruptedException {
    Iterator<T> source = items.iterator();
    AtomicReference<Exception> failure = new AtomicReference<>();
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    for (int i = 0; i < concurrency; i++) {
      threads.execute(() -> work(source, task, failure));
    }
    threads.shutdown();
    while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
      continue;
    }
    rethrow(failure.get());
  }

  private static <T> void work(
      Iterator<T> source, Task<T> task, AtomicReference<Exception> failure) {
    try {
      for (T item = next(source); item != null && failure.get() == null; item = next(source)) {
        task.run(item);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static <T> T next(Iterator<T> source) {
    synchronized (source) {
      return source.hasNext() ? source.next() : null;
    }
  }

  private static void rethrow(Exception failure) throws IOException, InterruptedException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof InterruptedException e) {
      throw e;
    }
    if (failure != null) {
      throw new IOException("the replay stopped: " + failure, failure);
    }
  }
}
