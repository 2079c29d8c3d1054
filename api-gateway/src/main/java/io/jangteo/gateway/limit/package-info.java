/**
 * How much one client may ask for: the algorithm, who a client is, and how gateways share a limit.
 */
package io.jangteo.gateway.limit;
