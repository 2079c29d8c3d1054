package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client and instances of which some are ill. */
class UnfitInstancesTest {
  private static final ObjectNode CONTRACT = new ObjectMapper().createObjectNode();
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(7);
  private static final Ask READ = new Ask("notes", "who", "read", true);
  private static final Ask WRITE = new Ask("notes", "who", "write", false);

  private final Vertx vertx = Vertx.vertx();
  private final FixedDirectory directory = new FixedDirectory();
  private final BusClient client = new BusClient(vertx, directory);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void oneThatFailsIsAskedFiveTimes() {
    serve("good", "1", UnfitInstancesTest::well);
    serve("bad", "1", id -> failing());

    int failures = 0;
    for (int i = 0; i < 100; i++) {
      failures += result(ask(READ)).status() == 503 ? 1 : 0;
    }

    assertThat(failures).isEqualTo(5);
    assertThat(describe("bad").path("ejectedForMs").asLong()).isBetween(20_000L, 30_000L);
  }

  @Test
  void oneThatIsFullIsNotIll() {
    serve("good", "1", UnfitInstancesTest::well);
    start(BusService.named("notes", "full").inFlightMax(0), "full");

    for (int i = 0; i < 100; i++) {
      result(ask(READ));
    }

    assertThat(describe("full").path("ejectedForMs").asLong()).isZero();
    assertThat(describe("full").path("breakers").path("read").asText()).isEqualTo("CLOSED");
  }

  @Test
  void aCallThatIsGivenUpFailsAtOnceAndCountsAsATimeout() {
    serve("stuck", "1", id -> Promise.<BusReply>promise().future());
    serve("good", "1", UnfitInstancesTest::well);
    for (int i = 0; i < 5; i++) {
      BusCall call = call(READ, Ask.Wish.ofInstance("stuck"));
      assertThat(client.hasAlternative(call)).as("before it was sent").isFalse();
      Future<BusReply> reply = client.send(call, LONG);
      assertThat(client.hasAlternative(call)).as("no other is the one it named").isFalse();

      call.giveUp();

      ServiceFailure failure = catchThrowableOfType(ServiceFailure.class, () -> result(reply));
      assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    }

    assertThat(describe("stuck").path("ejectedForMs").asLong()).isPositive();
    assertThat(describe("stuck").path("pending").asInt()).as("it still owes them").isEqualTo(5);
  }

