package io.jangteo.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 written by hand (RFC 9113). */
final class Http2Frames {
  static final int DATA = 0x0;
  static final int HEADERS = 0x1;
  static final int PRIORITY = 0x2;
  static final int RST_STREAM = 0x3;
  static final int SETTINGS = 0x4;
  static final int PING = 0x6;
  static final int WINDOW_UPDATE = 0x8;
  static final int CONTINUATION = 0x9;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final byte[] NOTHING = {};

  private Http2Frames() {}

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >>> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** GET over https, by the static table, the rest spelt out (RFC 7541). */
  static byte[] request(String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(new byte[] {(byte) 0x82, (byte) 0x87, 0x04});
    string(block, path);
    block.write(0x01);
    string(block, "localhost");
    return block.toByteArray();
  }

  static byte[] literal(String name, String value) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0);
    string(block, name);
    string(block, value);
    return block.toByteArray();
  }

  private static void string(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length >= 127) {
      throw new IllegalArgumentException("longer than one byte can say");
    }
    out.write(bytes.length);
    out.write(bytes);
  }
}
