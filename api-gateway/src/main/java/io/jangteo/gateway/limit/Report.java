package io.jangteo.gateway.limit;

/**
 * What a gateway tells the keeper of a key.
 *
 * @param charge requests let through without a token since the last report; negative when tokens
 *     are given back
 * @param want tokens it could use
 */
record Report(LimitKey key, Limit limit, int charge, int want) {}
