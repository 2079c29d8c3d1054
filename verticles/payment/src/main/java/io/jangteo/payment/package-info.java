/**
 * Money held, taken and given back for orders. {@link io.jangteo.payment.PaymentVerticle} wires it.
 *
 * <p>A command's transaction only writes down what the provider is to be asked. After the commit
 * {@code ProviderCaller} asks, and a second transaction records the answer, the ledger entry and
 * the reply. Between the two anything may die: the call's lease runs out, and whoever takes it over
 * asks the provider what became of the key before it asks for anything again. Rules are in {@code
 * domain}; nothing there touches a network or a database.
 */
package io.jangteo.payment;
