package io.jangteo.gateway.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * JSON as XML, in the manner of RFC 9457, appendix B: a member is an element of its name, an entry
 * of an array an element {@code i}. A name that XML does not allow is an attribute of an element
 * {@code member}; null is an element with {@code nil="true"}.
 */
final class XmlText {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final Pattern NAME = Pattern.compile("(?!(?i:xml))[A-Za-z_][A-Za-z0-9_.-]*");
  private static final String ENTRY = "i";
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder text = new StringBuilder(1024).append(DECLARATION);

  private XmlText() {}

  static String of(JsonNode document, boolean problem) {
    XmlText xml = new XmlText();
    String root = problem ? "problem" : "answer";
    xml.element(root, problem ? " xmlns=\"urn:ietf:rfc:7807\"" : "", document);
    return xml.text.toString();
  }

  private void member(String name, JsonNode value) {
    if (NAME.matcher(name).matches()) {
      element(name, "", value);
    } else {
      int start = text.length();
      text.append(" name=\"");
      escape(name);
      String attribute = text.append('"').substring(start);
      text.setLength(start);
      element("member", attribute, value);
    }
  }

  private void element(String name, String attributes, JsonNode value) {
    text.append('<').append(name).append(attributes);
    if (value.isNull()) {
      text.append(" nil=\"true\"/>");
      return;
    }
    text.append('>');
    content(value);
    text.append("</").append(name).append('>');
  }

  private void content(JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(entry -> member(entry.getKey(), entry.getValue()));
    } else if (value.isArray()) {
      value.forEach(entry -> element(ENTRY, "", entry));
    } else {
      escape(value.asText());
    }
  }

  private void escape(String raw) {
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        // Otherwise a reader would make spaces or line ends of them.
        case '\t' -> text.append("&#9;");
        case '\n' -> text.append("&#10;");
        case '\r' -> text.append("&#13;");
        default -> text.appendCodePoint(isAllowed(c) ? c : REPLACEMENT);
      }
    }
  }

  /** Characters of XML 1.0, which cannot hold the others in any form. */
  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
