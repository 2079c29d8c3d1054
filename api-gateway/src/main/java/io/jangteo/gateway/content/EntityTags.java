package io.jangteo.gateway.content;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validators of what is served (RFC 9110, section 8.8.3). */
public final class EntityTags {
  private static final int BYTES = 12;
  private static final int FIELD_LENGTH_MAX = 1_000;
  private static final String OPAQUE = "\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  /** Ends a tag that nobody issues. */
  private static final String OTHER = ";other";

  private static final Pattern TAG = Pattern.compile("(W/)?(" + OPAQUE + ")");

  private EntityTags() {}

  /** A strong one, made of the content alone, so that every gateway makes the same. */
  public static String of(Buffer content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      byte[] prefix = Arrays.copyOf(digest, BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(prefix) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static boolean isWellFormed(String tag) {
    return TAG.matcher(tag).matches();
  }

  /**
   * Whether a client that sends these {@code If-None-Match} fields has the present version: by the
   * weak comparison, as is due there. What is no list of tags matches nothing.
   *
   * @param present its tag
   */
  public static boolean matchWeakly(List<String> ifNoneMatch, String present) {
    for (String field : ifNoneMatch) {
      if (field.equals(present) || matches(field, present)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String field, String present) {
    String text = field.strip();
    if (text.equals("*")) {
      return true;
    }
    if (text.length() > FIELD_LENGTH_MAX) {
      return false;
    }
    String opaque = opaque(present);
    Matcher tags = TAG.matcher(text);
    int at = 0;
    boolean found = false;
    while (at < text.length() && tags.find(at) && isSeparator(text, at, tags.start())) {
      found |= tags.group(2).equals(opaque);
      at = tags.end();
    }
    return found && isSeparator(text, at, text.length());
  }

  private static boolean isSeparator(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != ',' && c != ' ' && c != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Of a body that means the same and is not the same bytes. */
  public static String weak(String tag) {
    return tag.startsWith("W/") ? tag : "W/" + tag;
  }

  /** Of the same content in another format, whose bytes are others and mean the same. */
  public static String of(String tag, Format format) {
    return tag.endsWith("\"") && !format.suffix().isEmpty()
        ? tag.substring(0, tag.length() - 1) + format.suffix() + '"'
        : tag;
  }

  /**
   * A field of tags as services know them, whose own are all strong and of JSON: those that were
   * weakened here, because their body was compressed, and those of other formats made again what
   * they were. For conditions on the content, whatever it looked like.
   */
  public static String asIssued(String field) {
    if (field.indexOf('/') < 0 && field.indexOf(';') < 0) {
      return field;
    }
    return field
        .replace("W/\"", "\"")
        .replace(Format.CBOR.suffix() + '"', "\"")
        .replace(Format.XML.suffix() + '"', "\"");
  }

  /** The same for conditions on what a client has: only tags of this format are known again. */
  public static String asIssuedOf(String field, Format format) {
    String strong = field.indexOf('/') < 0 ? field : field.replace("W/\"", "\"");
    if (format == Format.JSON) {
      return strong;
    }
    return QUOTED
        .matcher(strong)
        .replaceAll(
            tag -> {
              String opaque = tag.group(1);
              String issued =
                  opaque.endsWith(format.suffix())
                      ? opaque.substring(0, opaque.length() - format.suffix().length())
                      : opaque + OTHER;
              return Matcher.quoteReplacement('"' + issued + '"');
            });
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
