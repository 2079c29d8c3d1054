package io.jangteo.inventory.events;

import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.SettleReservation;
import io.jangteo.inventory.application.SettleReservation.Settlement;
import io.jangteo.inventory.domain.Decision.Answer;
import io.jangteo.inventory.domain.Line;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Obeys the commands of orders and answers each of them, a repeated one with the same answer. */
public final class StockCommandHandler implements MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StockCommandHandler.class);

  private final SettleReservation settleReservation;

  public StockCommandHandler(SettleReservation settleReservation) {
    this.settleReservation = settleReservation;
  }

  @Override
  public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    List<StockCommand> commands = batch.stream().map(StockCommand::read).toList();
    Set<UUID> orderIds =
        commands.stream().map(StockCommand::orderId).collect(Collectors.toUnmodifiableSet());
    Set<String> skus =
        commands.stream()
            .flatMap(command -> command.lines().stream())
            .map(Line::sku)
            .collect(Collectors.toUnmodifiableSet());
    return settleReservation.lock(transaction, orderIds, skus);
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    StockCommand command = StockCommand.read(message);
    return settleReservation
        .settle(transaction, command.orderId(), command.command(), command.lines())
        .map(settlement -> answer(message, command, settlement, transaction));
  }

  private static Void answer(
      InboundMessage message, StockCommand command, Settlement settlement, Transaction tx) {
    if (settlement.answer() == Answer.SILENCE) {
      // Only a saga gone wrong asks this; its own alarm for an undo without answer tells a person.
      LOG.atError()
          .addKeyValue("orderId", command.orderId())
          .addKeyValue("messageId", message.id())
          .log("asked to release goods that are sold; nothing was changed or answered");
    } else {
      tx.send(StockReplies.of(message, command.orderId(), settlement));
    }
    return null;
  }

  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    StockReplies.possibleIds(message).forEach(transaction::sendAgain);
    return Future.succeededFuture();
  }
}
