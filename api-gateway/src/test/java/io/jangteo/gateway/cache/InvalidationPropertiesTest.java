package io.jangteo.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Reads, writes, their events, and calls that take any time, in any order: whoever asks after an
 * event was handled is never given what was there before the write that it tells of.
 */
class InvalidationPropertiesTest {
  private static final CachePolicy POLICY = Policies.of(1, List.of(), Policies.OF_ONE);
  private static final String[] CODES = {"A1", "B2"};

  /** What somebody asked for, and what he must be given at least. */
  private record Read(int thing, int atLeast, Future<Answer> answer) {}

  /** Two things with versions, in front of which there is the cache. */
  private static final class World {
    private final CacheWorld cached = new CacheWorld();
    private final ChangeWatch watch = new ChangeWatch(cached.cache);
    private final int[] version = {1, 1};
    private final int[] handled = {1, 1};
    private final List<Deque<Integer>> events = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final Deque<Runnable> replies = new ArrayDeque<>();
    private final List<Read> reads = new ArrayList<>();

    private World() {
      watch.follow(List.of(POLICY));
      cached.cache.watchedBy(policy -> true);
    }

    private void act(int action) {
      int thing = action & 1;
      switch (action >> 1) {
        case 0, 1 -> read(thing, null);
        case 2 -> read(thing, "no-cache");
        case 3 -> events.get(thing).add(++version[thing]);
        case 4 -> handle(thing);
        case 5 -> Optional.ofNullable(replies.pollFirst()).ifPresent(Runnable::run);
        case 6 -> Optional.ofNullable(replies.pollLast()).ifPresent(Runnable::run);
        case 7 -> cached.pass(4);
        default -> cached.pass(40);
      }
    }

    private void read(int thing, String cacheControl) {
      Lookup lookup =
          Lookup.of(
              POLICY,
              new String[] {CODES[thing]},
              Map.of(),
              "",
              cacheControl,
              cached.now + 3_000_000_000L,
              () -> ask(thing));
      reads.add(new Read(thing, handled[thing], cached.get(lookup)));
    }

    /** The service reads its database when it is asked, and its answer comes at any time. */
    private Future<BusReply> ask(int thing) {
      String seen = Integer.toString(version[thing]);
      Promise<BusReply> call = Promise.promise();
      replies.add(
          () -> {
            if (seen.endsWith("7")) {
              call.fail("the service fails");
            } else {
              call.complete(Policies.reply(200, seen));
            }
          });
      return call.future();
    }

    private void handle(int thing) {
      Integer told = events.get(thing).poll();
      if (told != null) {
        handled[thing] = told;
        String event = "{\"code\":\"" + CODES[thing] + "\"}";
        watch.event(Policies.OF_ONE.type(), Optional.of(Buffer.buffer(event)));
      }
    }
  }

  @Property(tries = 3000)
  void nobodyIsGivenLessThanWasKnownWhenHeAsked(
      @ForAll @Size(min = 20, max = 200) List<@IntRange(max = 17) Integer> actions) {
    World world = new World();

    actions.forEach(world::act);
    while (!world.replies.isEmpty()) {
      world.replies.poll().run();
    }

    for (Read read : world.reads) {
      assertThat(read.answer().isComplete()).isTrue();
      if (read.answer().succeeded()) {
        assertThat(Integer.parseInt(CacheWorld.body(read.answer())))
            .isGreaterThanOrEqualTo(read.atLeast());
      }
    }
  }
}
