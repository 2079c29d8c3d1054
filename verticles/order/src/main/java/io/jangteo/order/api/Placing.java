package io.jangteo.order.api;

import io.jangteo.bus.BusRequest;
import io.jangteo.bus.Principal;
import io.jangteo.order.application.NewOrder;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/** From a request to an order, as far as the caller may ask for it. */
final class Placing {
  private static final String MERCHANT = "merchant";
  private static final String KEY_HEADER = "header.Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private Placing() {}

  static NewOrder read(BusRequest request) {
    String key = key(request);
    Principal caller = request.principal();
    PlaceOrderRequest body = request.body(PlaceOrderRequest.class);
    refuseUnlessMerchant(caller, body);
    return new NewOrder(
        key,
        fingerprint(caller, body),
        caller.sub(),
        owner(caller, body),
        body.lines().stream().map(PlaceOrderRequest.Line::toDomain).toList(),
        body.shippingAddress().toDomain(),
        new NewOrder.Token(body.payment().token()));
  }

  private static String key(BusRequest request) {
    String key =
        request
            .idempotencyKey()
            .orElseThrow(
                () ->
                    ServiceFailure.ofField(FailureCode.INVALID_REQUEST, KEY_HEADER, "is required"));
    if (!KEY.matcher(key).matches()) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST,
          KEY_HEADER,
          "must have from 1 to 255 visible ASCII characters");
    }
    return key;
  }

  private static void refuseUnlessMerchant(Principal caller, PlaceOrderRequest body) {
    if (caller.hasRole(MERCHANT)) {
      return;
    }
    if (body.memberId() != null) {
      throw forbidden("/memberId");
    }
    for (int i = 0; i < body.lines().size(); i++) {
      if (body.lines().get(i).unitPrice() != null) {
        throw forbidden("/lines/" + i + "/unitPrice");
      }
    }
  }

  private static ServiceFailure forbidden(String field) {
    return ServiceFailure.ofField(FailureCode.FORBIDDEN, field, "may be set by merchants only");
  }

  /** A merchant orders for the member it names or for a guest, everybody else for themselves. */
  private static UUID owner(Principal caller, PlaceOrderRequest body) {
    return caller.hasRole(MERCHANT) ? Ids.parse(body.memberId()).orElse(null) : caller.sub();
  }

  /** Over what the request means, not over how it was spaced or in what order its fields stood. */
  private static byte[] fingerprint(Principal caller, PlaceOrderRequest body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(caller.sub().toString().getBytes(StandardCharsets.US_ASCII));
      return digest.digest(Json.encode(body).getBytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
