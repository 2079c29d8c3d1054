package io.jangteo.runtime.log;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a line what no log may hold: tokens, keys, passwords, card numbers and e-mail
 * addresses, by what they look like or by the name before them. The last resort: nobody is to log
 * such a thing in the first place. Every pattern is bounded, so that no line takes long.
 */
final class Masking {
  private static final String MASK = "***";
  private static final int LAST = 4;
  private static final int CARD_DIGITS = 14;

  /** Signed tokens, our API keys, and the provider's tokens of cards. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\beyJ[\\w-]{8,}(?:\\.[\\w-]*){1,4}|\\bjk_[\\w-]{20,64}|\\btok_[A-Za-z0-9_]{1,255}");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic) +[\\w.~+/-]{6,}={0,2}");

  /** {@code password=x}, {@code "refreshToken":"x"}, {@code X-API-Key: x}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token|api[_-]?key)\\\\?\"? ?= ?\\\\?[\"']?"
              + "|(?:password|passwd|secret|token|api[_-]?key)\\\\?\" ?: ?\\\\?\""
              + "|(?:password|x-api-key): ?)"
              + "([^\\s\"'\\\\,;&})\\]]{1,4096})");

  private static final Pattern IN_ADDRESS =
      Pattern.compile("(://[^\\s:/@\"']{0,128}):[^\\s/@\"'\\\\]{1,256}@");

  private static final Pattern EMAIL =
      Pattern.compile("[\\w.%+-]{1,64}+@((?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24})");

  private static final Pattern CARD =
      Pattern.compile("(?<![\\w.-])[2-6]\\d{3}(?:[ -]?\\d){10,15}(?![\\w-])");

  private Masking() {}

  /** The text without them; the same object when there are none. */
  static String mask(String text) {
    String masked = text;
    // Most lines hold none of this, and looking for it costs a fraction of the patterns.
    if (holdsAny(text, "eyJ", "jk_", "tok_")) {
      masked = TOKEN.matcher(masked).replaceAll(MASK);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (holdsAny(lower, "bearer", "basic")) {
      masked = SCHEME.matcher(masked).replaceAll("$1 " + MASK);
    }
    if (holdsAny(lower, "passw", "secret", "token", "key")) {
      masked = NAMED.matcher(masked).replaceAll("$1" + MASK);
    }
    if (text.indexOf('@') >= 0) {
      masked = IN_ADDRESS.matcher(masked).replaceAll("$1:" + MASK + "@");
      masked = EMAIL.matcher(masked).replaceAll(MASK + "@$1");
    }
    return hasManyDigits(text) ? CARD.matcher(masked).replaceAll(Masking::card) : masked;
  }

  private static boolean holdsAny(String text, String... parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** As many in a row as a card has, spaces and hyphens between them aside. */
  private static boolean hasManyDigits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (++digits >= CARD_DIGITS) {
          return true;
        }
      } else if (c != ' ' && c != '-') {
        digits = 0;
      }
    }
    return false;
  }

  private static String card(MatchResult found) {
    String digits = found.group().replaceAll("[ -]", "");
    return isCardNumber(digits)
        ? MASK + digits.substring(digits.length() - LAST)
        : Matcher.quoteReplacement(found.group());
  }

  /** By its check digit (ISO/IEC 7812-1, annex B). */
  private static boolean isCardNumber(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
