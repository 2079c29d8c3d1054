package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.w3c.dom.Document;

class FormatWriterPropertiesTest {
  /** Whatever text there is, in a name too. */
  @Property(tries = 300)
  void xmlIsWellFormedAndNothingOfAValueIsMarkup(@ForAll String name, @ForAll String value)
      throws Exception {
    String text = xml(Json.encodeToString(Map.of(name, List.of(value))));

    Document read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes("UTF-8")));

    assertThat(read.getElementsByTagName("*").getLength()).isEqualTo(3);
  }

  private static String xml(String json) {
    return FormatWriter.convert(Buffer.buffer(json), Format.XML, false).toString();
  }
}
