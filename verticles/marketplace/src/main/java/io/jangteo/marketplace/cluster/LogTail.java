package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a person who must know why something did not start. */
final class LogTail {
  private static final int LINES = 15;
  private static final int BYTES_MAX = 16 * 1024;

  private LogTail() {}

  static long size(Path log) throws IOException {
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** The last lines after {@code from}, where this run began. */
  static String since(Path log, long from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long begin = Math.max(Math.min(from, file.length()), file.length() - BYTES_MAX);
      byte[] end = new byte[(int) (file.length() - begin)];
      file.seek(begin);
      file.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
  }
}
