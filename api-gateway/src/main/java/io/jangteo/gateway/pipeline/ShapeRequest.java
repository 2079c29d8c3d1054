package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.content.JsonBytes;
import io.jangteo.gateway.content.JsonEdit;
import io.vertx.core.Future;

/** Makes of a body that is good by the contract what the service wants. */
public final class ShapeRequest implements Stage {
  @Override
  public Future<Void> apply(Exchange exchange) {
    JsonEdit edit = exchange.operation().policy().shape().request();
    if (edit == JsonEdit.NONE || exchange.body().length() == 0) {
      return DONE;
    }
    JsonNode document = JsonBytes.read(exchange.body());
    edit.apply(document);
    exchange.body(JsonBytes.write(document));
    return DONE;
  }
}
