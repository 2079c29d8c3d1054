/** What gateways of one cluster have in common. */
package io.jangteo.gateway.cluster;
