package io.jangteo.payment.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.payment.PaymentAuthorized;
import io.jangteo.contracts.payment.PaymentCaptureRefused;
import io.jangteo.contracts.payment.PaymentCaptured;
import io.jangteo.contracts.payment.PaymentDeclined;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.payment.PaymentRefunded;
import io.jangteo.contracts.payment.PaymentVoided;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.payment.application.PaymentReplies;
import io.jangteo.payment.application.Progress.NumberedReply;
import io.jangteo.payment.domain.Reply;
import io.jangteo.runtime.Ids;
import java.util.List;
import java.util.UUID;

/** Replies as durable messages. Their ids follow from the command's. */
public final class ReplyMessages implements PaymentReplies {
  private static final String AGGREGATE = "payment";

  private record Content(MessageType<?> type, Object payload) {}

  @Override
  public void send(Transaction transaction, UUID orderId, List<NumberedReply> replies) {
    for (NumberedReply reply : replies) {
      Content content = content(orderId, reply.reply());
      transaction.send(
          new OutboundMessage(
              replyId(reply.commandId(), content.type()),
              content.type(),
              AGGREGATE,
              orderId,
              reply.version(),
              orderId,
              content.payload()));
    }
  }

  /** The id under which a command is answered with a message of this type. */
  static UUID replyId(UUID commandId, MessageType<?> type) {
    return Ids.named(commandId, type.name());
  }

  private static Content content(UUID orderId, Reply reply) {
    if (reply instanceof Reply.Authorized authorized) {
      return new Content(
          PaymentMessages.AUTHORIZED, new PaymentAuthorized(orderId, authorized.amount()));
    }
    if (reply instanceof Reply.Declined declined) {
      return new Content(PaymentMessages.DECLINED, new PaymentDeclined(orderId, declined.reason()));
    }
    if (reply instanceof Reply.Captured captured) {
      return new Content(PaymentMessages.CAPTURED, new PaymentCaptured(orderId, captured.amount()));
    }
    if (reply instanceof Reply.CaptureRefused refused) {
      return new Content(
          PaymentMessages.CAPTURE_REFUSED, new PaymentCaptureRefused(orderId, refused.reason()));
    }
    if (reply instanceof Reply.Refunded refunded) {
      return new Content(PaymentMessages.REFUNDED, new PaymentRefunded(orderId, refunded.amount()));
    }
    return new Content(PaymentMessages.VOIDED, new PaymentVoided(orderId));
  }
}
