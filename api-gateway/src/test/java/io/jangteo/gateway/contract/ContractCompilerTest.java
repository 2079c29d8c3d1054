package io.jangteo.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
    assertRefused(body("{$ref: '#/components/schemas/Missing'}"), "Missing");
    assertRefused(body("{$ref: 'http://elsewhere/schema'}"), "elsewhere");
    assertRefused(body("{type: string, maxLenght: 3}"), "maxLenght");
    assertRefused(
        "/a: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/No'}]}}", "No");
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
