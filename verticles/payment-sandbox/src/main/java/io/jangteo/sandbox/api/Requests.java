package io.jangteo.sandbox.api;

import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldChecks;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.jangteo.sandbox.application.EffectRequest.Authorize;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads requests strictly; every complaint names the part at fault. */
final class Requests {
  private static final long AMOUNT_MAX = 1_000_000_000_000L;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9:_.-]{1,100}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern TOKEN = Pattern.compile("tok_[a-z0-9_]{1,60}");
  private static final String JSON = "application/json";

  private Requests() {}

  record AuthorizationBody(long amountMinor, String currency, String cardToken) {
    AuthorizationBody {
      new FieldChecks()
          .range("/amountMinor", amountMinor, 0, AMOUNT_MAX)
          .matches("/currency", currency, CURRENCY, "three capital letters")
          .matches("/cardToken", cardToken, TOKEN, "tok_ and up to 60 of a-z, 0-9, _")
          .throwIfAny();
    }
  }

  record AmountBody(long amountMinor) {
    AmountBody {
      new FieldChecks().range("/amountMinor", amountMinor, 0, AMOUNT_MAX).throwIfAny();
    }
  }

  record KeyBody(String key) {
    KeyBody {
      checkKey("/key", key);
    }
  }

  static String idempotencyKey(RoutingContext context) {
    List<String> values = context.request().headers().getAll("Idempotency-Key");
    if (values.size() != 1) {
      throw invalid("header.Idempotency-Key", "must be given once");
    }
    return checkKey("header.Idempotency-Key", values.get(0));
  }

  /** The key asked about in the query. */
  static String queriedKey(RoutingContext context) {
    Set<String> names = context.queryParams().names();
    if (!names.equals(Set.of("key")) || context.queryParam("key").size() != 1) {
      throw invalid("query.key", "must be the one parameter");
    }
    return checkKey("query.key", context.queryParam("key").get(0));
  }

  static String keyToBlock(RoutingContext context) {
    return body(context, KeyBody.class).key();
  }

  static UUID pathId(RoutingContext context, String what) {
    return Ids.parse(context.pathParam("id")).orElseThrow(() -> ServiceFailure.notFound(what));
  }

  static Authorize authorize(RoutingContext context) {
    AuthorizationBody body = body(context, AuthorizationBody.class);
    return new Authorize(body.amountMinor(), body.currency(), body.cardToken());
  }

  static long amount(RoutingContext context) {
    return body(context, AmountBody.class).amountMinor();
  }

  static void noBody(RoutingContext context) {
    if (buffer(context).length() > 0) {
      throw invalid("/", "no body is expected");
    }
  }

  static <T> T body(RoutingContext context, Class<T> type) {
    String contentType = context.request().getHeader("Content-Type");
    if (contentType == null || !contentType.split(";", 2)[0].trim().equalsIgnoreCase(JSON)) {
      throw ServiceFailure.of(FailureCode.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON");
    }
    return Json.decodeRequest(buffer(context), type);
  }

  private static Buffer buffer(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    return buffer == null ? Buffer.buffer() : buffer;
  }

  private static String checkKey(String field, String key) {
    new FieldChecks()
        .matches(field, key, KEY, "1 to 100 of A-Z, a-z, 0-9, colon, dot, dash, underscore")
        .throwIfAny();
    return key;
  }

  private static ServiceFailure invalid(String field, String detail) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, detail);
  }
}
