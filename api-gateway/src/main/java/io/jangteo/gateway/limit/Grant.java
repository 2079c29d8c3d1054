package io.jangteo.gateway.limit;

/**
 * What the keeper of a key answers.
 *
 * @param scarce whether only tokens count from now on; otherwise the gateway goes on by itself
 * @param tokens leased; they are charged already
 * @param pause nanoseconds until it is worth asking again
 */
record Grant(boolean scarce, int tokens, long pause) {
  static final Grant PLENTY = new Grant(false, 0, 0);
}
