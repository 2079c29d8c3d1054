package io.jangteo.runtime.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import org.slf4j.event.KeyValuePair;

/**
 * Writes the key-values of SLF4J's fluent API as top-level fields, which the original leaves out.
 */
final class KeyValueEcsEncoder extends EcsEncoder {
  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder builder) {
    if (event.getKeyValuePairs() == null) {
      return;
    }
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      builder.append('"');
      JsonUtils.quoteAsString(pair.key, builder);
      builder.append("\":\"");
      JsonUtils.quoteAsString(String.valueOf(pair.value), builder);
      builder.append("\",");
    }
  }
}
