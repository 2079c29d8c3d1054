package io.jangteo.member.domain;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored argon2id hash with all that is needed to compute it again, kept as text in the PHC
 * notation: {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}.
 */
public final class PasswordHash {
  private static final Pattern NOTATION =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  /**
   * How much work one hash is.
   *
   * @param memoryKiB filled while hashing
   * @param passes over that memory
   * @param lanes that could be filled at the same time
   */
  public record Cost(int memoryKiB, int passes, int lanes) {}

  public PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt.clone();
    this.hash = hash.clone();
  }

  /**
   * Reads the notation.
   *
   * @throws IllegalArgumentException when {@code text} is something else
   */
  public static PasswordHash parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an argon2id hash in PHC notation");
    }
    Cost cost =
        new Cost(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(cost, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
  }

  /** The notation that {@link #parse} reads. */
  public String notation() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKiB()
        + ",t="
        + cost.passes()
        + ",p="
        + cost.lanes()
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  public Cost cost() {
    return cost;
  }

  public byte[] salt() {
    return salt.clone();
  }

  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that
        && cost.equals(that.cost)
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cost, Arrays.hashCode(salt), Arrays.hashCode(hash));
  }

  /** Never the hash itself: this may end up in a log. */
  @Override
  public String toString() {
    return "argon2id " + cost;
  }
}
