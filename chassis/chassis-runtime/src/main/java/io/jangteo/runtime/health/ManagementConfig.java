package io.jangteo.runtime.health;

import io.jangteo.runtime.config.Setting;

/** Where a process is watched from. Nothing on this port is for clients. */
public record ManagementConfig(
    @Setting(
            defaultValue = "127.0.0.1",
            doc = "Address the management port listens on; 0.0.0.0 in a container.")
        String host,
    @Setting(
            defaultValue = "9090",
            doc = "Port of /live, /ready and /metrics; 0 takes any free one.")
        int port) {

  public ManagementConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 and 65535");
    }
  }
}
