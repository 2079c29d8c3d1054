package io.jangteo.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldChecks;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Line(String sku, int quantity) {
    Line {
      new FieldChecks().text("/sku", sku, 1, 40).range("/quantity", quantity, 1, 100).throwIfAny();
    }
  }

  record Basket(String name, boolean gift, List<Line> lines) {
    Basket {
      if ("forbidden".equals(name)) {
        throw new IllegalArgumentException("name must not be that");
      }
      lines = List.copyOf(lines);
    }
  }

  private static final String GOOD =
      "{\"name\":\"a\",\"gift\":true,\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}";

  @Test
  void wellFormedRequestIsRead() {
    assertThat(decode(GOOD).lines()).containsExactly(new Line("x", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "null",
        "[]",
        "{",
        "\"text\"",
        "7",
        "{\"name\":\"a\",\"name\":\"b\",\"gift\":true,\"lines\":[]}",
        "{\"name\":\"a\",\"gift\":true,\"lines\":[]} {}",
        "{\"name\":\"a\",\"gift\":true,\"lines\":[]},",
        "{\"name\":\"a\u0000\",\"gift\":true,\"lines\":[]}",
        "{\"name\":NaN,\"gift\":true,\"lines\":[]}",
        "{'name':'a','gift':true,'lines':[]}",
        "// comment\n{\"name\":\"a\",\"gift\":true,\"lines\":[]}"
      })
  void documentThatIsNotOneJsonObjectIsRefused(String text) {
    assertThat(refusal(text).code()).isEqualTo(FailureCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":1,\"gift\":true,\"lines\":[]} | /name",
        "{\"name\":true,\"gift\":true,\"lines\":[]} | /name",
        "{\"name\":\"a\",\"gift\":\"true\",\"lines\":[]} | /gift",
        "{\"name\":\"a\",\"gift\":1,\"lines\":[]} | /gift",
        "{\"name\":\"a\",\"gift\":true,\"lines\":{}} | /lines",
        "{\"name\":\"a\",\"gift\":true,\"lines\":[],\"more\":1} | /more",
        "{\"name\":\"a\",\"lines\":[]} | /gift",
        "{\"name\":\"a\",\"gift\":null,\"lines\":[]} | /gift",
        "{\"gift\":true,\"lines\":[{\"sku\":\"x\",\"quantity\":\"1\"}]} | /lines/0/quantity",
        "{\"gift\":true,\"lines\":[{\"sku\":\"x\",\"quantity\":1.0}]} | /lines/0/quantity",
        "{\"gift\":true,\"lines\":[{\"sku\":\"x\",\"quantity\":99999999999}]} | /lines/0/quantity",
        "{\"gift\":true,\"lines\":[{\"sku\":\"x\"}]} | /lines/0/quantity",
        "{\"gift\":true,\"lines\":[{\"sku\":\"x\",\"quantity\":1},{\"quantity\":1}]} | /lines/1/sku",
        "{\"name\":\"\\u0000\",\"gift\":true,\"lines\":[]} | /name",
        "{\"name\":\"\\ud800x\",\"gift\":true,\"lines\":[]} | /name",
        "{\"gift\":true,\"lines\":[{\"sku\":\"a\\u0000\",\"quantity\":1}]} | /lines/0/sku",
        "{\"a\\u0000\":1} | /a?",
      })
  void faultNamesItsField(String text, String field) {
    assertThat(refusal(text).errors()).extracting(FieldError::field).containsExactly(field);
  }

  @Test
  void everyFaultOfOneRecordIsReportedUnderItsPath() {
    ServiceFailure failure = refusal("{\"gift\":true,\"lines\":[{\"sku\":\"\",\"quantity\":0}]}");

    assertThat(failure.errors())
        .extracting(FieldError::field)
        .containsExactly("/lines/0/sku", "/lines/0/quantity");
  }

  @Test
  void messageOfAnIllegalArgumentIsTheDetail() {
    assertThat(refusal("{\"name\":\"forbidden\",\"gift\":true,\"lines\":[]}").errors())
        .containsExactly(new FieldError("/", "name must not be that"));
  }

  @Test
  void absentListIsARefusalAndNotAFault() {
    assertThat(refusal("{\"name\":\"a\",\"gift\":true}").code())
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }

  @Test
  void backslashBeforeAnEscapeIsNotAnEscape() {
    assertThat(decode("{\"name\":\"\\\\u0000\",\"gift\":true,\"lines\":[]}").name())
        .isEqualTo("\\u0000");
  }

  @Test
  void surrogatePairWrittenAsEscapesIsOneCharacter() {
    assertThat(decode("{\"name\":\"\\ud83d\\ude00\",\"gift\":true,\"lines\":[]}").name())
        .isEqualTo("\uD83D\uDE00");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThat(refusalOf(GOOD.getBytes(StandardCharsets.UTF_16LE)).errors()).hasSize(1);
    assertThat(refusalOf(nameOf(0xC0, 0x80)).errors()).hasSize(1);
    assertThat(refusalOf(nameOf(0xFF)).errors()).hasSize(1);
    assertThat(refusalOf(nameOf(0xED, 0xA0, 0x80)).errors()).hasSize(1);
  }

  @Test
  void nestingIsBoundedAtThirtyTwo() {
    assertThat(Json.decodeRequest(Buffer.buffer(nested(32)), Object.class)).isNotNull();
    assertThat(catchFailure(() -> Json.decodeRequest(Buffer.buffer(nested(33)), Object.class)))
        .isNotNull();
  }

  @Test
  void numbersAreBoundedAtFortyDigits() {
    Buffer longest = Buffer.buffer("{\"n\":" + "1".repeat(40) + "}");
    Buffer tooLong = Buffer.buffer("{\"n\":" + "1".repeat(41) + "}");

    assertThat(Json.decodeRequest(longest, Map.class)).hasSize(1);
    assertThat(catchFailure(() -> Json.decodeRequest(tooLong, Map.class))).isNotNull();
  }

  @Test
  void nameOfAnUnknownFieldIsCutAndCleaned() {
    String field =
        refusal(GOOD.replace("}]}", "}],\"" + "~/".repeat(100) + "\":1}")).errors().get(0).field();

    assertThat(field).hasSizeLessThanOrEqualTo(65).startsWith("/~0~1");
  }

  @Test
  void documentOfANewerWriterIsRead() {
    assertThat(Json.decode("{\"sku\":\"x\",\"quantity\":1,\"since\":2}", Line.class))
        .isEqualTo(new Line("x", 1));
  }

  private static Basket decode(String text) {
    return Json.decodeRequest(Buffer.buffer(text), Basket.class);
  }

  private static ServiceFailure refusal(String text) {
    return catchFailure(() -> decode(text));
  }

  private static ServiceFailure refusalOf(byte[] bytes) {
    return catchFailure(() -> Json.decodeRequest(Buffer.buffer(bytes), Basket.class));
  }

  private static ServiceFailure catchFailure(Runnable decoding) {
    return catchThrowableOfType(ServiceFailure.class, decoding::run);
  }

  private static byte[] nameOf(int... bytes) {
    Buffer body = Buffer.buffer("{\"name\":\"");
    for (int value : bytes) {
      body.appendByte((byte) value);
    }
    return body.appendString("\",\"gift\":true,\"lines\":[]}").getBytes();
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
