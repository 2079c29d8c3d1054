package io.jangteo.marketplace;

/** Who may use a market on this machine without limits, unless the setting says otherwise. */
public final class LocalClients {
  /** Value of {@code gateway.limits.exempt}: a replay and a load test come from here. */
  public static final String ADDRESSES = "127.0.0.0/8,::1";

  private LocalClients() {}
}
