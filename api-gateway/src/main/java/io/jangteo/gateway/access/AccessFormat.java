package io.jangteo.gateway.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How an entry is written. For one thread. */
enum AccessFormat {
  JSON {
    @Override
    void append(StringBuilder line, AccessEntry entry) {
      line.append("{\"time\":\"").append(Instant.ofEpochMilli(entry.endedAt())).append('"');
      text(line, "client", entry.client());
      text(line, "method", entry.method());
      text(line, "route", entry.route());
      text(line, "protocol", entry.protocol());
      line.append(",\"status\":").append(entry.status());
      line.append(",\"bytes\":").append(entry.bytes());
      millis(line.append(",\"durationMs\":"), entry.nanos());
      text(line, "requestId", entry.requestId());
      text(line, "traceId", traceId(entry.traceparent()));
      text(line, "subject", entry.subject());
      text(line, "service", entry.service());
      text(line, "instance", entry.instance());
      text(line, "cache", entry.cache());
      line.append("}\n");
    }
  },
  /** The Common Log Format of old, in which there is no room for the rest. */
  COMMON {
    @Override
    void append(StringBuilder line, AccessEntry entry) {
      escaped(line, entry.client());
      line.append(" - ");
      escaped(line, entry.subject() == null ? "-" : entry.subject());
      line.append(" [");
      DATE.formatTo(Instant.ofEpochMilli(entry.endedAt()), line);
      line.append("] \"");
      escaped(line, entry.method());
      line.append(' ');
      escaped(line, entry.route());
      line.append(' ').append(entry.protocol()).append("\" ").append(entry.status()).append(' ');
      line.append(entry.bytes()).append('\n');
    }
  };

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  abstract void append(StringBuilder line, AccessEntry entry);

  static AccessFormat of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static void text(StringBuilder line, String name, String value) {
    if (value != null) {
      line.append(",\"").append(name).append("\":\"");
      escaped(line, value);
      line.append('"');
    }
  }

  /** What could end a text or a line is written by its number. */
  private static void escaped(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c >= 0x7f) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
  }

  private static void millis(StringBuilder line, long nanos) {
    long micros = nanos / 1000;
    line.append(micros / 1000).append('.');
    line.append((char) ('0' + micros / 100 % 10)).append((char) ('0' + micros / 10 % 10));
    line.append((char) ('0' + micros % 10));
  }

  private static String traceId(String traceparent) {
    return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
  }
}
