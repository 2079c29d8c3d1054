package io.jangteo.order.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceOrderRequestTest {
  private static final String LINE = "{\"sku\":\"85123A\",\"quantity\":1}";
  private static final String ADDRESS =
      """
      {"name":"Ann","line1":"1 High Street","city":"Leeds","postcode":"LS1 1AA","country":"GB"}""";
  private static final String BODY =
      "{\"lines\":["
          + LINE
          + "],\"shippingAddress\":"
          + ADDRESS
          + ",\"payment\":{\"token\":\"t\"}}";

  private static PlaceOrderRequest read(String body) {
    return Json.decodeRequest(Buffer.buffer(body), PlaceOrderRequest.class);
  }

  private static ServiceFailure refusal(String body) {
    return catchThrowableOfType(ServiceFailure.class, () -> read(body));
  }

  @Test
  void aGoodBodyIsRead() {
    assertThat(read(BODY).lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"quantity\":1 | \"quantity\":0 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":-1 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":1000001 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":2147483648 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":9223372036854775808 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":1.5 | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":\"1\" | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":null | /lines/0/quantity",
        "\"quantity\":1 | \"quantity\":1,\"price\":1 | /lines/0/price",
        "\"sku\":\"85123A\" | \"sku\":\"-\" | /lines/0/sku",
        "\"sku\":\"85123A\" | \"sku\":\"a\\u0000b\" | /lines/0/sku",
        "\"sku\":\"85123A\" | \"sku\":7 | /lines/0/sku",
        "\"country\":\"GB\" | \"country\":\"gb\" | /shippingAddress/country",
        "\"name\":\"Ann\" | \"name\":\"\" | /shippingAddress/name",
        "\"city\":\"Leeds\" | \"city\":null | /shippingAddress/city",
        "\"token\":\"t\" | \"token\":\"\" | /payment/token",
        "\"token\":\"t\" | \"token\":\"a b\" | /payment/token",
        "\"lines\":[ | \"lines\":[null, | /lines",
        "\"lines\":[ | \"status\":\"COMPLETED\",\"lines\":[ | /status",
        "\"lines\":[ | \"memberId\":\"me\",\"lines\":[ | /memberId",
      })
  void badPartsAreNamed(String good, String bad, String field) {
    ServiceFailure failure = refusal(BODY.replace(good, bad));

    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(failure.errors()).extracting(FieldError::field).contains(field);
  }

  @Test
  void linesAreFromOneToAThousand() {
    assertThat(refusal(BODY.replace(LINE, "")).errors())
        .extracting(FieldError::field)
        .containsExactly("/lines");
    String many = LINE + ("," + LINE).repeat(PlaceOrderRequest.LINES_MAX);
    assertThat(refusal(BODY.replace(LINE, many)).errors())
        .extracting(FieldError::field)
        .containsExactly("/lines");
  }

  @Test
  void noTextShowsTheToken() {
    String token = "tok_secret";
    assertThat(read(BODY.replace("\"t\"", "\"" + token + "\"")).toString()).doesNotContain(token);
  }
}
