package io.jangteo.gateway.limit;

import java.util.List;

/** Addresses and networks, such as {@code 10.0.0.0/8} or {@code ::1}. */
public final class AddressRanges {
  private final List<Range> ranges;

  private AddressRanges(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * @throws IllegalArgumentException naming the one that cannot be understood
   */
  public static AddressRanges of(List<String> texts) {
    return new AddressRanges(texts.stream().map(Range::parse).toList());
  }

  boolean contain(IpAddress address) {
    for (Range range : ranges) {
      if (range.network.shares(address, range.length)) {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  private record Range(IpAddress network, int length) {
    private static Range parse(String text) {
      int slash = text.indexOf('/');
      IpAddress network =
          IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
              .orElseThrow(() -> unknown(text));
      String bits = slash < 0 ? Integer.toString(network.bits()) : text.substring(slash + 1);
      if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > network.bits()) {
        throw unknown(text);
      }
      return new Range(network, Integer.parseInt(bits));
    }

    private static IllegalArgumentException unknown(String text) {
      return new IllegalArgumentException(
          "'" + text + "' is neither an address nor a network like 10.0.0.0/8");
    }
  }
}
