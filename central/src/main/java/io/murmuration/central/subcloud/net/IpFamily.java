package io.murmuration.central.subcloud.net;

/** IPv4 or IPv6. */
public enum IpFamily {
  V4("4", 32),
  V6("6", 128);

  private final String number;
  private final int bits;

  IpFamily(String number, int bits) {
    this.number = number;
    this.bits = bits;
  }

  /** The digit that is stored as {@code external_oam_subnet_ip_family}. */
  public String number() {
    return number;
  }

  /** Length of an address. */
  public int bits() {
    return bits;
  }

  @Override
  public String toString() {
    return "IPv" + number;
  }
}
