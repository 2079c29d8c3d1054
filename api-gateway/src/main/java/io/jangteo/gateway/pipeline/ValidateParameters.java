package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.gateway.content.EntityTags;
import io.jangteo.gateway.content.Format;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.ParameterRule;
import io.jangteo.gateway.routing.QueryString;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks path, query and header parameters and copies them for the service. Nothing else that the
 * client sent as a header gets past this stage.
 */
public final class ValidateParameters implements Stage {
  private static final int MAX_ERRORS = 20;
  private static final int MAX_FORWARDED_LENGTH = 512;

  /** Fields of the client's that reach a service, apart from what the gateway itself sets. */
  static final List<String> FORWARDED =
      List.of(
          BusHeaders.IDEMPOTENCY_KEY,
          BusHeaders.IF_MATCH,
          BusHeaders.IF_NONE_MATCH,
          BusHeaders.PREFER);

  @Override
  public Future<Void> apply(Exchange exchange) {
    List<FieldError> errors = new ArrayList<>(0);
    Operation operation = exchange.operation();
    path(exchange, operation, errors);
    query(exchange, operation, errors);
    declaredHeaders(exchange.request(), operation, errors);
    forwardedHeaders(exchange, errors);
    if (!errors.isEmpty()) {
      throw ServiceFailure.ofFields(
          FailureCode.INVALID_REQUEST, errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
    }
    return DONE;
  }

  private static void path(Exchange exchange, Operation operation, List<FieldError> errors) {
    List<ParameterRule> rules = operation.pathRules();
    for (int i = 0; i < rules.size(); i++) {
      String value = exchange.pathValues()[i];
      rules.get(i).check(value).ifPresent(errors::add);
      exchange.busHeaders().set(BusHeaders.PATH_PREFIX + rules.get(i).name(), value);
    }
  }

  private static void query(Exchange exchange, Operation operation, List<FieldError> errors) {
    Map<String, String> query = QueryString.parse(exchange.request().query());
    exchange.query(query);
    query.forEach(
        (name, value) -> {
          if (operation.queryRules().containsKey(name)) {
            exchange.busHeaders().set(BusHeaders.QUERY_PREFIX + name, value);
          } else {
            errors.add(new FieldError(QueryString.field(name), "is not a known parameter"));
          }
        });
    for (ParameterRule rule : operation.queryRules().values()) {
      rule.check(query.get(rule.name())).ifPresent(errors::add);
    }
  }

  private static void declaredHeaders(
      HttpServerRequest request, Operation operation, List<FieldError> errors) {
    for (ParameterRule rule : operation.headerRules()) {
      rule.check(request.getHeader(rule.name())).ifPresent(errors::add);
    }
  }

  private static void forwardedHeaders(Exchange exchange, List<FieldError> errors) {
    MultiMap headers = exchange.request().headers();
    for (String name : FORWARDED) {
      String value = headers.get(name);
      if (value == null) {
        continue;
      }
      if (value.length() > MAX_FORWARDED_LENGTH) {
        errors.add(new FieldError("header." + name, "is too long"));
      }
      if (headers.getAll(name).size() > 1) {
        errors.add(new FieldError("header." + name, "must be given only once"));
      }
      exchange.busHeaders().set(name, forService(name, value, exchange.format()));
    }
  }

  /** Tags of other forms of an answer mean nothing to the service that gave it. */
  private static String forService(String name, String value, Format format) {
    return switch (name) {
      case BusHeaders.IF_MATCH -> EntityTags.asIssued(value);
      case BusHeaders.IF_NONE_MATCH -> EntityTags.asIssuedOf(value, format);
      default -> value;
    };
  }
}
