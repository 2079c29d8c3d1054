package io.jangteo.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncludePolicyTest {
  @Test
  void partsKeepTheirOrderAndTheirSources() {
    IncludePolicy policy =
        read(
            "{'b': {'operation': 's.get', 'parameters': {'x': 'path.id'}},"
                + " 'a': {'operation': 't-u.get', 'parameters': {'y': '/rows/*/id'}, 'most': 7}}");

    assertThat(policy.parts().keySet()).containsExactly("b", "a");
    assertThat(policy.parts().get("b").isMany()).isFalse();
    assertThat(policy.parts().get("b").sources().get("x").place()).isZero();
    assertThat(policy.parts().get("a").isMany()).isTrue();
    assertThat(policy.parts().get("a").most()).isEqualTo(7);
  }

  @Test
  void theParameterTakesDeclaredNamesOnly() {
    ParameterRule rule =
        read("{'a': {'operation': 's.get', 'parameters': {'x': 'path.id'}}}").rule();

    assertThat(rule.check(null)).isEmpty();
    assertThat(rule.check("a")).isEmpty();
    assertThat(rule.check("a,a")).isEmpty();
    assertThat(rule.check("")).isEmpty();
    assertThat(rule.check("a,b").orElseThrow().field()).isEqualTo("query.include");
    assertThat(rule.check("a,")).isPresent();
    assertThat(rule.check("A")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | include is no object",
        "{} | include names 1 to 8 parts",
        "{'A b': {}} | include.A b is no name",
        "{'a': 1} | include.a is no object",
        "{'a': {'operation': 'get', 'parameters': {'x': 'path.id'}}} | include.a.operation",
        "{'a': {'operation': 's.get'}} | include.a.parameters",
        "{'a': {'operation': 's.get', 'parameters': {'x': 'id'}}} | include.a.parameters.x",
        "{'a': {'operation': 's.get', 'parameters': {'x': 'path.no'}}} | include.a.parameters.x",
        "{'a': {'operation': 's.get', 'parameters': {'x': '/'}}} | is no JSON pointer",
        "{'a': {'operation': 's.get', 'parameters': {'x': '/a/*'}}} | must lead to a member",
        "{'a': {'operation': 's.get', 'parameters': {'x': '/a', 'y': '/b'}}} | may take one",
        "{'a': {'operation': 's.get', 'parameters': {'x': '/a'}, 'most': 101}} | include.a.most",
        "{'a': {'operation': 's.get', 'parameters': {'x': '/a'}, 'must': 1}} | include.a.must"
      })
  void aPolicyThatCannotBeIsRefusedNamingTheKey(String include, String named) {
    assertThatThrownBy(() -> read(include))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void onlyReadsWithoutAParameterOfThatNameCanHaveParts() {
    String fine = "{'a': {'operation': 's.get', 'parameters': {'x': 'path.id'}}}";

    assertThatThrownBy(() -> read(fine, false, Set.of())).hasMessageContaining("read");
    assertThatThrownBy(() -> read(fine, true, Set.of("include"))).hasMessageContaining("exclude");
  }

  private static IncludePolicy read(String include) {
    return read(include, true, Set.of("q"));
  }

  private static IncludePolicy read(String include, boolean reads, Set<String> query) {
    String extension = "{\"include\":" + include.replace('\'', '"') + "}";
    return IncludePolicy.read(Json.decode(extension, JsonNode.class), reads, List.of("id"), query);
  }
}
