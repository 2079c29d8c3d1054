package io.jangteo.runtime;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifiers (RFC 9562): version 7 for new things, version 5 for what must come out the same. */
public final class Ids {
  private static final TimeBasedEpochGenerator VERSION_7 = Generators.timeBasedEpochGenerator();
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Ids() {}

  /** A new id that sorts by time of making. */
  public static UUID next() {
    return VERSION_7.generate();
  }

  /** The same id for the same namespace and name, always. */
  public static UUID named(UUID namespace, String name) {
    NameBasedGenerator generator = Generators.nameBasedGenerator(namespace);
    return generator.generate(name);
  }

  /** Reads the one canonical form, lower case with dashes; anything else is empty. */
  public static Optional<UUID> parse(String text) {
    return text != null && CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
