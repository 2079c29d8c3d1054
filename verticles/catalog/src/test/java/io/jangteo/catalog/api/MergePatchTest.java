package io.jangteo.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"}          | {\"a\":\"c\"}            | {\"a\":\"c\"}",
        "{\"a\":\"b\"}          | {\"b\":\"c\"}            | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}          | {\"a\":null}             | {}",
        "{\"a\":\"b\",\"b\":1}  | {\"a\":null}             | {\"b\":1}",
        "{\"a\":[1]}            | {\"a\":\"c\"}            | {\"a\":\"c\"}",
        "{\"a\":{\"b\":\"c\"}}  | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":{\"b\":\"c\"}}  | {\"a\":[1]}              | {\"a\":[1]}",
        "{\"a\":\"b\"}          | {\"a\":{\"b\":null}}     | {\"a\":{}}",
        "{}                     | {\"a\":{\"bb\":{\"c\":null}}} | {\"a\":{\"bb\":{}}}",
      })
  void patchesAsTheStandardSays(String target, String patch, String expected) {
    assertThat(MergePatch.apply(object(target), object(patch))).isEqualTo(object(expected));
  }

  private static ObjectNode object(String text) {
    return Json.decode(text.strip(), ObjectNode.class);
  }
}
