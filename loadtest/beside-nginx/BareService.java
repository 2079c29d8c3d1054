import io.jangteo.bus.BusReply;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.launcher.ServiceLauncher;
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service that does nothing: the same 2 KB of JSON as an operation of the market and, on the port
 * of {@code BARE_PORT}, as a plain HTTP server. Any class that starts like this is routed.
 */
public final class BareService extends VerticleBase {
  private static final int PRODUCTS = 24;

  private final ServiceRuntime runtime;
  private ServiceLifecycle lifecycle;

  private BareService(ServiceRuntime runtime) {
    this.runtime = runtime;
  }

  public static void main(String[] args) {
    ServiceLauncher.named("bare", "one fixed body, for measuring")
        .launch((settings, runtime) -> new BareService(runtime), args);
  }

  @Override
  public Future<?> start() {
    lifecycle = new ServiceLifecycle(vertx, "bare", runtime);
    BusReply reply = BusReply.ok(body());
    return vertx
        .createHttpServer()
        .requestHandler(request -> answer(request.response(), reply.body()))
        .listen(Integer.parseInt(System.getProperty("bare.port")), "127.0.0.1")
        .compose(
            ignored ->
                lifecycle.serve(
                    lifecycle
                        .operations()
                        .inFlightMax(1000)
                        .on("getKept", request -> Future.succeededFuture(reply))
                        .on("getAsked", request -> Future.succeededFuture(reply))));
  }

  private static void answer(io.vertx.core.http.HttpServerResponse response, Buffer body) {
    response
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "max-age=60")
        .end(body);
  }

  private static Map<String, Object> body() {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < PRODUCTS; i++) {
      items.add(
          Map.of(
              "sku", "85123" + (char) ('A' + i),
              "name", "WHITE HANGING HEART T-LIGHT HOLDER",
              "price", Map.of("amount", 255 + i, "currency", "GBP")));
    }
    return Map.of("items", items);
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
