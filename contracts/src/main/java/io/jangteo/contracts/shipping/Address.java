package io.jangteo.contracts.shipping;

/** Where goods go; {@code line2} may be null, {@code country} is ISO 3166-1 alpha-2. */
public record Address(
    String name, String line1, String line2, String city, String postcode, String country) {}
