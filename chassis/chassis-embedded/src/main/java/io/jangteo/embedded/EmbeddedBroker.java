package io.jangteo.embedded;

import ch.qos.logback.classic.Level;
import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.security.PrivilegedAction;
import java.util.Map;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AMQP 0-9-1 broker inside this JVM, on 127.0.0.1 alone, with a durable store that outlives it.
 * It runs until it is stopped, at the end of the JVM too: then the owner's shutdown hook stops it,
 * after whoever still needs it. All methods block and are safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private final BrokerOptions options;
  private int port;
  private Secret password;
  private DirectoryLock lock;
  private BrokerDefinition definition;
  private SystemLauncher launcher;
  private volatile Broker<?> broker;

  public EmbeddedBroker(BrokerOptions options) {
    this.options = options;
    this.port = options.port();
  }

  /**
   * Returns when the broker accepts connections; does nothing when it runs already. A second start
   * after {@link #stop} keeps the port of the first.
   *
   * @throws EmbeddedServerException when it cannot, with the reason
   */
  public synchronized EmbeddedBroker start() {
    if (broker != null) {
      return this;
    }
    quieten("org.apache.qpid");
    quieten("qpid");
    PrivateFiles.folder(options.directory());
    lock = DirectoryLock.take(options.directory());
    try {
      password = PrivateFiles.password(options.directory().resolve("broker.password"));
      definition = new BrokerDefinition(options.directory(), port, password);
      broker = launch();
      port = boundPort(broker);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return this;
  }

  private Broker<?> launch() {
    StartUp startUp = new StartUp();
    launcher = new SystemLauncher(startUp);
    try {
      PrivateFiles.deleteTree(definition.settings());
      PrivateFiles.folder(definition.settings());
      PrivateFiles.write(definition.initialFile(), definition.initialConfiguration());
      launcher.startup(definition.system());
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write " + definition.settings(), e);
    } catch (Exception e) {
      throw new EmbeddedServerException("the broker does not start", e);
    }
    if (startUp.error != null || startUp.broker == null) {
      throw new EmbeddedServerException("the broker does not start", startUp.error);
    }
    ShutdownHook.disarm(startUp.broker);
    return startUp.broker;
  }

  private static int boundPort(Broker<?> broker) {
    return broker.getChildren(Port.class).stream()
        .filter(found -> BrokerDefinition.AMQP_PORT.equals(found.getName()))
        .mapToInt(Port::getBoundPort)
        .findFirst()
        .orElseThrow(() -> new EmbeddedServerException("the broker listens on no port"));
  }

  /** Stops the broker and returns when its store is closed; does nothing when it is stopped. */
  public synchronized void stop() {
    if (broker == null) {
      return;
    }
    broker = null;
    try {
      launcher.shutdown();
    } finally {
      lock.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Whether it accepts connections now; for {@code Health}. */
  public boolean isRunning() {
    Broker<?> current = broker;
    return current != null && current.getState() == State.ACTIVE;
  }

  /** The port in use; 0 before the first start when none was asked for. */
  public synchronized int port() {
    return port;
  }

  /** Address of the main virtual host, with user and password. */
  public Secret uri() {
    return uri(BrokerDefinition.VIRTUAL_HOST);
  }

  /** Address of one virtual host, with user and password. */
  public synchronized Secret uri(String virtualHost) {
    String account = BrokerDefinition.USER + ":" + password.value();
    return new Secret("amqp://" + account + "@" + HOST + ":" + port + "/" + virtualHost);
  }

  /** Adds an empty virtual host, which lasts until it is dropped or the broker is stopped. */
  public synchronized void createVirtualHost(String name) {
    Map<String, Object> node = definition.virtualHostNode(name);
    asSystem(() -> broker.createChild(VirtualHostNode.class, node));
  }

  /** Removes a virtual host with everything in it and closes the connections to it. */
  public synchronized void dropVirtualHost(String name) {
    asSystem(
        () -> {
          broker.getChildren(VirtualHostNode.class).stream()
              .filter(node -> node.getName().equals(name))
              .forEach(VirtualHostNode::delete);
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

  /** The broker tells each connection and queue at level INFO; warnings are enough here. */
  private static void quieten(String name) {
    Logger logger = LoggerFactory.getLogger(name);
    if (logger instanceof ch.qos.logback.classic.Logger logback && logback.getLevel() == null) {
      logback.setLevel(Level.WARN);
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
