package io.murmuration.sync.model;

/**
 * An item that the site cannot take. Not tried again until the item changes or an operator asks.
 *
 * @param item digest of the refused item
 * @param why in words for an operator, without secret values
 */
public record Refusal(ItemKey key, Digest item, String why) {}
