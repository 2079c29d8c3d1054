package io.jangteo.marketplace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What the gateway answered.
 *
 * @param body a missing node when there was none
 * @param retryAfter how long it asks to wait; zero when it does not
 */
public record Answer(int status, JsonNode body, Duration retryAfter) {
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** One line for a person: the problem's detail where there is one. */
  public String summary() {
    return status + " " + body.path("detail").asText(body.path("title").asText("")).strip();
  }
}
