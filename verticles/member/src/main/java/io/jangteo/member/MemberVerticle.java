package io.jangteo.member;

import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.member.MemberMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.member.api.MemberOperations;
import io.jangteo.member.api.SessionOperations;
import io.jangteo.member.application.ChangeProfile;
import io.jangteo.member.application.RegisterMember;
import io.jangteo.member.application.SeedAccounts;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The member service: wires its parts and starts them from the database outwards. */
public final class MemberVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MemberVerticle.class);
  private static final String SERVICE = "member";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final MemberConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private Database database;
  private Messaging messaging;
  private PasswordHasher hasher;
  private SigningKeys keys;
  private PgSessionStore sessionStore;
  private BusService bus;
  private ServiceInstance instance;

  public MemberVerticle(MemberConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/member")
        .compose(this::startMessaging)
        .compose(this::startServing);
  }
}
