/** Brokers for tests, each in a process of its own. Every method here may block. */
package io.jangteo.testing.broker;
