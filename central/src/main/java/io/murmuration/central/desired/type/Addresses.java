package io.murmuration.central.desired.type;

import com.google.common.net.InetAddresses;
import java.util.regex.Pattern;

/** Checks of addresses and host names; never asks a resolver. */
final class Addresses {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final int LONGEST_NAME = 253;

  private Addresses() {}

  /** An IPv4 or IPv6 literal, without a zone. */
  static boolean isAddress(String text) {
    return InetAddresses.isInetAddress(text) && text.indexOf('%') < 0;
  }

  /** One spelling of an address (RFC 5952 for IPv6), as sites give it back; host names stay. */
  static String canonical(String text) {
    return isAddress(text) ? InetAddresses.toAddrString(InetAddresses.forString(text)) : text;
  }

  /** RFC 1123 host name, or an address. */
  static boolean isHost(String text) {
    if (isAddress(text)) {
      return true;
    }
    if (text.isEmpty() || text.length() > LONGEST_NAME || DIGITS_AND_DOTS.matcher(text).matches()) {
      return false;
    }
    for (var label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
