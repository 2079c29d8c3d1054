package io.jangteo.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jangteo.gateway.contract.CachePolicy.Invalidation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {
  private static final String PARAMETERS =
      "parameters: [{name: shelf, in: path, schema: {type: string}},"
          + " {name: code, in: path, schema: {type: string}},"
          + " {name: q, in: query, schema: {type: string}},"
          + " {name: limit, in: query, schema: {type: string}}]";

  private static Operation compile(String method, String extension) {
    String document =
        "paths: {'/shelves/{shelf}/{code}': {%s: {operationId: a, %s, x-jangteo: {%s}}}}"
            .formatted(method, PARAMETERS, extension);
    try {
      return new ContractCompiler(Duration.ofSeconds(3), Duration.ofSeconds(5), 1024)
          .compile("shop", (ObjectNode) new YAMLMapper().readTree(document))
          .get(0);
    } catch (IOException e) {
      throw new AssertionError(document, e);
    }
  }

  @Test
  void whatTheContractSaysIsRead() {
    CachePolicy policy =
        compile(
                "get",
                "auth: none, cache: {fresh: 5s, staleWhileRevalidate: 1m, staleIfError: 300s,"
                    + " notFound: 500ms, clientsKeep: 2s, query: [q, limit], invalidatedBy:"
                    + " [{events: [good.changed.v1, good.gone-off.v2], field: sku, parameter:"
                    + " code}, {events: [price.set.v1], owner: pricing}]}")
            .policy()
            .cache()
            .orElseThrow();

    assertThat(policy)
        .isEqualTo(
            new CachePolicy(
                "shop /shelves/{shelf}/{code}",
                2,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(300),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                List.of("limit", "q"),
                false,
                List.of(
                    new Invalidation("shop", "good.changed.v1", "sku", 1),
                    new Invalidation("shop", "good.gone-off.v2", "sku", 1),
                    new Invalidation("pricing", "price.set.v1", null, -1))));
  }

  @Test
  void nothingIsKeptUnlessTheContractSaysSo() {
    assertThat(compile("get", "auth: none").policy().cache()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get | auth: none, cache: {}                              | cache.fresh
          get | auth: none, cache: yes please                      | cache is no object
          get | auth: none, cache: {fresh: soon}                   | cache.fresh
          get | auth: none, cache: {fresh: 0s}                     | cache.fresh
          get | auth: none, cache: {fresh: 9999m}                  | cache.fresh
          get | auth: none, cache: {fresh: 5s, stale: 3s}          | cache.stale
          get | auth: none, cache: {fresh: 5s, query: q}           | cache.query
          get | auth: none, cache: {fresh: 5s, query: [color]}     | color
          get | auth: none, cache: {fresh: 5s, private: true}      | cache.private
          get | auth: none, cache: {fresh: 5s, private: 1}         | cache.private
          get | cache: {fresh: 5s}                                 | cache.private
          get | auth: optional, cache: {fresh: 5s}                 | cache.private
          put | auth: none, cache: {fresh: 5s}                     | GET only
          get | auth: none, stream: {cursor: q}, cache: {fresh: 5s}| exclude each other
          get | auth: none, cache: {fresh: 5s, invalidatedBy: x}   | cache.invalidatedBy
          get | auth: none, cache: {fresh: 5s, invalidatedBy: [{}]}| invalidatedBy.events
          """)
  void whatCannotBeMakesTheContractInvalidAndNamesTheKey(
      String method, String extension, String named) {
    assertThatThrownBy(() -> compile(method, extension))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-jangteo.cache")
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          events: [Changed]                                     | Changed is no type
          events: [a.b.v1], field: sku                          | both of field and parameter
          events: [a.b.v1], parameter: code                     | both of field and parameter
          events: [a.b.v1], parameter: sku, field: sku          | sku is no path parameter
          events: [a.b.v1], owner: Some One                     | invalidatedBy.owner
          events: [a.b.v1], type: x                             | invalidatedBy.type
          """)
  void aMisspeltInvalidationWouldLeaveOldAnswersAndIsRefused(String entry, String named) {
    assertThatThrownBy(
            () ->
                compile("get", "auth: none, cache: {fresh: 5s, invalidatedBy: [{" + entry + "}]}"))
        .hasMessageContaining(named);
  }
}
