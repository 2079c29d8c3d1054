package io.jangteo.service;

import io.jangteo.bus.BusRequest;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who of the operators has changed what of a service: one line of the logger {@code audit} for each
 * change, as at the gateways, whether it went well or not.
 */
public final class OperatorAudit {
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  private static final String DONE = "changed by an operator";

  private final String service;

  public OperatorAudit(String service) {
    this.service = service;
  }

  /**
   * The caller, who must be an operator: the gateway has seen to that, and other ways lead here.
   *
   * @throws ServiceFailure when it is somebody else or nobody
   */
  public static Principal operator(BusRequest request) {
    Principal caller = request.principal();
    if (!caller.hasRole("operator")) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "Only operators may do this");
    }
    return caller;
  }

  /**
   * Writes down how a change ends; one that fails may still have had an effect.
   *
   * @param target what is changed
   */
  public <T> Future<T> note(BusRequest request, String target, Future<T> change) {
    return change
        .onSuccess(result -> line(request, target).addKeyValue("outcome", "ok").log(DONE))
        .onFailure(
            error ->
                line(request, target)
                    .addKeyValue("outcome", "failed")
                    .addKeyValue("error", error.getMessage())
                    .log(DONE));
  }

  private LoggingEventBuilder line(BusRequest request, String target) {
    return LOG.atInfo()
        .addKeyValue("service", service)
        .addKeyValue("subject", request.principal().sub())
        .addKeyValue("action", request.action())
        .addKeyValue("target", target)
        .addKeyValue("requestId", request.requestId());
  }
}
