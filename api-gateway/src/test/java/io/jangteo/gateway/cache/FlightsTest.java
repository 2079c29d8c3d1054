package io.jangteo.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Flights flights = new Flights(10, () -> 0);
  private final Promise<Fill> call = Promise.promise();

  @Test
  void whoHasLessTimeGivesUpAndTheOthersGoOnWaiting() {
    Future<Fill> leader = flights.start("k", 1, 3 * SECOND, call::future);
    Future<Fill> patient = flights.join(flights.running("k", 1), 5 * SECOND);
    Future<Fill> hasty = flights.join(flights.running("k", 1), SECOND / 50);

    await().until(hasty::failed);

    assertThat(((ServiceFailure) hasty.cause()).code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(patient.isComplete()).isFalse();
    Fill fill = new Fill(Policies.reply(200, "x"), null, false, true);
    call.complete(fill);
    assertThat(leader.result()).isSameAs(fill);
    assertThat(patient.result()).isSameAs(fill);
    await().until(() -> flights.waiting() == 0);
  }

  @Test
  void onlyWhoIsContentWithItsGenerationMayJoin() {
    flights.start("k", 1, SECOND, call::future);

    assertThat(flights.running("k", 1)).isNotNull();
    assertThat(flights.running("k", 2)).isNull();
    assertThat(flights.running("other", 1)).isNull();
  }

  @Test
  void aCallThatWasOvertakenDoesNotEndTheOneThatOvertookIt() {
    Promise<Fill> newer = Promise.promise();
    flights.start("k", 1, SECOND, call::future);
    flights.start("k", 2, SECOND, newer::future);

    call.fail("too late");

    assertThat(flights.running("k", 2)).isNotNull();
    newer.fail("also");
    assertThat(flights.running()).isZero();
  }

  @Test
  void aCallThatCannotBeMadeLeavesNothingBehind() {
    Future<Fill> failed =
        flights.start(
            "k",
            1,
            SECOND,
            () -> {
              throw new IllegalStateException("no");
            });

    assertThat(failed.failed()).isTrue();
    assertThat(flights.running()).isZero();
  }
}
