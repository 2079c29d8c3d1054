package io.jangteo.gateway.limit;

/**
 * What a count is kept for.
 *
 * @param limit its name
 * @param who the client, in one spelling
 */
record LimitKey(String limit, String who) {}
