package io.murmuration.central.group;

import java.util.Optional;

/** Whether the subclouds of a group are updated at the same time or one after the other. */
public enum ApplyType {
  PARALLEL("parallel"),
  SERIAL("serial");

  private final String wireName;

  ApplyType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<ApplyType> fromWireName(String name) {
    for (var type : values()) {
      if (type.wireName.equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
