package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.content.AcceptEncoding;
import io.jangteo.gateway.content.Compression;
import io.jangteo.gateway.content.EntityTags;
import io.jangteo.gateway.content.Format;
import io.jangteo.gateway.content.FormatWriter;
import io.jangteo.gateway.content.JsonBytes;
import io.jangteo.runtime.failure.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** The bytes of an answer as the client likes them: its format, and compressed or not. */
final class AnswerForms {
  private static final CharSequence VARY = HttpHeaders.createOptimized("vary");
  private static final CharSequence ACCEPT_ENCODING =
      HttpHeaders.createOptimized("accept-encoding");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

  private final Compression compression;

  AnswerForms(Compression compression) {
    this.compression = compression;
  }

  /**
   * Finds the form, and says in the head which it is.
   *
   * @param again whether this very buffer will be given out again
   * @param write given the bytes, at once unless there are many
   */
  void encode(Exchange exchange, Buffer body, boolean again, Consumer<Buffer> write) {
    if (exchange.format() == Format.JSON) {
      shorten(exchange, body, again, write);
    } else {
      shorten(exchange, formatted(exchange, body), false, write);
    }
  }

  /** In the format that the client asked for. What is no JSON has only one. */
  private static Buffer formatted(Exchange exchange, Buffer body) {
    MultiMap headers = exchange.response().headers();
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    boolean convertible = body.length() > 0 && JsonBytes.isJson(type);
    Buffer converted = body;
    Format format = exchange.format();
    if (convertible) {
      boolean problem = type.startsWith(Problem.MEDIA_TYPE);
      converted = FormatWriter.convert(body, format, problem);
      headers.set(HttpHeaders.CONTENT_TYPE, problem ? format.problemType() : format.mediaType());
    }
    String etag = headers.get(HttpHeaders.ETAG);
    if (etag != null && (convertible || exchange.response().getStatusCode() == 304)) {
      headers.set(HttpHeaders.ETAG, EntityTags.of(etag, format));
    }
    return converted;
  }

  private void shorten(Exchange exchange, Buffer body, boolean again, Consumer<Buffer> write) {
    HttpServerResponse response = exchange.response();
    if (!mayBeShort(exchange, body)) {
      write.accept(body);
      return;
    }
    response.headers().add(VARY, ACCEPT_ENCODING);
    if (response.getStatusCode() == 304 || !takesGzip(exchange.request().headers())) {
      write.accept(body);
      return;
    }
    compression
        .compress(body, again)
        .onSuccess(small -> write.accept(shortened(exchange, body, small)))
        .onFailure(ignored -> write.accept(body));
  }

  /**
   * Only what is read: what a write answers may be a secret, such as a token, and its length must
   * not tell anything of it. A 304 says what its 200 would have said.
   */
  private boolean mayBeShort(Exchange exchange, Buffer body) {
    HttpMethod method = exchange.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return false;
    }
    HttpServerResponse response = exchange.response();
    return response.getStatusCode() == 304
        ? compression.isOn()
        : compression.suits(response.headers().get(HttpHeaders.CONTENT_TYPE), body);
  }

  private static boolean takesGzip(MultiMap headers) {
    String field = headers.get(HttpHeaders.ACCEPT_ENCODING);
    return field != null
        && AcceptEncoding.takesGzip(
            field.isEmpty()
                ? field
                : String.join(",", headers.getAll(HttpHeaders.ACCEPT_ENCODING)));
  }

  private static Buffer shortened(Exchange exchange, Buffer body, Buffer small) {
    if (small != body) {
      MultiMap headers = exchange.response().headers();
      headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
      String etag = headers.get(HttpHeaders.ETAG);
      if (etag != null) {
        headers.set(HttpHeaders.ETAG, EntityTags.weak(etag));
      }
    }
    return small;
  }
}
