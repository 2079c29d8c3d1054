/**
 * The access log: requests leave what they were behind as one object, a thread of its own makes
 * lines of them.
 */
package io.jangteo.gateway.access;
