package io.jangteo.service;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.events.Messaging;
import io.jangteo.events.OutboxReplay;
import io.jangteo.events.ParkedFilter;
import io.jangteo.events.ParkedMessage;
import io.jangteo.events.ParkedMessages;
import io.jangteo.events.Retry;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What operators do about a service's messages, the same for every service: the operations of
 * {@code contracts/messages.yaml}.
 */
final class MessageOperations {
  private static final int LIMIT_USUAL = 50;

  /** Less than the time-outs in the contract, so that what was done can be told. */
  private static final Duration PATIENCE_MAX = Duration.ofSeconds(20);

  private final Messaging messaging;
  private final ParkedMessages parked;
  private final OperatorAudit audit;

  MessageOperations(String service, Messaging messaging) {
    this.messaging = messaging;
    this.parked = messaging.parked();
    this.audit = new OperatorAudit(service);
  }

  /** Whether a service with that contract offers them. */
  static boolean areIn(Contract contract) {
    return contract.operationIds().contains("listParkedMessages");
  }

  void addTo(BusService.Builder service) {
    service
        .on("listParkedMessages", this::list)
        .on("showParkedMessage", this::show)
        .on("retryParkedMessage", this::retryOne)
        .on("retryParkedMessages", this::retryMany)
        .on("skipParkedMessage", this::skip)
        .on("replayMessages", this::replay);
  }

  private Future<BusReply> list(BusRequest request) {
    OperatorAudit.operator(request);
    int limit = request.query("limit", LIMIT_USUAL, 1, RetryRequest.LIMIT_MAX);
    int after = request.query("after", 0, 0, Integer.MAX_VALUE);
    ParkedFilter filter =
        new ParkedFilter(
            request.query("queue").orElse(null),
            request.query("type").orElse(null),
            request.query("reason").map(MessageOperations::reason).orElse(null),
            request.query("aggregateId").map(MessageOperations::aggregateId).orElse(null));
    return parked
        .list(filter, after, limit)
        .map(messages -> BusReply.ok(MessageViews.Page.of(messages, limit, messaging.unowned())));
  }

  private static String reason(String text) {
    if (!RetryRequest.REASONS.contains(text)) {
      throw badQuery("reason", "must be one of " + RetryRequest.REASONS);
    }
    return text;
  }

  private static UUID aggregateId(String text) {
    return Ids.parse(text).orElseThrow(() -> badQuery("aggregateId", "must be an id"));
  }

  private static ServiceFailure badQuery(String name, String detail) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "query." + name, detail);
  }

  private Future<BusReply> show(BusRequest request) {
    OperatorAudit.operator(request);
    return find(messageId(request)).map(MessageOperations::shown);
  }

  private Future<ParkedMessage> find(UUID id) {
    return parked
        .find(id)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("parked message")));
  }

  private static BusReply shown(ParkedMessage message) {
    return BusReply.ok(MessageViews.Parked.withPayload(message));
  }

  private Future<BusReply> retryOne(BusRequest request) {
    OperatorAudit.operator(request);
    UUID id = messageId(request);
    boolean rehearsal = flag(request, "dryRun");
    ParkedMessages.Order order = order(request, rehearsal);
    return rehearsal
        ? parked.retry(id, order).map(retries -> told(true, retries))
        : audit.note(
            request, id.toString(), parked.retry(id, order).map(retries -> told(false, retries)));
  }

  private Future<BusReply> retryMany(BusRequest request) {
    OperatorAudit.operator(request);
    RetryRequest body = request.body(RetryRequest.class);
    ParkedMessages.Order order = order(request, body.isRehearsal());
    Future<BusReply> retried =
        parked
            .retry(body.filter(), body.most(), order)
            .map(retries -> told(body.isRehearsal(), retries));
    return body.isRehearsal() ? retried : audit.note(request, body.toString(), retried);
  }

  private static BusReply told(boolean rehearsal, List<Retry> retries) {
    return BusReply.ok(new MessageViews.Retries(rehearsal, retries));
  }

  private static ParkedMessages.Order order(BusRequest request, boolean rehearsal) {
    UUID operator = OperatorAudit.operator(request).sub();
    return new ParkedMessages.Order(operator, rehearsal, patience(request));
  }

  private static Duration patience(BusRequest request) {
    Duration left = request.remaining().multipliedBy(3).dividedBy(4);
    return left.compareTo(PATIENCE_MAX) < 0 ? left : PATIENCE_MAX;
  }

  private Future<BusReply> replay(BusRequest request) {
    OperatorAudit.operator(request);
    ReplayRequest body = request.body(ReplayRequest.class);
    OutboxReplay replay = messaging.replay();
    if (body.isRehearsal()) {
      return replay.count(body.span()).map(MessageViews.Replay::of).map(BusReply::ok);
    }
    Future<BusReply> said =
        replay
            .repeat(body.span(), body.begin(), body.most(), patience(request))
            .map(MessageViews.Replay::of)
            .map(BusReply::ok);
    return audit.note(request, body.toString(), said);
  }

  private Future<BusReply> skip(BusRequest request) {
    UUID operator = OperatorAudit.operator(request).sub();
    UUID id = messageId(request);
    String reason = request.body(SkipRequest.class).reason();
    return audit.note(
        request,
        id.toString(),
        parked
            .skip(id, operator, reason)
            .compose(
                skipped ->
                    skipped
                        ? find(id).map(MessageOperations::shown)
                        : Future.failedFuture(
                            ServiceFailure.of(
                                FailureCode.CONFLICT, "The message is no longer parked"))));
  }

  private static boolean flag(BusRequest request, String name) {
    String text = request.query(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw badQuery(name, "must be true or false");
    }
    return text.equals("true");
  }

  private static UUID messageId(BusRequest request) {
    return request.pathId("messageId", "parked message");
  }
}
