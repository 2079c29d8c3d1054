package io.jangteo.payment.domain;

import io.jangteo.contracts.Money;
import java.util.List;

/**
 * One balanced entry of the double-entry ledger: its lines sum to zero.
 *
 * @param kind an order has at most one entry of each
 * @param lines all of one currency
 */
public record LedgerEntry(Step kind, String currency, List<Line> lines) {

  /** Accounts; amounts are seen from ours, so that the card's balance is what the buyer owes. */
  public enum Account {
    /** What the buyer's card was charged or is blocked for, as a negative amount. */
    CARD,
    /** What is held and not taken. */
    HELD,
    /** What the provider took for us and owes us. */
    PROVIDER
  }

  /** A signed change of one account. */
  public record Line(Account account, long amountMinor) {}

  public LedgerEntry {
    lines = List.copyOf(lines);
    if (lines.stream().mapToLong(Line::amountMinor).reduce(0, Math::addExact) != 0) {
      throw new IllegalArgumentException("a ledger entry sums to zero");
    }
  }

  static LedgerEntry hold(Money held) {
    return transfer(Step.AUTHORIZE, held, Account.CARD, Account.HELD);
  }

  static LedgerEntry release(Money held) {
    return transfer(Step.VOID, held, Account.HELD, Account.CARD);
  }

  /** Releases the whole hold and takes {@code taken} of it. */
  static LedgerEntry take(Money held, Money taken) {
    return new LedgerEntry(
        Step.CAPTURE,
        held.currency(),
        List.of(
            new Line(Account.HELD, -held.amountMinor()),
            new Line(Account.CARD, held.amountMinor() - taken.amountMinor()),
            new Line(Account.PROVIDER, taken.amountMinor())));
  }

  static LedgerEntry giveBack(Money returned) {
    return transfer(Step.REFUND, returned, Account.PROVIDER, Account.CARD);
  }

  private static LedgerEntry transfer(Step kind, Money amount, Account from, Account to) {
    return new LedgerEntry(
        kind,
        amount.currency(),
        List.of(new Line(from, -amount.amountMinor()), new Line(to, amount.amountMinor())));
  }
}
