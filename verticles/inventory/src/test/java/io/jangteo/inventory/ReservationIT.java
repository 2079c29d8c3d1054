package io.jangteo.inventory;

import static io.jangteo.inventory.StockRoom.commit;
import static io.jangteo.inventory.StockRoom.line;
import static io.jangteo.inventory.StockRoom.release;
import static io.jangteo.inventory.StockRoom.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.contracts.inventory.StockLine;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.Await;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReservationIT {
  private static StockRoom room;

  private final UUID order = Ids.next();
  private final String a = "A-" + order.toString().substring(24);
  private final String b = "B-" + order.toString().substring(24);

  @BeforeAll
  static void open() {
    room = new StockRoom();
  }

  @AfterAll
  static void close() {
    room.close();
  }

  @AfterEach
  void booksBalance() {
    room.assertBooksBalance();
  }

  @Test
  void reservingHoldsEveryLine() {
    room.receive(a, 5);
    room.receive(b, 1);

    Await.success(room.obey(reserve(order, line(a, 3), line(b, 1))));

    assertThat(room.answers(order)).containsExactly("stock.reserved.v1");
    assertThat(room.level(a)).isEqualTo(new StockLevel(5, 3, 1));
    assertThat(room.level(b)).isEqualTo(new StockLevel(1, 1, 1));
  }

  @Test
  void whenOneLineIsLackingNothingIsHeld() {
    room.receive(a, 5);

    Await.success(room.obey(reserve(order, line(a, 3), line(b, 1))));

    assertThat(room.payloads(order))
        .containsExactly(
            "{\"orderId\":\"%s\",\"reason\":\"out-of-stock\",\"shortages\":[{\"sku\":\"%s\",\"requested\":1,\"available\":0}]}"
                .formatted(order, b));
    assertThat(room.level(a).reserved()).isZero();
    assertThat(room.state(order)).isEqualTo("REFUSED");
  }

  @Test
  void committingTakesHeldGoodsOnce() {
    room.receive(a, 5);
    Await.success(room.obey(reserve(order, line(a, 3))));

    Await.success(room.obey(commit(order)));
    assertThat(room.level(a)).isEqualTo(new StockLevel(2, 0, 1));
    Await.success(room.obey(commit(order)));

    assertThat(room.level(a)).isEqualTo(new StockLevel(2, 0, 1));
    // Said again under the same id.
    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.committed.v1");
  }

  @Test
  void releasingGivesHeldGoodsBack() {
    room.receive(a, 5);
    Await.success(room.obey(reserve(order, line(a, 3))));

    Await.success(room.obey(release(order)));

    assertThat(room.level(a)).isEqualTo(new StockLevel(5, 0, 1));
    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.released.v1");
  }

  @Test
  void releaseBeforeReserveLeavesATombstone() {
    room.receive(a, 5);

    Await.success(room.obey(release(order)));
    Await.success(room.obey(reserve(order, line(a, 3))));

    assertThat(room.answers(order)).containsExactly("stock.released.v1", "stock.unavailable.v1");
    assertThat(room.payloads(order).get(1)).contains("\"reason\":\"released\"");
    assertThat(room.level(a).reserved()).isZero();
  }

  @Test
  void oneBatchMayHoldTheWholeLifeOfAnOrder() {
    room.receive(a, 5);
    UUID other = Ids.next();

    Await.success(
        room.obey(
            reserve(order, line(a, 3)), commit(order), reserve(other, line(a, 2)), release(other)));

    assertThat(room.level(a)).isEqualTo(new StockLevel(2, 0, 1));
    assertThat(room.answers(other)).containsExactly("stock.reserved.v1", "stock.released.v1");
  }

  @Test
  void ordersOfOneBatchShareWhatThereIs() {
    room.receive(a, 5);
    UUID other = Ids.next();

    Await.success(room.obey(reserve(order, line(a, 3)), reserve(other, line(a, 3))));

    assertThat(room.answers(order)).containsExactly("stock.reserved.v1");
    assertThat(room.answers(other)).containsExactly("stock.unavailable.v1");
    assertThat(room.level(a).reserved()).isEqualTo(3);
  }

  @Test
  void soldGoodsAreNotReleased() {
    room.receive(a, 5);
    Await.success(room.obey(reserve(order, line(a, 3)), commit(order)));

    Await.success(room.obey(release(order)));

    assertThat(room.level(a)).isEqualTo(new StockLevel(2, 0, 1));
    assertThat(room.state(order)).isEqualTo("COMMITTED");
    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.committed.v1");
  }

  @Test
  void anExpiredReservationIsGivenBackWithoutAWord() {
    room.receive(a, 9);
    List<UUID> orders = IntStream.range(0, 3).mapToObj(i -> Ids.next()).toList();
    orders.forEach(id -> Await.success(room.obey(reserve(id, line(a, 3)))));
    orders.forEach(room::letExpire);

    assertThat(Await.success(room.releaseExpired.releaseAll())).isEqualTo(3);

    assertThat(room.level(a)).isEqualTo(new StockLevel(9, 0, 1));
    assertThat(room.answers(orders.get(0))).containsExactly("stock.reserved.v1");
  }

  @Test
  void anExpiredReservationCommitsFromFreeStock() {
    room.receive(a, 3);
    Await.success(room.obey(reserve(order, line(a, 3))));
    room.letExpire(order);
    Await.success(room.releaseExpired.releaseAll());

    Await.success(room.obey(commit(order)));

    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.committed.v1");
    assertThat(room.level(a)).isEqualTo(new StockLevel(0, 0, 1));
  }

  @Test
  void anExpiredReservationWhoseGoodsAreGoneIsRefused() {
    room.receive(a, 3);
    Await.success(room.obey(reserve(order, line(a, 3))));
    room.letExpire(order);
    Await.success(room.releaseExpired.releaseAll());
    Await.success(room.obey(reserve(Ids.next(), line(a, 1))));

    Await.success(room.obey(commit(order)));

    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.commit-refused.v1");
    assertThat(room.payloads(order).get(1)).contains("\"reason\":\"expired\"");
    assertThat(room.level(a)).isEqualTo(new StockLevel(3, 1, 1));
  }

  @Test
  void whatIsHeldWithinItsTimeDoesNotExpire() {
    room.receive(a, 3);
    Await.success(room.obey(reserve(order, line(a, 3))));

    assertThat(Await.success(room.releaseExpired.releaseAll())).isZero();

    assertThat(room.state(order)).isEqualTo("HELD");
  }

  @Test
  void anOrderMayHaveAThousandLines() {
    StockLine[] lines =
        IntStream.range(0, 1000).mapToObj(i -> line(a + i, 1 + i % 3)).toArray(StockLine[]::new);
    for (StockLine line : lines) {
      room.receive(line.sku(), 3);
    }

    Await.success(room.obey(reserve(order, lines)));
    Await.success(room.obey(commit(order)));

    assertThat(room.answers(order)).containsExactly("stock.reserved.v1", "stock.committed.v1");
    assertThat(room.level(a + 999)).isEqualTo(new StockLevel(2, 0, 1));
  }

  @Test
  void aFailureInABatchLeavesNothing() {
    room.receive(a, 5);
    UUID first = Ids.next();
    // The same first command twice in one batch: the second insert collides.
    assertThatThrownBy(
            () ->
                Await.success(
                    room.obey(
                        reserve(first, line(a, 1)),
                        reserve(order, line(a, 1)),
                        reserve(first, line(a, 1)))))
        .isNotNull();

    assertThat(room.level(a).reserved()).isZero();
    assertThat(room.answers(order)).isEmpty();
  }
}
