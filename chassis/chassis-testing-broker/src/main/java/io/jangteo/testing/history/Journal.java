package io.jangteo.testing.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where the clients of a run write what they do and what they are told, as it happens. What was
 * begun and never ended has an unknown outcome.
 */
public final class Journal<E> {
  private final LongSupplier nanos;
  private final Map<E, Operation<E>> operations = new LinkedHashMap<>();
  private final List<Reading<E>> readings = new ArrayList<>();

  public Journal() {
    this(System::nanoTime);
  }

  Journal(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** To be called before the element is sent anywhere. An element is added once. */
  public synchronized void invoke(E element) {
    if (operations.containsKey(element)) {
      throw new IllegalStateException(element + " was added before");
    }
    operations.put(element, new Operation<>(element, nanos.getAsLong(), Outcome.INFO, 0));
  }

  /** Its client was told this, or gave up with {@link Outcome#INFO}. */
  public synchronized void told(E element, Outcome outcome) {
    Operation<E> known = operations.get(element);
    if (known == null || known.outcome() != Outcome.INFO) {
      throw new IllegalStateException(element + " waits for no outcome");
    }
    operations.put(
        element, new Operation<>(element, known.invokedNanos(), outcome, nanos.getAsLong()));
  }

  /** Reads all there is, each element as often as it is there. */
  public void read(Supplier<? extends Collection<E>> all) {
    long begun = nanos.getAsLong();
    Map<E, Long> seen =
        all.get().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    synchronized (this) {
      readings.add(new Reading<>(begun, nanos.getAsLong(), seen));
    }
  }

  /** What clients were told is there, so far. */
  public synchronized Set<E> acknowledged() {
    return operations.values().stream()
        .filter(operation -> operation.outcome() == Outcome.OK)
        .map(Operation::element)
        .collect(Collectors.toUnmodifiableSet());
  }

  public synchronized History<E> history() {
    return new History<>(List.copyOf(operations.values()), readings);
  }
}
