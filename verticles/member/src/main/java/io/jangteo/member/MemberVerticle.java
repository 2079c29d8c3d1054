package io.jangteo.member;

import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.member.MemberMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
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
import io.jangteo.member.persistence.PgKeyStore;
import io.jangteo.member.persistence.PgMemberStore;
import io.jangteo.member.persistence.PgSessionStore;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The member service: wires its parts and starts them from the database outwards. */
public final class MemberVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MemberVerticle.class);
  private static final String SERVICE = "member";
  private static final long NO_TIMER = -1;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final MemberConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private Messaging messaging;
  private PasswordHasher hasher;
  private SigningKeys keys;
  private SessionStore sessions;
  private BusService bus;
  private ServiceInstance instance;
  private long upkeep = NO_TIMER;

  public MemberVerticle(MemberConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/member")
        .compose(this::startMessaging)
        .compose(this::startServing)
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<Messaging> startMessaging(Database opened) {
    database = opened;
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(MemberMessages.EVENTS)
        .subscriptions(Subscriptions.ALL)
        .start();
  }

  private Future<Void> startServing(Messaging started) {
    messaging = started;
    TokenConfig tokens = config.tokens();
    MemberStore members = new PgMemberStore(database);
    sessions = new PgSessionStore(database, tokens.refreshLifetime());
    hasher = new PasswordHasher(vertx, config.hashing());
    keys = new SigningKeys(new PgKeyStore(database), tokens.keySchedule());
    RegisterMember register = new RegisterMember(messaging, members, hasher);
    AccessTokens accessTokens =
        new AccessTokens(tokens.issuer(), tokens.audience(), tokens.accessLifetime());
    BusService.Builder service = BusService.named(SERVICE, runtime.processId());
    new MemberOperations(register, new ChangeProfile(members, hasher), members).addTo(service);
    new SessionOperations(new Sessions(members, sessions, hasher, keys, accessTokens), keys)
        .addTo(service);
    return keys.refresh()
        .compose(ignored -> new SeedAccounts(members, register, hasher).ensure(config.seed()))
        .compose(ignored -> serve(service));
  }

  private Future<Void> serve(BusService.Builder service) {
    Contract contract = Contract.load(SERVICE);
    instance =
        new ServiceInstance(
            SERVICE,
            runtime.processId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    upkeep = vertx.setPeriodic(config.tokens().keyCheck().toMillis(), ignored -> upkeep());
    return service.start(vertx, contract).compose(this::announce);
  }

  private Future<Void> announce(BusService started) {
    bus = started;
    runtime.health().register(SERVICE, keys::isReady);
    return runtime.directory().announce(instance);
  }

  /** What fails now is tried again at the next turn; keys are good for long after. */
  private void upkeep() {
    keys.refresh()
        .eventually(sessions::purge)
        .onFailure(
            error -> LOG.atWarn().addKeyValue("error", error.getMessage()).log("upkeep failed"));
  }

  /** From the outside inwards; whatever was not started is skipped. */
  @Override
  public Future<?> stop() {
    runtime.health().remove(SERVICE);
    vertx.cancelTimer(upkeep);
    return after(instance, () -> runtime.directory().withdraw(instance))
        .eventually(() -> after(bus, () -> bus.drain(DRAIN)))
        .eventually(() -> after(messaging, () -> messaging.drain(DRAIN)))
        .eventually(() -> after(hasher, () -> hasher.close()))
        .eventually(() -> after(database, () -> database.close()));
  }

  private static Future<Void> after(Object started, Supplier<Future<Void>> end) {
    return started == null ? Future.succeededFuture() : end.get();
  }
}
