package io.jangteo.gateway.limit;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reports and grants as gateways send them to each other: binary, because they are many. */
final class ReportCodec {
  private static final int LISTED_MAX = 100_000;

  private ReportCodec() {}

  static Buffer reports(List<Report> reports) {
    Buffer buffer = Buffer.buffer(reports.size() * 80).appendInt(reports.size());
    for (Report report : reports) {
      text(buffer, report.key().limit());
      text(buffer, report.key().who());
      buffer.appendLong(report.limit().interval()).appendInt(report.limit().burst());
      buffer.appendInt(report.charge()).appendInt(report.want());
    }
    return buffer;
  }

  /**
   * @throws RuntimeException when the bytes are not what {@link #reports(List)} writes
   */
  static List<Report> reports(Buffer buffer) {
    Reader reader = new Reader(buffer);
    int count = reader.count();
    List<Report> reports = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      LimitKey key = new LimitKey(reader.text(), reader.text());
      Limit limit = new Limit(key.limit(), reader.number(), reader.integer(), "", "", "");
      reports.add(new Report(key, limit, reader.integer(), reader.integer()));
    }
    return reports;
  }

  static Buffer grants(List<Grant> grants) {
    Buffer buffer = Buffer.buffer(4 + grants.size() * 13).appendInt(grants.size());
    for (Grant grant : grants) {
      buffer.appendByte((byte) (grant.scarce() ? 1 : 0));
      buffer.appendInt(grant.tokens()).appendLong(grant.pause());
    }
    return buffer;
  }

  /**
   * @throws RuntimeException when the bytes are not what {@link #grants(List)} writes
   */
  static List<Grant> grants(Buffer buffer) {
    Reader reader = new Reader(buffer);
    int count = reader.count();
    List<Grant> grants = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      grants.add(new Grant(reader.flag(), reader.integer(), reader.number()));
    }
    return grants;
  }

  private static void text(Buffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendShort((short) bytes.length).appendBytes(bytes);
  }

  private static final class Reader {
    private final Buffer buffer;
    private int at;

    private Reader(Buffer buffer) {
      this.buffer = buffer;
    }

    private int count() {
      int count = integer();
      if (count < 0 || count > LISTED_MAX) {
        throw new IllegalArgumentException(count + " entries");
      }
      return count;
    }

    private boolean flag() {
      at += 1;
      return buffer.getByte(at - 1) != 0;
    }

    private int integer() {
      at += 4;
      return buffer.getInt(at - 4);
    }

    private long number() {
      at += 8;
      return buffer.getLong(at - 8);
    }

    private String text() {
      int length = buffer.getUnsignedShort(at);
      at += 2 + length;
      return buffer.getString(at - length, at, StandardCharsets.UTF_8.name());
    }
  }
}
