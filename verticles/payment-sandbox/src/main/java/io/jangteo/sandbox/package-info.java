/**
 * A card provider to develop and test against: it speaks HTTP, keeps its own books, and misbehaves
 * on demand. {@link io.jangteo.sandbox.SandboxVerticle} wires it.
 *
 * <p>Every effect is one row of {@code operations}, unique by idempotency key, written in the same
 * statement as the effect. The row is the stored answer of the key, what an enquiry about an
 * unknown outcome reads, and the independent record that audits compare with.
 */
package io.jangteo.sandbox;
