package io.jangteo.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One process now; the fields of {@code status --json}.
 *
 * @param name of its log, for example {@code order-1}
 * @param instance id under which it is discovered
 * @param node of the cluster; empty when it is in none
 * @param port what it serves, apart from its management port; 0 for none
 * @param alive whether it is there at all
 * @param checks what its parts say; absent when it has none or did not answer
 */
record ProcessStatus(
    String service,
    String name,
    String instance,
    String node,
    long pid,
    int port,
    int managementPort,
    String version,
    long rssBytes,
    boolean alive,
    boolean ready,
    @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode checks) {}
