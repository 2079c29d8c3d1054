/**
 * What services have answered, kept for the next who asks. Everything here belongs to the context
 * of one gateway: nothing locks, and nothing waits.
 */
package io.jangteo.gateway.cache;
