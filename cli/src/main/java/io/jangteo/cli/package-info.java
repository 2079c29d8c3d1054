/**
 * The verbs of {@code ./jangteo}, one class each; {@code replay} sends real trade, {@code audit}
 * judges the databases from outside.
 */
package io.jangteo.cli;
