package io.jangteo.runtime.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Masks whole lines of another encoder, and with them messages, key-values and the texts of
 * exceptions alike, whoever logged them.
 */
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> lines;

  MaskingEncoder(Encoder<ILoggingEvent> lines) {
    this.lines = lines;
  }

  @Override
  public byte[] headerBytes() {
    return lines.headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = lines.encode(event);
    String text = new String(line, StandardCharsets.UTF_8);
    String masked = Masking.mask(text);
    return masked.equals(text) ? line : masked.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return lines.footerBytes();
  }
}
