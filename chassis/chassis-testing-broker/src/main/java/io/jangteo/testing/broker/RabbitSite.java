package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the nodes of one RabbitMQ have in common, be it one node or several.
 *
 * @param namePort of the name server, which tells nodes and tools where a node is
 */
record RabbitSite(Path folder, int namePort, List<Ports> nodes, Secret password) {
  static final String HOST = "127.0.0.1";
  static final String USER = "jangteo";
  static final String VIRTUAL_HOST = "jangteo";

  /**
   * Below those that the system gives to whoever asks for any: a node that is down finds its own
   * still free when it comes back.
   */
  private static final int PORT_MIN = 15_000;

  private static final int PORT_MAX = 32_000;

  /**
   * Where one node listens.
   *
   * @param amqp for clients
   * @param distribution for the other nodes and the tools
   */
  record Ports(int amqp, int distribution) {
    String nodeName() {
      return "test" + amqp + "@localhost";
    }
  }

  static RabbitSite in(Path folder, int nodes) {
    if (!RabbitSettings.isInstalled()) {
      throw new IllegalStateException(
          "RabbitMQ is not installed, there is no "
              + RabbitSettings.SERVER
              + ": apt-get install rabbitmq-server, or leave TEST_BROKER unset");
    }
    List<Integer> ports = freePorts(2 * nodes + 1);
    return new RabbitSite(
        folder,
        ports.get(2 * nodes),
        IntStream.range(0, nodes)
            .mapToObj(node -> new Ports(ports.get(2 * node), ports.get(2 * node + 1)))
            .toList(),
        new Secret(UUID.randomUUID().toString()));
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        holdAny(held);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(RabbitSite::release);
    }
  }

  private static void holdAny(List<ServerSocket> held) {
    int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
    try {
      held.add(new ServerSocket(port, 1, InetAddress.getByName(HOST)));
    } catch (IOException e) {
      // Somebody has it; the next one may be free.
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<RabbitSettings> settings() {
    return IntStream.range(0, nodes.size())
        .mapToObj(node -> new RabbitSettings(this, nodes.get(node), folder.resolve("node" + node)))
        .toList();
  }

  /** In the foreground; without it a node would start one that nobody ends. */
  ProcessBuilder nameServer() {
    return LeashedProcess.quiet(
        folder.resolve("epmd.log"),
        List.of("epmd", "-port", Integer.toString(namePort), "-address", HOST));
  }

  /** With every node in it. */
  Secret uri(String virtualHost) {
    String hosts =
        nodes.stream().map(ports -> HOST + ":" + ports.amqp()).collect(Collectors.joining(","));
    return new Secret("amqp://" + USER + ":" + password.value() + "@" + hosts + "/" + virtualHost);
  }

  Path home() {
    return folder.resolve("home");
  }

  /** What only those who know it may talk to the nodes with. */
  void write() {
    Path cookie = home().resolve(".erlang.cookie");
    try {
      Files.createDirectories(home());
      if (!Files.exists(cookie)) {
        Files.createFile(
            cookie,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(cookie, UUID.randomUUID().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
