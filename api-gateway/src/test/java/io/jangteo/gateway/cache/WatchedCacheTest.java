package io.jangteo.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.PublicContract;
import io.jangteo.gateway.routing.Includes;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTable;
import io.jangteo.gateway.routing.RouteTree;
import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of the cache and can do to it. */
class WatchedCacheTest {
  private static final String GOOD = "shop /goods/{code}";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RouteTree.Builder routes = RouteTree.builder();
  private CachePolicy policy;
  private WatchedCache cache;

  @BeforeEach
  void followAShop() {
    ServiceRuntime runtime = new ServiceRuntime("t1", "1", new Health(), meters, null);
    CacheConfig config =
        new CacheConfig(ByteSize.parse("1MiB"), ByteSize.parse("64KiB"), 10, Duration.ofSeconds(1));
    cache = WatchedCache.start(null, config, Optional.empty(), runtime);
    new ContractCompiler(Duration.ofSeconds(3), Duration.ofSeconds(5), 1024)
        .compile("shop", Contract.load("shop").document())
        .forEach(operation -> routes.add(new Route(operation, true)));
    RouteTree tree = routes.build();
    tree.forEach(
        route ->
            route
                .operation()
                .policy()
                .cache()
                .filter(found -> found.scope().equals(GOOD))
                .ifPresent(found -> policy = found));
    cache.follow(
        new RouteTable(tree, PublicContract.of(List.of()), Includes.none(), false, List.of()));
  }

  private boolean isKept(String code) {
    Lookup lookup =
        Lookup.of(
            policy,
            new String[] {code},
            Map.of(),
            "",
            null,
            System.nanoTime() + 1_000_000_000L,
            () -> Future.succeededFuture(Policies.reply(200, "x")));
    boolean kept = cache.replies().find(lookup) != null;
    assertThat(cache.replies().fetch(lookup).succeeded()).isTrue();
    return kept;
  }

  @Test
  void operationsWhoseAnswersAreKeptAreListed() {
    isKept("A1");

    ObjectNode state = cache.describe();

    assertThat(state.path("events").asText()).isEqualTo("none");
    assertThat(state.path("entries").asInt()).isEqualTo(1);
    assertThat(state.path("bytes").asInt()).isPositive();
    assertThat(state.path("requests").path("miss").asInt()).isEqualTo(1);
    assertThat(state.path("operations").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("shop /flash/{code}", "shop /goods", GOOD, "shop /mine");
    assertThat(state.path("operations").path(GOOD).path("changesHeard").asBoolean()).isFalse();
    assertThat(state.path("operations").path("shop /mine").path("private").asBoolean()).isTrue();
    assertThat(meters.get("jangteo.gateway.cache.entries").gauge().value()).isEqualTo(1);
  }

  @Test
  void oneThingOneOperationOrEverythingCanBeForgotten() {
    isKept("A1");
    isKept("B2");

    assertThat(cache.purge(GOOD, Optional.of("A1"))).isTrue();
    assertThat(isKept("A1")).isFalse();
    assertThat(isKept("B2")).isTrue();

    assertThat(cache.purge(GOOD, Optional.empty())).isTrue();
    assertThat(isKept("B2")).isFalse();

    cache.purge();
    assertThat(isKept("A1")).isFalse();
    assertThat(cache.purge("shop /nothing", Optional.empty())).isFalse();
  }
}
