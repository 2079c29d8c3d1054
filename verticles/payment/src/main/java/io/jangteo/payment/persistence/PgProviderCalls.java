package io.jangteo.payment.persistence;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.ProviderCall;
import io.jangteo.payment.application.ProviderCalls;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.PaymentStatus;
import io.jangteo.payment.domain.Step;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leases of provider calls, by the database's clock. */
public final class PgProviderCalls implements ProviderCalls {
  private final Pool pool;

  public PgProviderCalls(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<List<ProviderCall>> claim(int most, Duration lease) {
    return pool.preparedQuery(PaymentSql.CLAIM)
        .execute(Tuple.of(most, lease.toMillis()))
        .map(
            rows -> {
              List<ProviderCall> calls = new ArrayList<>(rows.size());
              rows.forEach(row -> calls.add(read(row)));
              return calls;
            });
  }

  @Override
  public Future<Void> postpone(ProviderCall call, Duration pause) {
    return pool.preparedQuery(PaymentSql.POSTPONE)
        .execute(Tuple.of(call.orderId(), call.step().name(), call.attempt(), pause.toMillis()))
        .mapEmpty();
  }

  private static ProviderCall read(Row row) {
    PaymentStatus status = PaymentStatus.valueOf(row.getString("status"));
    Step step = Step.valueOf(row.getString("step"));
    return new ProviderCall(
        row.getUUID("order_id"),
        step,
        new Money(row.getLong("amount_minor"), row.getString("currency")),
        row.getInteger("attempts"),
        status.isUndoing(step),
        Optional.ofNullable(row.getString("token")).map(CardToken::new),
        row.getString("authorization_ref"),
        row.getString("capture_ref"));
  }
}
