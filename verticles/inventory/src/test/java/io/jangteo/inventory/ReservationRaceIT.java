package io.jangteo.inventory;

import static io.jangteo.inventory.StockRoom.commit;
import static io.jangteo.inventory.StockRoom.line;
import static io.jangteo.inventory.StockRoom.release;
import static io.jangteo.inventory.StockRoom.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.inventory.StockLine;
import io.jangteo.events.InboundMessage;
import io.jangteo.inventory.application.EntryOutcome;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.EntryKind;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many at once on the same goods, each in a transaction of its own. */
class ReservationRaceIT {
  private StockRoom room;

  @BeforeEach
  void open() {
    room = new StockRoom();
  }

  @AfterEach
  void close() {
    room.assertBooksBalance();
    room.close();
  }

  @Test
  void theLastUnitsAreNeverSoldTwice() {
    room.receive("LAST", 10);
    List<UUID> orders = IntStream.range(0, 60).mapToObj(i -> Ids.next()).toList();

    Await.success(
        Future.all(orders.stream().map(o -> room.obey(reserve(o, line("LAST", 1)))).toList()));
    Await.success(Future.all(orders.stream().map(o -> room.obey(commit(o))).toList()));

    assertThat(
            orders.stream()
                .map(room::answers)
                .collect(Collectors.groupingBy(a -> a, Collectors.counting())))
        .containsEntry(List.of("stock.reserved.v1", "stock.committed.v1"), 10L)
        .containsEntry(List.of("stock.unavailable.v1", "stock.commit-refused.v1"), 50L)
        .hasSize(2);
    assertThat(room.level("LAST")).isEqualTo(new StockLevel(0, 0, 1));
  }

  @Test
  void ofTwoOrdersForTheLastUnitOneGetsItAThousandTimesOver() {
    List<String> skus = IntStream.range(0, 1_000).mapToObj(i -> "ONE" + i).toList();
    room.receiveOneOfEach(skus);

    // In waves, for a pool has only so many places to wait.
    for (int wave = 0; wave < skus.size(); wave += 100) {
      Await.success(
          Future.all(
              skus.subList(wave, wave + 100).stream()
                  .flatMap(sku -> Stream.of(sku, sku))
                  .map(sku -> room.obey(reserve(Ids.next(), line(sku, 1))))
                  .toList()));
    }

    assertThat(room.answerCounts())
        .containsExactlyInAnyOrder("stock.reserved.v1 1000", "stock.unavailable.v1 1000");
    assertThat(room.heldUnits()).as("units held of each").containsExactly("1 of 1000");
  }

  @Test
  void batchesThatWantTheSameGoodsInOtherOrdersDoNotDeadlock() {
    List<String> skus = IntStream.range(0, 12).mapToObj(i -> "S" + i).toList();
    skus.forEach(sku -> room.receive(sku, 150));
    Random random = new Random(7);
    List<List<UUID>> batches =
        Stream.generate(() -> Stream.generate(Ids::next).limit(4).toList()).limit(40).toList();

    List<Future<?>> work = new ArrayList<>();
    for (List<UUID> batch : batches) {
      work.add(
          room.obey(
                  batch.stream()
                      .map(order -> reserve(order, some(skus, random)))
                      .toArray(InboundMessage[]::new))
              .compose(ignored -> room.obey(ending(batch))));
      work.add(room.recordEntry.record(correction(skus.get(random.nextInt(12)), random)));
      work.add(room.releaseExpired.releaseAll());
    }

    Await.success(Future.all(work));
    assertThat(room.repetitions()).isZero();
  }

  private static InboundMessage[] ending(List<UUID> batch) {
    return batch.stream()
        .map(order -> order.hashCode() % 2 == 0 ? commit(order) : release(order))
        .toArray(InboundMessage[]::new);
  }

  private static StockLine[] some(List<String> skus, Random random) {
    List<String> shuffled = new ArrayList<>(skus);
    Collections.shuffle(shuffled, random);
    return shuffled.stream().limit(6).map(sku -> line(sku, 1)).toArray(StockLine[]::new);
  }

  private static Entry correction(String sku, Random random) {
    return new Entry(EntryKind.CORRECTION, sku, random.nextBoolean() ? 3 : -3, "c" + Ids.next());
  }

  @Test
  void aReferenceSentManyTimesAtOnceCountsOnce() {
    Entry receipt = new Entry(EntryKind.RECEIPT, "NEW", 7, "note 1");

    List<Future<EntryOutcome>> answers =
        Stream.generate(() -> room.recordEntry.record(receipt)).limit(20).toList();

    Await.success(Future.all(answers));
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(((EntryOutcome.Accepted) answer.result()).after().onHand())
                    .isEqualTo(7));
    assertThat(room.level("NEW")).isEqualTo(new StockLevel(7, 0, 1));
  }
}
