package io.jangteo.gateway;

import static io.jangteo.gateway.Http2Frames.DATA;
import static io.jangteo.gateway.Http2Frames.END_HEADERS;
import static io.jangteo.gateway.Http2Frames.END_STREAM;
import static io.jangteo.gateway.Http2Frames.HEADERS;
import static io.jangteo.gateway.Http2Frames.NOTHING;
import static io.jangteo.gateway.Http2Frames.SETTINGS;
import static io.jangteo.gateway.Http2Frames.WINDOW_UPDATE;
import static io.jangteo.gateway.Http2Frames.frame;
import static io.jangteo.gateway.Http2Frames.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many streams of one HTTP/2 connection at once, as browsers and load generators open them. */
class Http2StreamsIT {
  private static final int STREAMS = 90;
  private static final int SOCKET_HIGH_WATER = 64 << 10;

  @TempDir private Path folder;

  /**
   * All requests arrive in one read, and their answers are more than the socket takes at a time.
   */
  @Test
  void streamsThatFoundTheSocketFullAreAnsweredWhenItIsNot() throws IOException {
    try (TlsEdge edge = new TlsEdge(folder, Map.of());
        SSLSocket socket = edge.connect(List.of("TLSv1.3"), "h2")) {
      socket.getOutputStream().write(everythingAtOnce("/openapi.json"));
      socket.getOutputStream().flush();

      assertThat(bytesOfAllAnswers(new DataInputStream(socket.getInputStream())))
          .isGreaterThan(4 * SOCKET_HIGH_WATER);
    }
  }

  private static byte[] everythingAtOnce(String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(frame(SETTINGS, 0, 0, NOTHING));
    out.write(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(1 << 30).array()));
    for (int i = 0; i < STREAMS; i++) {
      out.write(frame(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, request(path)));
    }
    return out.toByteArray();
  }

  /** Reads until every stream has ended; fails if one does not within the socket's time-out. */
  private static long bytesOfAllAnswers(DataInputStream in) throws IOException {
    long bytes = 0;
    int ended = 0;
    while (ended < STREAMS) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.readInt();
      in.readNBytes(length);
      if (type == DATA) {
        bytes += length;
        ended += flags & END_STREAM;
      }
    }
    return bytes;
  }
}
