package io.jangteo.launcher;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * A node that serves nothing and keeps a part of what the cluster remembers, so that the others can
 * be lite. It is in the jar of every service: {@code java -cp catalog.jar
 * io.jangteo.launcher.DataNode -cluster}.
 */
public final class DataNode {
  private DataNode() {}

  public static void main(String[] args) {
    ServiceLauncher.named("data-node", "keeps what the cluster remembers, and serves nothing")
        .launch((settings, runtime) -> new NothingVerticle(), args);
  }

  /** Ready as soon as its process is. */
  private static final class NothingVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
      return Future.succeededFuture();
    }
  }
}
