/**
 * Products and prices. {@link io.jangteo.catalog.CatalogVerticle} wires it.
 *
 * <p>A product is its words and its price, each change of either a fact with a version of its own.
 * A writer must know the version it replaces.
 */
package io.jangteo.catalog;
