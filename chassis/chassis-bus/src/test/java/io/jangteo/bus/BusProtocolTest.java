package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.caller.AssertionKey;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(150);

  record Note(String text) {}

  private final Vertx vertx = Vertx.vertx();
  private final BusClient client = new BusClient(vertx);

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void requestAndReplyCarryHeadersAndBody() {
    start(
        "echo",
        request ->
            Future.succeededFuture(
                BusReply.ok(
                        new Note(
                            request.path("sku")
                                + request.query("limit", 10, 1, 50)
                                + request.query("after").orElse("-")
                                + request.body(Note.class).text()
                                + request.idempotencyKey().orElse("-")
                                + request.requestId()))
                    .with(BusHeaders.ETAG, "\"7\"")));
    MultiMap headers =
        headers()
            .set("path.sku", "A1 ")
            .set("query.limit", "5")
            .set(BusHeaders.IDEMPOTENCY_KEY, " k ")
            .set(BusHeaders.REQUEST_ID, "r-1");

    BusReply reply =
        result(client.exchange("notes", "echo", headers, Buffer.buffer("{\"text\":\"x\"}"), LONG));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().get(BusHeaders.ETAG)).isEqualTo("\"7\"");
    assertThat(reply.headers().get(BusHeaders.CONTENT_TYPE)).isEqualTo("application/json");
    assertThat(reply.body().toJsonObject().getString("text")).isEqualTo("A1 5-x k r-1");
  }

  @Test
  void instanceAnswersOnItsDirectAddressToo() {
    start("ping", request -> Future.succeededFuture(BusReply.noContent()));

    assertThat(exchange(BusService.directAddress("notes", "i1"), "ping", LONG).status())
        .isEqualTo(204);
  }

  @Test
  void slowHandlerIsAnsweredForAtTheDeadline() {
    start("slow", request -> Promise.<BusReply>promise().future());

    // The service's answer and the client's own time-out race; both say the same.
    assertThat(failure("slow", SHORT).code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
  }

  @Test
  void deadlineOfTheCallerIsCutToTheLongest() {
    BusService.Builder service = builder().longestDeadline(SHORT);
    result(
        service
            .on("slow", request -> Promise.<BusReply>promise().future())
            .start(vertx, contract("slow")));

    assertThat(exchange("notes", "slow", LONG).status()).isEqualTo(504);
  }

  @Test
  void requestsBeyondTheLimitAreRefusedAtOnce() {
    Promise<BusReply> gate = Promise.promise();
    BusService service =
        result(
            builder()
                .inFlightMax(2)
                .on("hold", request -> gate.future())
                .start(vertx, contract("hold")));
    Future<BusReply> first = client.exchange("notes", "hold", headers(), Buffer.buffer(), LONG);
    Future<BusReply> second = client.exchange("notes", "hold", headers(), Buffer.buffer(), LONG);
    await().until(() -> service.inFlight() == 2);

    ServiceFailure refused = failure("hold", LONG);
    gate.complete(BusReply.noContent());

    assertThat(refused.code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(result(first).status()).isEqualTo(204);
    assertThat(result(second).status()).isEqualTo(204);
    await().until(() -> service.inFlight() == 0);
  }

  @Test
  void unknownActionIsNotFound() {
    start("known", request -> Future.succeededFuture(BusReply.noContent()));

    assertThat(failure("unknown", LONG).code()).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void requestsAreCountedByActionAndOutcomeAndUnknownActionsAsOne() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    result(
        builder()
            .meters(meters)
            .on("good", request -> Future.succeededFuture(BusReply.noContent()))
            .on("broken", request -> Future.failedFuture("broken"))
            .start(vertx, contract("good", "broken")));

    exchange("notes", "good", LONG);
    exchangeFailure("broken");
    exchangeFailure("made-up-1");
    exchangeFailure("made-up-2");

    assertThat(requests(meters, "good", "answered")).isEqualTo(1);
    assertThat(requests(meters, "broken", "failed")).isEqualTo(1);
    assertThat(requests(meters, "unknown", "answered")).isEqualTo(2);
    assertThat(meters.find("jangteo.bus.requests").tag("action", "made-up-1").timer()).isNull();
    assertThat(meters.get("jangteo.bus.in.flight").gauge().value()).isZero();
  }

  private static long requests(SimpleMeterRegistry meters, String action, String outcome) {
    return meters
        .get("jangteo.bus.requests")
        .tags("service", "notes", "action", action, "outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void handlerThatThrowsIsAnInternalFailureWithoutItsMessage() {
    start(
        "broken",
        request -> {
          throw new IllegalStateException("password=hunter2");
        });

    BusReply reply = exchange("notes", "broken", LONG);

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body().toString()).doesNotContain("hunter2");
    assertThat(reply.headers().toString()).doesNotContain("hunter2");
  }

  @Test
  void handlerThatGivesNothingIsAnInternalFailure() {
    BusService service = start("null", request -> null);
    assertThat(failure("null", LONG).code()).isEqualTo(FailureCode.INTERNAL);

    assertThat(service.inFlight()).isZero();
  }

  @Test
  void handlerThatSucceedsWithNothingIsAnInternalFailure() {
    BusService service = start("null", request -> Future.succeededFuture());
    assertThat(failure("null", LONG).code()).isEqualTo(FailureCode.INTERNAL);

    assertThat(service.inFlight()).isZero();
  }

  @Test
  void failureOfTheHandlerReachesTheCallerWithItsFields() {
    start(
        "refuse",
        request ->
            Future.failedFuture(
                ServiceFailure.ofField(FailureCode.UNPROCESSABLE, "/text", "is rude")));

    ServiceFailure failure = failure("refuse", LONG);

    assertThat(failure.code()).isEqualTo(FailureCode.UNPROCESSABLE);
    assertThat(failure.errors()).containsExactly(new FieldError("/text", "is rude"));
  }

  @Test
  void malformedPartsOfARequestAreNamed() {
    start(
        "strict",
        request -> {
          request.query("limit", 10, 1, 50);
          return Future.succeededFuture(BusReply.noContent());
        });

    for (String limit : List.of("0", "51", "x", "", "99999999999")) {
      ServiceFailure failure =
          catchThrowableOfType(
              ServiceFailure.class,
              () ->
                  result(
                      client.call(
                          "notes",
                          "strict",
                          headers().set("query.limit", limit),
                          Buffer.buffer(),
                          LONG)));
      assertThat(failure.errors()).extracting(FieldError::field).containsExactly("query.limit");
    }
  }

  @Test
  void deadlineThatIsNoNumberIsRefused() {
    start("ping", request -> Future.succeededFuture(BusReply.noContent()));

    assertThat(raw(Map.of("action", "ping", "deadline-ms", "soon")).headers().get("status"))
        .isEqualTo("400");
    assertThat(raw(Map.of("action", "ping", "deadline-ms", "0")).headers().get("status"))
        .isEqualTo("504");
    assertThat(raw(Map.of("action", "ping")).headers().get("status")).isEqualTo("204");
    assertThat(raw(Map.of()).headers().get("status")).isEqualTo("404");
  }

  @Test
  void bodyThatIsNotBytesIsRefused() {
    start("ping", request -> Future.succeededFuture(BusReply.noContent()));

    Message<Buffer> reply =
        result(
            vertx
                .eventBus()
                .<Buffer>request(
                    "notes", "text", new DeliveryOptions().addHeader("action", "ping")));

    assertThat(reply.headers().get("status")).isEqualTo("400");
  }

  @Test
  void theCallerIsWhomAGatewayVouchesFor() {
    Principal merchant = new Principal(Ids.next(), Set.of("merchant"));
    AssertionKey key = AssertionKey.generate();
    List<Principal> seen = new CopyOnWriteArrayList<>();
    start(believing(key), "who", request -> seen.add(request.principal()));

    result(
        client.call(
            "notes",
            "who",
            headers().set(BusHeaders.ASSERTION, signed(key, merchant)),
            Buffer.buffer(),
            LONG));

    assertThat(seen).containsExactly(merchant);
    assertThat(merchant.hasRole("merchant")).isTrue();
    assertThat(merchant.hasRole("operator")).isFalse();
  }

  @Test
  void whoeverIsOnTheBusCannotSayWhoTheCallerIs() {
    Principal operator = new Principal(Ids.next(), Set.of("operator"));
    List<Object> asked = new CopyOnWriteArrayList<>();
    start(believing(AssertionKey.generate()), "who", asked::add);

    String bare = "{\"sub\":\"" + operator.sub() + "\",\"roles\":[\"operator\"]}";
    assertThat(status("who", "principal", bare)).isEqualTo("401");
    assertThat(status("who", BusHeaders.ASSERTION, bare)).isEqualTo("401");
    assertThat(status("who", BusHeaders.ASSERTION, "")).isEqualTo("401");
    assertThat(status("who", BusHeaders.ASSERTION, signed(AssertionKey.generate(), operator)))
        .isEqualTo("503");
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutAnAssertionTheCallerIsNobody() {
    start(
        "who",
        request -> {
          request.principal();
          return Future.succeededFuture(BusReply.noContent());
        });

    assertThat(failure("who", LONG).code()).isEqualTo(FailureCode.UNAUTHENTICATED);
  }

  @Test
  void whatTheGatewaySaidCanBePassedOnAsItIs() {
    AssertionKey key = AssertionKey.generate();
    String said = signed(key, new Principal(Ids.next(), Set.of()));
    List<String> passedOn = new CopyOnWriteArrayList<>();
    start(
        believing(key),
        "who",
        request -> passedOn.add(request.forCaller(headers()).get(BusHeaders.ASSERTION)));

    result(
        client.call(
            "notes", "who", headers().set(BusHeaders.ASSERTION, said), Buffer.buffer(), LONG));

    assertThat(passedOn).containsExactly(said);
  }

  private String status(String action, String header, String value) {
    return raw(Map.of("action", action, header, value)).headers().get("status");
  }

  private static String signed(AssertionKey key, Principal caller) {
    long now = System.currentTimeMillis() / 1000;
    return key.sign("g1", caller, List.of("notes"), now, now + 30);
  }

  private static ServiceDirectory believing(AssertionKey key) {
    return new KnownInstances(
        new ServiceInstance("g", "g1", "", "1", AnnouncedKeys.document(List.of(key))));
  }

  private void start(ServiceDirectory believed, String action, Consumer<BusRequest> seen) {
    BusHandler handler =
        request -> {
          seen.accept(request);
          return Future.succeededFuture(BusReply.noContent());
        };
    result(builder().believing(believed).on(action, handler).start(vertx, contract(action)));
  }

  @Test
  void drainFinishesWhatWasTakenAndTakesNothingMore() {
    Promise<BusReply> gate = Promise.promise();
    BusService service = start("hold", request -> gate.future());
    Future<BusReply> taken = client.exchange("notes", "hold", headers(), Buffer.buffer(), LONG);
    await().until(() -> service.inFlight() == 1);

    Future<Void> drained = service.drain(LONG);
    await().until(() -> isUnreachable("notes"));
    assertThat(drained.isComplete()).isFalse();
    gate.complete(BusReply.noContent());

    result(drained);
    assertThat(result(taken).status()).isEqualTo(204);
  }

  @Test
  void drainGivesUpWhenItsPatienceEnds() {
    BusService service = start("hold", request -> Promise.<BusReply>promise().future());
    client.exchange("notes", "hold", headers(), Buffer.buffer(), LONG);
    await().until(() -> service.inFlight() == 1);

    result(service.drain(SHORT));

    assertThat(service.inFlight()).isEqualTo(1);
  }

  @Test
  void addressWithoutAnybodyIsUnavailable() {
    assertThat(failure("ping", LONG).code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void silenceIsADeadlineExceeded() {
    vertx.eventBus().consumer("notes", message -> {});

    assertThat(failure("ping", SHORT).code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
  }

  @Test
  void replyThatIsNotOursIsABadGateway() {
    vertx.eventBus().<Buffer>consumer("notes", message -> message.reply("text"));
    assertThat(failure("ping", LONG).code()).isEqualTo(FailureCode.BAD_GATEWAY);

    assertThat(exchangeFailure("ping").code()).isEqualTo(FailureCode.BAD_GATEWAY);
  }

  @Test
  void replyWithAnUnreadableStatusIsABadGateway() {
    vertx
        .eventBus()
        .<Buffer>consumer(
            "notes",
            message ->
                message.reply(Buffer.buffer(), new DeliveryOptions().addHeader("status", "many")));

    assertThat(exchangeFailure("ping").code()).isEqualTo(FailureCode.BAD_GATEWAY);
  }

  @Test
  void operationWithoutAHandlerStopsTheStart() {
    assertThatThrownBy(() -> builder().start(vertx, contract("listNotes", "addNote")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[addNote, listNotes]");
  }

  @Test
  void actionHasOneHandler() {
    BusService.Builder builder = builder().on("a", request -> null);

    assertThatThrownBy(() -> builder.on("a", request -> null)).hasMessageContaining("a");
  }

  private boolean isUnreachable(String address) {
    Future<BusReply> probe = client.exchange(address, "ping", headers(), Buffer.buffer(), SHORT);
    return result(probe.map(false).otherwise(true));
  }

  private BusService start(String action, BusHandler handler) {
    return result(builder().on(action, handler).start(vertx, contract(action)));
  }

  private static BusService.Builder builder() {
    return BusService.named("notes", "i1");
  }

  private BusReply exchange(String address, String action, Duration deadline) {
    return result(client.exchange(address, action, headers(), Buffer.buffer(), deadline));
  }

  private ServiceFailure failure(String action, Duration deadline) {
    return catchThrowableOfType(
        ServiceFailure.class,
        () -> result(client.call("notes", action, headers(), Buffer.buffer(), deadline)));
  }

  private ServiceFailure exchangeFailure(String action) {
    return catchThrowableOfType(ServiceFailure.class, () -> exchange("notes", action, LONG));
  }

  private Message<Buffer> raw(Map<String, String> headers) {
    MultiMap all = headers().addAll(headers);
    DeliveryOptions options = new DeliveryOptions().setHeaders(all);
    return result(vertx.eventBus().<Buffer>request("notes", Buffer.buffer(), options));
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  private static Contract contract(String... operations) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    for (String operation : operations) {
      document
          .withObject("/paths")
          .putObject("/" + operation)
          .putObject("get")
          .put("operationId", operation);
    }
    return new Contract(document);
  }
}
