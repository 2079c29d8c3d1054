package io.jangteo.member;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.member.application.SeedConfig;
import io.jangteo.member.application.TokenConfig;
import io.jangteo.member.crypto.HashingConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.jangteo.testing.Await;
import io.jangteo.testing.ServiceCaller;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One deployed instance of the service in a Vert.x of its own, with quick keys and hashes. */
final class RunningMember implements AutoCloseable {
  private static final BrokerConfig BROKER = TestServers.freshBroker();

  private final Vertx vertx;
  private final ServiceRuntime runtime;
  private final ServiceCaller caller;

  private RunningMember(Vertx vertx, ServiceRuntime runtime) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.caller = new ServiceCaller(vertx, "member", runtime.instanceId());
  }

  static RunningMember start(DatabaseConfig database) {
    return start(database, Map.of());
  }

  /**
   * @param seeds settings under {@code seed}
   */
  static RunningMember start(DatabaseConfig database, Map<String, String> seeds) {
    Vertx vertx = Vertx.vertx();
    ServiceRuntime runtime = TestRuntime.create(vertx);
    Configuration defaults =
        Configuration.ofEnvironment(Map.of())
            .withDefaults(Map.of("tokens.keyCheck", "200ms"))
            .withDefaults(seeds);
    MemberConfig config =
        new MemberConfig(
            database,
            new HashingConfig(ByteSize.parse("7MiB"), 2, 2, 64),
            defaults.bind("tokens", TokenConfig.class),
            defaults.bind("seed", SeedConfig.class));
    Await.success(
        vertx.deployVerticle(new MemberVerticle(config, BROKER, runtime)), Duration.ofMinutes(1));
    return new RunningMember(vertx, runtime);
  }

  Health health() {
    return runtime.health();
  }

  /** A client that judges the instance as a gateway would. */
  BusClient followingClient() {
    return new BusClient(vertx, runtime.directory());
  }

  /** Calls as nobody. */
  Answer call(String action, String body) {
    return caller.call(action, body);
  }

  /** Calls as that member. */
  Answer callAs(UUID member, String action, String body) {
    return caller.call(action, new Principal(member, Set.of("customer")), Map.of(), body);
  }

  /** Calls as somebody of that role. */
  Answer callAs(UUID caller, String role, String action, String header, String value, String body) {
    Map<String, String> headers = header.isEmpty() ? Map.of() : Map.of(header, value);
    return this.caller.call(action, new Principal(caller, Set.of(role)), headers, body);
  }

  /** Calls as nobody, without waiting. */
  Future<Answer> send(String action, String body) {
    return caller.send(action, null, Map.of(), body);
  }

  /** Calls an action that other services use. */
  Answer ask(String action, String header, String value) {
    return caller.call(action, null, Map.of(header, value), "");
  }

  @Override
  public void close() {
    Await.success(vertx.close());
  }
}
