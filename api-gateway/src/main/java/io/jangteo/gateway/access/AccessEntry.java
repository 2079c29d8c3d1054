package io.jangteo.gateway.access;

/**
 * One answered request. No path, no query, no token: whatever a client made up is not in it, apart
 * from a well-formed request id and the name of the method.
 *
 * @param endedAt milliseconds since 1970
 * @param client address, of an IPv6 client its network
 * @param route path with {@code {names}}, {@code none} if there is no such route
 * @param bytes of the body, as they were given to the connection
 * @param subject account or API key; null for nobody
 * @param service null if none would have been asked
 * @param instance null if none was asked, as for an answer from the cache
 * @param cache what the {@code Cache-Status} field says; null for what is not cached
 */
public record AccessEntry(
    long endedAt,
    String client,
    String method,
    String route,
    String protocol,
    int status,
    long bytes,
    long nanos,
    String requestId,
    String traceparent,
    String subject,
    String service,
    String instance,
    String cache) {}
