package io.jangteo.sandbox.api;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.jangteo.sandbox.domain.Operation;
import io.jangteo.sandbox.domain.Refusal;
import io.jangteo.sandbox.domain.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes replies: operations as JSON, everything else as a problem (RFC 9457). */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** An operation as callers see it; what they cannot use stays inside. */
  private record OperationView(
      UUID id,
      String key,
      Operation.Kind kind,
      Operation.Outcome outcome,
      UUID authorizationId,
      Long amountMinor,
      String currency,
      String reason,
      OffsetDateTime recordedAt) {
    static OperationView of(Operation operation) {
      return new OperationView(
          operation.id(),
          operation.key(),
          operation.kind(),
          operation.outcome(),
          operation.authorizationId(),
          operation.amountMinor(),
          operation.currency(),
          operation.reason() == null ? null : code(Refusal.valueOf(operation.reason())),
          operation.recordedAt());
    }
  }

  static void operation(RoutingContext context, int status, Operation operation) {
    send(context, status, "application/json", Json.encode(OperationView.of(operation)));
  }

  static void verdict(RoutingContext context, Verdict verdict) {
    if (verdict instanceof Verdict.Settled settled) {
      operation(context, 201, settled.operation());
    } else {
      refusal(context, ((Verdict.Refused) verdict).refusal());
    }
  }

  private static void refusal(RoutingContext context, Refusal refusal) {
    String code = code(refusal);
    Problem problem =
        new Problem(
            "urn:jangteo:sandbox:" + code.replace('_', '-'),
            refusal.title(),
            refusal.status(),
            refusal.title(),
            code,
            null,
            null,
            List.of());
    send(context, refusal.status(), Problem.MEDIA_TYPE, problem.toBuffer());
  }

  static void failure(RoutingContext context, Throwable error) {
    ServiceFailure failure = toFailure(error);
    if (failure.getCause() != null) {
      LOG.atError()
          .addKeyValue("failureCode", failure.code())
          .setCause(failure.getCause())
          .log("request to the sandbox failed");
    }
    Problem problem = Problem.of(failure, null);
    send(context, failure.code().status(), Problem.MEDIA_TYPE, problem.toBuffer());
  }

  private static ServiceFailure toFailure(Throwable error) {
    if (error instanceof ServiceFailure known) {
      return known;
    }
    if (error instanceof HttpException http) {
      FailureCode code =
          http.getStatusCode() == 413 ? FailureCode.PAYLOAD_TOO_LARGE : FailureCode.INVALID_REQUEST;
      return ServiceFailure.of(code, code.title());
    }
    return ServiceFailure.internal(error);
  }

  private static String code(Refusal refusal) {
    return refusal.name().toLowerCase(Locale.ROOT);
  }

  private static void send(RoutingContext context, int status, String type, Buffer body) {
    if (!context.response().ended() && !context.response().closed()) {
      context.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }
  }
}
