package io.jangteo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-bmF0_dXJl ok | got *** ok",
        "jangteo.events, bearer.eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln | jangteo.events,"
            + " bearer.***",
        "key jk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA. | key ***.",
        "card tok_ok | card ***",
        "Authorization: Bearer abc.def-123== | Authorization: Bearer ***",
        "header basic dXNlcjpwYXNz | header basic ***",
        "password=hunter2, next | password=***, next",
        "password=\"hunter2\" next | password=\"***\" next",
        "{\"refreshToken\":\"a.b-c\",\"x\":1} | {\"refreshToken\":\"***\",\"x\":1}",
        "{\\\"client_secret\\\": \\\"abc\\\"} | {\\\"client_secret\\\": \\\"***\\\"}",
        "X-API-Key: abc | X-API-Key: ***",
        "amqp://guest:gue%40st@host:5672/v | amqp://guest:***@host:5672/v",
        "postgres://u:p@db.example.com/x | postgres://u:***@db.example.com/x",
        "for ann.lee+x@mail.example.org: no | for ***@mail.example.org: no",
        "card 4111111111111111 refused | card ***1111 refused",
        "card 4111 1111 1111 1111 refused | card ***1111 refused",
        "card 3782-822463-10005. | card ***0005."
      })
  void whatNoLogMayHoldIsTakenOut(String line, String masked) {
    assertThat(Masking.mask(line)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a refresh token was used twice: its session is ended",
        "signing keys not fetched error=\"no service offers the key set\"",
        "orderId=\"0191e5a0-7c1e-7d3a-9f00-3a5f6f0f5a11\" status=\"404\"",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "elapsed 1732545123456 ms, 4111111111111112 bytes",
        "at io.vertx.core.impl.ContextBase@1f2e3d",
        "io.jangteo.bus.BusClient.send(BusClient.java:123)"
      })
  void everythingElseStays(String line) {
    assertThat(Masking.mask(line)).isEqualTo(line);
  }

  /** Lines that patterns without bounds would think about for minutes. */
  @Test
  void noLineTakesLong() {
    for (String part :
        new String[] {"a", "a.", "eyJ", "1", "4 ", "://", "token", "a@", "@a.", "="}) {
      String line = part.repeat(20_000 / part.length());
      long start = System.nanoTime();

      Masking.mask(line);

      assertThat(System.nanoTime() - start).as(part).isLessThan(2_000_000_000L);
    }
  }
}
