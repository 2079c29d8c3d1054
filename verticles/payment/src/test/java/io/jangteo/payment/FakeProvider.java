package io.jangteo.payment;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A provider that does as the test says: it can fail, lose replies, hang, and refuse. */
final class FakeProvider {
  /** What happens to the next request for an effect. */
  enum Fault {
    /** 500, nothing done. */
    FAIL,
    /** Done, and the connection closed instead of a reply. */
    LOSE_REPLY,
    /** Nothing done and no reply, ever. */
    HANG,
    /** Done, and the reply says something about another key. */
    LIE,
    /** Done when nobody waits for it any more. */
    LATE
  }

  /** More than any caller waits, an enquiry and a second call included. */
  private static final long LATE_MILLIS = 1_000;

  private final Map<String, JsonObject> operations = new ConcurrentHashMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
  private final List<String> journal = new java.util.concurrent.CopyOnWriteArrayList<>();
  private volatile boolean enquiriesFail;
  private volatile boolean silent;
  private Vertx vertx;
  private HttpServer server;

  Future<FakeProvider> start(Vertx host) {
    vertx = host;
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> serve(request, body)))
        .listen(0, "127.0.0.1")
        .map(
            listening -> {
              server = listening;
              return this;
            });
  }

  int port() {
    return server.actualPort();
  }

  /** The next requests for an effect with this key end so, one after the other. */
  void plan(String key, Fault... next) {
    faults.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
  }

  /** When the effect of this key is done, {@code hook} runs instead of a reply, once. */
  void whenDone(String key, Runnable hook) {
    hooks.put(key, hook);
  }

  void failEnquiries(boolean fail) {
    enquiriesFail = fail;
  }

  /** Takes every request, does nothing and answers none. */
  void silence(boolean none) {
    silent = none;
  }

  /** Of all kinds, answered or not. */
  int requestCount() {
    return journal.size();
  }

  /** Something done before the service under test was there. */
  void done(String key, String kind, long amount) {
    operations.put(key, operation(key, kind, "DONE", amount));
  }

  /** Requests about a key, in order: effects by their kind, then {@code find} and {@code block}. */
  List<String> requests(String key) {
    return journal.stream()
        .filter(line -> line.endsWith(" " + key))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  /** What became of a key: DONE, DECLINED, BLOCKED, or nothing. */
  String outcome(String key) {
    JsonObject operation = operations.get(key);
    return operation == null ? "NOTHING" : operation.getString("outcome");
  }

  private void serve(HttpServerRequest request, Buffer body) {
    String path = request.path();
    if (path.equals("/v1/operations")) {
      find(request, request.getParam("key"));
    } else if (path.equals("/v1/operations/block")) {
      block(request, new JsonObject(body).getString("key"));
    } else if (request.method() == HttpMethod.POST) {
      effect(request, body, request.getHeader("Idempotency-Key"));
    }
  }

  private void find(HttpServerRequest request, String key) {
    journal.add("find " + key);
    if (silent) {
      return;
    }
    if (enquiriesFail) {
      problem(request, 503, "unavailable");
    } else if (operations.containsKey(key)) {
      reply(request, 200, operations.get(key));
    } else {
      problem(request, 404, "not_found");
    }
  }

  private void block(HttpServerRequest request, String key) {
    journal.add("block " + key);
    if (silent) {
      return;
    }
    if (enquiriesFail) {
      problem(request, 503, "unavailable");
    } else {
      reply(
          request, 200, operations.computeIfAbsent(key, k -> operation(k, "BLOCK", "BLOCKED", 0)));
    }
  }

  private void effect(HttpServerRequest request, Buffer body, String key) {
    String kind = kind(request.path());
    journal.add(kind + " " + key);
    Queue<Fault> planned = faults.get(key);
    Fault fault = planned == null ? null : planned.poll();
    if (fault == Fault.FAIL) {
      problem(request, 500, "internal");
      return;
    }
    if (fault == Fault.HANG || silent) {
      return;
    }
    if (fault == Fault.LATE) {
      vertx.setTimer(LATE_MILLIS, timer -> perform(key, kind, body));
      return;
    }
    answer(request, fault, key, perform(key, kind, body));
  }

  private JsonObject perform(String key, String kind, Buffer body) {
    JsonObject asked = body.length() == 0 ? new JsonObject() : new JsonObject(body);
    boolean declined = "tok_declined".equals(asked.getString("cardToken"));
    return operations.computeIfAbsent(
        key,
        k -> operation(k, kind, declined ? "DECLINED" : "DONE", asked.getLong("amountMinor", 0L)));
  }

  private void answer(HttpServerRequest request, Fault fault, String key, JsonObject operation) {
    Runnable hook = hooks.remove(key);
    if (hook != null) {
      hook.run();
    } else if (fault == Fault.LOSE_REPLY) {
      request.connection().close();
    } else if (fault == Fault.LIE) {
      reply(request, 201, operation.copy().put("key", "another"));
    } else if (operation.getString("outcome").equals("DONE")) {
      reply(request, 201, operation);
    } else {
      boolean blocked = operation.getString("outcome").equals("BLOCKED");
      problem(request, blocked ? 410 : 402, blocked ? "key_blocked" : "card_declined");
    }
  }

  private static String kind(String path) {
    if (path.endsWith("/void")) {
      return "VOID";
    }
    if (path.endsWith("/captures")) {
      return "CAPTURE";
    }
    return path.endsWith("/refunds") ? "REFUND" : "AUTHORIZE";
  }

  private static JsonObject operation(String key, String kind, String outcome, long amount) {
    return new JsonObject()
        .put("id", UUID.randomUUID().toString())
        .put("key", key)
        .put("kind", kind)
        .put("outcome", outcome)
        .put("amountMinor", amount)
        .put("currency", "GBP")
        .put("reason", outcome.equals("DECLINED") ? "card_declined" : null);
  }

  private static void problem(HttpServerRequest request, int status, String code) {
    reply(request, status, new JsonObject().put("status", status).put("code", code));
  }

  private static void reply(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }
}
