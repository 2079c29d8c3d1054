package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Ask;
import io.jangteo.bus.BusCall;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More registrations at once than passwords can be hashed in the time, or have room to wait. */
class BusyHashingIT {
  private static final Ask REGISTER = new Ask("member", "registerMember", "write", false);
  private static final int CROWD = 120;

  private static RunningMember member;
  private static BusClient client;

  @BeforeAll
  static void start() {
    member = RunningMember.start(TestServers.database("member"));
    client = member.followingClient();
    for (int i = 0; i < 10; i++) {
      assertThat(member.call("registerMember", registration("early" + i)).status()).isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    member.close();
  }

  @Test
  void whatCannotBeDoneInTimeIsRefusedAndNobodyTakesTheServiceForBroken() {
    await().until(() -> client.describe().path("member").size() == 1);

    List<Future<BusReply>> crowd =
        IntStream.range(0, CROWD).mapToObj(i -> register("crowd" + i, 5_000)).toList();
    await().until(() -> crowd.stream().allMatch(Future::isComplete));

    long done = crowd.stream().filter(each -> isStatus(each, 201)).count();
    List<BusReply> refused =
        crowd.stream().filter(each -> isStatus(each, 503)).map(Future::result).toList();
    System.out.printf(
        "busy: of %d registrations at once %d done, %d refused, %d late%n",
        CROWD, done, refused.size(), CROWD - done - refused.size());
    assertThat(refused)
        .isNotEmpty()
        .allMatch(reply -> reply.headers().contains(BusHeaders.REFUSED))
        .allMatch(reply -> reply.headers().get(BusHeaders.RETRY_AFTER) != null);
    assertThat(done).isGreaterThanOrEqualTo(5);
    JsonNode instance = client.describe().path("member").path(0);
    assertThat(instance.at("/breakers/write").asText()).isEqualTo("CLOSED");
    assertThat(instance.path("ejectedForMs").asLong()).isZero();
    assertThat(register("later", 5_000).map(BusReply::status))
        .satisfies(
            later -> {
              await().until(later::isComplete);
              assertThat(later.result()).isEqualTo(201);
            });
  }

  private static boolean isStatus(Future<BusReply> reply, int status) {
    return reply.succeeded() && reply.result().status() == status;
  }

  private static Future<BusReply> register(String name, int millis) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Buffer body = Buffer.buffer(registration(name));
    return client.send(
        new BusCall(REGISTER, headers, body, null, false), Duration.ofMillis(millis));
  }

  private static String registration(String name) {
    return "{\"email\":\""
        + name
        + "@example.com\",\"name\":\"Someone\",\"password\":\"correct horse battery\"}";
  }
}
