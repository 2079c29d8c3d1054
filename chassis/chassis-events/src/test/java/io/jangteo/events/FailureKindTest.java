package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureKindTest {
  private static PgException sqlState(String state) {
    return new PgException("no", "ERROR", state, null);
  }

  @Test
  void aLockHeldTooLongIsWaitedForNeverParked() {
    assertThat(FailureKind.of(sqlState("55P03"))).isEqualTo(FailureKind.OUTAGE);
  }

  @Test
  void whatCannotBeReachedIsWaitedFor() {
    assertThat(FailureKind.of(new IOException("gone"))).isEqualTo(FailureKind.OUTAGE);
    assertThat(FailureKind.of(sqlState("57P01"))).isEqualTo(FailureKind.OUTAGE);
  }

  @Test
  void anythingElseIsTriedAgainAFewTimes() {
    assertThat(FailureKind.of(sqlState("23505"))).isEqualTo(FailureKind.RETRY);
    assertThat(FailureKind.of(new IllegalStateException())).isEqualTo(FailureKind.RETRY);
  }

  @Test
  void whatCannotBeReadNeverGoesWell() {
    assertThat(FailureKind.of(new UndecodableMessageException("no", null)))
        .isEqualTo(FailureKind.UNDECODABLE);
  }

  @Test
  void aHandlerThatHungIsToBlameForItself() {
    assertThat(FailureKind.of(new HungHandlerException(Duration.ofSeconds(30))))
        .isEqualTo(FailureKind.HUNG);
  }
}
