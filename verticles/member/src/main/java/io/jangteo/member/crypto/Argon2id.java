package io.jangteo.member.crypto;

import io.jangteo.member.domain.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** The hash function itself: tens of milliseconds of one core, so never on an event loop. */
final class Argon2id {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final PasswordHash.Cost cost;

  Argon2id(PasswordHash.Cost cost) {
    this.cost = cost;
  }

  PasswordHash hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(cost, salt, compute(password, cost, salt, HASH_BYTES));
  }

  boolean matches(String password, PasswordHash expected) {
    byte[] hash = expected.hash();
    byte[] computed = compute(password, expected.cost(), expected.salt(), hash.length);
    return MessageDigest.isEqual(computed, hash);
  }

  private static byte[] compute(String password, PasswordHash.Cost cost, byte[] salt, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKiB())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
