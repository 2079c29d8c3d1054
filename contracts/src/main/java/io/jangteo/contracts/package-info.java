/**
 * The published language: message types, who subscribes to which, and their payloads per service.
 * Nothing here does anything.
 */
package io.jangteo.contracts;
