package io.jangteo.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.PublicContract;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableBuilderTest {
  private static final long SECOND = 1_000_000_000L;

  private final RouteTableBuilder builder =
      new RouteTableBuilder(
          new ContractCompiler(Duration.ofSeconds(3), Duration.ofSeconds(5), 1024),
          Duration.ofSeconds(30),
          Set.of("/docs", "/admin"),
          RouteTableBuilderTest::own);

  @Test
  void theServiceThatHadARouteFirstKeepsIt() {
    builder.build(List.of(service("zebra", "/things")), 0);

    RouteTable table =
        builder.build(List.of(service("ant", "/things"), service("zebra", "/things")), SECOND);

    assertThat(holder(table, "things")).isEqualTo("zebra");
    assertThat(table.publicContract().body().toString()).doesNotContain("ant.");
  }

  @Test
  void aVanishedServiceIsUnavailableForAWhileAndThenUnknown() {
    builder.build(List.of(service("ant", "/things")), 0);

    RouteTable justGone = builder.build(List.of(), SECOND);
    RouteTable stillGone = builder.build(List.of(), 30 * SECOND);
    RouteTable longGone = builder.build(List.of(), 31 * SECOND);

    assertThat(route(justGone, "things").available()).isFalse();
    assertThat(justGone.changesByItself()).isTrue();
    assertThat(route(stillGone, "things").available()).isFalse();
    assertThat(longGone.routes().find(new String[] {"things"})).isNull();
    assertThat(longGone.changesByItself()).isFalse();
  }

  @Test
  void aRouteGoesToTheNextClaimantWhenItsServiceIsForgotten() {
    builder.build(List.of(service("ant", "/things")), 0);
    builder.build(List.of(service("bee", "/things")), SECOND);

    RouteTable table = builder.build(List.of(service("bee", "/things")), 32 * SECOND);

    assertThat(holder(table, "things")).isEqualTo("bee");
  }

  @Test
  void whatOldAnswersMayStandInForOutlivesItsServiceUntilSomebodyElseClaimsIt() {
    ServiceInstance ant = service("ant", "/things");
    ObjectNode list = (ObjectNode) ant.contract().at("/paths/~1things/get");
    list.putObject("x-jangteo")
        .put("auth", "none")
        .putObject("cache")
        .put("fresh", "5s")
        .put("staleIfError", "60s");
    builder.build(List.of(ant), 0);
    builder.build(List.of(), SECOND);

    RouteTable longGone = builder.build(List.of(), 60 * SECOND);
    RouteTable claimed = builder.build(List.of(service("bee", "/things")), 60 * SECOND);
    RouteTable over = builder.build(List.of(), 61 * SECOND);

    assertThat(route(longGone, "things").available()).isFalse();
    assertThat(longGone.changesByItself()).isTrue();
    assertThat(longGone.publicContract().body().toString()).doesNotContain("ant.");
    assertThat(holder(claimed, "things")).isEqualTo("bee");
    assertThat(over.routes().find(new String[] {"things"}).route(HttpMethod.GET).available())
        .as("the other's, just gone")
        .isFalse();
    assertThat(holder(over, "things")).isEqualTo("bee");
  }

  @Test
  void anUnchangedContractIsCompiledOnce() {
    RouteTable first = builder.build(List.of(service("ant", "/things")), 0);
    RouteTable second = builder.build(List.of(service("ant", "/things")), SECOND);

    assertThat(route(second, "things").operation()).isSameAs(route(first, "things").operation());
  }

  @Test
  void anUnreadableContractDoesNotReplaceAGoodOne() {
    ServiceInstance broken = service("ant", "/things/{a}{b}");

    builder.build(List.of(service("ant", "/things")), 0);
    RouteTable table = builder.build(List.of(broken, service("bee", "/others")), SECOND);

    assertThat(holder(table, "things")).isEqualTo("ant");
    assertThat(holder(table, "others")).isEqualTo("bee");
  }

  @Test
  void whileVersionsAreMixedTheOldestOnesContractIsOffered() {
    RouteTable mixed =
        builder.build(
            List.of(
                instance("ant", "1.10.0", contract("/new")),
                instance("ant", "1.9.0", contract("/old"))),
            0);
    RouteTable upgraded =
        builder.build(List.of(instance("ant", "1.10.0", contract("/new"))), SECOND);

    assertThat(holder(mixed, "old")).isEqualTo("ant");
    assertThat(mixed.routes().find(new String[] {"new"})).isNull();
    assertThat(holder(upgraded, "new")).isEqualTo("ant");
  }

  @Test
  void noServiceMayClaimTheGatewaysOwnPages() {
    RouteTable table = builder.build(List.of(service("ant", "/docs")), 0);

    assertThat(table.routes().find(new String[] {"docs"})).isNull();
  }

  @Test
  void nothingAtOrBelowAPathOfTheGatewaysCanBeClaimedAndTheRefusalCanBeSeen() {
    RouteTable table =
        builder.build(List.of(service("ant", "/admin/other"), service("bee", "/docs/start.js")), 0);

    assertThat(table.routes().find(new String[] {"admin", "other"})).isNull();
    assertThat(table.routes().find(new String[] {"docs", "start.js"})).isNull();
    assertThat(table.refusals())
        .containsExactly(
            new Refusal("ant", Optional.of("GET /admin/other"), "held by the gateway"),
            new Refusal("bee", Optional.of("GET /docs/start.js"), "held by the gateway"));
  }

  @Test
  void aServiceCannotCallItselfTheGateway() {
    RouteTable table = builder.build(List.of(service("gateway", "/things")), 0);

    assertThat(table.routes().find(new String[] {"things"})).isNull();
    assertThat(table.refusals()).extracting(Refusal::service).containsExactly("gateway");
    assertThat(builder.build(List.of(), SECOND).refusals()).isEmpty();
  }

  @Test
  void aRefusedContractIsToldOfWithItsReasonUntilItIsMended() {
    RouteTable refused = builder.build(List.of(service("ant", "/things/{a}{b}")), 0);
    RouteTable mended = builder.build(List.of(service("ant", "/things")), SECOND);

    assertThat(refused.refusals()).hasSize(1);
    assertThat(refused.refusals().get(0).reason()).contains("get /things/{a}{b}");
    assertThat(mended.refusals()).isEmpty();
    assertThat(holder(mended, "things")).isEqualTo("ant");
  }

  private static PublicContract.Part own() {
    return new PublicContract.Part("gateway", contract("/admin"), List.of());
  }

  private static Route route(RouteTable table, String... segments) {
    return table.routes().find(segments).route(HttpMethod.GET);
  }

  private static String holder(RouteTable table, String... segments) {
    return route(table, segments).operation().service();
  }

  private static ServiceInstance service(String name, String path) {
    return instance(name, "1.0.0", contract(path));
  }

  private static ServiceInstance instance(String name, String version, ObjectNode contract) {
    return new ServiceInstance(name, name + version, "", version, contract);
  }

  private static ObjectNode contract(String path) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putObject("paths").putObject(path).putObject("get").put("operationId", "list");
    document.putObject("components").putObject("schemas").putObject("Thing").put("type", "object");
    return document;
  }
}
