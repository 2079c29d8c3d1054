package io.jangteo.inventory.domain;

/** What one product lacked at the moment it was asked for. */
public record Shortage(String sku, long requested, long available) {}
