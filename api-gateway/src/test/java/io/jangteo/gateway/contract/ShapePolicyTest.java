package io.jangteo.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapePolicyTest {
  @Test
  void anOperationWithoutAnyHasNone() {
    assertThat(read("{'auth': 'none'}")).isSameAs(ShapePolicy.NONE);
  }

  @Test
  void fieldsAreRemovedRenamedAndMasked() {
    ShapePolicy policy =
        read(
            "{'response': {'remove': ['/secret', '/rows/*/cost'], 'rename': {'/rows/*/nr': 'id'}},"
                + " 'mask': [{'pointer': '/rows/*/email', 'unless': ['operator'],"
                + " 'show': 'partial'}, {'pointer': '/phone'}]}");
    JsonNode document =
        json(
            "{'secret': 1, 'phone': '0123456789', 'rows': [{'nr': 1, 'cost': 2,"
                + " 'email': 'ann@x.org'}, {'nr': 2}, 3]}");

    policy.masks().stream()
        .filter(mask -> mask.isFor(Set.of("customer")))
        .forEach(mask -> mask.apply(document));
    policy.response().apply(document);

    assertThat(document)
        .isEqualTo(
            json("{'phone': '***', 'rows': [{'email': 'a***@x.org', 'id': 1}, {'id': 2}, 3]}"));
    assertThat(policy.masks().get(0).isFor(Set.of("operator", "customer"))).isFalse();
    assertThat(policy.masks().get(1).isFor(Set.of("operator"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'response': []} | x-jangteo.response is no object",
        "{'response': {}} | x-jangteo.response must change",
        "{'response': {'drop': []}} | x-jangteo.response.drop is not known",
        "{'request': {'remove': '/a'}} | x-jangteo.request.remove is no list",
        "{'request': {'remove': ['a']}} | x-jangteo.request.remove: 'a' is no JSON pointer",
        "{'request': {'remove': ['/a~2']}} | x-jangteo.request.remove: '/a~2' is no JSON pointer",
        "{'request': {'rename': {'/a': 1}}} | x-jangteo.request.rename./a must give a name",
        "{'mask': {}} | x-jangteo.mask must be a list",
        "{'mask': []} | x-jangteo.mask must be a list",
        "{'mask': [{}]} | x-jangteo.mask.pointer needs",
        "{'mask': [{'pointer': '/a', 'shown': 'all'}]} | x-jangteo.mask.shown is not known",
        "{'mask': [{'pointer': '/a', 'show': 'all'}]} | x-jangteo.mask.show 'all'",
        "{'mask': [{'pointer': '/a', 'unless': 'operator'}]} | x-jangteo.mask.unless",
        "{'mask': [{'pointer': '/a', 'unless': ['A B']}]} | x-jangteo.mask.unless",
        "{'mask': [{'pointer': '/a'}], 'stream': {}} | x-jangteo.mask and x-jangteo.stream"
      })
  void aPolicyThatCannotBeIsRefusedNamingTheKey(String extension, String named) {
    assertThatThrownBy(() -> read(extension))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static ShapePolicy read(String extension) {
    return ShapePolicy.read(json(extension));
  }

  private static JsonNode json(String text) {
    return Json.decode(text.replace('\'', '"'), JsonNode.class);
  }
}
