package io.jangteo.catalog.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of an {@code If-Match} or {@code If-None-Match} header (RFC 9110, section 8.8.3): tags
 * of versions, or a star for any version at all.
 */
public final class EntityTags {
  private static final int LENGTH_MAX = 1_000;
  private static final Pattern TAG =
      Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(,[ \\t]*|$)");

  private final boolean any;
  private final List<Tag> tags;

  private record Tag(boolean weak, String opaque) {}

  private EntityTags(boolean any, List<Tag> tags) {
    this.any = any;
    this.tags = tags;
  }

  /** The tag of one version. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Reads a header's value.
   *
   * @throws IllegalArgumentException when it is not a list of entity tags
   */
  public static EntityTags parse(String value) {
    String text = value.strip();
    if (text.equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<Tag> tags = text.length() > LENGTH_MAX ? List.of() : tags(text);
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("must be * or a list of entity tags such as \"3\"");
    }
    return new EntityTags(false, tags);
  }

  /** Empty when any part of the text is no tag. */
  private static List<Tag> tags(String text) {
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(text);
    int position = 0;
    while (position < text.length()) {
      if (!matcher.region(position, text.length()).lookingAt()) {
        return List.of();
      }
      tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
      position = matcher.end();
    }
    return tags;
  }

  /** Strong comparison, for {@code If-Match}: a weak tag matches nothing. */
  public boolean matchStrongly(long version) {
    return any || tags.contains(new Tag(false, Long.toString(version)));
  }

  /** Weak comparison, for {@code If-None-Match}. */
  public boolean matchWeakly(long version) {
    return any || tags.stream().anyMatch(tag -> tag.opaque().equals(Long.toString(version)));
  }
}
