package io.jangteo.gateway.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Set;

/**
 * A field of answers that only some may read. Others get stars in place of a text; anything but a
 * text has no such form and is left out.
 *
 * @param unless roles that may read it
 * @param partial whether enough is shown to know it again
 */
public record FieldMask(Places places, Set<String> unless, boolean partial) {
  private static final String STARS = "***";
  private static final int LAST = 4;
  private static final int LONG_ENOUGH = 2 * LAST;

  /** Whether somebody with these roles is not to read it. */
  public boolean isFor(Set<String> roles) {
    return Collections.disjoint(unless, roles);
  }

  /** Changes the document itself. */
  public void apply(JsonNode document) {
    places.visit(document, this::mask);
  }

  private void mask(ObjectNode object, String member) {
    JsonNode value = object.get(member);
    if (value.isTextual()) {
      object.put(member, partial ? part(value.textValue()) : STARS);
    } else if (!value.isNull()) {
      object.remove(member);
    }
  }

  /** Of an address its first letter and its domain, of anything else the end if it is long. */
  static String part(String text) {
    int at = text.lastIndexOf('@');
    if (at >= 0) {
      int shown = text.codePointCount(0, at) > 1 ? text.offsetByCodePoints(0, 1) : 0;
      return text.substring(0, shown) + STARS + text.substring(at);
    }
    if (text.length() < LONG_ENOUGH) {
      return STARS;
    }
    int from = text.length() - LAST;
    return STARS + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
  }
}
