package io.jangteo.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.Progress.NumberedReply;
import io.jangteo.payment.domain.Command;
import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.LedgerEntry.Account;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.PaymentStatus;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.payment.domain.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every order in which commands and the provider's answers can come, played to its end. */
class PaymentScheduleTest {
  private static final Money AMOUNT = new Money(1000, "GBP");
  private static final UUID ORDER = new UUID(7, 7);

  /** Two of each but the refund: the second is another command that asks for the same. */
  private static final List<Command> COMMANDS =
      List.of(
          new Command.Authorize(AMOUNT),
          new Command.Authorize(AMOUNT),
          new Command.VoidHold(),
          new Command.VoidHold(),
          new Command.Capture(AMOUNT),
          new Command.Refund(AMOUNT));

  private int ends;

  private record World(
      PaymentRecord record,
      List<Integer> received,
      List<NumberedReply> replies,
      List<LedgerEntry> entries) {

    World after(List<Integer> nowReceived, Progress progress) {
      return new World(
          progress.next(),
          nowReceived,
          Stream.concat(replies.stream(), progress.replies().stream()).toList(),
          Stream.concat(entries.stream(), progress.entries().stream()).toList());
    }
  }

  @Test
  void moneyAndRepliesAreRightAfterEverySchedule() {
    PaymentRecord untouched = new PaymentRecord(ORDER, Payment.UNTOUCHED, 0, Map.of());

    explore(new World(untouched, List.of(), List.of(), List.of()));

    assertThat(ends).isGreaterThan(1000);
  }

  private void explore(World world) {
    checkAlways(world);
    for (int i = 0; i < COMMANDS.size(); i++) {
      if (!world.received().contains(i)) {
        List<Integer> received = new ArrayList<>(world.received());
        received.add(i);
        PaymentRecord record = world.record();
        explore(
            world.after(received, record.obey(record.payment().decide(COMMANDS.get(i)), id(i))));
      }
    }
    boolean quiet = true;
    for (Step step : Step.values()) {
      if (world.record().isPending(step)) {
        quiet = false;
        resolve(world, step, new ProviderResult.Done("ref-" + step));
        if (step == Step.AUTHORIZE || step == Step.CAPTURE) {
          resolve(world, step, new ProviderResult.Refused("no"));
        }
      }
    }
    if (quiet) {
      ends++;
      checkAtRest(world);
    }
  }

  private void resolve(World world, Step step, ProviderResult result) {
    PaymentRecord record = world.record();
    explore(
        world.after(
            world.received(), record.resolve(step, record.payment().settle(step, AMOUNT, result))));
  }

  private static void checkAlways(World world) {
    assertThat(world.replies().stream().map(NumberedReply::commandId)).doesNotHaveDuplicates();
    assertThat(world.entries().stream().map(LedgerEntry::kind)).doesNotHaveDuplicates();
    for (int i = 0; i < world.replies().size(); i++) {
      assertThat(world.replies().get(i).version()).isEqualTo(i + 1L);
    }
  }

  private static void checkAtRest(World world) {
    // Whoever asked has an answer.
    assertThat(world.replies().stream().map(NumberedReply::commandId))
        .containsExactlyInAnyOrderElementsOf(
            world.received().stream().map(PaymentScheduleTest::id).toList());
    // The ledger says what the status says.
    PaymentStatus status = world.record().payment().status();
    boolean holds = status == PaymentStatus.AUTHORIZED || status == PaymentStatus.CAPTURE_REFUSED;
    long taken = status == PaymentStatus.CAPTURED ? AMOUNT.amountMinor() : 0;
    assertThat(balance(world, Account.HELD)).isEqualTo(holds ? AMOUNT.amountMinor() : 0);
    assertThat(balance(world, Account.PROVIDER)).isEqualTo(taken);
    // An order whose last word was "void" has all its money back.
    if (world.received().contains(2) || world.received().contains(3)) {
      assertThat(balance(world, Account.CARD)).isZero();
    }
  }

  private static long balance(World world, Account account) {
    return world.entries().stream()
        .flatMap(entry -> entry.lines().stream())
        .filter(line -> line.account() == account)
        .mapToLong(LedgerEntry.Line::amountMinor)
        .sum();
  }

  private static UUID id(int command) {
    return new UUID(0, command);
  }
}
