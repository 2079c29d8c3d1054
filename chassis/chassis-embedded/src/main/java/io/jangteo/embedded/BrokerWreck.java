package io.jangteo.embedded;

import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.model.port.AmqpPortImpl;
import org.apache.qpid.server.store.berkeleydb.BDBEnvironmentContainer;
import org.apache.qpid.server.transport.AcceptingTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker whose store has failed. Stopped as it should be it waits half a minute for connections
 * that end no more, and keeps port and folder meanwhile; so these are taken from it first.
 */
final class BrokerWreck {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWreck.class);
  private static final String TRANSPORT = "_transport";
  private static final Duration STOP_MAX = Duration.ofSeconds(3);

  private BrokerWreck() {}

  /** Returns when another broker can have its port and folder; the rest ends by itself. */
  static void clear(Broker<?> broker, SystemLauncher launcher) {
    broker.getChildren(Port.class).forEach(BrokerWreck::close);
    broker.getChildren(VirtualHostNode.class).forEach(BrokerWreck::close);
    Thread rest = new Thread(launcher::shutdown, "broker-wreck");
    rest.setDaemon(true);
    rest.start();
    try {
      rest.join(STOP_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** There is no method for it. */
  private static void close(Port<?> port) {
    if (!(port instanceof AmqpPortImpl)) {
      return;
    }
    try {
      Field transport = AmqpPortImpl.class.getDeclaredField(TRANSPORT);
      transport.setAccessible(true);
      if (transport.get(port) instanceof AcceptingTransport accepting) {
        accepting.close();
      }
    } catch (ReflectiveOperationException e) {
      throw new EmbeddedServerException("this version of the broker keeps its port elsewhere", e);
    }
  }

  private static void close(VirtualHostNode<?> node) {
    if (node instanceof BDBEnvironmentContainer<?> stored
        && stored.getEnvironmentFacade() != null) {
      try {
        stored.getEnvironmentFacade().close();
      } catch (RuntimeException e) {
        LOG.debug("the store of {} was not closed in order", node.getName(), e);
      }
    }
  }
}
