package io.jangteo.simulation.engine;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A transaction at READ COMMITTED: it sees what is committed and what it wrote, and whatever it
 * locks stays locked until its end. It is handed through the code under test in the place of a
 * connection, and speaks no SQL.
 */
public final class Tx implements SqlConnection {
  /** How far it has come. */
  enum State {
    OPEN,
    COMMITTING,
    ENDED
  }

  private final Db db;
  private final Node node;
  private final Map<Table<Object, Object>, Map<Object, Object>> writes = new LinkedHashMap<>();
  private final Set<Db.Lock> locks = new LinkedHashSet<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private CrashPoint before = CrashPoint.M7_APPLIED_NOT_COMMITTED;
  private CrashPoint after = CrashPoint.M3_COMMITTED_NOT_READ_BY_RELAY;
  private State state = State.OPEN;
  private Future<Void> last = Future.succeededFuture();

  Tx(Db db, Node node) {
    this.db = db;
    this.node = node;
  }

  public Node node() {
    return node;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  Set<Db.Lock> locks() {
    return locks;
  }

  CrashPoint before() {
    return before;
  }

  public CrashPoint afterCommitPoint() {
    return after;
  }

  /** Names the two moments around its commit. */
  public void moments(CrashPoint beforeCommit, CrashPoint afterCommitted) {
    before = beforeCommit;
    after = afterCommitted;
  }

  public <K, V> V get(Table<K, V> table, K key) {
    Map<Object, Object> own = writes.get(table);
    if (own != null && own.containsKey(key)) {
      @SuppressWarnings("unchecked")
      V value = (V) own.get(key);
      return value;
    }
    return table.get(key);
  }

  /** The row should be locked, or be nobody else's business. */
  @SuppressWarnings("unchecked")
  public <K, V> void put(Table<K, V> table, K key, V value) {
    writes
        .computeIfAbsent((Table<Object, Object>) table, ignored -> new LinkedHashMap<>())
        .put(key, value);
  }

  /** Locks the rows, whether they are there or not, one after the other. */
  public <K> Future<Void> lock(Table<K, ?> table, List<K> keys) {
    List<Db.Lock> wanted = new ArrayList<>(keys.size());
    keys.forEach(key -> wanted.add(new Db.Lock(table.name(), key)));
    last = last.isComplete() ? lockFrom(wanted, 0) : last.transform(done -> lockFrom(wanted, 0));
    return last;
  }

  /** One statement after those begun before it, as on a connection. */
  public Future<Void> run(Runnable statement) {
    Future<Void> done = last.map(ignored -> perform(statement));
    last = done;
    return done;
  }

  private static Void perform(Runnable statement) {
    statement.run();
    return null;
  }

  private Future<Void> lockFrom(List<Db.Lock> wanted, int from) {
    for (int i = from; i < wanted.size(); i++) {
      Future<Void> locked = db.lock(this, wanted.get(i));
      if (!locked.isComplete()) {
        int next = i + 1;
        return locked.compose(ignored -> lockFrom(wanted, next));
      }
      if (locked.failed()) {
        return locked;
      }
    }
    return statement();
  }

  /** Whether nobody else has it locked. */
  public <K> boolean free(Table<K, ?> table, K key) {
    return db.free(this, new Db.Lock(table.name(), key));
  }

  /** The time a statement takes, for those that matter. */
  private Future<Void> statement() {
    if (!node.sim().faults().strikes(Fault.SLOW_STATEMENT)) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = node.promise();
    node.after(node.sim().between(10_000, 500_000), () -> promise.tryComplete());
    return promise.future();
  }

  /** Fails the way the driver does when a row is there already. */
  public <K, V> Future<Void> insert(Table<K, V> table, K key, V value) {
    return lock(table, List.of(key))
        .compose(
            ignored -> {
              if (db.keepsConstraints() && get(table, key) != null) {
                return Future.failedFuture(
                    new PgException(table.name() + " has " + key, "ERROR", "23505", ""));
              }
              put(table, key, value);
              return Future.succeededFuture();
            });
  }

  /** Called once it has been committed, at the server. */
  public void afterCommit(Runnable task) {
    afterCommit.add(task);
  }

  void apply() {
    writes.forEach((table, rows) -> table.rows().putAll(rows));
    end();
    afterCommit.forEach(Runnable::run);
  }

  void end() {
    state = State.ENDED;
    db.ended(this);
  }

  @Override
  public Future<PreparedStatement> prepare(String sql) {
    throw noSql();
  }

  @Override
  public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
    throw noSql();
  }

  @Override
  public SqlConnection exceptionHandler(Handler<Throwable> handler) {
    throw noSql();
  }

  @Override
  public SqlConnection closeHandler(Handler<Void> handler) {
    throw noSql();
  }

  @Override
  public Future<Transaction> begin() {
    throw noSql();
  }

  @Override
  public Transaction transaction() {
    throw noSql();
  }

  @Override
  public boolean isSSL() {
    throw noSql();
  }

  @Override
  public DatabaseMetadata databaseMetadata() {
    throw noSql();
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    throw noSql();
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    throw noSql();
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    throw noSql();
  }

  @Override
  public Future<Void> close() {
    throw noSql();
  }

  private static UnsupportedOperationException noSql() {
    return new UnsupportedOperationException("a simulated transaction speaks no SQL");
  }
}
