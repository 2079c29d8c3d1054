package io.jangteo.events;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which shards of the outbox this relay owns, and the database session they are owned through: both
 * come and go together. All state belongs to one context.
 */
final class RelayShards {
  private static final Logger LOG = LoggerFactory.getLogger(RelayShards.class);

  private final Context context;
  private final RelayStore.Opener opener;
  private final String service;
  private final Owner owner;
  private final Set<Integer> owned = new TreeSet<>();

  private RelayStore store;
  private boolean opening;
  private boolean stopped;

  RelayShards(Context context, RelayStore.Opener opener, String service, Owner owner) {
    this.context = context;
    this.opener = opener;
    this.service = service;
    this.owner = owner;
  }

  /** The session, or null while there is none. */
  RelayStore store() {
    return store;
  }

  Set<Integer> owned() {
    return owned;
  }

  /** Opens the session when there is none, and takes the shards that others have let go. */
  void renew() {
    if (store != null) {
      lockMissing();
    } else if (!opening && !stopped) {
      open();
    }
  }

  private void open() {
    opening = true;
    opener
        .open(() -> context.runOnContext(ignored -> lost()))
        .onComplete(
            opened -> {
              opening = false;
              if (opened.succeeded()) {
                store = opened.result();
                lockMissing();
              } else {
                LOG.warn("{}: relay has no database: {}", service, opened.cause().toString());
              }
            });
  }

  private void lost() {
    if (!stopped) {
      LOG.warn("{}: relay lost its database session and its shards", service);
    }
    store = null;
    owned.clear();
    owner.lost();
  }

  private void lockMissing() {
    Set<Integer> missing = RelayStore.allShards();
    missing.removeAll(owned);
    if (missing.isEmpty()) {
      return;
    }
    RelayStore asked = store;
    asked
        .lock(missing)
        .onSuccess(
            got -> {
              if (asked == store && !got.isEmpty()) {
                owned.addAll(got);
                LOG.info("{}: relay owns outbox shards {}", service, owned);
                owner.gained();
              }
            });
  }

  /** From now on no session is opened. */
  void stop() {
    stopped = true;
  }

  /** Gives up the shards. */
  Future<Void> close() {
    return store == null ? Future.succeededFuture() : store.close();
  }

  /** Is told what changed. */
  interface Owner {
    void gained();

    /** Whatever was read through the session is in doubt. */
    void lost();
  }
}
