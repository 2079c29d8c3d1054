package io.jangteo.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.payment.domain.Step;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what the provider says, believing only what fits the question. Anything else is thrown as
 * {@link UnusableAnswerException}: the outcome is then unknown, which is always safe.
 */
final class ProviderAnswer {
  /** Refusals that asking again with the same key cannot change. */
  private static final Set<String> FINAL_REFUSALS =
      Set.of(
          "card_declined",
          "card_unknown",
          "authorization_closed",
          "amount_too_large",
          "key_blocked");

  private static final String REFERENCE = "[A-Za-z0-9_-]{1,100}";

  private final int status;
  private final JsonNode body;

  private ProviderAnswer(int status, JsonNode body) {
    this.status = status;
    this.body = body;
  }

  static ProviderAnswer of(HttpResponse<Buffer> response) {
    try {
      Buffer bytes = response.body() == null ? Buffer.buffer() : response.body();
      return new ProviderAnswer(response.statusCode(), Json.LENIENT.readTree(bytes.getBytes()));
    } catch (IOException e) {
      throw new UnusableAnswerException("status " + response.statusCode() + " without JSON");
    }
  }

  /** The answer to a request for an effect. */
  ProviderResult effect(String key, Step step, Money amount) {
    if (status == 201) {
      requireAbout(key);
      require(text("kind").equals(step.name()), "it did something else");
      require(text("outcome").equals("DONE"), "it created what is not done");
      if (amount != null) {
        require(body.path("amountMinor").isIntegralNumber(), "it names no amount");
        require(body.path("amountMinor").longValue() == amount.amountMinor(), "other amount");
        require(text("currency").equals(amount.currency()), "other currency");
      }
      return new ProviderResult.Done(reference());
    }
    String code = text("code");
    require(status >= 400 && status < 500, "status " + status);
    require(FINAL_REFUSALS.contains(code), "status " + status + " with code " + printable(code));
    return new ProviderResult.Refused(code);
  }

  /** The answer to a question about a key; empty when nothing was done with it. */
  Optional<ProviderResult> operation(String key) {
    if (status == 404 && text("code").equals("not_found")) {
      return Optional.empty();
    }
    require(status == 200, "status " + status);
    requireAbout(key);
    return Optional.of(
        switch (text("outcome")) {
          case "DONE" -> new ProviderResult.Done(reference());
          case "DECLINED" -> new ProviderResult.Refused(declineReason());
          case "BLOCKED" -> new ProviderResult.Refused("key_blocked");
          default -> throw new UnusableAnswerException("an outcome we do not know");
        });
  }

  private String declineReason() {
    String reason = text("reason");
    return FINAL_REFUSALS.contains(reason) ? reason : "card_declined";
  }

  private String reference() {
    String reference = text("id");
    require(reference.matches(REFERENCE), "it names no reference");
    return reference;
  }

  private void requireAbout(String key) {
    require(text("key").equals(key), "it is about another key");
  }

  private String text(String field) {
    return body.path(field).asText("");
  }

  private static String printable(String code) {
    return code.matches("[a-z_]{1,40}") ? code : "?";
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new UnusableAnswerException(complaint);
    }
  }

  /** The provider's answer tells us nothing. */
  static final class UnusableAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String complaint) {
      super("unusable answer of the provider: " + complaint, null, false, false);
    }
  }
}
