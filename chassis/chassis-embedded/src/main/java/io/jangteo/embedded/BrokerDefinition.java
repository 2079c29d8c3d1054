package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the broker is told at each start: one port, one account, its stores, and small limits. */
record BrokerDefinition(Path directory, int port, Secret password) {
  static final String USER = "jangteo";
  static final String VIRTUAL_HOST = "jangteo";
  static final String AMQP_PORT = "amqp";

  private static final long MIB = 1024L * 1024;
  private static final int HEARTBEAT_SECONDS = 10;

  /** Settings of the run: made anew at each start, so they never differ from this class. */
  Path settings() {
    return directory.resolve("settings");
  }

  Path initialFile() {
    return settings().resolve("initial.json");
  }

  /** Attributes of the broker's outermost object. */
  Map<String, Object> system() {
    return Map.of(
        "type", "JSON",
        "storePath", settings().resolve("broker.json").toString(),
        "initialConfigurationLocation", initialFile().toUri().toString(),
        "startupLoggedToSystemOut", false,
        "context", context());
  }

  /** The broker's initial configuration document. */
  String initialConfiguration() {
    Map<String, Object> broker = new LinkedHashMap<>();
    broker.put("name", "jangteo");
    broker.put("modelVersion", "9.1");
    broker.put("authenticationproviders", List.of(account()));
    broker.put("ports", List.of(amqpPort()));
    Map<String, Object> main = virtualHostNode(VIRTUAL_HOST);
    main.put("defaultVirtualHostNode", true);
    broker.put("virtualhostnodes", List.of(main));
    return Json.encodeToString(broker);
  }

  /** A virtual host with a store of its own; what the store already holds is found again. */
  Map<String, Object> virtualHostNode(String name) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", name);
    node.put("type", "BDB");
    node.put("storePath", directory.resolve("store").resolve(name).toString());
    // Settings and messages in one store: one cache, one set of log files, one recovery.
    node.put("virtualHostInitialConfiguration", "{\"type\":\"ProvidedStore\"}");
    return node;
  }

  private Map<String, Object> account() {
    return Map.of(
        "name",
        "account",
        "type",
        "Plain",
        "secureOnlyMechanisms",
        List.of(),
        "users",
        List.of(Map.of("name", USER, "type", "managed", "password", password.value())));
  }

  private Map<String, Object> amqpPort() {
    return Map.of(
        "name",
        AMQP_PORT,
        "type",
        "AMQP",
        "port",
        port,
        "bindingAddress",
        EmbeddedBroker.HOST,
        "authenticationProvider",
        "account",
        "protocols",
        List.of("AMQP_0_9_1"),
        "virtualhostaliases",
        List.of(alias("nameAlias"), alias("defaultAlias")));
  }

  private static Map<String, Object> alias(String type) {
    return Map.of("name", type, "type", type);
  }

  private Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    context.put("qpid.work_dir", settings().toString());
    context.put("qpid.default_posix_file_permissions", "rw-------");
    context.put("broker.failStartupWithErroredChild", "true");
    context.put("broker.failStartupWithErroredChildScope", "ALL");
    context.put("qpid.port.heartbeatDelay", Integer.toString(HEARTBEAT_SECONDS));
    context.put("qpid.port.max_open_connections", "256");
    // Room is watched by the supervisor; without these two the broker has limits of its own, and
    // its store would refuse to write on any disk with less than 5 GiB free.
    context.put("store.filesystem.maxUsagePercent", "100");
    context.put("je.freeDisk", "0");
    context.putAll(memoryLimits());
    context.putAll(threadLimits());
    return context;
  }

  private static Map<String, String> memoryLimits() {
    return Map.of(
        "qpid.broker.networkBufferSize", Long.toString(MIB / 16),
        "broker.directByteBufferPoolSize", "128",
        "broker.flowToDiskThreshold", Long.toString(32 * MIB),
        "qpid.compact_memory_threshold", Long.toString(32 * MIB),
        "qpid.broker.bdbTotalCacheSize", Long.toString(32 * MIB),
        "je.maxMemory", Long.toString(32 * MIB),
        "je.stats.collect", "false");
  }

  private static Map<String, String> threadLimits() {
    return Map.of(
        "qpid.port.amqp.threadPool.size", "2",
        "qpid.port.amqp.threadPool.numberOfSelectors", "1",
        "virtualhost.connectionThreadPool.size", "4",
        "virtualhost.connectionThreadPool.numberOfSelectors", "1",
        "virtualhost.housekeepingThreadCount", "1",
        "broker.housekeepingThreadCount", "1");
  }
}
