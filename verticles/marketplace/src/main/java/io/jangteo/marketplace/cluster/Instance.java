package io.jangteo.marketplace.cluster;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process that there should be.
 *
 * @param number from 1 in each service; a gateway's decides its port
 */
public record Instance(ServiceKind service, int number) implements Comparable<Instance> {
  private static final Pattern NAME = Pattern.compile("([a-z-]+)-(\\d{1,4})");
  private static final Comparator<Instance> ORDER =
      Comparator.comparing(Instance::service).thenComparing(Instance::number);

  /** For example {@code order-2}: name of its log and of what it writes down. */
  public String name() {
    return service.title() + "-" + number;
  }

  /** Empty when it is no such name. */
  public static Optional<Instance> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      ServiceKind service = ServiceKind.of(matcher.group(1));
      return Optional.of(new Instance(service, Integer.parseInt(matcher.group(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Instance other) {
    return ORDER.compare(this, other);
  }
}
