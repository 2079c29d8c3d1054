package io.jangteo.launcher;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One instance of the service in this process: waits for what all of them share, then deploys. */
final class LaunchedVerticle extends VerticleBase {
  private final ServiceProcess process;
  private final int index;

  LaunchedVerticle(ServiceProcess process, int index) {
    this.process = process;
    this.index = index;
  }

  @Override
  public Future<?> start() {
    return process.open(vertx).compose(opened -> deployService()).recover(this::abandon);
  }

  /** Vert.x stops only what has started. */
  private Future<String> abandon(Throwable error) {
    return process.instanceStopped().transform(ignored -> Future.failedFuture(error));
  }

  /** As a child: it is undeployed before this one. */
  private Future<String> deployService() {
    VerticleBase verticle = process.createVerticle(index);
    return vertx.deployVerticle(verticle).onSuccess(id -> process.deployed(verticle));
  }

  @Override
  public Future<?> stop() {
    return process.instanceStopped();
  }
}
