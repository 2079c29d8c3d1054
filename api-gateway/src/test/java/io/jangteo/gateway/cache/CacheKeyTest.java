package io.jangteo.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.gateway.contract.CachePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  private static final CachePolicy PRIVATE =
      Policies.policy(2, List.of("after", "limit", "q"), true);
  private static final CachePolicy SHARED =
      Policies.policy(2, List.of("after", "limit", "q"), false);

  /** All that a key may depend on. */
  private record Asked(String first, String second, Map<String, String> query, String caller) {
    private String key(CachePolicy policy) {
      return CacheKey.of(policy, new String[] {first, second, null}, query, caller);
    }
  }

  @Provide
  Arbitrary<Asked> asked() {
    // So few and so like the key itself that many pairs would meet if it were put together badly.
    Arbitrary<String> text = Arbitraries.of("", "a", "/a", "a/", "@a", "?2=a", "1:a", "a/1:a");
    Arbitrary<Map<String, String>> query = Arbitraries.maps(Arbitraries.of("after", "q"), text);
    return Combinators.combine(text, text, query, text).as(Asked::new);
  }

  @Property(tries = 20_000)
  void twoRequestsHaveOneKeyOnlyIfTheyAskTheSame(
      @ForAll("asked") Asked one, @ForAll("asked") Asked other) {
    assertThat(one.key(PRIVATE).equals(other.key(PRIVATE))).isEqualTo(one.equals(other));
    boolean sameForAll =
        one.first().equals(other.first())
            && one.second().equals(other.second())
            && Objects.equals(one.query(), other.query());
    assertThat(one.key(SHARED).equals(other.key(SHARED))).isEqualTo(sameForAll);
  }

  @Test
  void theOrderOfParametersDoesNotMatter() {
    Map<String, String> there = new LinkedHashMap<>();
    there.put("q", "tea");
    there.put("limit", "5");
    Map<String, String> back = new LinkedHashMap<>();
    back.put("limit", "5");
    back.put("q", "tea");

    assertThat(new Asked("a", "b", there, "").key(SHARED))
        .isEqualTo(new Asked("a", "b", back, "").key(SHARED));
  }

  @Test
  void anEmptyParameterIsNotAMissingOne() {
    assertThat(new Asked("a", "b", Map.of("q", ""), "").key(SHARED))
        .isNotEqualTo(new Asked("a", "b", Map.of(), "").key(SHARED));
  }

  @Test
  void aParameterThatIsNotListedIsNotCovered() {
    assertThat(SHARED.covers(Map.of("q", "x", "limit", "1"))).isTrue();
    assertThat(SHARED.covers(Map.of("q", "x", "color", "red"))).isFalse();
  }
}
