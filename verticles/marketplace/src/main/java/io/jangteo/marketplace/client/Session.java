package io.jangteo.marketplace.client;

import io.jangteo.marketplace.home.Credentials.Account;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A login that is renewed before its token runs out; safe for many threads. */
public final class Session {
  private static final long RENEW_BEFORE_SECONDS = 120;

  private final GatewayClient gateway;
  private final Account account;
  private String token;
  private long renewAtNanos;

  public Session(GatewayClient gateway, Account account) {
    this.gateway = gateway;
    this.account = account;
  }

  /**
   * A token that is good for at least two minutes more.
   *
   * @throws IOException when the login is refused or the gateway is away
   */
  public synchronized String token() throws IOException, InterruptedException {
    if (token == null || System.nanoTime() > renewAtNanos) {
      Answer answer =
          gateway.call(
              "POST",
              "/sessions",
              Map.of("email", account.email(), "password", account.password()),
              Map.of());
      if (!answer.isSuccess()) {
        throw new IOException("login of " + account.email() + " failed: " + answer.summary());
      }
      token = answer.body().path("accessToken").asText();
      long seconds = answer.body().path("expiresIn").asLong() - RENEW_BEFORE_SECONDS;
      renewAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, seconds));
    }
    return token;
  }

  /** The header that carries it. */
  public Map<String, String> authorization() throws IOException, InterruptedException {
    return Map.of("Authorization", "Bearer " + token());
  }
}
