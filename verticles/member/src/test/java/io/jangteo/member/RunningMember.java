package io.jangteo.member;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One deployed instance of the service in a Vert.x of its own, spoken to over the bus. */
final class RunningMember implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final String instanceId = Ids.next().toString();
  private final BusClient client = new BusClient(vertx);
  private final Health health = new Health();

  private RunningMember() {}

  /**
   * @param settings beside those that lead to the database and cheap hashing
   */
  static RunningMember start(String database, Map<String, String> settings) {
    RunningMember member = new RunningMember();
    member.deploy(database, settings);
    return member;
  }

  private void deploy(String database, Map<String, String> settings) {
    TestServers servers = TestServers.shared();
    Map<String, String> values = new HashMap<>(servers.database("member", database));
    values.put("member.hashing.memory", "7MiB");
    values.put("member.tokens.keyCheck", "200ms");
    values.putAll(settings);
    MemberConfig config =
        Configuration.ofEnvironment(Map.of())
            .withDefaults(values)
            .bind("member", MemberConfig.class);
    ServiceDirectory directory = await(LeasedServiceDirectory.open(vertx));
    ServiceRuntime runtime =
        new ServiceRuntime(instanceId, "test", health, new SimpleMeterRegistry(), directory);
    await(vertx.deployVerticle(new MemberVerticle(config, servers.broker(), runtime)));
  }

  Health health() {
    return health;
  }

  /** Calls as nobody. */
  Answer call(String action, String body) {
    return call(action, null, Map.of(), body);
  }

  /** Calls as that member. */
  Answer callAs(UUID member, String action, String body) {
    return call(action, new Principal(member, Set.of("customer")), Map.of(), body);
  }

  Answer call(String action, Principal caller, Map<String, String> headers, String body) {
    return await(send(action, caller, headers, body));
  }

  Future<Answer> send(String action, Principal caller, Map<String, String> headers, String body) {
    MultiMap metadata = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    if (caller != null) {
      metadata.set(BusHeaders.PRINCIPAL, caller.encode());
    }
    String address = BusService.directAddress("member", instanceId);
    return client
        .exchange(address, action, metadata, Buffer.buffer(body), DEADLINE)
        .map(Answer::new);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result within a minute", e);
    }
  }

  /** A reply as a test reads it. */
  record Answer(BusReply reply) {
    int status() {
      return reply.status();
    }

    String header(String name) {
      return reply.headers().get(name);
    }

    JsonNode json() {
      return Json.decode(reply.body().toString(), JsonNode.class);
    }

    String text(String field) {
      return json().path(field).asText();
    }

    /** The first field at fault of a problem. */
    String fault() {
      return json().path("errors").path(0).path("field").asText();
    }
  }
}
