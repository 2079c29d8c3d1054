package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input of operators: refused naming the field, and without an effect. Quotes are single. */
class AdminInputIT {
  private static RunningGateway gateway;
  private static Operator operator;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    operator = new Operator(gateway);
  }

  @AfterAll
  static void stop() {
    assertThat(operator.get("/admin/audit").path("items")).as("no change").isEmpty();
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "404 | ~~ | PUT /admin/routes/nobody/weights | {'1.0.0':1}",
        "404 | ~~ | PUT /admin/routes/gateway/weights | {'1.0.0':1}",
        "400 | path.service | PUT /admin/routes/NO/weights | {'1.0.0':1}",
        "400 | / | PUT /admin/routes/market/weights | {}",
        "400 | / | PUT /admin/routes/market/weights | [1]",
        "400 | / | PUT /admin/routes/market/weights | 5",
        "400 | / | PUT /admin/routes/market/weights | ~~",
        "400 | / | PUT /admin/routes/market/weights | {'1.0.0':1",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':-1}",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':1001}",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':1e99}",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':1.5}",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':'1'}",
        "400 | /1.0.0 | PUT /admin/routes/market/weights | {'1.0.0':null}",
        "400 | / | PUT /admin/routes/market/weights | {'a b':1}",
        "400 | / | PUT /admin/routes/market/weights | {'1.0.0':0}",
        "404 | ~~ | DELETE /admin/routes/nobody/weights | ~~",
        "404 | ~~ | DELETE /admin/cache/nobody | ~~",
        "404 | ~~ | GET /admin/routes?service=nobody | ~~",
        "404 | ~~ | GET /admin/instances?service=nobody | ~~",
        "400 | query.x | GET /admin/routes?x=1 | ~~",
        "400 | query.limit | GET /admin/audit?limit=201 | ~~",
        "400 | query.limit | GET /admin/audit?limit=0 | ~~",
        "400 | / | DELETE /admin/cache | {}",
        "400 | /logger | PUT /admin/log-level | {'logger':'no.such.logger','level':'INFO'}",
        "400 | /logger | PUT /admin/log-level | {'logger':'audit','level':'OFF'}",
        "400 | /level | PUT /admin/log-level | {'logger':'ROOT','level':'INHERIT'}",
        "400 | /level | PUT /admin/log-level | {'logger':'ROOT','level':'LOUD'}",
        "400 | /level | PUT /admin/log-level | {'logger':'ROOT'}",
        "400 | /seconds | PUT /admin/log-level | {'logger':'ROOT','level':'INFO','seconds':0}",
        "400 | /more | PUT /admin/log-level | {'logger':'ROOT','level':'INFO','more':1}",
        "400 | /service | PUT /admin/faults | {'service':'nobody','delayMs':1,'percentage':1,'seconds':1}",
        "400 | /service | PUT /admin/faults | {'service':'gateway','delayMs':1,'percentage':1,'seconds':1}",
        "400 | /operation | PUT /admin/faults | {'service':'market','operation':'none','delayMs':1,'percentage':1,'seconds':1}",
        "400 | /percentage | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':101,'seconds':1}",
        "400 | /percentage | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':-1,'seconds':1}",
        "400 | /percentage | PUT /admin/faults | {'service':'market','delayMs':1,'seconds':1}",
        "400 | /seconds | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':1}",
        "400 | /seconds | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':1,'seconds':901}",
        "400 | /delayMs | PUT /admin/faults | {'service':'market','delayMs':10001,'percentage':1,'seconds':1}",
        "400 | /abortStatus | PUT /admin/faults | {'service':'market','abortStatus':200,'percentage':1,'seconds':1}",
        "400 | /abortStatus | PUT /admin/faults | {'service':'market','percentage':1,'seconds':1}",
        "400 | /extra | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':1,'seconds':1,'extra':1}",
        "400 | /header/name | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':1,'seconds':1,'header':{'name':'a b'}}",
        "400 | /header/name | PUT /admin/faults | {'service':'market','delayMs':1,'percentage':1,'seconds':1,'header':{'name':'Cookie'}}",
        "400 | query.service | DELETE /admin/faults?operation=echo | ~~",
        "404 | ~~ | DELETE /admin/faults?service=market | ~~",
      })
  void badInputIsRefusedNamingTheField(int status, String field, String request, String body) {
    String[] parts = request.split(" ");

    HttpResponse<String> response =
        operator.send(parts[0], parts[1], body == null ? "" : body.replace('\'', '"'));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    if (field != null && !field.isEmpty()) {
      assertThat(RunningGateway.json(response).path("errors").findValuesAsText("field"))
          .as(response.body())
          .contains(field);
    }
  }

  @Test
  void tooManyVersionsAndTooLongABodyAreRefused() {
    String many =
        IntStream.range(0, 21)
            .mapToObj(i -> "\"1." + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(operator.send("PUT", "/admin/routes/market/weights", many).statusCode())
        .isEqualTo(400);
    assertThat(
            operator
                .send("PUT", "/admin/log-level", "{\"logger\":\"" + "a".repeat(9000) + "\"}")
                .statusCode())
        .isEqualTo(413);
  }
}
