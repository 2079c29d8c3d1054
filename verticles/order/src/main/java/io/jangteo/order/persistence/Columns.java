package io.jangteo.order.persistence;

import io.jangteo.contracts.Money;
import io.jangteo.order.domain.OrderEventType;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.OrderStatus;
import io.jangteo.order.domain.Step;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Between columns and values. */
final class Columns {
  private Columns() {}

  /** The column of one value of each row, for {@code unnest}. */
  static <R, T> T[] of(List<R> rows, IntFunction<T[]> array, Function<R, T> value) {
    return rows.stream().map(value).toArray(array);
  }

  static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  static Money total(Row row) {
    return new Money(row.getLong("total_minor"), row.getString("currency"));
  }

  static String steps(Set<Step> steps) {
    return steps.stream().map(Step::name).collect(Collectors.joining(","));
  }

  private static Set<Step> steps(String names) {
    return names.isEmpty()
        ? Set.of()
        : Arrays.stream(names.split(","))
            .map(Step::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Step.class)));
  }

  static OrderState order(Row row) {
    return new OrderState(
        row.getLong("version"),
        OrderStatus.valueOf(row.getString("status")),
        OrderEventType.named(row.getString("last_event")),
        steps(row.getString("open_steps")),
        row.getString("reason"));
  }
}
