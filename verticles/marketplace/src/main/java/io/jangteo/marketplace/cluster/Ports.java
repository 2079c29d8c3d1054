package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Ports that are free now and will stay so while nobody listens: below those that the system gives
 * to outgoing connections, so that a server that is away for a while finds its own again. What was
 * given out once is not given out again.
 */
final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private final RandomGenerator random;
  private final BitSet given = new BitSet();

  Ports() {
    this(RandomGenerator.getDefault());
  }

  Ports(RandomGenerator random) {
    this.random = random;
  }

  /** The first of {@code count} in a row. */
  int free(int count) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = LOWEST + random.nextInt((HIGHEST - LOWEST) / count) * count;
      if (take(first, count)) {
        return first;
      }
    }
    throw new IOException("no " + count + " free ports in a row from " + LOWEST + " to " + HIGHEST);
  }

  /** Gives these out if they are free, and says whether they were. */
  boolean take(int first, int count) {
    int used = given.nextSetBit(first);
    boolean isNew = used < 0 || used >= first + count;
    if (!isNew || !areFree(first, count)) {
      return false;
    }
    given.set(first, first + count);
    return true;
  }

  private static boolean areFree(int first, int count) {
    return IntStream.range(first, first + count).allMatch(Ports::isFree);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
