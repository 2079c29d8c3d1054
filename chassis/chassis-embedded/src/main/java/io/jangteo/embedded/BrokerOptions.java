package io.jangteo.embedded;

import java.nio.file.Path;

/**
 * Where and how the embedded broker runs.
 *
 * @param directory holds the messages, the queues' definitions and the password; created when
 *     missing
 * @param port on 127.0.0.1; 0 takes a free one at the first start
 * @param diskFloor free bytes below which it is stopped until there is more room; 0 for never
 */
public record BrokerOptions(Path directory, int port, long diskFloor) {
  public BrokerOptions {
    directory = directory.toAbsolutePath().normalize();
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 and 65535");
    }
  }

  /** On a free port. */
  public static BrokerOptions in(Path directory) {
    return new BrokerOptions(directory, 0, EmbeddedConfig.DEFAULT_FLOOR);
  }

  public BrokerOptions withPort(int other) {
    return new BrokerOptions(directory, other, diskFloor);
  }

  public BrokerOptions withDiskFloor(long bytes) {
    return new BrokerOptions(directory, port, bytes);
  }
}
