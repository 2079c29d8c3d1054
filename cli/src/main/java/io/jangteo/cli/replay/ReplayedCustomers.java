package io.jangteo.cli.replay;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The accounts of a trade file's customers. Their passwords follow from a kept secret, so that a
 * later run can still find out which member a customer became.
 */
final class ReplayedCustomers {
  private final GatewayClient gateway;
  private final String secret;
  private final Journal journal;

  ReplayedCustomers(GatewayClient gateway, String secret, Journal journal) {
    this.gateway = gateway;
    this.secret = secret;
    this.journal = journal;
  }

  /** Opens the account, or finds it when an earlier run opened it. */
  void open(String customer) throws IOException, InterruptedException {
    if (journal.memberId(customer).isPresent()) {
      return;
    }
    Account account = account(customer);
    Answer answer =
        gateway.call(
            "POST",
            "/members",
            Map.of(
                "email", account.email(),
                "password", account.password(),
                "name", "Customer " + customer),
            Map.of());
    if (answer.status() == 409) {
      answer =
          gateway.call("GET", "/members/me", null, new Session(gateway, account).authorization());
    }
    if (!answer.isSuccess()) {
      throw new IOException("customer " + customer + " was refused: " + answer.summary());
    }
    journal.member(customer, answer.body().path("id").asText());
  }

  String memberId(String customer) {
    return journal
        .memberId(customer)
        .orElseThrow(() -> new IllegalStateException("customer " + customer + " was not opened"));
  }

  Map<String, String> address(Optional<String> customer) {
    return Map.of(
        "name", customer.map(number -> "Customer " + number).orElse("Guest"),
        "line1", "1 Market Place",
        "city", "London",
        "postcode", "EC1A 1BB",
        "country", "GB");
  }

  private Account account(String customer) {
    return new Account("customer-" + customer + "@replay.example", password(customer));
  }

  private String password(String customer) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(customer.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
