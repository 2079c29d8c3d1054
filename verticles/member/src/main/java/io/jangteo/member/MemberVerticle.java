package io.jangteo.member;

import io.jangteo.bus.BusService;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.member.MemberMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.member.api.ApiKeyOperations;
import io.jangteo.member.api.MemberOperations;
import io.jangteo.member.api.SessionOperations;
import io.jangteo.member.application.ChangeProfile;
import io.jangteo.member.application.MemberStore;
import io.jangteo.member.application.RegisterMember;
import io.jangteo.member.application.SeedAccounts;
import io.jangteo.member.application.SessionStore;
import io.jangteo.member.application.Sessions;
import io.jangteo.member.application.SigningKeys;
import io.jangteo.member.application.TokenConfig;
import io.jangteo.member.crypto.AccessTokens;
import io.jangteo.member.crypto.PasswordHasher;
import io.jangteo.member.persistence.PgApiKeyStore;
import io.jangteo.member.persistence.PgKeyStore;
import io.jangteo.member.persistence.PgMemberStore;
import io.jangteo.member.persistence.PgSessionStore;
import io.jangteo.persistence.Database;
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The member service: wires its parts and starts them from the database outwards. */
public final class MemberVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MemberVerticle.class);
  private static final String SERVICE = "member";

  private final MemberConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private SigningKeys keys;
  private SessionStore sessions;
  private ServiceLifecycle lifecycle;

  public MemberVerticle(MemberConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    lifecycle = new ServiceLifecycle(vertx, SERVICE, runtime);
    return lifecycle
        .openDatabase(config.db())
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(lifecycle::abandon);
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    return lifecycle.startMessaging(
        lifecycle
            .messaging(database, broker)
            .publishes(MemberMessages.EVENTS)
            .subscriptions(Subscriptions.ALL));
  }

  private Future<Void> startServing(Messaging messaging) {
    TokenConfig tokens = config.tokens();
    MemberStore members = new PgMemberStore(database);
    sessions = new PgSessionStore(database, tokens.refreshLifetime());
    PasswordHasher hasher = new PasswordHasher(vertx, config.hashing());
    lifecycle.onStop(hasher::close);
    keys = new SigningKeys(new PgKeyStore(database), tokens.keySchedule());
    RegisterMember register = new RegisterMember(messaging, members, hasher);
    AccessTokens accessTokens =
        new AccessTokens(tokens.issuer(), tokens.audience(), tokens.accessLifetime());
    BusService.Builder service = lifecycle.operations();
    new MemberOperations(register, new ChangeProfile(members, hasher), members).addTo(service);
    new SessionOperations(new Sessions(members, sessions, hasher, keys, accessTokens), keys)
        .addTo(service);
    new ApiKeyOperations(new PgApiKeyStore(database)).addTo(service);
    SeedAccounts seed = new SeedAccounts(members, register, hasher);
    return lifecycle
        .first(config.db(), () -> keys.refresh().compose(ignored -> seed.ensure(config.seed())))
        .compose(ignored -> serve(service));
  }

  private Future<Void> serve(BusService.Builder service) {
    long timer = vertx.setPeriodic(config.tokens().keyCheck().toMillis(), ignored -> upkeep());
    lifecycle.onStop(
        () -> {
          vertx.cancelTimer(timer);
          return Future.succeededFuture();
        });
    lifecycle.watch("keys", keys::isReady);
    return lifecycle.serve(service);
  }

  /** What fails now is tried again at the next turn; keys are good for long after. */
  private void upkeep() {
    keys.refresh()
        .eventually(sessions::purge)
        .onFailure(
            error -> LOG.atWarn().addKeyValue("error", error.getMessage()).log("upkeep failed"));
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
