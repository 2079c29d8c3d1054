/**
 * A service's own PostgreSQL. {@link io.jangteo.persistence.Database} is the way in.
 */
package io.jangteo.persistence;
