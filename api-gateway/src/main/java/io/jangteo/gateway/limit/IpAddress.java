package io.jangteo.gateway.limit;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;

/** Numeric addresses, never looked up. IPv4 inside IPv6 counts as IPv4. */
final class IpAddress {
  private static final int LENGTH_MAX = 64;
  private static final int V4 = 4;
  private static final int NETWORK_BYTES = 8;

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Empty when the text is no address. */
  static Optional<IpAddress> parse(String text) {
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    int scope = text.indexOf('%');
    byte[] bytes =
        NetUtil.createByteArrayFromIpAddressString(scope < 0 ? text : text.substring(0, scope));
    return Optional.ofNullable(bytes).map(IpAddress::unwrap).map(IpAddress::new);
  }

  private static byte[] unwrap(byte[] bytes) {
    if (bytes.length == V4) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    boolean mapped = bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    return mapped ? Arrays.copyOfRange(bytes, bytes.length - V4, bytes.length) : bytes;
  }

  int bits() {
    return bytes.length * 8;
  }

  /** Whether both begin with the same {@code length} bits. */
  boolean shares(IpAddress other, int length) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    int whole = length / 8;
    int rest = length % 8;
    return Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)
        && (rest == 0 || (bytes[whole] ^ other.bytes[whole]) >> (8 - rest) == 0);
  }

  /** One client: an IPv4 address, or the /64 network that an IPv6 host chooses its addresses in. */
  String client() {
    return NetUtil.bytesToIpAddress(
            bytes.length == V4
                ? bytes
                : Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), bytes.length))
        .concat(bytes.length == V4 ? "" : "/64");
  }
}
