package io.jangteo.shipping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Decision.Word;
import io.jangteo.shipping.domain.Shipment.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every sequence of triggers up to a length: what is said must be true for good. */
class ShipmentSequencesTest {
  private static final int LENGTH = 7;
  private static final Trigger[] TRIGGERS = Trigger.values();

  private final Set<Status> reached = EnumSet.noneOf(Status.class);

  @Test
  void noSequenceShipsWhatWasCancelledOrUncancelsIt() {
    int sequences = (int) Math.pow(TRIGGERS.length, LENGTH);

    for (int sequence = 0; sequence < sequences; sequence++) {
      run(sequence);
    }

    assertThat(reached).as("what the sequences reached").isEqualTo(EnumSet.allOf(Status.class));
  }

  private void run(int sequence) {
    Shipment shipment = Shipment.UNSEEN;
    Set<Word> said = EnumSet.noneOf(Word.class);
    List<Trigger> trace = new ArrayList<>();
    int rest = sequence;
    for (int i = 0; i < LENGTH; i++, rest /= TRIGGERS.length) {
      Trigger trigger = TRIGGERS[rest % TRIGGERS.length];
      Decision decision = shipment.on(trigger);
      trace.add(trigger);
      reached.add(shipment.status());
      check(shipment, decision, said, trace);
      said.add(decision.word());
      shipment = new Shipment(decision.status(), decision.reason(), 0);
    }
    reached.add(shipment.status());
  }

  private static void check(
      Shipment before, Decision decision, Set<Word> said, List<Trigger> trace) {
    boolean moved = decision.verdict() == Verdict.MOVE;
    boolean sound =
        moved != (before.status() == decision.status())
            && !(said.contains(Word.CANCELLED) && decision.word() == Word.SCHEDULED)
            && !(said.contains(Word.REFUSED) && decision.word() == Word.SCHEDULED)
            && !(said.contains(Word.HANDED_OVER) && decision.word() == Word.CANCELLED)
            && !(said.contains(Word.HANDED_OVER) && decision.word() == Word.HANDED_OVER)
            && !(decision.word() == Word.DELIVERED && !said.contains(Word.HANDED_OVER));
    if (!sound) {
      throw new AssertionError(decision + " is unsound after " + trace);
    }
  }
}
