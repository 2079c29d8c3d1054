package io.jangteo.gateway.limit;

/**
 * Where a request comes from.
 *
 * @param address an IPv4 address or an IPv6 network, in one spelling
 * @param proxy whether what it says of others is believed
 * @param exempt whether no limit holds for it
 */
public record Client(String address, boolean proxy, boolean exempt) {}
