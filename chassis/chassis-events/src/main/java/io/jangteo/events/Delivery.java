package io.jangteo.events;

import com.rabbitmq.client.BasicProperties;

/**
 * What the broker handed over, not looked at yet.
 *
 * @param tag valid only in the session it came through
 */
record Delivery(long tag, BasicProperties properties, byte[] body) {}
