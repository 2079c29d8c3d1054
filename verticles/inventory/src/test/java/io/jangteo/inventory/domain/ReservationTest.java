package io.jangteo.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.inventory.domain.Decision.Answer;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Reservation.Reason;
import io.jangteo.inventory.domain.Reservation.State;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReservationTest {
  private static final Reservation HELD = new Reservation(State.HELD, null, 2, 1);
  private static final Reservation EXPIRED = new Reservation(State.RELEASED, Reason.EXPIRED, 2, 1);
  private static final Reservation TOMBSTONE =
      new Reservation(State.RELEASED, Reason.RELEASED, 0, 1);
  private static final Reservation COMMITTED = new Reservation(State.COMMITTED, null, 2, 2);

  @Test
  void reservingHoldsAllOrRefuses() {
    Decision decision = Reservation.UNSEEN.on(Command.RESERVE);

    assertThat(decision.movement()).isEqualTo(Movement.HOLD);
    assertThat(decision.done()).isEqualTo(new Outcome(State.HELD, null, Answer.RESERVED));
    assertThat(decision.lacking())
        .isEqualTo(new Outcome(State.REFUSED, Reason.OUT_OF_STOCK, Answer.UNAVAILABLE));
  }

  @Test
  void releaseBeforeReserveLeavesATombstoneThatRefusesTheReservation() {
    Outcome tombstone = Reservation.UNSEEN.on(Command.RELEASE).done();

    assertThat(tombstone).isEqualTo(new Outcome(State.RELEASED, Reason.RELEASED, Answer.RELEASED));
    assertThat(TOMBSTONE.on(Command.RESERVE))
        .isEqualTo(
            Decision.of(
                Movement.NONE, new Outcome(State.RELEASED, Reason.RELEASED, Answer.UNAVAILABLE)));
  }

  @Test
  void committingTakesWhatIsHeldOnce() {
    assertThat(HELD.on(Command.COMMIT).movement()).isEqualTo(Movement.TAKE_HELD);
    assertThat(COMMITTED.on(Command.COMMIT).movement()).isEqualTo(Movement.NONE);
    assertThat(COMMITTED.on(Command.COMMIT).done().answer()).isEqualTo(Answer.COMMITTED);
  }

  @Test
  void releasingGivesBackWhatIsHeldOnce() {
    assertThat(HELD.on(Command.RELEASE).movement()).isEqualTo(Movement.GIVE_BACK);
    assertThat(EXPIRED.on(Command.RELEASE).movement()).isEqualTo(Movement.NONE);
    assertThat(EXPIRED.on(Command.RELEASE).done().answer()).isEqualTo(Answer.RELEASED);
  }

  @Test
  void committingAnExpiredReservationTakesFreeStockOrIsRefused() {
    Decision decision = EXPIRED.on(Command.COMMIT);

    assertThat(decision.movement()).isEqualTo(Movement.TAKE_FREE);
    assertThat(decision.done().state()).isEqualTo(State.COMMITTED);
    assertThat(decision.lacking())
        .isEqualTo(new Outcome(State.RELEASED, Reason.EXPIRED, Answer.COMMIT_REFUSED));
  }

  @Test
  void committingATombstoneIsRefusedBecauseNoLinesAreKnown() {
    assertThat(TOMBSTONE.on(Command.COMMIT).movement()).isEqualTo(Movement.NONE);
    assertThat(TOMBSTONE.on(Command.COMMIT).done().answer()).isEqualTo(Answer.COMMIT_REFUSED);
  }

  @Test
  void releasingWhatIsSoldChangesNothingAndSaysNothing() {
    assertThat(COMMITTED.on(Command.RELEASE))
        .isEqualTo(Decision.of(Movement.NONE, new Outcome(State.COMMITTED, null, Answer.SILENCE)));
  }

  @ParameterizedTest
  @CsvSource({"RESERVE,UNAVAILABLE", "COMMIT,COMMIT_REFUSED", "RELEASE,RELEASED"})
  void aRefusedReservationStaysRefused(Command command, Answer answer) {
    Reservation refused = new Reservation(State.REFUSED, Reason.OUT_OF_STOCK, 2, 1);

    assertThat(refused.on(command))
        .isEqualTo(
            Decision.of(Movement.NONE, new Outcome(State.REFUSED, Reason.OUT_OF_STOCK, answer)));
  }

  /** Except a refused commit, which may be tried again. */
  @ParameterizedTest
  @EnumSource(Command.class)
  void whatWasDoneIsNotDoneAgain(Command command) {
    Stream.of(Reservation.UNSEEN, HELD, EXPIRED, TOMBSTONE, COMMITTED)
        .map(before -> before.on(command).done())
        .filter(done -> done.answer() != Answer.COMMIT_REFUSED)
        .map(done -> new Reservation(done.state(), done.reason(), 2, 2))
        .forEach(
            after ->
                assertThat(after.on(command).movement())
                    .as("%s on %s", command, after)
                    .isEqualTo(Movement.NONE));
  }
}
