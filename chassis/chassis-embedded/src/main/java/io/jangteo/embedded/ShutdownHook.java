package io.jangteo.embedded;

import java.lang.reflect.Field;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;

/**
 * The broker closes itself as soon as the JVM begins to end, while services still publish and
 * acknowledge what they had in hand. There is no setting against it.
 */
final class ShutdownHook {
  private static final String FIELD = "_shutdownHook";

  private ShutdownHook() {}

  /** From now on only its owner stops the broker. */
  static void disarm(Broker<?> broker) {
    try {
      Field hook = BrokerImpl.class.getDeclaredField(FIELD);
      hook.setAccessible(true);
      Runtime.getRuntime().removeShutdownHook((Thread) hook.get(broker));
    } catch (ReflectiveOperationException e) {
      throw new EmbeddedServerException("this version of the broker keeps its hook elsewhere", e);
    }
  }
}
