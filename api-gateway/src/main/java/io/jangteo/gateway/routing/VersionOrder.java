package io.jangteo.gateway.routing;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;

/** Orders version texts; one that is not a version counts as the oldest. */
final class VersionOrder {
  static final Comparator<String> ORDER = Comparator.comparing(VersionOrder::parse);

  private VersionOrder() {}

  private static Version parse(String text) {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      return Version.parse("0");
    }
  }
}
