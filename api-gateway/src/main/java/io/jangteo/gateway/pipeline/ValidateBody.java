package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.contract.BodyRule;
import io.jangteo.gateway.contract.BodySchema;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the body against the contract; the service gets the client's bytes as they came. */
public final class ValidateBody implements Stage {
  private static final Pattern PARAMETERS =
      Pattern.compile("\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  @Override
  public Future<Void> apply(Exchange exchange) {
    Optional<BodyRule> declared = exchange.operation().body();
    Buffer body = exchange.body();
    if (body.length() == 0) {
      if (declared.isPresent() && declared.get().required()) {
        throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "/", "a JSON body is required");
      }
      return DONE;
    }
    BodyRule rule =
        declared.orElseThrow(
            () ->
                ServiceFailure.ofField(
                    FailureCode.INVALID_REQUEST, "/", "this operation takes no body"));
    BodySchema schema = schema(exchange.request().getHeader(HttpHeaders.CONTENT_TYPE), rule);
    JsonNode document = Json.decodeRequest(body, JsonNode.class);
    List<FieldError> errors = schema.check(document);
    if (!errors.isEmpty()) {
      throw ServiceFailure.ofFields(FailureCode.INVALID_REQUEST, errors);
    }
    exchange.document(document);
    return DONE;
  }

  private static BodySchema schema(String contentType, BodyRule rule) {
    String given = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    int end = given.indexOf(';');
    String mediaType = (end < 0 ? given : given.substring(0, end)).strip();
    BodySchema schema = rule.schemas().get(mediaType);
    if (schema == null || (end >= 0 && !PARAMETERS.matcher(given.substring(end)).matches())) {
      throw ServiceFailure.of(
          FailureCode.UNSUPPORTED_MEDIA_TYPE,
          "The body must be " + String.join(" or ", rule.schemas().keySet()) + " in UTF-8");
    }
    return schema;
  }
}
