package io.jangteo.inventory.api;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Principal;
import io.jangteo.inventory.application.EntryOutcome;
import io.jangteo.inventory.application.EntryOutcome.Accepted;
import io.jangteo.inventory.application.EntryOutcome.HeldGoodsMissing;
import io.jangteo.inventory.application.EntryOutcome.ReferenceTaken;
import io.jangteo.inventory.application.RecordEntry;
import io.jangteo.inventory.application.Stock;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.EntryKind;
import io.jangteo.inventory.domain.Sku;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;

/** The operations on {@code /stock}. */
public final class StockOperations {
  private final Stock stock;
  private final RecordEntry recordEntry;

  public StockOperations(Stock stock, RecordEntry recordEntry) {
    this.stock = stock;
    this.recordEntry = recordEntry;
  }

  public void addTo(BusService.Builder service) {
    service
        .on("getStock", this::getStock)
        .on("receiveStock", request -> record(request, EntryKind.RECEIPT))
        .on("correctStock", request -> record(request, EntryKind.CORRECTION));
  }

  private Future<BusReply> getStock(BusRequest request) {
    String sku = sku(request);
    return stock
        .find(sku)
        .map(
            level ->
                BusReply.ok(
                    StockView.of(sku, level.orElseThrow(() -> ServiceFailure.notFound("stock")))));
  }

  private Future<BusReply> record(BusRequest request, EntryKind kind) {
    requireStaff(request.principal());
    Entry entry = request.body(StockEntryRequest.class).toEntry(kind, sku(request));
    return recordEntry.record(entry).map(outcome -> reply(entry, outcome));
  }

  private static void requireStaff(Principal caller) {
    if (!caller.hasRole("merchant") && !caller.hasRole("operator")) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "Only merchants and operators change stock");
    }
  }

  private static String sku(BusRequest request) {
    String sku = request.path("sku");
    if (!Sku.isWellFormed(sku)) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, "path.sku", "is not the form of a stock code");
    }
    return sku;
  }

  private static BusReply reply(Entry entry, EntryOutcome outcome) {
    if (outcome instanceof Accepted accepted) {
      return BusReply.created(
          "/stock/" + entry.sku().replace(" ", "%20"), StockEntryView.of(entry, accepted.after()));
    }
    if (outcome instanceof ReferenceTaken) {
      throw ServiceFailure.ofField(
          FailureCode.CONFLICT, "/reference", "was recorded before with another quantity");
    }
    if (outcome instanceof HeldGoodsMissing missing) {
      throw ServiceFailure.ofField(
          FailureCode.CONFLICT,
          "/quantity",
          "only " + missing.level().available() + " are not held for orders");
    }
    throw ServiceFailure.notFound("stock");
  }
}
