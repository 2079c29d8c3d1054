package io.jangteo.gateway.cache;

import static io.jangteo.gateway.cache.CacheWorld.body;
import static io.jangteo.gateway.cache.CacheWorld.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyCacheTest {
  private static final CachePolicy POLICY = Policies.of(1, List.of(), Policies.OF_ONE);
  private static final CachePolicy PRIVATE = Policies.policy(1, List.of(), true);
  private static final ServiceFailure GONE =
      ServiceFailure.of(FailureCode.UNAVAILABLE, "nobody there");

  private final CacheWorld world = new CacheWorld();

  private Future<Answer> get() {
    return world.get(POLICY, "A1");
  }

  private Future<Answer> get(String cacheControl) {
    return world.get(world.lookup(POLICY, "A1", "", cacheControl));
  }

  private void store(String body) {
    get();
    world.reply(body);
  }

  @Test
  void whatWasAskedForIsGivenAgainWithItsAge() {
    Future<Answer> first = get();
    assertThat(first.isComplete()).isFalse();
    world.reply("one");
    world.pass(4);

    Future<Answer> second = get();

    assertThat(body(first)).isEqualTo("one");
    assertThat(status(first)).isEqualTo("jangteo; fwd=uri-miss; stored");
    assertThat(body(second)).isEqualTo("one");
    assertThat(status(second)).isEqualTo("jangteo; hit");
    assertThat(second.result().ageNanos()).isEqualTo(4_000_000_000L);
    assertThat(world.asked).isEqualTo(1);
  }

  @Test
  void theAgeIncludesTheTimeTheCallTook() {
    get();
    world.pass(2);
    world.reply("one");
    world.pass(1);

    assertThat(get().result().ageNanos()).isEqualTo(3_000_000_000L);
    world.pass(2);
    assertThat(status(get())).startsWith("jangteo; hit; ttl=");
  }

  @Test
  void aStaleAnswerIsGivenAtOnceAndRenewedOnceBehindTheScenes() {
    store("one");
    world.pass(6);

    for (int i = 0; i < 10; i++) {
      assertThat(body(get())).isEqualTo("one");
    }
    assertThat(status(get())).isEqualTo("jangteo; hit; ttl=-1");
    assertThat(world.asked).isEqualTo(2);

    world.reply("two");
    assertThat(body(get())).isEqualTo("two");
    assertThat(status(get())).isEqualTo("jangteo; hit");
  }

  @Test
  void beyondItsStalenessTheServiceIsWaitedFor() {
    store("one");
    world.pass(36);

    Future<Answer> waiting = get();
    assertThat(waiting.isComplete()).isFalse();
    world.reply("two");

    assertThat(body(waiting)).isEqualTo("two");
    assertThat(status(waiting)).isEqualTo("jangteo; fwd=stale; stored");
  }

  @Test
  void manyWhoAskAtOnceCauseOneCall() {
    List<Future<Answer>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(get());
    }
    world.reply("one");

    assertThat(world.asked).isEqualTo(1);
    assertThat(all).allMatch(answer -> body(answer).equals("one"));
    assertThat(status(all.get(199))).isEqualTo("jangteo; fwd=uri-miss; collapsed");
    assertThat(world.requests("collapsed")).isEqualTo(199);
  }

  @Test
  void moreThanMayWaitAreRefusedAndTheOthersAreNot() {
    CacheWorld small = new CacheWorld(2, "1MiB");
    Future<Answer> leader = small.get(POLICY, "A1");
    Future<Answer> second = small.get(POLICY, "A1");
    Future<Answer> third = small.get(POLICY, "A1");

    Future<Answer> refused = small.get(POLICY, "A1");

    assertThat(code(refused)).isEqualTo(FailureCode.UNAVAILABLE);
    small.reply("one");
    assertThat(List.of(leader, second, third)).allMatch(answer -> body(answer).equals("one"));
  }

  @Test
  void aFailureIsGivenToAllWhoWaitAndToNobodyAfter() {
    Future<Answer> leader = get();
    Future<Answer> follower = get();
    world.calls.remove().fail(GONE);

    assertThat(leader.cause()).isSameAs(GONE);
    assertThat(follower.cause()).isSameAs(GONE);
    Future<Answer> next = get();
    assertThat(world.asked).isEqualTo(2);
    world.reply("one");
    assertThat(body(next)).isEqualTo("one");
  }

  @Test
  void anOldAnswerStandsInForAServiceThatFails() {
    store("one");
    world.pass(100);
    Future<Answer> failed = get();
    world.calls.remove().fail(GONE);

    assertThat(body(failed)).isEqualTo("one");
    assertThat(status(failed)).isEqualTo("jangteo; hit; ttl=-95; detail=stale-if-error");

    world.pass(2);
    Future<Answer> wrong = get();
    world.calls.remove().complete(Policies.reply(503, "{}"));
    assertThat(body(wrong)).isEqualTo("one");
  }

  @Test
  void nobodyWaitsForAServiceThatHasJustFailedAndItIsAskedOnceAPause() {
    store("one");
    world.pass(100);
    get();
    world.calls.remove().fail(GONE);

    assertThat(body(get())).isEqualTo("one");
    assertThat(world.asked).as("still pausing").isEqualTo(2);
    world.pass(1.5);
    assertThat(body(get())).isEqualTo("one");
    assertThat(body(get())).isEqualTo("one");
    assertThat(world.asked).isEqualTo(3);
    world.reply("two");
    assertThat(body(get())).isEqualTo("two");
  }

  @Test
  void afterItsTimeAnOldAnswerStandsInForNothing() {
    store("one");
    world.pass(306);
    Future<Answer> failed = get();
    world.calls.remove().fail(GONE);

    assertThat(failed.cause()).isSameAs(GONE);
  }

  @Test
  void whatHasChangedIsNotGivenOutNotEvenInPlaceOfAFailure() {
    store("one");
    world.cache.changed(POLICY, 0, "A1");

    Future<Answer> next = get();
    assertThat(next.isComplete()).isFalse();
    world.calls.remove().fail(GONE);

    assertThat(next.cause()).isSameAs(GONE);
  }

  @Test
  void aCallThatWasUnderWayDuringAChangeIsNeitherStoredNorJoined() {
    Future<Answer> before = get();
    world.cache.changed(POLICY, 0, "A1");
    Future<Answer> after = get();
    assertThat(world.asked).isEqualTo(2);

    world.reply("old");
    assertThat(body(before)).isEqualTo("old");
    assertThat(status(before)).isEqualTo("jangteo; fwd=uri-miss");
    assertThat(after.isComplete()).isFalse();
    Future<Answer> joining = get();
    assertThat(world.asked).isEqualTo(2);

    world.reply("new");
    assertThat(body(after)).isEqualTo("new");
    assertThat(body(joining)).isEqualTo("new");
    assertThat(body(get())).isEqualTo("new");
  }

  @Test
  void aChangeConcernsWhatItNamesOnly() {
    store("one");
    world.get(POLICY, "B2");
    world.reply("other");

    world.cache.changed(POLICY, 0, "B2");

    assertThat(body(get())).isEqualTo("one");
    world.cache.changed(POLICY);
    assertThat(get().isComplete()).isFalse();
  }

  @Test
  void purgingForgetsWhatIsStoredAndWhatIsUnderWay() {
    store("one");
    Future<Answer> underWay = world.get(POLICY, "B2");

    world.cache.purge();
    world.reply("other");

    assertThat(body(underWay)).isEqualTo("other");
    assertThat(get().isComplete()).isFalse();
    assertThat(world.get(POLICY, "B2").isComplete()).isFalse();
    assertThat(world.cache.describe().path("entries").asLong()).isZero();
  }

  @Test
  void aClientThatWantsItNewJoinsACallUnderWay() {
    store("one");
    Future<Answer> first = get("no-cache");
    Future<Answer> second = get("no-cache");

    assertThat(first.isComplete()).isFalse();
    assertThat(world.asked).isEqualTo(2);
    world.reply("two");
    assertThat(body(first)).isEqualTo("two");
    assertThat(status(first)).isEqualTo("jangteo; fwd=request; stored");
    assertThat(status(second)).isEqualTo("jangteo; fwd=request; collapsed");
  }

  @Test
  void aClientThatWantsNothingForwardedIsToldWhenThereIsNothing() {
    assertThat(code(get("only-if-cached"))).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    store("one");
    assertThat(body(get("only-if-cached"))).isEqualTo("one");
    assertThat(world.asked).isEqualTo(1);
  }

  @Test
  void privateAnswersAreForTheirCallerAlone() {
    Future<Answer> ann = world.get(world.lookup(PRIVATE, "mine", "ann", null));
    Future<Answer> bob = world.get(world.lookup(PRIVATE, "mine", "bob", null));
    assertThat(world.asked).isEqualTo(2);
    world.reply("ann's");
    world.reply("bob's");

    assertThat(body(ann)).isEqualTo("ann's");
    assertThat(body(bob)).isEqualTo("bob's");
    assertThat(body(world.get(world.lookup(PRIVATE, "mine", "bob", null)))).isEqualTo("bob's");
    assertThat(ann.result().stored().cacheControl()).isEqualTo("private, no-cache");
    assertThat(world.get(world.lookup(PRIVATE, "mine", "", null)).isComplete()).isFalse();
  }

  @Test
  void aReplyForOneCallerIsNotGivenToThoseWhoWait() {
    Future<Answer> leader = get();
    Future<Answer> follower = get();
    world.calls.remove().complete(reply("one", BusHeaders.CACHE_CONTROL, "private"));
    assertThat(follower.isComplete()).isFalse();
    assertThat(world.asked).isEqualTo(2);
    world.calls.remove().complete(reply("two", "set-cookie", "a=b"));

    assertThat(body(leader)).isEqualTo("one");
    assertThat(status(leader)).isEqualTo("jangteo; fwd=uri-miss");
    assertThat(body(follower)).isEqualTo("two");
    assertThat(get().isComplete()).as("nothing was stored").isFalse();
  }

  @Test
  void whatTheServiceForbidsToKeepReplacesWhatWasKept() {
    store("one");
    world.pass(6);
    get();
    world.calls.remove().complete(Policies.reply(410, "gone"));

    assertThat(get().isComplete()).isFalse();
  }

  @Test
  void aMissingThingIsRememberedForAMomentWithoutNamingTheRequest() {
    Future<Answer> first = get();
    world
        .calls
        .remove()
        .complete(
            Policies.reply(404, "{\"status\":404,\"requestId\":\"r1\"}")
                .with(BusHeaders.CONTENT_TYPE, "application/problem+json"));

    assertThat(first.result().stored().bodyFor("r2").toString())
        .isEqualTo("{\"status\":404,\"requestId\":\"r2\"}");
    world.pass(0.9);
    assertThat(status(get())).isEqualTo("jangteo; hit");
    world.pass(0.2);
    assertThat(get().isComplete()).isFalse();
  }

  @Test
  void theStoreHoldsNoMoreThanItsBytes() {
    CacheWorld small = new CacheWorld(10, "64KiB");
    for (int i = 0; i < 500; i++) {
      small.get(POLICY, "A" + i);
      small.reply("x".repeat(4096));
      assertThat(small.cache.describe().path("bytes").asLong()).isLessThanOrEqualTo(64 << 10);
    }
    assertThat(small.cache.describe().path("evictions").asLong()).isGreaterThan(400);
  }

  @Test
  void anAnswerThatIsTooLargeIsPassedOnAndNotKept() {
    Future<Answer> first = get();
    world.reply("x".repeat((1 << 20) + 1));

    assertThat(body(first)).hasSize((1 << 20) + 1);
    assertThat(get().isComplete()).isFalse();
  }

  private static BusReply reply(String body, String header, String value) {
    return Policies.reply(200, body).with(header, value);
  }

  private static FailureCode code(Future<Answer> answer) {
    return ((ServiceFailure) answer.cause()).code();
  }
}