  @Test
  void whereAllAreSlowNoneIsQuicker() {
    serve("one", "1", id -> Promise.<BusReply>promise().future());
    serve("other", "1", id -> Promise.<BusReply>promise().future());
    BusCall first = call(READ, null);
    client.send(first, LONG);
    assertThat(client.hasQuickerAlternative(first, Duration.ofMillis(50))).isTrue();

    client.send(call(READ, null), LONG);

    await().until(() -> !client.hasQuickerAlternative(first, Duration.ofMillis(50)));
    assertThat(client.hasQuickerAlternative(first, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void oneThatStopsIsLeftOutUntilItAnswersAgain() {
    serve("good", "1", UnfitInstancesTest::well);
    AtomicBoolean frozen = new AtomicBoolean(true);
    freezable("bad", frozen);
    Promise<BusReply> read = Promise.promise();
    Promise<BusReply> write = Promise.promise();
    // Both are held by the frozen one.
    client.send(call(READ, Ask.Wish.ofInstance("bad")), LONG).onComplete(read);
    client.send(call(WRITE, Ask.Wish.ofInstance("bad")), Duration.ofSeconds(4)).onComplete(write);

    await().atMost(Duration.ofSeconds(6)).until(() -> read.future().isComplete());

    assertThat(InstanceGoneException.isCauseOf(read.future().cause())).isTrue();
    assertThat(write.future().isComplete()).as("a write waits for its answer").isFalse();
    assertThat(whoAnswer(50)).containsExactly("good");
    frozen.set(false);
    await().until(() -> !describe("bad").path("silent").asBoolean() && write.future().isComplete());
    assertThat(whoAnswer(50)).containsExactlyInAnyOrder("good", "bad");
  }

  @Test
  void oneThatTheBusDoesNotKnowIsLeftOutUntilItDoes() {
    serve("good", "1", UnfitInstancesTest::well);
    announce("back", "1");

    assertThat(whoAnswer(50)).as("none is lost").containsExactly("good");
    assertThat(describe("back").path("silent").asBoolean()).isTrue();
    assertThat(describe("back").path("ejectedForMs").asLong()).isZero();

    freezable("back", new AtomicBoolean());
    await().until(() -> !describe("back").path("silent").asBoolean());
    assertThat(whoAnswer(50)).containsExactlyInAnyOrder("good", "back");
  }

  @Test
  void theOnlyOneIsWaitedForAlsoWhenItIsSilent() {
    freezable("only", new AtomicBoolean(true));

    Future<BusReply> read = client.send(call(READ, null), Duration.ofSeconds(4));

    ServiceFailure failure = catchThrowableOfType(ServiceFailure.class, () -> result(read));
    assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(describe("only").path("silent").asBoolean()).isTrue();
  }

  @Test
  void whenAllFailNobodyIsAskedForAWhile() {
    serve("a", "1", id -> failing());
    serve("b", "1", id -> failing());

    int refused = 0;
    for (int i = 0; i < 200; i++) {
      refused += isRefused(ask(READ)) ? 1 : 0;
    }

    assertThat(refused).isGreaterThan(150);
    assertThat(asked.get()).isEqualTo(200 - refused);
    ServiceFailure failure = catchThrowableOfType(ServiceFailure.class, () -> result(ask(READ)));
    assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(failure.retryAfter().orElseThrow()).isBetween(LEAST, MOST);
    assertThat(isRefused(ask(WRITE))).as("another class").isFalse();
  }

  private static boolean isRefused(Future<BusReply> asking) {
    try {
      result(asking);
      return false;
    } catch (ServiceFailure failure) {
      assertThat(BreakerOpenException.isCauseOf(failure)).isTrue();
      return true;
    }
  }

  @Test
  void aSecondSendingGoesElsewhere() {
    serve("a", "1", UnfitInstancesTest::well);
    serve("b", "1", UnfitInstancesTest::well);
    BusCall call = call(READ, null);

    String first = result(client.send(call, LONG)).headers().get("instance");
    assertThat(client.hasAlternative(call)).isTrue();
    String second = result(client.send(call, LONG)).headers().get("instance");

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void nobodyIsAskedWhenTheAnswerWouldComeTooLate() {
    serve("a", "1", UnfitInstancesTest::well);

    ServiceFailure failure =
        catchThrowableOfType(
            ServiceFailure.class,
            () -> result(client.send(call(READ, null), Duration.ofMillis(29))));

    assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(asked.get()).isZero();
  }

  @Test
  void theCalleeIsToldWhatIsLeftLessWhatTheHopTakes() {
    serve("a", "1", UnfitInstancesTest::well);

    BusReply reply = result(client.send(call(READ, null), Duration.ofSeconds(2)));

    assertThat(reply.headers().get("deadline")).isEqualTo("1995");
  }

  private interface Behaviour {
    Future<BusReply> answer(String instanceId);
  }

  private static Future<BusReply> well(String instanceId) {
    return Future.succeededFuture(BusReply.ok("x").with("instance", instanceId));
  }

  private static Future<BusReply> failing() {
    return Future.failedFuture(ServiceFailure.unavailable("ill", Duration.ofSeconds(1), null));
  }

  private void serve(String instanceId, String version, Behaviour behaviour) {
    BusService.Builder builder = BusService.named("notes", instanceId);
    builder.on(
        "who",
        request -> {
          asked.incrementAndGet();
          return behaviour
              .answer(instanceId)
              .map(
                  reply ->
                      reply.with("deadline", request.header(BusHeaders.DEADLINE_MS).orElse("")));
        });
    start(builder, instanceId, version);
  }

  private void start(BusService.Builder builder, String instanceId) {
    start(builder, instanceId, "1");
  }

  private void start(BusService.Builder builder, String instanceId, String version) {
    result(builder.secondary().start(vertx, new Contract(CONTRACT)));
    announce(instanceId, version);
  }

  private void announce(String instanceId, String version) {
    result(directory.announce(new ServiceInstance("notes", instanceId, "", version, CONTRACT)));
  }

  /** Takes messages and says nothing while it is frozen, not even to probes. */
  private void freezable(String instanceId, AtomicBoolean frozen) {
    vertx
        .eventBus()
        .consumer(
            BusService.directAddress("notes", instanceId),
            message -> {
              if (!frozen.get()) {
                BusReply reply = BusReply.ok("x").with("instance", instanceId);
                message.reply(reply.body(), new DeliveryOptions().setHeaders(reply.headers()));
              }
            });
    announce(instanceId, "1");
  }

  private Set<String> whoAnswer(int times) {
    Set<String> answered = new HashSet<>();
    for (int i = 0; i < times; i++) {
      answered.add(result(ask(READ)).headers().get("instance"));
    }
    return answered;
  }

  private JsonNode describe(String instanceId) {
    for (JsonNode instance : client.describe().path("notes")) {
      if (instance.path("instance").asText().equals(instanceId)) {
        return instance;
      }
    }
    throw new AssertionError(instanceId + " is not described");
  }

  private Future<BusReply> ask(Ask ask) {
    return client.send(call(ask, null), LONG);
  }

  private static BusCall call(Ask ask, Ask.Wish wish) {
    return new BusCall(ask, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), wish, false);
  }
}
