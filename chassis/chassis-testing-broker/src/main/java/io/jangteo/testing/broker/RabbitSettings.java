package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How one RabbitMQ is told where its things are.
 *
 * @param port of AMQP
 * @param nodePort where its tools find it
 * @param namePort of its name server, which tells them that
 */
record RabbitSettings(Path folder, int port, int nodePort, int namePort, Secret password) {
  static final String HOST = "127.0.0.1";
  static final String USER = "jangteo";
  static final String VIRTUAL_HOST = "jangteo";

  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
  static final Path SERVER = PROGRAMS.resolve("rabbitmq-server");

  static RabbitSettings in(Path folder) {
    if (!Files.isExecutable(SERVER)) {
      throw new IllegalStateException(
          "RabbitMQ is not installed, there is no "
              + SERVER
              + ": apt-get install rabbitmq-server, or leave TEST_BROKER unset");
    }
    List<Integer> ports = freePorts();
    Secret password = new Secret(UUID.randomUUID().toString());
    return new RabbitSettings(folder, ports.get(0), ports.get(1), ports.get(2), password);
  }

  private static List<Integer> freePorts() {
    try (ServerSocket one = free();
        ServerSocket two = free();
        ServerSocket three = free()) {
      return List.of(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName(HOST));
  }

  /** In the foreground; without it the server would start one that nobody ends. */
  List<String> nameServer() {
    return List.of("epmd", "-port", Integer.toString(namePort), "-address", HOST);
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

  Secret uri(String virtualHost) {
    return new Secret(
        "amqp://" + USER + ":" + password.value() + "@" + HOST + ":" + port + "/" + virtualHost);
  }

  void write() {
    try {
      Files.createDirectories(folder.resolve("home"));
      Files.writeString(folder.resolve("plugins"), "[].\n");
      Files.writeString(folder.resolve("rabbitmq.conf"), document());
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
        .formatted(HOST, port, USER, password.value(), VIRTUAL_HOST);
  }

  /** Nothing of the caller's own RabbitMQ or Erlang is left in there. */
  void apply(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
    environment.put("HOME", path("home"));
    environment.put("ERL_EPMD_ADDRESS", HOST);
    environment.put("ERL_EPMD_PORT", Integer.toString(namePort));
    environment.put("RABBITMQ_NODENAME", "test" + port + "@localhost");
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(nodePort));
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
        "-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 2:2");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
