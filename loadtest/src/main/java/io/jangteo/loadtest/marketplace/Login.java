package io.jangteo.loadtest.marketplace;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.loadtest.marketplace.Target.Account;
import java.io.IOException;
import java.util.Map;

/** An account with a token that is good for some minutes; {@link #renew} keeps it so. */
final class Login {
  private final Gateway gateway;
  private final Account account;
  private volatile String accessToken;
  private String refreshToken;

  private Login(Gateway gateway, Account account) {
    this.gateway = gateway;
    this.account = account;
  }

  static Login open(Gateway gateway, Account account) throws IOException, InterruptedException {
    Login login = new Login(gateway, account);
    login.logIn();
    return login;
  }

  String token() {
    return accessToken;
  }

  Map<String, String> authorization() {
    return Map.of("Authorization", "Bearer " + accessToken);
  }

  /** By the refresh token, which costs no password hash; by password when that was refused. */
  synchronized void renew() throws IOException, InterruptedException {
    Gateway.Answer answer =
        gateway.call("POST", "/sessions/refresh", Map.of("refreshToken", refreshToken), Map.of());
    if (answer.isSuccess()) {
      keep(answer.body());
    } else {
      logIn();
    }
  }

  private synchronized void logIn() throws IOException, InterruptedException {
    Gateway.Answer answer = gateway.call("POST", "/sessions", account, Map.of());
    if (!answer.isSuccess()) {
      throw new IOException("login of " + account.email() + " was refused with " + answer.status());
    }
    keep(answer.body());
  }

  private void keep(JsonNode tokens) {
    accessToken = tokens.path("accessToken").asText();
    refreshToken = tokens.path("refreshToken").asText();
  }
}
