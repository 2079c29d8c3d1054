/**
 * The order in which the parts of a service come up and go down.
 */
package io.jangteo.service;
