package io.jangteo.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jangteo.bus.Priority;
import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractCompilerTest {
  private final ContractCompiler compiler =
      new ContractCompiler(Duration.ofSeconds(3), Duration.ofSeconds(5), 65_536);

  @Test
  void policiesAreReadAndOtherwiseCautious() {
    Operation silent = only("/a: {get: {operationId: a}}");
    Operation written =
        only(
            "/a: {post: {operationId: a, x-jangteo: {auth: optional, roles: [merchant],"
                + " timeout: 250ms, idempotent: true, bodyMax: 1MiB, stream: {cursor: after}}}}");

    assertThat(silent.policy().authentication()).isEqualTo(Authentication.REQUIRED);
    assertThat(silent.policy().timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(silent.policy().bodyMax()).isEqualTo(65_536);
    assertThat(silent.policy().idempotent()).isFalse();
    assertThat(written.policy().authentication()).isEqualTo(Authentication.OPTIONAL);
    assertThat(written.policy().roles()).containsExactly("merchant");
    assertThat(written.policy().timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(written.policy().bodyMax()).isEqualTo(1 << 20);
    assertThat(written.policy().streamCursor()).contains("after");
  }

  @Test
  void upstreamPoliciesAreReadAndRankedWithinTheService() {
    List<Operation> operations =
        compile(
            "/a: {get: {operationId: a, x-jangteo: {idempotent: true, hedge: true, sticky: subject,"
                + " priority: browse}}, put: {operationId: b}, post: {operationId: c,"
                + " x-jangteo: {breaker: checkout, priority: token}}}");

    UpstreamPolicy get = operations.get(0).policy().upstream();
    assertThat(get).isEqualTo(new UpstreamPolicy("read", Priority.BROWSE, 4, true, true));
    UpstreamPolicy put = operations.get(1).policy().upstream();
    assertThat(put).isEqualTo(new UpstreamPolicy("write", Priority.WRITE, 2, false, false));
    UpstreamPolicy post = operations.get(2).policy().upstream();
    assertThat(post).isEqualTo(new UpstreamPolicy("checkout", Priority.TOKEN, 0, false, false));
  }

  @Test
  void upstreamPoliciesThatCannotBeAreRefusedByName() {
    assertRefused("/a: {get: {operationId: a, x-jangteo: {priority: low}}}", "priority low");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {sticky: cookie}}}", "sticky");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {hedge: true}}}", "hedge");
    assertRefused(
        "/a: {put: {operationId: a, x-jangteo: {idempotent: true, hedge: true}}}", "hedge");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {hedge: often}}}", "hedge");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {breaker: A B}}}", "breaker");
  }

  @Test
  void theCallerIsKnownToTheServiceAndToWhomItSays() {
    Operation silent = only("/a: {get: {operationId: a}}");
    Operation passing = only("/a: {get: {operationId: a, x-jangteo: {callerKnownTo: [b, c]}}}");

    assertThat(silent.policy().caller().audience()).containsExactly("s");
    assertThat(passing.policy().caller().audience()).containsExactly("s", "b", "c");
  }

  @Test
  void writesHaveTheLongerDeadline() {
    assertThat(only("/a: {put: {operationId: a}}").policy().timeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedByName() {
    assertRefused("/a: {get: {}}", "get /a");
    assertRefused("/a/{b}: {get: {operationId: a}}", "path parameter b");
    assertRefused("/a.{b}: {get: {operationId: a}}", "whole path segment");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {auth: maybe}}}", "get /a");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {timeout: soon}}}", "soon");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {callerKnownTo: b}}}", "callerKnownTo");
    assertRefused("/a: {get: {operationId: a, x-jangteo: {callerKnownTo: [B]}}}", "\"B\"");
    assertRefused(body("{$ref: '#/components/schemas/Missing'}"), "Missing");
    assertRefused(body("{$ref: 'http://elsewhere/schema'}"), "elsewhere");
    assertRefused(body("{type: string, maxLenght: 3}"), "maxLenght");
    assertRefused(
        "/a: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/No'}]}}", "No");
  }

  @Test
  void limitsAreReadAndNamedAfterTheirOperation() {
    LimitPolicy limits =
        only(limited(
                "{address: 5/m, subject: {rate: 5/s, burst: 10},"
                    + " field: {pointer: /email, rate: 5/m}}"))
            .policy()
            .limits();

    assertThat(limits.address().orElseThrow().policy()).isEqualTo("\"s.a.address\";q=5;w=60");
    assertThat(limits.subject().orElseThrow().policy()).isEqualTo("\"s.a.subject\";q=10;w=2");
    assertThat(limits.operation()).isEmpty();
    assertThat(limits.field().orElseThrow().pointer().toString()).isEqualTo("/email");
  }

  @Test
  void limitsThatCannotBeMeantAreRefusedByName() {
    assertRefused(limited("{adress: 5/m}"), "x-jangteo.limits.adress is not known");
    assertRefused(limited("{address: 5/fortnight}"), "x-jangteo.limits.address: '5/fortnight'");
    assertRefused(limited("{address: 0/s}"), "x-jangteo.limits.address");
    assertRefused(limited("{address: {rate: 5/s, burts: 3}}"), "address.burts is not known");
    assertRefused(limited("{address: {rate: 5/s, burst: 0}}"), "address.burst");
    assertRefused(limited("{address: {burst: 3}}"), "x-jangteo.limits.address");
    assertRefused(limited("{field: 5/m}"), "x-jangteo.limits.field.pointer");
    assertRefused(limited("[5/m]"), "x-jangteo.limits is no object");
    assertRefused(
        "/a: {post: {operationId: a, x-jangteo: {auth: none, limits: {subject: 5/s}}}}",
        "x-jangteo.limits.subject");
  }

  private static String limited(String limits) {
    return "/a: {post: {operationId: a, x-jangteo: {auth: optional, limits: " + limits + "}}}";
  }

  @Test
  void schemasMayBeAnnotated() {
    String schema = "{type: string, example: a, examples: [a], deprecated: true, x-note: free}";

    assertThat(only(body(schema)).body()).isPresent();
  }

  @Test
  void aSchemaMayReferToItself() {
    Operation operation =
        only(
            body("{$ref: '#/components/schemas/Node'}")
                + "\ncomponents: {schemas: {Node: {type: object, additionalProperties: false,"
                + " properties: {next: {$ref: '#/components/schemas/Node'}}}}}");
    BodySchema schema = operation.body().orElseThrow().schemas().get("application/json");

    assertThat(schema.check(Json.decode("{\"next\":{\"next\":{}}}", ObjectNode.class))).isEmpty();
    assertThat(schema.check(Json.decode("{\"next\":{\"nxt\":{}}}", ObjectNode.class)))
        .extracting("field")
        .containsExactly("/next/nxt");
  }

  @Test
  void namesThatAClientChoseAreBoundedInErrors() {
    BodySchema schema =
        only(body("{type: object, additionalProperties: false}"))
            .body()
            .orElseThrow()
            .schemas()
            .get("application/json");
    String name = "a/b~c\\r\\n" + "x".repeat(500);

    String field =
        schema.check(Json.decode("{\"" + name + "\":1}", ObjectNode.class)).get(0).field();

    assertThat(field).startsWith("/a~1b~0c??x").hasSize(128);
  }

  @Test
  void parametersOfEveryKindAreJudgedAsText() {
    Operation operation =
        only(
            "/a: {get: {operationId: a, parameters: ["
                + "{name: id, in: query, schema: {type: string, format: uuid}},"
                + "{name: day, in: query, schema: {type: string, format: date}},"
                + "{name: kind, in: query, schema: {type: string, enum: [x, y]}},"
                + "{name: n, in: query, required: true, schema: {type: integer, multipleOf: 5}}]}}");

    assertThat(problem(operation, "id", "018F0000-0000-7000-8000-000000000001")).isTrue();
    assertThat(problem(operation, "id", "018f0000-0000-7000-8000-000000000001")).isFalse();
    assertThat(problem(operation, "day", "2010-12-01")).isFalse();
    assertThat(problem(operation, "day", "2010-13-01")).isTrue();
    assertThat(problem(operation, "kind", "z")).isTrue();
    assertThat(problem(operation, "n", "10")).isFalse();
    assertThat(problem(operation, "n", "11")).isTrue();
    assertThat(problem(operation, "n", "ten")).isTrue();
    assertThat(problem(operation, "n", null)).isTrue();
  }

  private static boolean problem(Operation operation, String name, String value) {
    return operation.queryRules().get(name).check(value).isPresent();
  }

  private static String body(String schema) {
    return "/a: {post: {operationId: a, requestBody: {content: {application/json: {schema: "
        + schema
        + "}}}}}";
  }

  private Operation only(String paths) {
    List<Operation> operations = compile(paths);
    assertThat(operations).hasSize(1);
    return operations.get(0);
  }

  private void assertRefused(String paths, String message) {
    assertThatThrownBy(() -> compile(paths))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private List<Operation> compile(String paths) {
    String yaml = "paths:\n  " + paths;
    try {
      return compiler.compile("s", (ObjectNode) new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new IllegalStateException(yaml, e);
    }
  }
}
