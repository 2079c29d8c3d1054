package io.jangteo.member.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.member.application.Sessions;
import io.jangteo.member.application.SigningKeys;
import io.jangteo.member.crypto.RefreshToken;
import io.jangteo.member.domain.Email;
import io.vertx.core.Future;

/** Sessions, and the keys their tokens are verified with, on the bus. */
public final class SessionOperations {
  private final Sessions sessions;
  private final SigningKeys keys;

  public SessionOperations(Sessions sessions, SigningKeys keys) {
    this.sessions = sessions;
    this.keys = keys;
  }

  /** Adds these operations to the service. */
  public void addTo(BusService.Builder service) {
    service
        .on("createSession", this::create)
        .on("refreshSession", this::refresh)
        .on("endSession", this::end)
        .on("getJwks", this::jwks);
  }

  private Future<BusReply> create(BusRequest request) {
    SessionRequest body = request.body(SessionRequest.class);
    return sessions
        .open(Email.of(body.email()), body.password(), request::remaining)
        .map(tokens -> secret(BusReply.created("/sessions", tokens)));
  }

  private Future<BusReply> refresh(BusRequest request) {
    RefreshRequest body = request.body(RefreshRequest.class);
    return sessions
        .refresh(new RefreshToken(body.refreshToken()))
        .map(tokens -> secret(BusReply.ok(tokens)));
  }

  private Future<BusReply> end(BusRequest request) {
    return sessions.end(request.principal().sub()).map(ignored -> BusReply.noContent());
  }

  /** May be kept for less time than a key is published before it signs. */
  private Future<BusReply> jwks(BusRequest request) {
    return Future.succeededFuture(
        BusReply.ok(keys.jwks()).with(BusHeaders.CACHE_CONTROL, "public, max-age=60"));
  }

  private static BusReply secret(BusReply reply) {
    return reply.with(BusHeaders.CACHE_CONTROL, "no-store");
  }
}
