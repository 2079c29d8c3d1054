/** Faults made on purpose, to see what they lead to. */
package io.jangteo.gateway.fault;
