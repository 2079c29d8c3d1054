package io.jangteo.system;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every point in every service for every outcome: the way to it, or why there is none. */
final class CrashMatrix {
  private static final Map<String, String> REASONS =
      Map.of(
          "-request", "an order asks nothing of inventory by a request; its commands are messages",
          "-goods", "the hand-over is the request that writes here, and nothing is handed over",
          "-provider", "only payment has a provider",
          "-timer", "no timer of this service is part of an order that ends",
          "-undone", "with this outcome nothing is undone in this service",
          "-done", "with this outcome nothing had been done that is undone",
          "-asked", "with this outcome this service is never asked",
          "-projection", "there is no projection yet: this point has no place, and is open");

  /**
   * Service and point, then for each outcome what the line is passed with, and at which passing if
   * it is not the first; or a key of {@link #REASONS}.
   */
  private static final String ROWS =
      """
      order     M1  placeOrder            placeOrder           placeOrder           placeOrder
      order     M2  placeOrder            placeOrder           placeOrder           placeOrder
      order     M3  *@4                   *@2                  *@3                  *@4
      order     M4  payment.capture.v1    order.compensated.v1 payment.void.v1      stock.release.v1
      order     M5  stock.commit.v1       payment.authorize.v1 stock.reserve.v1     shipment.schedule.v1
      order     M6  payment.captured.v1   payment.declined.v1  stock.unavailable.v1 shipment.refused.v1
      order     M7  stock.committed.v1    payment.declined.v1  payment.voided.v1    stock.released.v1
      order     M8  payment.authorized.v1 payment.declined.v1  stock.unavailable.v1 shipment.refused.v1
      order     M9  -provider             -provider            -provider            -provider
      order     M10 AUTHORIZE             AUTHORIZE            RESERVE              SCHEDULE
      order     M11 -done                 -done                AUTHORIZE            RESERVE
      order     M12 -projection           -projection          -projection          -projection
      payment   M1  keepToken             keepToken            keepToken            keepToken
      payment   M2  keepToken             keepToken            keepToken            keepToken
      payment   M3  *@2                   *@1                  *@2                  *@2
      payment   M4  payment.captured.v1   payment.declined.v1  payment.voided.v1    payment.authorized.v1
      payment   M5  payment.authorized.v1 payment.declined.v1  payment.voided.v1    payment.voided.v1
      payment   M6  payment.capture.v1    payment.authorize.v1 payment.void.v1      payment.void.v1
      payment   M7  payment.captured.v1   payment.declined.v1  payment.void.v1      payment.authorize.v1
      payment   M8  payment.capture.v1    payment.authorize.v1 payment.void.v1      payment.authorize.v1
      payment   M9  CAPTURE               AUTHORIZE            VOID                 AUTHORIZE
      payment   M10 -timer                -timer               -timer               -timer
      payment   M11 -undone               -undone              VOID                 VOID
      payment   M12 -projection           -projection          -projection          -projection
      inventory M1  -request              -request             -request             -request
      inventory M2  -request              -request             -request             -request
      inventory M3  *@2                   -asked               *@1                  *@2
      inventory M4  stock.reserved.v1     -asked               stock.unavailable.v1 stock.released.v1
      inventory M5  stock.committed.v1    -asked               stock.unavailable.v1 stock.reserved.v1
      inventory M6  stock.reserve.v1      -asked               stock.reserve.v1     stock.release.v1
      inventory M7  stock.commit.v1       -asked               stock.reserve.v1     stock.release.v1
      inventory M8  stock.reserve.v1      -asked               stock.reserve.v1     stock.release.v1
      inventory M9  -provider             -provider            -provider            -provider
      inventory M10 -timer                -timer               -timer               -timer
      inventory M11 -undone               -asked               -undone              RELEASE
      inventory M12 -projection           -projection          -projection          -projection
      shipping  M1  HAND_OVER             -goods               -goods               -goods
      shipping  M2  HAND_OVER             -goods               -goods               -goods
      shipping  M3  *@1                   -asked               -asked               *@1
      shipping  M4  shipment.scheduled.v1 -asked               -asked               shipment.refused.v1
      shipping  M5  shipment.scheduled.v1 -asked               -asked               shipment.refused.v1
      shipping  M6  order.completed.v1    -asked               -asked               shipment.schedule.v1
      shipping  M7  shipment.schedule.v1  -asked               -asked               shipment.schedule.v1
      shipping  M8  order.completed.v1    -asked               -asked               shipment.schedule.v1
      shipping  M9  -provider             -provider            -provider            -provider
      shipping  M10 -timer                -timer               -timer               -timer
      shipping  M11 -undone               -asked               -asked               -undone
      shipping  M12 -projection           -projection          -projection          -projection
      """;

  /** Each point once, each service and each outcome at least twice. */
  private static final Set<String> FEW =
      Set.of(
          "order M1 unservable address",
          "order M2 success",
          "order M3 out of stock",
          "order M10 decline",
          "order M11 unservable address",
          "payment M5 decline",
          "payment M9 success",
          "inventory M4 out of stock",
          "inventory M7 success",
          "shipping M6 unservable address",
          "shipping M8 success");

  private CrashMatrix() {}

  /** One point in one service, by outcome. */
  record Row(String service, String code, List<CrashCell> cells) {}

  static List<Row> rows() {
    return ROWS.lines().map(CrashMatrix::row).toList();
  }

  private static Row row(String line) {
    Iterator<String> words = List.of(line.split(" +")).iterator();
    String service = words.next();
    String code = words.next();
    List<CrashCell> cells = new ArrayList<>();
    for (CrashOutcome outcome : CrashOutcome.values()) {
      String way = words.next();
      Optional<String> reason = Optional.ofNullable(REASONS.get(way));
      cells.add(new CrashCell(service, code, outcome, way, reason));
    }
    return new Row(service, code, cells);
  }

  /**
   * Cells that can be run, those of one service together.
   *
   * @param choice {@code few}, {@code all}, or how the name of a cell begins
   */
  static List<CrashCell> chosen(String choice) {
    return rows().stream()
        .flatMap(row -> row.cells().stream())
        .filter(CrashCell::exists)
        .filter(
            cell ->
                switch (choice) {
                  case "all" -> true;
                  case "few" -> FEW.contains(cell.name());
                  default -> cell.name().startsWith(choice);
                })
        .toList();
  }
}
