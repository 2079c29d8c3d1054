package io.jangteo.shipping.domain;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Where we deliver to.
 *
 * @param codes ISO 3166-1 alpha-2, in capitals
 */
public record ServedCountries(Set<String> codes) {
  private static final Set<String> ISO = Set.of(Locale.getISOCountries());

  /**
   * @throws IllegalArgumentException when empty, or naming a code that is no country
   */
  public ServedCountries {
    codes = Set.copyOf(codes);
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("at least one country must be served");
    }
    for (String code : codes) {
      if (!ISO.contains(code)) {
        throw new IllegalArgumentException("'" + code + "' is no ISO 3166-1 country code");
      }
    }
  }

  public static ServedCountries of(Collection<String> codes) {
    return new ServedCountries(Set.copyOf(codes));
  }

  public boolean include(String country) {
    return codes.contains(country);
  }
}
