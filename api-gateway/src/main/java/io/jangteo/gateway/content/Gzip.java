package io.jangteo.gateway.content;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Bytes made shorter (RFC 1952), by what every Java platform has. */
final class Gzip {
  private Gzip() {}

  static Buffer compress(Buffer body, int level) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + body.length() / 3);
    try (OutputStream out = new Stream(bytes, level)) {
      out.write(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static final class Stream extends GZIPOutputStream {
    private Stream(OutputStream out, int level) throws IOException {
      super(out, 2048);
      def.setLevel(level);
    }
  }
}
