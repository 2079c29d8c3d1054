package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class FormatPropertiesTest {
  @Property
  void anyFieldIsRead(@ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 300) String f) {
    Format.choose(f);
    assertThat(Format.choose(f + ",application/json")).isNotNull();
  }
}
