package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;

/**
 * A broker in a process of its own, on 127.0.0.1 alone. Its port, account and messages outlive each
 * of its processes; it ends with this JVM, however that ends.
 */
public interface TestBroker {
  /** Which broker it is; the names are those of the setting {@code rabbitmq.kind}. */
  enum Kind {
    QPID,
    RABBITMQ
  }

  Kind kind();

  /** Returns when it accepts connections; does nothing when it runs already. */
  TestBroker start();

  /** Ends it in good order and returns when it is gone; does nothing when it is stopped. */
  void stop();

  /** Ends it as kill -9 does and returns when it is gone. */
  void kill();

  /** Stops its process in its tracks: it keeps its connections and says nothing. */
  void freeze();

  /** Lets a frozen one go on as if nothing had been. */
  void thaw();

  /** Ends it in good order and starts it again. */
  default void restart() {
    stop();
    start();
  }

  /** Address of the main virtual host, with user and password. */
  Secret uri();

  /** Address of one virtual host, with user and password. */
  Secret uri(String virtualHost);

  /** Adds an empty virtual host; it lasts until the broker is stopped. */
  void createVirtualHost(String name);
}
