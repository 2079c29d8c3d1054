/**
 * Accounts, sessions and signing keys. {@link io.jangteo.member.MemberVerticle} wires it.
 *
 * <p>{@code domain} holds what is decided: whether a presented token is rotated or ends its family,
 * which key signs when, what a password hash says. {@code crypto} holds what is computed, off the
 * event loop where it takes long.
 */
package io.jangteo.member;
