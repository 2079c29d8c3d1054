package io.jangteo.shipping.events;

import io.jangteo.contracts.shipping.Address;
import io.jangteo.contracts.shipping.CancelShipment;
import io.jangteo.contracts.shipping.ScheduleShipment;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A command as it was delivered.
 *
 * @param schedule what to plan; null when the shipment is to be cancelled
 */
record ShippingCommand(UUID orderId, ScheduleShipment schedule) {
  ShippingCommand {
    if (orderId == null) {
      throw new IllegalArgumentException("a command needs an orderId");
    }
  }

  /**
   * @throws UndecodableMessageException when it breaks the contract, which no retry can mend
   */
  static ShippingCommand read(InboundMessage message) {
    try {
      if (message.is(ShippingMessages.SCHEDULE)) {
        ScheduleShipment schedule = message.as(ShippingMessages.SCHEDULE);
        return new ShippingCommand(schedule.orderId(), checked(schedule));
      }
      if (message.is(ShippingMessages.CANCEL)) {
        CancelShipment cancel = message.as(ShippingMessages.CANCEL);
        return new ShippingCommand(cancel.orderId(), null);
      }
      throw new IllegalArgumentException("not a command of this service");
    } catch (IllegalArgumentException e) {
      throw new UndecodableMessageException(message.type() + ": " + e.getMessage(), e);
    }
  }

  private static ScheduleShipment checked(ScheduleShipment schedule) {
    Address address = schedule.address();
    if (address == null || schedule.units() < 1) {
      throw new IllegalArgumentException("a shipment needs an address and at least one unit");
    }
    boolean complete =
        Stream.of(
                address.name(),
                address.line1(),
                address.city(),
                address.postcode(),
                address.country())
            .allMatch(text -> text != null && !text.isBlank() && isStorable(text));
    if (!complete || (address.line2() != null && !isStorable(address.line2()))) {
      throw new IllegalArgumentException("the address is not complete");
    }
    return schedule;
  }

  /** PostgreSQL has no place for this one character. */
  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }
}
