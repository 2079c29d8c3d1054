package io.jangteo.launcher;

import io.jangteo.bus.ServiceRuntime;
import io.vertx.core.VerticleBase;

/** Makes a service's verticle. */
@FunctionalInterface
public interface VerticleFactory {
  VerticleBase create(BoundSettings settings, ServiceRuntime runtime);
}
