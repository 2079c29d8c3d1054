package io.jangteo.order.application;

import io.jangteo.contracts.Money;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** What other services are asked before an order is accepted. */
public interface OtherServices {
  /** The present price of each product on sale; what is absent cannot be bought. */
  Future<Map<String, Money>> prices(Collection<String> skus, CallContext context);

  /** Hands the card token to the one service that may keep it. Refused tokens fail as such. */
  Future<Void> keepToken(UUID orderId, String token, CallContext context);

  /** Fails with a failure of {@code /memberId} when there is no such member. */
  Future<Void> requireMember(UUID memberId, CallContext context);
}
