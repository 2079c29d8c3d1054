package io.jangteo.marketplace.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a process of a cluster can be, in the order in which they are shown. */
public enum ServiceKind {
  INFRASTRUCTURE("infrastructure", "cli/target/jangteo.jar", ""),
  PAYMENT_SANDBOX(
      "payment-sandbox", "verticles/payment-sandbox/target/payment-sandbox.jar", "sandbox"),
  MEMBER("member", "verticles/member/target/member.jar", "member"),
  CATALOG("catalog", "verticles/catalog/target/catalog.jar", "catalog"),
  INVENTORY("inventory", "verticles/inventory/target/inventory.jar", "inventory"),
  ORDER("order", "verticles/order/target/order.jar", "order"),
  PAYMENT("payment", "verticles/payment/target/payment.jar", "payment"),
  SHIPPING("shipping", "verticles/shipping/target/shipping.jar", "shipping"),
  GATEWAY("gateway", "api-gateway/target/api-gateway.jar", "");

  private final String title;
  private final String jar;
  private final String database;

  ServiceKind(String title, String jar, String database) {
    this.title = title;
    this.jar = jar;
    this.database = database;
  }

  /** As a person types it. */
  public String title() {
    return title;
  }

  /** Relative to the project. */
  public Path jar() {
    return Path.of(jar);
  }

  /** Prefix of its database's settings and name; empty when it has none. */
  public String database() {
    return database;
  }

  public boolean isService() {
    return this != INFRASTRUCTURE && this != GATEWAY;
  }

  /** Those that must not be there twice: one address is known of each. */
  public boolean isSingle() {
    return this == INFRASTRUCTURE || this == PAYMENT_SANDBOX;
  }

  /** Whether a successor may be there at the same time without sharing a port. */
  boolean mayBeTwice() {
    return !isSingle() && this != GATEWAY;
  }

  /** Whether gateways ask it over the bus. */
  boolean isOnTheBus() {
    return isService() && this != PAYMENT_SANDBOX;
  }

  /** Prefixes of all that own a database. */
  public static List<String> databases() {
    return Arrays.stream(values()).map(ServiceKind::database).filter(p -> !p.isEmpty()).toList();
  }

  /**
   * The one of that title.
   *
   * @throws IllegalArgumentException naming all there are
   */
  public static ServiceKind of(String title) {
    return switch (title) {
      case "api-gateway" -> GATEWAY;
      case "sandbox" -> PAYMENT_SANDBOX;
      case "broker" -> INFRASTRUCTURE;
      default ->
          Arrays.stream(values())
              .filter(kind -> kind.title.equals(title))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(unknown(title)));
    };
  }

  private static String unknown(String title) {
    return "there is no '"
        + title
        + "'; there are "
        + Arrays.stream(values())
            .filter(kind -> kind != INFRASTRUCTURE)
            .map(ServiceKind::title)
            .collect(Collectors.joining(", "))
        + ", and of the embedded servers database and broker";
  }
}
