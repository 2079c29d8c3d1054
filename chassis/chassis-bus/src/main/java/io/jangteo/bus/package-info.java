/**
 * Calls between services over the event bus, and the discovery of who answers.
 */
package io.jangteo.bus;
