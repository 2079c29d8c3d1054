package io.jangteo.payment.application;

import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.Reply;
import io.jangteo.payment.domain.Step;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is to be written, all in one transaction.
 *
 * @param next the payment afterwards
 * @param changed steps whose record differs
 * @param hastened steps to be tried at once
 */
public record Progress(
    PaymentRecord next,
    Set<Step> changed,
    Set<Step> hastened,
    List<LedgerEntry> entries,
    List<NumberedReply> replies) {
  public Progress {
    changed = Set.copyOf(changed);
    hastened = Set.copyOf(hastened);
    entries = List.copyOf(entries);
    replies = List.copyOf(replies);
  }

  /**
   * A message to send.
   *
   * @param commandId what it answers
   * @param version its place among the order's messages
   */
  public record NumberedReply(UUID commandId, Reply reply, long version) {}
}
