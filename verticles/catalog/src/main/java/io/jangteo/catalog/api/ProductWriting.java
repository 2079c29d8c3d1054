package io.jangteo.catalog.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.catalog.application.WriteProduct;
import io.jangteo.catalog.application.WriteProduct.Written;
import io.jangteo.catalog.domain.Content;
import io.jangteo.catalog.domain.EntityTags;
import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Changing products, on the bus. Merchants only. */
public final class ProductWriting {
  private static final String MERCHANT = "merchant";

  private final WriteProduct writeProduct;
  private final Set<String> currencies;

  /**
   * @param currencies that prices may be in
   */
  public ProductWriting(WriteProduct writeProduct, Set<String> currencies) {
    this.writeProduct = writeProduct;
    this.currencies = Set.copyOf(currencies);
  }

  /** Adds these operations to the service. */
  public void addTo(BusService.Builder service) {
    service
        .on("putProduct", this::put)
        .on("patchProduct", this::patch)
        .on("deleteProduct", this::delete);
  }

  private Future<BusReply> put(BusRequest request) {
    requireMerchant(request);
    Sku sku = RequestParts.sku(request);
    Content content = content(request.body(ProductBody.class), sku);
    return writeProduct
        .put(sku, content, RequestParts.preconditions(request))
        .map(ProductWriting::reply);
  }

  private Future<BusReply> patch(BusRequest request) {
    requireMerchant(request);
    Sku sku = RequestParts.sku(request);
    ObjectNode patch = request.body(ObjectNode.class);
    return writeProduct
        .patch(
            sku,
            RequestParts.preconditions(request),
            present -> content(patched(present, patch), sku))
        .map(product -> tagged(BusReply.ok(ProductView.of(product)), product));
  }

  private Future<BusReply> delete(BusRequest request) {
    requireMerchant(request);
    return writeProduct
        .withdraw(RequestParts.sku(request), RequestParts.preconditions(request))
        .map(ignored -> BusReply.noContent());
  }

  /** The result is read as strictly as if it had been sent whole. */
  private static ProductBody patched(Content present, ObjectNode patch) {
    ObjectNode before = Json.LENIENT.valueToTree(ProductView.of(present));
    return Json.decodeRequest(Json.encode(MergePatch.apply(before, patch)), ProductBody.class);
  }

  private Content content(ProductBody body, Sku sku) {
    if (body.sku() != null && !body.sku().equals(sku.value())) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, "/sku", "must be the code in the path");
    }
    if (!currencies.contains(body.price().currency())) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, "/price/currency", "is not a currency we sell in");
    }
    return body.content();
  }

  private static BusReply reply(Written written) {
    Product product = written.product();
    ProductView view = ProductView.of(product);
    return tagged(
        written.created() ? BusReply.created(location(product.sku()), view) : BusReply.ok(view),
        product);
  }

  private static BusReply tagged(BusReply reply, Product product) {
    return reply.with(BusHeaders.ETAG, EntityTags.of(product.version()));
  }

  private static String location(Sku sku) {
    String encoded = URLEncoder.encode(sku.value(), StandardCharsets.UTF_8).replace("+", "%20");
    return "/products/" + encoded;
  }

  /** Checked at the edge as well; here because the bus has other ways in. */
  private static void requireMerchant(BusRequest request) {
    if (!request.principal().hasRole(MERCHANT)) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "Only a merchant may change products");
    }
  }
}
