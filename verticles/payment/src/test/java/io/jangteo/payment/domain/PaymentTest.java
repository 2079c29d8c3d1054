package io.jangteo.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.LedgerEntry.Account;
import io.jangteo.payment.domain.LedgerEntry.Line;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentTest {
  private static final Money AMOUNT = new Money(1000, "GBP");

  /** Every state with every command: what follows, and what it causes. */
  @ParameterizedTest(name = "{0} + {1} -> {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "NEW                 | authorize | AUTHORIZING         | Await AUTHORIZE, Call AUTHORIZE",
        "AUTHORIZING         | authorize | AUTHORIZING         | Await AUTHORIZE",
        "AUTHORIZED          | authorize | AUTHORIZED          | Answer Authorized",
        "DECLINED            | authorize | DECLINED            | Answer Declined",
        "AUTHORIZING_TO_VOID | authorize | AUTHORIZING_TO_VOID | Answer Declined",
        "VOIDING             | authorize | VOIDING             | Answer Declined",
        "VOIDED              | authorize | VOIDED              | Answer Declined",
        "CAPTURING           | authorize | CAPTURING           | Answer Authorized",
        "CAPTURING_TO_UNDO   | authorize | CAPTURING_TO_UNDO   | Answer Declined",
        "CAPTURED            | authorize | CAPTURED            | Answer Authorized",
        "CAPTURE_REFUSED     | authorize | CAPTURE_REFUSED     | Answer Authorized",
        "REFUNDING           | authorize | REFUNDING           | Answer Declined",
        "REFUNDED            | authorize | REFUNDED            | Answer Declined",
        "NEW                 | void      | VOIDED              | Answer Voided",
        "AUTHORIZING         | void      | AUTHORIZING_TO_VOID | Await VOID, Hasten AUTHORIZE",
        "AUTHORIZED          | void      | VOIDING             | Await VOID, Call VOID",
        "DECLINED            | void      | DECLINED            | Answer Voided",
        "AUTHORIZING_TO_VOID | void      | AUTHORIZING_TO_VOID | Await VOID",
        "VOIDING             | void      | VOIDING             | Await VOID",
        "VOIDED              | void      | VOIDED              | Answer Voided",
        "CAPTURING           | void      | CAPTURING_TO_UNDO   | Await VOID, Hasten CAPTURE",
        "CAPTURING_TO_UNDO   | void      | CAPTURING_TO_UNDO   | Await VOID",
        "CAPTURED            | void      | REFUNDING           | Await VOID, Call REFUND",
        "CAPTURE_REFUSED     | void      | VOIDING             | Await VOID, Call VOID",
        "REFUNDING           | void      | REFUNDING           | Await VOID",
        "REFUNDED            | void      | REFUNDED            | Answer Voided",
        "NEW                 | capture   | NEW                 | Answer CaptureRefused",
        "AUTHORIZING         | capture   | AUTHORIZING         | Answer CaptureRefused",
        "AUTHORIZED          | capture   | CAPTURING           | Await CAPTURE, Call CAPTURE",
        "DECLINED            | capture   | DECLINED            | Answer CaptureRefused",
        "AUTHORIZING_TO_VOID | capture   | AUTHORIZING_TO_VOID | Answer CaptureRefused",
        "VOIDING             | capture   | VOIDING             | Answer CaptureRefused",
        "VOIDED              | capture   | VOIDED              | Answer CaptureRefused",
        "CAPTURING           | capture   | CAPTURING           | Await CAPTURE",
        "CAPTURING_TO_UNDO   | capture   | CAPTURING_TO_UNDO   | Await CAPTURE",
        "CAPTURED            | capture   | CAPTURED            | Answer Captured",
        "CAPTURE_REFUSED     | capture   | CAPTURE_REFUSED     | Answer CaptureRefused",
        "REFUNDING           | capture   | REFUNDING           | Answer CaptureRefused",
        "REFUNDED            | capture   | REFUNDED            | Answer CaptureRefused",
        "NEW                 | refund    | NEW                 | Answer Refunded",
        "AUTHORIZING         | refund    | AUTHORIZING         | Answer Refunded",
        "AUTHORIZED          | refund    | AUTHORIZED          | Answer Refunded",
        "DECLINED            | refund    | DECLINED            | Answer Refunded",
        "AUTHORIZING_TO_VOID | refund    | AUTHORIZING_TO_VOID | Answer Refunded",
        "VOIDING             | refund    | VOIDING             | Answer Refunded",
        "VOIDED              | refund    | VOIDED              | Answer Refunded",
        "CAPTURING           | refund    | CAPTURING           | Answer Refunded",
        "CAPTURING_TO_UNDO   | refund    | CAPTURING_TO_UNDO   | Answer Refunded",
        "CAPTURED            | refund    | REFUNDING           | Await REFUND, Call REFUND",
        "CAPTURE_REFUSED     | refund    | CAPTURE_REFUSED     | Answer Refunded",
        "REFUNDING           | refund    | REFUNDING           | Await REFUND",
        "REFUNDED            | refund    | REFUNDED            | Answer Refunded",
      })
  void everyCommandHasAnAnswerInEveryState(
      PaymentStatus before, String command, PaymentStatus after, String effects) {
    Decision decision = in(before).decide(command(command));

    assertThat(decision.next().status()).isEqualTo(after);
    assertThat(describe(decision)).isEqualTo(effects);
  }

  @ParameterizedTest(name = "{0} + {1} {2} -> {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTHORIZING         | AUTHORIZE | done    | AUTHORIZED      | Post AUTHORIZE, AnswerWaiting AUTHORIZE Authorized",
        "AUTHORIZING         | AUTHORIZE | refused | DECLINED        | AnswerWaiting AUTHORIZE Declined",
        "AUTHORIZING_TO_VOID | AUTHORIZE | done    | VOIDING         | Post AUTHORIZE, Call VOID",
        "AUTHORIZING_TO_VOID | AUTHORIZE | refused | VOIDED          | AnswerWaiting AUTHORIZE Declined, AnswerWaiting VOID Voided",
        "VOIDING             | VOID      | done    | VOIDED          | Post VOID, AnswerWaiting AUTHORIZE Declined, AnswerWaiting VOID Voided",
        "CAPTURING           | CAPTURE   | done    | CAPTURED        | Post CAPTURE, AnswerWaiting CAPTURE Captured",
        "CAPTURING           | CAPTURE   | refused | CAPTURE_REFUSED | AnswerWaiting CAPTURE CaptureRefused",
        "CAPTURING_TO_UNDO   | CAPTURE   | done    | REFUNDING       | Post CAPTURE, Call REFUND",
        "CAPTURING_TO_UNDO   | CAPTURE   | refused | VOIDING         | AnswerWaiting CAPTURE CaptureRefused, Call VOID",
        "REFUNDING           | REFUND    | done    | REFUNDED        | Post REFUND, AnswerWaiting CAPTURE CaptureRefused, AnswerWaiting REFUND Refunded, AnswerWaiting VOID Voided",
      })
  void everyExpectedAnswerOfTheProviderMovesThePayment(
      PaymentStatus before, Step step, String result, PaymentStatus after, String effects) {
    Decision decision = in(before).settle(step, AMOUNT, result(result));

    assertThat(decision.next().status()).isEqualTo(after);
    assertThat(describe(decision)).isEqualTo(effects);
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTHORIZING", "AUTHORIZING_TO_VOID"})
  void anAnswerThatComesAgainChangesNothing(PaymentStatus later) {
    Payment payment = in(later);

    assertThat(payment.settle(Step.AUTHORIZE, AMOUNT, result("done")))
        .isEqualTo(new Decision(payment, List.of()));
    assertThat(payment.settle(Step.AUTHORIZE, AMOUNT, result("refused")))
        .isEqualTo(new Decision(payment, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1001,GBP", "-1,GBP", "1000,EUR"})
  void captureOfWhatIsNotHeldIsRefusedAndTheHoldStays(long minor, String currency) {
    Payment held = in(PaymentStatus.AUTHORIZED);

    Decision decision = held.decide(new Command.Capture(new Money(minor, currency)));

    assertThat(decision.next()).isEqualTo(held);
    assertThat(decision.effects())
        .containsExactly(new Effect.Answer(new Reply.CaptureRefused("amount_not_held")));
  }

  @ParameterizedTest
  @CsvSource({"1001,GBP", "-1,GBP", "1000,EUR"})
  void refundBeyondWhatWasTakenGivesNothingBack(long minor, String currency) {
    Payment captured = in(PaymentStatus.CAPTURED);

    Decision decision = captured.decide(new Command.Refund(new Money(minor, currency)));

    assertThat(decision.next()).isEqualTo(captured);
    assertThat(decision.effects())
        .containsExactly(new Effect.Answer(new Reply.Refunded(new Money(0, currency))));
  }

  @Test
  void partialCaptureReleasesTheRestOfTheHold() {
    Money taken = new Money(400, "GBP");

    Decision decision = in(PaymentStatus.CAPTURING).settle(Step.CAPTURE, taken, result("done"));

    assertThat(decision.next().captured()).isEqualTo(taken);
    assertThat(decision.effects().get(0))
        .isEqualTo(
            new Effect.Post(
                new LedgerEntry(
                    Step.CAPTURE,
                    "GBP",
                    List.of(
                        new Line(Account.HELD, -1000),
                        new Line(Account.CARD, 600),
                        new Line(Account.PROVIDER, 400)))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"VOID", "REFUND"})
  void givingBackIsNeverRefusedForGood(Step step) {
    assertThatIllegalStateException()
        .isThrownBy(() -> in(PaymentStatus.VOIDING).settle(step, AMOUNT, result("refused")));
  }

  @Test
  void anEntryThatDoesNotBalanceCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LedgerEntry(Step.VOID, "GBP", List.of(new Line(Account.CARD, 1))));
  }

  private static Payment in(PaymentStatus status) {
    return new Payment(status, AMOUNT, AMOUNT, AMOUNT, "auth", "cap", "reason");
  }

  private static Command command(String name) {
    return switch (name) {
      case "authorize" -> new Command.Authorize(AMOUNT);
      case "void" -> new Command.VoidHold();
      case "capture" -> new Command.Capture(AMOUNT);
      default -> new Command.Refund(AMOUNT);
    };
  }

  private static ProviderResult result(String name) {
    return name.equals("done")
        ? new ProviderResult.Done("ref")
        : new ProviderResult.Refused("card_declined");
  }

  private static String describe(Decision decision) {
    return decision.effects().stream().map(PaymentTest::describe).collect(Collectors.joining(", "));
  }

  private static String describe(Effect effect) {
    String name = effect.getClass().getSimpleName();
    if (effect instanceof Effect.Answer answer) {
      return name + " " + answer.reply().getClass().getSimpleName();
    }
    if (effect instanceof Effect.AnswerWaiting answer) {
      return name + " " + answer.step() + " " + answer.reply().getClass().getSimpleName();
    }
    if (effect instanceof Effect.Post post) {
      return name + " " + post.entry().kind();
    }
    if (effect instanceof Effect.Await await) {
      return name + " " + await.step();
    }
    return effect instanceof Effect.Call call
        ? name + " " + call.step()
        : name + " " + ((Effect.Hasten) effect).step();
  }
}
