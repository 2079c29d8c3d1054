/** Verbs for what needs a person: messages and orders that do not go on by themselves. */
package io.jangteo.cli.operator;
