package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class AcceptEncodingPropertiesTest {
  @Property
  void anyFieldIsRead(@ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 300) String f) {
    assertThat(Preferences.parse(f))
        .hasSizeLessThanOrEqualTo(64)
        .allSatisfy(entry -> assertThat(entry.weight()).isBetween(0, Preferences.FULL));
    AcceptEncoding.takesGzip(f);
  }

  @Property
  void whatIsNotNamedIsNotTaken(
      @ForAll @CharRange(from = 'a', to = 'f') @StringLength(max = 30) String other) {
    assertThat(AcceptEncoding.takesGzip(other + ", identity")).isFalse();
    assertThat(AcceptEncoding.takesGzip(other + ", gzip")).isTrue();
  }
}
