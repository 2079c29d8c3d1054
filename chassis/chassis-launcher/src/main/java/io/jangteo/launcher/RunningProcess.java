package io.jangteo.launcher;

/**
 * What a process says of itself once it serves.
 *
 * @param service its name
 * @param instance unique among processes; the last part of its direct address on the bus
 * @param node its id in the cluster, empty when it is in none
 * @param version of the software
 * @param managementPort of {@code /live}, {@code /ready} and {@code /metrics}
 * @param port on which it serves HTTP of its own; 0 when it serves the bus alone
 */
public record RunningProcess(
    String service,
    String instance,
    long pid,
    String node,
    String version,
    int managementPort,
    int port) {}
