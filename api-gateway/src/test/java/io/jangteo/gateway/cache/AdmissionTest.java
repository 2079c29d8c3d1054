package io.jangteo.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final CachePolicy POLICY = Policies.of(1, List.of());
  private static final CachePolicy PRIVATE = Policies.policy(1, List.of(), true);

  private static StoredReply admit(CachePolicy policy, BusReply reply, double random) {
    return new Admission(1 << 20, () -> random).admit(policy, reply, 7, 11);
  }

  private static BusReply saying(String cacheControl) {
    return Policies.reply(200, "x").with(BusHeaders.CACHE_CONTROL, cacheControl);
  }

  @ParameterizedTest
  @CsvSource({"0, 4500", "0.5, 5000", "1, 5500"})
  void lifetimesAreSpreadByATenth(double random, long millis) {
    StoredReply reply = admit(POLICY, Policies.reply(200, "x"), random);

    assertThat(TimeUnit.NANOSECONDS.toMillis(reply.freshNanos())).isEqualTo(millis);
    assertThat(reply.generation()).isEqualTo(7);
    assertThat(reply.bornNanos()).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-age=2              | 2
          max-age=2, s-maxage=3  | 3
          public                 | 5
          """)
  void theServicesWordGoesBeforeTheContracts(String said, long seconds) {
    assertThat(admit(POLICY, saying(said), 0.5).freshNanos())
        .isEqualTo(TimeUnit.SECONDS.toNanos(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "no-cache", "private", "max-age=0", "s-maxage=x", "NO-STORE"})
  void whatTheServiceDoesNotWantKeptIsNotKept(String said) {
    assertThat(admit(POLICY, saying(said), 0.5)).isNull();
  }

  @Test
  void privateIsNoObstacleWhereAnswersAreForOneCaller() {
    assertThat(admit(PRIVATE, saying("private"), 0.5)).isNotNull();
    assertThat(admit(PRIVATE, saying("no-store"), 0.5)).isNull();
    assertThat(Admission.isShareable(PRIVATE, saying("private"))).isTrue();
    assertThat(Admission.isShareable(POLICY, saying("private"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"set-cookie, a=b", "vary, Accept", "content-type, 'a\tb'"})
  void whatDependsOnMoreThanTheKeyIsNotKept(String header, String value) {
    assertThat(admit(POLICY, Policies.reply(200, "x").with(header, value), 0.5)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 206, 301, 304, 400, 403, 410, 500, 503})
  void noOtherStatusIsKept(int status) {
    assertThat(admit(POLICY, Policies.reply(status, "x"), 0.5)).isNull();
  }

  @Test
  void aTagThatWouldBreakTheHeadIsReplacedAndAGoodOneKept() {
    BusReply bad = Policies.reply(200, "x").with(BusHeaders.ETAG, "\"a\r\nb: c\"");
    BusReply good = Policies.reply(200, "x").with(BusHeaders.ETAG, "W/\"7\"");

    assertThat(admit(POLICY, bad, 0.5).etag()).matches("\"[\\w-]+\"");
    assertThat(admit(POLICY, good, 0.5).etag()).isEqualTo("W/\"7\"");
  }
}
