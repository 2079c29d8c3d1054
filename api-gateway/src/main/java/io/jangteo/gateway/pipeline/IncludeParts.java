package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.cache.ReplyCache;
import io.jangteo.gateway.content.JsonBytes;
import io.jangteo.gateway.contract.IncludePolicy.Source;
import io.jangteo.gateway.routing.IncludedPart;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds to a good answer what other operations know of the same thing. All parts are asked for at
 * once; one that fails is marked and harms nothing else.
 */
public final class IncludeParts implements Stage {
  /** Of the reads of one list, so many at once. */
  private static final int LANES = 8;

  private final PartReader reader;

  public IncludeParts(ReplyCache cache, Upstream upstream) {
    this.reader = new PartReader(cache, upstream);
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    List<IncludedPart> parts = exchange.parts();
    if (parts.isEmpty() || exchange.reply().status() != 200) {
      return DONE;
    }
    // What is no object makes a bad reply, like anything else that cannot be read.
    ObjectNode answer = (ObjectNode) JsonBytes.read(exchange.reply().body());
    GatheredParts gathered = new GatheredParts();
    List<Future<Void>> all = new ArrayList<>(parts.size());
    for (IncludedPart part : parts) {
      all.add(
          part.declared().isMany()
              ? several(exchange, part, answer, gathered)
              : one(exchange, part, answer, gathered));
    }
    return Future.join(all).map(ignored -> compose(exchange, answer, gathered));
  }

  private static Void compose(Exchange exchange, ObjectNode answer, GatheredParts gathered) {
    gathered.addTo(answer, exchange.parts().stream().map(IncludedPart::name).toList());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.set(BusHeaders.CONTENT_TYPE, "application/json");
    exchange.reply(BusReply.received(200, headers, JsonBytes.write(answer)));
    return null;
  }

  private Future<Void> one(
      Exchange exchange, IncludedPart part, ObjectNode answer, GatheredParts gathered) {
    String fromAnswer = texts(part, answer).stream().findFirst().orElse("");
    return reader
        .read(exchange, part, values(exchange, part, fromAnswer))
        .<Void>map(
            content -> {
              gathered.found(part.name(), content);
              return null;
            })
        .otherwise(
            error -> {
              gathered.missing(part.name(), error);
              return null;
            });
  }

  private Future<Void> several(
      Exchange exchange, IncludedPart part, ObjectNode answer, GatheredParts gathered) {
    if (part.target() == null) {
      return one(exchange, part, answer, gathered);
    }
    Set<String> all = texts(part, answer);
    int most = part.declared().most();
    if (all.size() > most) {
      gathered.cut(part.name(), most);
    }
    Map<String, JsonNode> contents = new LinkedHashMap<>();
    all.stream().limit(most).forEach(value -> contents.put(value, null));
    Deque<String> open = new ArrayDeque<>(contents.keySet());
    List<Future<Void>> lanes = new ArrayList<>(LANES);
    for (int i = 0; i < LANES; i++) {
      lanes.add(next(exchange, part, open, contents, gathered));
    }
    return Future.join(lanes)
        .map(
            ignored -> {
              gathered.found(part.name(), contents.values());
              return null;
            });
  }

  private Future<Void> next(
      Exchange exchange,
      IncludedPart part,
      Deque<String> open,
      Map<String, JsonNode> contents,
      GatheredParts gathered) {
    String value = open.poll();
    if (value == null) {
      return DONE;
    }
    return reader
        .read(exchange, part, values(exchange, part, value))
        .onSuccess(content -> contents.put(value, content))
        .onFailure(error -> gathered.missing(part.name(), value, error))
        .transform(ignored -> next(exchange, part, open, contents, gathered));
  }

  private static Set<String> texts(IncludedPart part, ObjectNode answer) {
    Set<String> texts = new LinkedHashSet<>();
    for (Source source : part.sources()) {
      source
          .answer()
          .ifPresent(
              places ->
                  places.visit(answer, (object, member) -> texts.add(object.get(member).asText())));
    }
    return texts;
  }

  private static String[] values(Exchange exchange, IncludedPart part, String fromAnswer) {
    List<Source> sources = part.sources();
    String[] values = new String[sources.size()];
    for (int i = 0; i < values.length; i++) {
      Source source = sources.get(i);
      values[i] = source.answer().isPresent() ? fromAnswer : exchange.pathValues()[source.place()];
    }
    return values;
  }
}
