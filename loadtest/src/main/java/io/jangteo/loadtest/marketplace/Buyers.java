package io.jangteo.loadtest.marketplace;

import io.jangteo.loadtest.marketplace.Target.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * New members, opened before the measured part because hashing a password costs more than many
 * requests. Buyers share them.
 */
public final class Buyers implements AutoCloseable {
  private static final long RENEW_EVERY_MINUTES = 5;

  private final List<Login> logins;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "login-renewal");
            thread.setDaemon(true);
            return thread;
          });

  private Buyers(List<Login> logins) {
    this.logins = List.copyOf(logins);
    renewal.scheduleAtFixedRate(
        this::renew, RENEW_EVERY_MINUTES, RENEW_EVERY_MINUTES, TimeUnit.MINUTES);
  }

  static Buyers register(Gateway gateway, int members) throws IOException, InterruptedException {
    List<Login> logins = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      UUID id = UUID.randomUUID();
      Account account = new Account("load-" + id + "@load.example", "load-" + UUID.randomUUID());
      Gateway.Answer answer =
          gateway.call(
              "POST",
              "/members",
              Map.of("email", account.email(), "password", account.password(), "name", "Load " + i),
              Map.of());
      // 409: registered by an attempt whose answer was lost.
      if (!answer.isSuccess() && answer.status() != 409) {
        throw new IOException("a member was refused with " + answer.status());
      }
      logins.add(Login.open(gateway, account));
    }
    return new Buyers(logins);
  }

  /** A token that is good for at least five minutes, always the same account's for one number. */
  public String token(long number) {
    return logins.get((int) Math.floorMod(number, (long) logins.size())).token();
  }

  private void renew() {
    for (Login login : logins) {
      try {
        login.renew();
      } catch (IOException e) {
        System.err.println("a login could not be renewed: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    renewal.shutdownNow();
  }
}
