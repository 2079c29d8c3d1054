package io.jangteo.testing.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How one node of RabbitMQ is told where its things are. */
record RabbitSettings(RabbitSite site, RabbitSite.Ports ports, Path folder) {
  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
  static final Path SERVER = PROGRAMS.resolve("rabbitmq-server");

  /** After how long a node that says nothing counts as gone; the usual 60 s outlast most tests. */
  private static final int SILENCE_SECONDS = 5;

  static boolean isInstalled() {
    return Files.isExecutable(SERVER);
  }

  static List<String> control(String... words) {
    List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve("rabbitmqctl").toString()));
    command.add("--quiet");
    command.addAll(List.of(words));
    return command;
  }

  Path log() {
    return folder.resolve("rabbitmq.log");
  }

  void write() {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("plugins"), "[].\n");
      Files.writeString(folder.resolve("rabbitmq.conf"), document() + cluster());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String document() {
    return """
        listeners.tcp.1 = %s:%d
        default_user = %s
        default_pass = %s
        default_vhost = %s
        disk_free_limit.absolute = 1MB
        log.console = false
        """
        .formatted(
            RabbitSite.HOST,
            ports.amqp(),
            RabbitSite.USER,
            site.password().value(),
            RabbitSite.VIRTUAL_HOST);
  }

  /** A node without data joins whichever of the others runs; one with data goes back to them. */
  private String cluster() {
    if (isAlone()) {
      return "";
    }
    StringBuilder lines = new StringBuilder("cluster_partition_handling = pause_minority\n");
    for (int node = 0; node < site.nodes().size(); node++) {
      lines.append(
          "cluster_formation.classic_config.nodes.%d = %s%n"
              .formatted(node + 1, site.nodes().get(node).nodeName()));
    }
    return lines.toString();
  }

  private boolean isAlone() {
    return site.nodes().size() == 1;
  }

  /** Nothing of the caller's own RabbitMQ or Erlang is left in there. */
  void apply(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
    environment.put("HOME", site.home().toString());
    environment.put("ERL_EPMD_ADDRESS", RabbitSite.HOST);
    environment.put("ERL_EPMD_PORT", Integer.toString(site.namePort()));
    environment.put("RABBITMQ_NODENAME", ports.nodeName());
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(ports.distribution()));
    environment.put("RABBITMQ_MNESIA_BASE", path("data"));
    environment.put("RABBITMQ_LOG_BASE", path("log"));
    environment.put("RABBITMQ_GENERATED_CONFIG_DIR", path("generated"));
    environment.put("RABBITMQ_CONFIG_FILE", path("rabbitmq"));
    environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", path("advanced.config"));
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", path("plugins"));
    environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
    // The shell script then becomes the server, so that what is killed is the server.
    environment.put("RABBITMQ_ALLOW_INPUT", "1");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 2:2"
            + (isAlone() ? "" : " -kernel net_ticktime " + SILENCE_SECONDS));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
