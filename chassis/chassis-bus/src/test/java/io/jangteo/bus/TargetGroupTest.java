package io.jangteo.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.bus.resilience.Breaker;
import io.jangteo.bus.resilience.InstanceRules;
import io.jangteo.bus.resilience.Outliers;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TargetGroupTest {
  private static final Ask ASK = new Ask("notes", "who", "read", true);

  private final Outliers outliers =
      new Outliers(InstanceRules.USUAL.outlier(), System::nanoTime, () -> 0);

  @Property(tries = 100)
  void whenAnInstanceLeavesOnlyItsOwnKeysMove(
      @ForAll @IntRange(min = 2, max = 8) int instances,
      @ForAll @Size(min = 1, max = 50) List<String> keys) {
    List<Target> all = targets(instances, "1");
    TargetGroup before = new TargetGroup("notes", all, Map.of());
    TargetGroup after = new TargetGroup("notes", all.subList(1, instances), Map.of());

    for (String key : keys) {
      Target first = before.pick(keyed(key));
      Target then = after.pick(keyed(key));
      if (first == all.get(0)) {
        assertThat(then).isNotSameAs(first);
      } else {
        assertThat(then).isSameAs(first);
      }
    }
  }

  @Test
  void keysSpreadOverAllInstances() {
    TargetGroup group = new TargetGroup("notes", targets(4, "1"), Map.of());
    Map<Target, Integer> counts = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      counts.merge(group.pick(keyed("subject-" + i)), 1, Integer::sum);
    }

    assertThat(counts.values()).hasSize(4).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void aVersionWithoutWeightGetsNothingWhileAnotherIsThere() {
    List<Target> all = new ArrayList<>(targets(2, "1"));
    all.addAll(targets(1, "2"));
    TargetGroup group = new TargetGroup("notes", all, Map.of("1", 0, "2", 5, "3", 100));

    for (int i = 0; i < 100; i++) {
      assertThat(group.pick(any()).instance().version()).isEqualTo("2");
    }
  }

  @Test
  void weightsOfVersionsThatAreNotThereCountForNothing() {
    TargetGroup group = new TargetGroup("notes", targets(2, "1"), Map.of("2", 5));

    assertThat(group.pick(any()).instance().version()).isEqualTo("1");
  }

  @Test
  void aVersionThatIsIllGivesItsShareAway() {
    List<Target> all = new ArrayList<>(targets(1, "1"));
    all.addAll(targets(1, "2"));
    TargetGroup group = new TargetGroup("notes", all, Map.of("1", 1, "2", 99));
    all.get(1).fallSilent("has fallen silent");

    for (int i = 0; i < 20; i++) {
      assertThat(group.pick(any())).isSameAs(all.get(0));
    }
  }

  private List<Target> targets(int count, String version) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServiceInstance instance =
          new ServiceInstance(
              "notes", "v" + version + "-" + i, "", version, JsonNodeFactory.instance.objectNode());
      targets.add(
          new Target(
              instance,
              outliers.join(),
              routeClass ->
                  new Breaker(
                      routeClass, null, InstanceRules.USUAL.breaker(), System::nanoTime, () -> 0)));
    }
    return targets;
  }

  private static BusCall any() {
    return call(null);
  }

  private static BusCall keyed(String key) {
    return call(Ask.Wish.ofKey(key));
  }

  private static BusCall call(Ask.Wish wish) {
    return new BusCall(ASK, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), wish, false);
  }
}
