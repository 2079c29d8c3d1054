package io.jangteo.marketplace.cluster;

/**
 * What a process writes down of itself once it serves ({@code PROCESS_RUN_FILE}).
 *
 * @param instance id under which it is discovered
 * @param node of the cluster; empty for the embedded servers
 * @param managementPort of {@code /ready}
 * @param port what it serves HTTP on, else 0
 * @param databasePid of the embedded database server; 0 for every other process
 * @param brokerUri of the embedded broker; null for every other process
 */
public record ProcessReport(
    String service,
    String instance,
    long pid,
    String node,
    String version,
    int managementPort,
    int port,
    long databasePid,
    String brokerUri) {}
