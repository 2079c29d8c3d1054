package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatWriterTest {
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  @Test
  void cborHoldsTheSame() throws Exception {
    String json = "{\"a\":[1,-2,3.5,9007199254740993],\"b\":{\"c\":null,\"d\":true},\"é\":\"ü\"}";

    Buffer cbor = FormatWriter.convert(Buffer.buffer(json), Format.CBOR, false);

    assertThat(CBOR.readTree(cbor.getBytes())).isEqualTo(Json.LENIENT.readTree(json));
    assertThat(cbor.length()).isLessThan(json.length());
  }

  @Test
  void xmlNamesMembersAndEntries() {
    assertThat(
            xml(
                "{\"id\":7,\"lines\":[{\"sku\":\"A&B\"},{}],\"none\":null,\"9x\":\"<\",\"xmlns\":1}"))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><answer><id>7</id><lines><i><sku>A&amp;B</sku>"
                + "</i><i></i></lines><none nil=\"true\"/><member name=\"9x\">&lt;</member>"
                + "<member name=\"xmlns\">1</member></answer>");
  }

  @Test
  void aProblemIsInTheNamespaceOfItsStandard() {
    Buffer problem = Buffer.buffer("{\"status\":404}");

    assertThat(FormatWriter.convert(problem, Format.XML, true).toString())
        .endsWith("<problem xmlns=\"urn:ietf:rfc:7807\"><status>404</status></problem>");
  }

  @Test
  void whatIsNoJsonIsNotConverted() {
    for (Format format : List.of(Format.CBOR, Format.XML)) {
      assertThatThrownBy(() -> FormatWriter.convert(Buffer.buffer("{\"a\":"), format, false))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  private static String xml(String json) {
    return FormatWriter.convert(Buffer.buffer(json), Format.XML, false).toString();
  }
}
