package io.jangteo.simulation.engine;

import io.jangteo.persistence.Database;
import io.jangteo.persistence.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.util.function.Function;

/** One process's way to its database. */
public final class SimTransactions implements Transactions {
  private static final int ATTEMPTS = 4;

  private final Db db;
  private final Node node;

  public SimTransactions(Db db, Node node) {
    this.db = db;
    this.node = node;
    node.atDeath(() -> db.died(node));
  }

  public Db db() {
    return db;
  }

  public Node node() {
    return node;
  }

  @Override
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return attempt(work, 1).recover(Database::translate);
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int number) {
    return begin()
        .compose(tx -> run(tx, work))
        .recover(
            error ->
                number < ATTEMPTS
                        && error instanceof PgException pg
                        && "40001".equals(pg.getSqlState())
                    ? attempt(work, number + 1)
                    : Future.failedFuture(error));
  }

  private Future<Tx> begin() {
    Promise<Tx> begun = node.promise();
    node.after(
        db.sim().between(100, 500),
        () -> {
          if (db.up()) {
            begun.tryComplete(db.begin(node));
          } else {
            begun.tryFail(new IOException(db.name() + " refuses connections"));
          }
        });
    return begun.future();
  }

  private <T> Future<T> run(Tx tx, Function<SqlConnection, Future<T>> work) {
    return Future.<Void>succeededFuture()
        .compose(ignored -> work.apply(tx))
        .transform(
            result -> {
              if (result.succeeded()) {
                return commit(tx, result.result());
              }
              if (tx.state() == Tx.State.OPEN) {
                tx.end();
              }
              return Future.failedFuture(result.cause());
            });
  }

  private <T> Future<T> commit(Tx tx, T value) {
    if (tx.state() != Tx.State.OPEN) {
      return Future.failedFuture(new IOException("the connection to " + db.name() + " is lost"));
    }
    if (!node.passes(tx.before())) {
      return Future.failedFuture(new IOException("this process is dead"));
    }
    tx.state(Tx.State.COMMITTING);
    Promise<T> promise = node.promise();
    db.sim().after(db.sim().between(200, 1_500), () -> arrive(tx, value, promise));
    return promise.future();
  }

  private <T> void arrive(Tx tx, T value, Promise<T> promise) {
    Faults faults = db.sim().faults();
    if (tx.state() != Tx.State.COMMITTING) {
      reply(promise, Future.failedFuture(new IOException("connection lost in COMMIT")));
    } else if (faults.strikes(Fault.SERIALIZATION)) {
      tx.end();
      reply(promise, Future.failedFuture(new PgException("serialization", "ERROR", "40001", "")));
    } else if (faults.strikes(Fault.COMMIT_UNKNOWN)) {
      end(tx, db.sim().coin());
      reply(promise, Future.failedFuture(new IOException("connection lost in COMMIT")));
    } else {
      end(tx, true);
      if (node.passes(tx.afterCommitPoint())) {
        reply(promise, Future.succeededFuture(value));
      }
    }
  }

  private static void end(Tx tx, boolean committed) {
    if (committed) {
      tx.apply();
    } else {
      tx.end();
    }
  }

  private <T> void reply(Promise<T> promise, Future<T> answer) {
    node.after(db.sim().between(100, 500), () -> answer.onComplete(promise::handle));
  }
}
