/** A private authority for development, and what it issues to the nodes of a cluster. */
package io.jangteo.marketplace.certificates;
