/**
 * The whole market in one JVM. {@link io.jangteo.marketplace.Marketplace} starts and stops it;
 * nothing here decides anything.
 */
package io.jangteo.marketplace;
