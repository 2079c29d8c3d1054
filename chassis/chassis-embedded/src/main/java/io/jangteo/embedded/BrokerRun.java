package io.jangteo.embedded;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.security.auth.TaskPrincipal;
import org.apache.qpid.server.store.berkeleydb.BDBEnvironmentContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the broker, from its start to its end. */
final class BrokerRun {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerRun.class);

  private final BrokerDefinition definition;
  private final SystemLauncher launcher;
  private final Broker<?> broker;

  private BrokerRun(BrokerDefinition definition, SystemLauncher launcher, Broker<?> broker) {
    this.definition = definition;
    this.launcher = launcher;
    this.broker = broker;
  }

  /** Starts a broker and returns when it accepts connections. */
  static BrokerRun start(BrokerDefinition definition) {
    quieten("org.apache.qpid");
    quieten("qpid");
    outliveTheBroker();
    StartUp startUp = new StartUp();
    SystemLauncher launcher = new SystemLauncher(startUp);
    try {
      PrivateFiles.deleteTree(definition.settings());
      PrivateFiles.folder(definition.settings());
      PrivateFiles.write(definition.initialFile(), definition.initialConfiguration());
      launcher.startup(definition.system());
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "cannot write " + definition.settings() + ": " + e.getMessage(), e);
    } catch (Exception e) {
      throw new EmbeddedServerException("the broker does not start: " + e.getMessage(), e);
    }
    if (startUp.error != null || startUp.broker == null) {
      throw new EmbeddedServerException(
          "the broker does not start, see the lines above", startUp.error);
    }
    ShutdownHook.disarm(startUp.broker);
    return new BrokerRun(definition, launcher, startUp.broker);
  }

  /** The broker tells each connection and queue at level INFO; warnings are enough here. */
  private static void quieten(String name) {
    Logger logger = LoggerFactory.getLogger(name);
    if (logger instanceof ch.qos.logback.classic.Logger logback && logback.getLevel() == null) {
      logback.setLevel(Level.WARN);
    }
  }

  /**
   * The broker was made to be a process of its own: when one of its threads fails and the process
   * has no handler for that, it halts the process. This one has services in it.
   */
  private static synchronized void outliveTheBroker() {
    if (Thread.getDefaultUncaughtExceptionHandler() == null) {
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, error) -> LOG.error("thread {} failed", thread.getName(), error));
    }
  }

  int port() {
    return broker.getChildren(Port.class).stream()
        .filter(found -> BrokerDefinition.AMQP_PORT.equals(found.getName()))
        .mapToInt(Port::getBoundPort)
        .findFirst()
        .orElseThrow(() -> new EmbeddedServerException("the broker listens on no port"));
  }

  /** Whether it serves and its store can still be written. */
  boolean isSound() {
    try {
      return broker.getState() == State.ACTIVE
          && node(BrokerDefinition.VIRTUAL_HOST).filter(BrokerRun::hasSoundStore).isPresent();
    } catch (RuntimeException e) {
      LOG.debug("the broker cannot be looked at", e);
      return false;
    }
  }

  /** The broker closes a store that fails and goes on without it; asked, such a store throws. */
  private static boolean hasSoundStore(VirtualHostNode<?> node) {
    return node.getState() == State.ACTIVE
        && node instanceof BDBEnvironmentContainer<?> stored
        && stored.getEnvironmentFacade().getTransactionStatistics(false) != null;
  }

  private Optional<VirtualHostNode<?>> node(String name) {
    for (VirtualHostNode<?> each : broker.getChildren(VirtualHostNode.class)) {
      if (each.getName().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  void createVirtualHost(String name) {
    Map<String, Object> node = definition.virtualHostNode(name);
    asSystem(() -> broker.createChild(VirtualHostNode.class, node));
  }

  void dropVirtualHost(String name) {
    asSystem(
        () -> {
          node(name).ifPresent(VirtualHostNode::delete);
          return null;
        });
  }

  private void asSystem(PrivilegedAction<Object> action) {
    Subject system =
        new Subject(
            true,
            Set.of(launcher.getSystemPrincipal(), new TaskPrincipal("embedded")),
            Set.of(),
            Set.of());
    Subject.doAs(system, action);
  }

  /** Returns when its port and its store are closed. */
  void stop() {
    if (isSound()) {
      launcher.shutdown();
    } else {
      BrokerWreck.clear(broker, launcher);
    }
  }

  private static final class StartUp extends SystemLauncherListener.DefaultSystemLauncherListener {
    private volatile RuntimeException error;
    private volatile Broker<?> broker;

    @Override
    public void errorOnStartup(RuntimeException e) {
      error = e;
    }

    @Override
    public void onContainerResolve(SystemConfig<?> systemConfig) {
      broker = (Broker<?>) systemConfig.getContainer();
    }
  }
}
