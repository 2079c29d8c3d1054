package io.jangteo.gateway.routing;

import java.util.Optional;

/**
 * Something that a service announced and that is not served.
 *
 * @param route empty when it is the whole contract
 */
public record Refusal(String service, Optional<String> route, String reason) {
  private static final int REASON_MAX = 500;

  public Refusal {
    reason = reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
  }
}
