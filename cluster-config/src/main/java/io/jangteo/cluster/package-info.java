/**
 * How a process joins the cluster: one validated record, and what Hazelcast and the bus make of it.
 */
package io.jangteo.cluster;
