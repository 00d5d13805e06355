package io.murmuration.central.desired.type;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All resource types that can be declared. */
public final class ItemTypes {
  private static final List<ItemType> ALL =
      List.of(
          new DnsType(),
          new NtpType(),
          new PtpType(),
          new PtpInstanceType(),
          new RemoteLoggingType(),
          new ServiceParameterType(),
          new TrustedCaType());

  private ItemTypes() {}

  public static Optional<ItemType> find(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  public static String names() {
    return ALL.stream().map(ItemType::name).collect(Collectors.joining(", "));
  }
}
