package io.jangteo.shipping.domain;

import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Decision.Word;

/**
 * Where the shipment of one order stands. Triggers may come twice, late or before the one they
 * undo; {@link #on} is total over all of that.
 *
 * @param reason why nothing is shipped; null otherwise
 * @param version messages sent about it so far
 */
public record Shipment(Status status, Reason reason, long version) {

  /** The first is never stored: it is the absence of a row. */
  public enum Status {
    UNSEEN,
    SCHEDULED,
    READY,
    HANDED_OVER,
    DELIVERED,
    CANCELLED,
    REFUSED
  }

  /** Why nothing is shipped. The text is part of the messages. */
  public enum Reason {
    ADDRESS_NOT_SERVED("address-not-served"),
    CANCELLED("cancelled");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static final Shipment UNSEEN = new Shipment(Status.UNSEEN, null, 0);

  /** What the trigger leads to from here. */
  public Decision on(Trigger trigger) {
    return switch (trigger) {
      case SCHEDULE -> schedule(new Decision(Verdict.MOVE, Status.SCHEDULED, null, Word.SCHEDULED));
      case SCHEDULE_UNSERVED ->
          schedule(
              new Decision(Verdict.MOVE, Status.REFUSED, Reason.ADDRESS_NOT_SERVED, Word.REFUSED));
      case CANCEL -> cancel();
      case ORDER_COMPLETED -> orderCompleted();
      case HAND_OVER -> handOver();
      case DELIVER -> deliver();
    };
  }

  private Decision schedule(Decision first) {
    return switch (status) {
      case UNSEEN -> first;
      case SCHEDULED, READY, HANDED_OVER, DELIVERED -> stay(Word.SCHEDULED);
      case CANCELLED, REFUSED -> stay(Word.REFUSED);
    };
  }

  /** Goods that may leave cannot be called back: an order is not undone after it has completed. */
  private Decision cancel() {
    return switch (status) {
      case UNSEEN, SCHEDULED ->
          new Decision(Verdict.MOVE, Status.CANCELLED, Reason.CANCELLED, Word.CANCELLED);
      case CANCELLED, REFUSED -> stay(Word.CANCELLED);
      case READY, HANDED_OVER, DELIVERED -> impossible();
    };
  }

  private Decision orderCompleted() {
    return switch (status) {
      case SCHEDULED -> new Decision(Verdict.MOVE, Status.READY, null, Word.NOTHING);
      case READY, HANDED_OVER, DELIVERED -> stay(Word.NOTHING);
      case UNSEEN, CANCELLED, REFUSED -> impossible();
    };
  }

  private Decision handOver() {
    return switch (status) {
      case READY -> new Decision(Verdict.MOVE, Status.HANDED_OVER, null, Word.HANDED_OVER);
      case HANDED_OVER -> stay(Word.NOTHING);
      case UNSEEN, SCHEDULED, DELIVERED, CANCELLED, REFUSED -> impossible();
    };
  }

  private Decision deliver() {
    return switch (status) {
      case HANDED_OVER -> new Decision(Verdict.MOVE, Status.DELIVERED, null, Word.DELIVERED);
      case DELIVERED -> stay(Word.NOTHING);
      case UNSEEN, SCHEDULED, READY, CANCELLED, REFUSED -> impossible();
    };
  }

  private Decision stay(Word word) {
    return new Decision(Verdict.STAY, status, reason, word);
  }

  private Decision impossible() {
    return new Decision(Verdict.IMPOSSIBLE, status, reason, Word.NOTHING);
  }
}
