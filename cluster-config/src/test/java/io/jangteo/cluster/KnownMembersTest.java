package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.version.MemberVersion;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownMembersTest {
  private final Map<String, List<String>> names = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final KnownMembers members =
      new KnownMembers(List.of("many:5701", "other:5702"), this::lookUp, () -> now);

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    if (!names.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[names.get(host).size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(names.get(host).get(i));
    }
    return found;
  }

  private List<String> asked() {
    List<String> asked = new ArrayList<>();
    members.discoverNodes().forEach(node -> asked.add(node.getPrivateAddress().toString()));
    return asked;
  }

  @Test
  void asksEveryAddressOfAName() {
    names.put("many", List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    names.put("other", List.of("10.0.0.1"));

    assertThat(asked())
        .containsExactlyInAnyOrder(
            "[10.0.0.1]:5701", "[10.0.0.2]:5701", "[10.0.0.3]:5701", "[10.0.0.1]:5702");
  }

  @Test
  void asksTheOthersWhenANameIsNotKnown() {
    names.put("other", List.of("10.0.0.1"));

    assertThat(asked()).containsExactly("[10.0.0.1]:5702");
  }

  @Test
  void asksANameAnewEachTime() {
    assertThat(asked()).isEmpty();

    names.put("many", List.of("10.0.0.1"));
    assertThat(asked()).containsExactly("[10.0.0.1]:5701");

    names.put("many", List.of("10.0.0.2", "10.0.0.3"));
    assertThat(asked()).containsExactlyInAnyOrder("[10.0.0.2]:5701", "[10.0.0.3]:5701");
  }

  @Test
  void asksWhoHasGoneUntilItIsBackOrLongForgotten() throws UnknownHostException {
    names.put("many", List.of("10.0.0.1"));
    Member other = member("10.0.0.9");

    members.memberRemoved(event(other, MembershipEvent.MEMBER_REMOVED));
    assertThat(asked()).containsExactlyInAnyOrder("[10.0.0.1]:5701", "[10.0.0.9]:5701");

    members.memberAdded(event(other, MembershipEvent.MEMBER_ADDED));
    assertThat(asked()).containsExactly("[10.0.0.1]:5701");

    members.memberRemoved(event(other, MembershipEvent.MEMBER_REMOVED));
    now = now.plus(Duration.ofHours(5));
    assertThat(asked()).containsExactly("[10.0.0.1]:5701");
  }

  private static Member member(String host) throws UnknownHostException {
    return new MemberImpl.Builder(new Address(host, 5701))
        .version(MemberVersion.of("5.5.0"))
        .build();
  }

  private static MembershipEvent event(Member member, int type) {
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                KnownMembersTest.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> null);
    return new MembershipEvent(cluster, member, type, Set.of(member));
  }
}
