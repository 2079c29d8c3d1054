package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change made at one gateway of a cluster, seen at another. */
class AdminClusterIT {
  @Test
  void faultsWeightsAndPurgesReachTheOtherGateway() {
    List<Vertx> nodes = SharedLimitsIT.cluster(2);
    Shop shop = new Shop();
    shop.prices.put("A", "10");
    try (RunningGateway one = new RunningGateway(nodes.get(0), "g0", Map.of());
        RunningGateway two = new RunningGateway(nodes.get(1), "g1", Map.of())) {
      one.serving(new Market());
      two.serving(new Market()).serve("shop", shop.handlers());
      one.announce("shop");
      await().until(() -> one.get("/goods/A").statusCode() == 200);
      await().until(() -> two.get("/goods/A").statusCode() == 200);
      Operator operator = new Operator(one);
      int calls = shop.calls.get();

      operator.delete("/admin/cache/shop");
      await().until(() -> two.get("/goods/A").statusCode() == 200 && shop.calls.get() > calls);

      operator.put(
          "/admin/faults",
          "{\"service\":\"shop\",\"abortStatus\":503,\"percentage\":100,\"seconds\":60}");
      await().until(() -> two.get("/goods/A").statusCode() == 503);
      operator.delete("/admin/faults");
      await().until(() -> two.get("/goods/A").statusCode() == 200);

      operator.put("/admin/routes/shop/weights", "{\"1.0.0\":3}");
      await().until(() -> two.verticle().weights().current().containsKey("shop"));
      assertThat(two.verticle().weights().current().get("shop")).isEqualTo(Map.of("1.0.0", 3));
    }
  }
}
