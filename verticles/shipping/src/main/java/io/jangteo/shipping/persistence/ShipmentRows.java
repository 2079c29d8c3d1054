package io.jangteo.shipping.persistence;

import io.jangteo.contracts.shipping.Address;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.application.ShipmentRecord.Passage;
import io.jangteo.shipping.domain.Shipment;
import io.jangteo.shipping.domain.Shipment.Reason;
import io.jangteo.shipping.domain.Shipment.Status;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of {@code shipments} as what they mean. */
final class ShipmentRows {
  private ShipmentRows() {}

  static ShipmentRecord read(Row row) {
    String reason = row.getString("reason");
    Shipment shipment =
        new Shipment(
            Status.valueOf(row.getString("status")),
            reason == null ? null : Reason.valueOf(reason),
            row.getLong("version"));
    return new ShipmentRecord(
        row.getUUID("order_id"),
        shipment,
        row.getUUID("shipment_id"),
        row.getString("tracking_code"),
        row.getString("line1") == null ? null : address(row),
        passages(row));
  }

  private static Address address(Row row) {
    return new Address(
        row.getString("recipient"),
        row.getString("line1"),
        row.getString("line2"),
        row.getString("city"),
        row.getString("postcode"),
        row.getString("country"));
  }

  /** The constants of {@link Status} stand in the order they can be reached in. */
  private static List<Passage> passages(Row row) {
    return Arrays.stream(Status.values())
        .filter(status -> status != Status.UNSEEN && at(row, status) != null)
        .map(status -> new Passage(status, at(row, status)))
        .toList();
  }

  private static OffsetDateTime at(Row row, Status status) {
    return row.getOffsetDateTime(status.name().toLowerCase(Locale.ROOT) + "_at");
  }
}
