package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FieldMaskPropertiesTest {
  private final Places secret = Places.compile("/secret");

  @Property
  void nothingOfAnyTextIsLeft(@ForAll String text) {
    assertThat(masked(text, false)).isEqualTo("***");
  }

  @Property
  void ofATextFourCharactersAreShownAtMostAndNeverMoreThanHalf(@ForAll String text) {
    String plain = text.replace('@', 'a');

    String shown = masked(plain, true).substring(3);

    assertThat(plain).endsWith(shown);
    assertThat(shown.length()).isLessThanOrEqualTo(Math.min(4, plain.length() / 2));
  }

  @Property
  void ofAnAddressOnlyTheFirstLetterAndTheDomainAreShown(
      @ForAll String local, @ForAll String domain) {
    String name = local.replace('@', 'a');
    String host = domain.replace('@', 'a');

    String shown = masked(name + "@" + host, true);

    assertThat(shown).endsWith("***@" + host);
    String letter = shown.substring(0, shown.length() - host.length() - 4);
    assertThat(name).startsWith(letter);
    assertThat(letter.codePointCount(0, letter.length())).isLessThanOrEqualTo(1);
    assertThat(name.isEmpty() || !letter.equals(name)).isTrue();
  }

  private String masked(String text, boolean partial) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("secret", text);
    new FieldMask(secret, Set.of(), partial).apply(document);
    return document.get("secret").textValue();
  }
}
