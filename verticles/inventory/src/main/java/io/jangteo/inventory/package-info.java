/**
 * Stock and who it is held for. {@link io.jangteo.inventory.InventoryVerticle} wires it.
 *
 * <p>{@code domain.Reservation} decides every command in every state; {@code application} locks the
 * rows of a whole batch in one order, lets it decide and writes the movements. On hand is always the
 * sum of the movements, reserved the sum of what is held.
 */
package io.jangteo.inventory;
