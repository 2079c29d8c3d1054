/**
 * Durable messages. {@link io.jangteo.events.Messaging} is what a service builds, {@link
 * io.jangteo.events.MessageHandler} what it implements; the rest keeps messages from being lost or
 * doubled.
 */
package io.jangteo.events;
