package io.jangteo.marketplace.cluster;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process that there should be.
 *
 * @param number from 1 in each service; a gateway's decides its port
 * @param successor whether it is there to take the place of the one of that number
 */
public record Instance(ServiceKind service, int number, boolean successor)
    implements Comparable<Instance> {
  private static final String NEXT = "-next";
  private static final Pattern NAME = Pattern.compile("([a-z-]+)-(\\d{1,4})(" + NEXT + ")?");
  private static final Comparator<Instance> ORDER =
      Comparator.comparing(Instance::service)
          .thenComparing(Instance::number)
          .thenComparing(Instance::successor);

  public Instance(ServiceKind service, int number) {
    this(service, number, false);
  }

  /** Who is to take its place. */
  public Instance next() {
    return new Instance(service, number, true);
  }

  /** Whose place it is there to take, or itself. */
  public Instance place() {
    return new Instance(service, number);
  }

  /** For example {@code order-2}, or {@code order-2-next}: name of what it writes down. */
  public String name() {
    return service.title() + "-" + number + (successor ? NEXT : "");
  }

  /** Name of its log, which a successor goes on with. */
  public String logName() {
    return place().name();
  }

  /** Empty when it is no such name. */
  public static Optional<Instance> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      ServiceKind service = ServiceKind.of(matcher.group(1));
      int number = Integer.parseInt(matcher.group(2));
      return Optional.of(new Instance(service, number, matcher.group(3) != null));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Instance other) {
    return ORDER.compare(this, other);
  }
}
