package io.jangteo.testing;

import io.jangteo.bus.Principal;
import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.caller.AssertionKey;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Vouches for callers as a gateway does, with one key for all tests of this JVM. */
public final class TestGateway {
  private static final AssertionKey KEY = AssertionKey.generate();
  private static final String ID = "test-gateway";

  private TestGateway() {}

  /** What tells a directory of it. */
  static ServiceInstance instance() {
    return new ServiceInstance(ID, ID, "", "0.0.0-test", AnnouncedKeys.document(List.of(KEY)));
  }

  /** The header that says to {@code services} that {@code caller} asks; good for half a minute. */
  public static String assertion(Principal caller, String... services) {
    long now = System.currentTimeMillis() / 1000;
    return KEY.sign(ID, caller, List.of(services), now, now + 30);
  }

  /** In which there is nothing but this gateway, for services that a test plays. */
  public static ServiceDirectory directory() {
    return new ServiceDirectory() {
      @Override
      public Future<Void> announce(ServiceInstance instance) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Future<Void> withdraw(ServiceInstance instance) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<ServiceInstance> instances() {
        return List.of(instance());
      }

      @Override
      public void onChange(Consumer<List<ServiceInstance>> listener) {
        listener.accept(instances());
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }
}
