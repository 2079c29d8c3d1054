/**
 * A real PostgreSQL server and a real AMQP 0-9-1 broker that a process starts for itself.
 *
 * <p>Every method here may block on a process, a file or a socket: call it off the event loop.
 */
package io.jangteo.embedded;
