package io.jangteo.gateway;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.gateway.admin.AdminRouter;
import io.jangteo.gateway.admin.Administration;
import io.jangteo.gateway.cache.WatchedCache;
import io.jangteo.gateway.content.Compression;
import io.jangteo.gateway.docs.OwnPages;
import io.jangteo.gateway.http.ConnectionBound;
import io.jangteo.gateway.http.EdgeServer;
import io.jangteo.gateway.limit.ClientAddresses;
import io.jangteo.gateway.limit.Limit;
import io.jangteo.gateway.limit.Limiter;
import io.jangteo.gateway.pipeline.Admission;
import io.jangteo.gateway.pipeline.AllowOrigin;
import io.jangteo.gateway.pipeline.AnswerAdmin;
import io.jangteo.gateway.pipeline.AnswerFromCache;
import io.jangteo.gateway.pipeline.Authenticate;
import io.jangteo.gateway.pipeline.Authorise;
import io.jangteo.gateway.pipeline.BoundRequest;
import io.jangteo.gateway.pipeline.CallService;
import io.jangteo.gateway.pipeline.CheckUpgrade;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.FindRoute;
import io.jangteo.gateway.pipeline.ForgetWritten;
import io.jangteo.gateway.pipeline.IdentifyRequest;
import io.jangteo.gateway.pipeline.IncludeParts;
import io.jangteo.gateway.pipeline.InjectFault;
import io.jangteo.gateway.pipeline.LimitAddress;
import io.jangteo.gateway.pipeline.LimitField;
import io.jangteo.gateway.pipeline.LimitOperation;
import io.jangteo.gateway.pipeline.LimitSubject;
import io.jangteo.gateway.pipeline.NegotiateFormat;
import io.jangteo.gateway.pipeline.Pipeline;
import io.jangteo.gateway.pipeline.PlanParts;
import io.jangteo.gateway.pipeline.ReadBody;
import io.jangteo.gateway.pipeline.Responses;
import io.jangteo.gateway.pipeline.SecurityHeaders;
import io.jangteo.gateway.pipeline.ShapeReply;
import io.jangteo.gateway.pipeline.ShapeRequest;
import io.jangteo.gateway.pipeline.Stage;
import io.jangteo.gateway.pipeline.ValidateBody;
import io.jangteo.gateway.pipeline.ValidateParameters;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.security.CallerAssertions;
import io.jangteo.gateway.stream.StreamEvents;
import io.jangteo.gateway.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything between the socket and the bus, put together. */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final ServiceRuntime runtime;
  private final Foundations under;
  private final RouteTables tables;
  private final Responses responses;
  private final Credentials credentials;
  private final AccessTokens tokens;
  private final Upstreams upstreams;
  private final WatchedCache cache;
  private final StreamEvents streams;
  private final ClientAddresses clients;
  private final Limiter limiter;
  private final EdgeServer server;

  /**
   * Puts together what serves {@code tables}; it does not listen yet.
   *
   * @param stages what becomes of the list of stages, for who wants to look into it
   */
  Assembly(
      Surroundings at,
      Foundations under,
      RouteTables tables,
      OwnPages pages,
      UnaryOperator<List<Stage>> stages) {
    this.vertx = at.vertx();
    this.config = at.config();
    this.runtime = at.runtime();
    this.under = under;
    this.tables = tables;
    responses =
        new Responses(
            config.bodyTimeout().toMillis(),
            under.access(),
            new Compression(vertx, config.compression(), runtime.meters()));
    credentials = new Credentials(vertx, at.context(), config, under.bus());
    tokens = credentials.tokens(tables);
    upstreams = new Upstreams(vertx, under.bus(), config.upstream(), runtime.meters());
    cache = WatchedCache.start(vertx, config.cache(), at.broker(), runtime);
    streams = new StreamEvents(vertx, under.bus(), streamBounds(), responses);
    clients = clients();
    limiter = new Limiter(config.limits().clientsMax(), under.sharedLimits(), System::nanoTime);
    server = server(new Pipeline(stages.apply(stages(pages)), responses));
    follow();
    runtime.directory().onChange(tables::accept);
  }

  Upstreams upstreams() {
    return upstreams;
  }

  WatchedCache cache() {
    return cache;
  }

  Future<Integer> listen() {
    return server.listen();
  }

  /** Sends clients elsewhere, and is done when the last has gone or the time for it is over. */
  Future<Void> drain() {
    responses.sayGoodbye();
    streams.close();
    return server.drain();
  }

  private List<Stage> stages(OwnPages pages) {
    LimitSettings limits = config.limits();
    Admission admission = new Admission(limiter, runtime.meters());
    CallService service = new CallService(upstreams, config.upstream().pinRole());
    return List.of(
        new IdentifyRequest(SecurityHeaders.of(config.tls())),
        new AllowOrigin(config.cors()),
        new BoundRequest(),
        new LimitAddress(clients, admission, limits.addressLimit()),
        new FindRoute(pages, responses),
        new LimitOperation(admission),
        new CheckUpgrade(config.cors()),
        new Authenticate(
            tokens,
            credentials.apiKeys(runtime.directory()),
            new CallerAssertions(under.identity(), Clock.systemUTC(), runtime.clock())),
        new Authorise(),
        new LimitSubject(admission, limits.subjectLimit()),
        new NegotiateFormat(),
        new ValidateParameters(),
        new ReadBody(config.bodyTimeout()),
        new ValidateBody(),
        new LimitField(admission),
        new AnswerAdmin(admin()),
        new InjectFault(
            vertx,
            under.faults(),
            Clock.systemUTC(),
            () -> ThreadLocalRandom.current().nextDouble(),
            runtime.meters()),
        new ShapeRequest(),
        new PlanParts(),
        new AnswerFromCache(cache.replies(), service, responses),
        streams,
        service,
        new ForgetWritten(cache.replies()),
        new IncludeParts(cache.replies(), service),
        new ShapeReply());
  }

  private EdgeServer server(Pipeline pipeline) {
    return new EdgeServer(
        vertx,
        config,
        runtime.meters(),
        new ConnectionBound(clients, config.limits().connectionsMax()),
        request -> new Exchange(request, tables.current()),
        pipeline::handle);
  }

  private void follow() {
    cache.follow(tables.current());
    tables.onChange(
        () -> {
          tokens.refreshKeysIfNone();
          cache.follow(tables.current());
        });
  }

  private StreamEvents.Bounds streamBounds() {
    return new StreamEvents.Bounds(
        config.streamsMax(), config.streamLifetime(), config.idleTimeout());
  }

  private ClientAddresses clients() {
    LimitSettings limits = config.limits();
    if (!limits.exempt().isEmpty()) {
      LOG.atInfo().addKeyValue("exempt", limits.exempt()).log("no limits apply to some addresses");
    }
    return new ClientAddresses(
        config.proxies().trustedRanges(), config.proxies().hops(), limits.exemptRanges());
  }

  private AdminRouter admin() {
    List<Limit> everywhere =
        List.of(config.limits().addressLimit(), config.limits().subjectLimit());
    return new Administration(
            vertx,
            runtime,
            tables,
            upstreams,
            under.weights(),
            limiter,
            everywhere,
            cache,
            tokens,
            under.faults())
        .router();
  }
}
