package io.jangteo.cli.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** One growing file, read line by line; begun anew when it is truncated or replaced. */
final class LogFile {
  private static final int CHUNK = 64 * 1024;
  private static final int TAIL_BYTES_MAX = 1024 * 1024;

  private final Path path;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long position;
  private Object key;

  LogFile(Path path) {
    this.path = path;
  }

  /** The last lines that are there now; {@link #next} goes on behind them. */
  List<String> tail(int lines) throws IOException {
    long size = size();
    position = Math.max(0, size - TAIL_BYTES_MAX);
    boolean cut = position > 0;
    List<String> all = next();
    List<String> whole = cut && !all.isEmpty() ? all.subList(1, all.size()) : all;
    return whole.subList(Math.max(0, whole.size() - lines), whole.size());
  }

  void skipToEnd() throws IOException {
    position = size();
  }

  /** Lines that were finished since the last call. */
  List<String> next() throws IOException {
    List<String> lines = new ArrayList<>();
    long size = size();
    if (size < position) {
      position = 0;
      unfinished.reset();
    }
    if (size == position) {
      return lines;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(position);
      byte[] chunk = new byte[CHUNK];
      for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
        position += read;
        split(chunk, read, lines);
      }
    }
    return lines;
  }

  private void split(byte[] chunk, int length, List<String> lines) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        unfinished.write(chunk, from, i - from);
        lines.add(unfinished.toString(StandardCharsets.UTF_8));
        unfinished.reset();
        from = i + 1;
      }
    }
    unfinished.write(chunk, from, length - from);
  }

  /** Zero when it is away; notices when another file has taken its place. */
  private long size() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (key != null && !key.equals(attributes.fileKey())) {
        position = 0;
        unfinished.reset();
      }
      key = attributes.fileKey();
      return attributes.size();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
