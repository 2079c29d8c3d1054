package io.jangteo.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.Ask;
import io.jangteo.bus.Priority;
import io.jangteo.gateway.contract.CallerPolicy;
import io.jangteo.gateway.contract.IncludePolicy;
import io.jangteo.gateway.contract.LimitPolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.Policy;
import io.jangteo.gateway.contract.ShapePolicy;
import io.jangteo.gateway.contract.UpstreamPolicy;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTreeTest {
  private final RouteTree.Builder builder = RouteTree.builder();

  @Test
  void aLiteralWinsOverAParameterAndYieldsWhenItLeadsNowhere() {
    add("GET", "/things/{name}", "one");
    add("GET", "/things/mine", "mine");
    add("GET", "/things/{name}/events", "events");
    RouteTree tree = builder.build();

    assertThat(action(tree, "GET", "things", "mine")).isEqualTo("mine");
    assertThat(action(tree, "GET", "things", "x")).isEqualTo("one");
    assertThat(action(tree, "GET", "things", "mine", "events")).isEqualTo("events");
    assertThat(tree.find(new String[] {"things", "mine", "events"}).values()[0]).isEqualTo("mine");
  }

  @Test
  void valuesComeInTheOrderOfTheTemplate() {
    add("GET", "/a/{x}/b/{y}", "two");

    RouteTree.Match match = builder.build().find(new String[] {"a", "1", "b", "2"});

    assertThat(match.values()).startsWith("1", "2");
  }

  @Test
  void pathsWithoutARouteAreNotFound() {
    add("GET", "/things/{name}/events", "events");
    RouteTree tree = builder.build();

    assertThat(tree.find(new String[] {})).isNull();
    assertThat(tree.find(new String[] {"things"})).isNull();
    assertThat(tree.find(new String[] {"things", "x"})).isNull();
    assertThat(tree.find(new String[] {"things", "", "events"})).isNull();
    assertThat(tree.find(new String[] {"things", "x", "events", ""})).isNull();
  }

  @Test
  void allowNamesWhatIsPossible() {
    add("GET", "/things", "list");
    add("POST", "/things", "create");
    RouteTree.Match match = builder.build().find(new String[] {"things"});

    assertThat(match.allow()).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(match.route(HttpMethod.DELETE)).isNull();
    assertThat(match.route(HttpMethod.HEAD).operation().action()).isEqualTo("list");
  }

  @Test
  void aTakenPlaceIsNotGivenAway() {
    add("GET", "/things/{name}", "first");

    Optional<Route> holder = builder.add(route("GET", "/things/{other}", "second"));

    assertThat(holder.orElseThrow().operation().action()).isEqualTo("first");
    assertThat(action(builder.build(), "GET", "things", "x")).isEqualTo("first");
  }

  private void add(String method, String template, String action) {
    assertThat(builder.add(route(method, template, action))).isEmpty();
  }

  private static Route route(String method, String template, String action) {
    Policy policy =
        new Policy(
            Policy.Authentication.NONE,
            Set.of(),
            Duration.ofSeconds(1),
            false,
            1,
            new CallerPolicy(List.of("s"), "s", true),
            Optional.empty(),
            new UpstreamPolicy("read", Priority.READ, 0, false, false),
            Optional.empty(),
            LimitPolicy.NONE,
            IncludePolicy.NONE,
            ShapePolicy.NONE);
    return new Route(
        new Operation(
            "s",
            action,
            HttpMethod.valueOf(method),
            template,
            policy,
            List.of(),
            Map.of(),
            List.of(),
            Optional.empty(),
            new Ask("s", action, "read", false)),
        true);
  }

  private static String action(RouteTree tree, String method, String... segments) {
    return tree.find(segments).route(HttpMethod.valueOf(method)).operation().action();
  }
}
