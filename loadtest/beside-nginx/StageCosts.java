import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.LeasedServiceDirectory;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.GatewayVerticle;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.Stage;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * What each stage of the gateway's pipeline costs: a gateway, a service that does nothing and
 * clients over HTTP in one process. The time of a stage is what passes on the event loop while it
 * runs; the slowest hundredth is left out, and so is what an empty stage in front of them takes.
 * The whole is CPU time of the event loop of a gateway whose stages are as they are. Who answers
 * from the cache writes the answer; a call is a stage until its message is sent. Around the stages
 * are the HTTP server, what comes back over the event bus, and the answer to that.
 */
public final class StageCosts {
  private static final int CONNECTIONS = 8;
  private static final String BODY = "{\"items\":[" + "0123456789,".repeat(180) + "0]}";

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(8).setPreferNativeTransport(false));
  private final int requests;
  private ServiceRuntime runtime;

  private StageCosts(int requests) {
    this.requests = requests;
  }

  public static void main(String[] args) {
    try {
      new StageCosts(args.length == 0 ? 50_000 : Integer.parseInt(args[0])).run();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void run() throws Exception {
    ServiceDirectory directory = LeasedServiceDirectory.open(vertx).await();
    runtime =
        new ServiceRuntime("costs", "1.0.0", new Health(), new SimpleMeterRegistry(), directory);
    serve(directory);
    Stages timed = new Stages();
    Edge measured = edge(timed::wrap);
    Edge plain = edge(UnaryOperator.identity());
    Edge bare = bare(head(plain, "/bare/asked"));
    for (String path : List.of("/bare/kept", "/bare/asked")) {
      for (Edge each : List.of(measured, plain, bare)) {
        each.ask(path, requests);
      }
      timed.forget();
      measured.ask(path, requests);
      double whole = plain.ask(path, requests);
      double http = bare.ask(path, requests);
      print(path, timed, whole, http);
    }
  }

  private static void print(String path, Stages timed, double whole, double http) {
    System.out.printf("%n| `%s` | us |%n|---|---:|%n", path);
    double all = 0;
    for (Timed stage : timed.stages) {
      double micros = Math.max(0, stage.micros() - timed.nothing.micros());
      if (stage.count > 0) {
        all += micros;
        System.out.printf("| `%s` | %.2f |%n", stage.name, micros);
      }
    }
    System.out.printf("| all stages | %.2f |%n", all);
    System.out.printf("| around them | %.2f |%n", whole - all);
    System.out.printf("| **a request, CPU time of the event loop** | **%.2f** |%n", whole);
    System.out.printf("| a plain server that sends the same bytes | %.2f |%n", http);
  }

  private void serve(ServiceDirectory directory) {
    BusReply reply = BusReply.accepted("/", Buffer.buffer(BODY)).with("status", "200");
    BusHandler handler = request -> Future.succeededFuture(reply);
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return BusService.named("bare", "costs")
                    .believing(directory)
                    .inFlightMax(1000)
                    .on("getKept", handler)
                    .on("getAsked", handler)
                    .start(vertx, Contract.load("bare"));
              }
            })
        .await();
    directory
        .announce(
            new ServiceInstance("bare", "costs", "", "1.0.0", Contract.load("bare").document()))
        .await();
  }

  private Edge edge(UnaryOperator<List<Stage>> stages) {
    GatewayConfig config =
        Configuration.ofEnvironment(Map.of())
            .withDefaults(
                Map.of(
                    "gateway.host", "127.0.0.1",
                    "gateway.port", "0",
                    "gateway.limits.address", "90000/s",
                    "gateway.limits.addressBurst", "90000"))
            .bind("gateway", GatewayConfig.class);
    Edge edge = new Edge();
    GatewayVerticle gateway =
        new GatewayVerticle(
            config,
            Optional.empty(),
            runtime,
            list -> {
              edge.thread = Thread.currentThread().getId();
              return stages.apply(list);
            });
    vertx.deployVerticle(gateway).await();
    edge.port = gateway.port();
    return edge;
  }

  /** The answer's head as the gateway writes it. */
  private static Map<String, String> head(Edge edge, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", edge.port)) {
      String head = new Client(socket, path).exchange();
      Map<String, String> fields = new java.util.LinkedHashMap<>();
      head.lines()
          .skip(1)
          .filter(line -> line.contains(": "))
          .forEach(line -> fields.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
      return fields;
    }
  }

  private Edge bare(Map<String, String> head) {
    Edge edge = new Edge();
    Buffer body = Buffer.buffer(BODY);
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                edge.thread = Thread.currentThread().getId();
                return vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          head.forEach(request.response()::putHeader);
                          request.response().end(body);
                        })
                    .listen(0, "127.0.0.1")
                    .onSuccess(server -> edge.port = server.actualPort());
              }
            })
        .await();
    return edge;
  }

  /** Something that answers, and the event loop it does it on. */
  private static final class Edge {
    int port;
    long thread;

    /** Microseconds of CPU time that one request takes there. */
    double ask(String path, int requests) throws Exception {
      long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
      ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
      Callable<Void> client =
          () -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
              socket.setTcpNoDelay(true);
              Client one = new Client(socket, path);
              for (int i = 0; i < requests / CONNECTIONS; i++) {
                one.exchange();
              }
              return null;
            }
          };
      for (var done : clients.invokeAll(java.util.Collections.nCopies(CONNECTIONS, client))) {
        done.get();
      }
      clients.shutdown();
      long after = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
      return (after - before) / 1000.0 / (requests / CONNECTIONS * CONNECTIONS);
    }
  }

  /** One connection. */
  private static final class Client {
    private final Socket socket;
    private final DataInputStream in;
    private final byte[] request;
    private final byte[] answer = new byte[16_384];

    Client(Socket socket, String path) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      this.request =
          ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks once; the head of the answer. */
    String exchange() throws IOException {
      socket.getOutputStream().write(request);
      int length = 0;
      String text = "";
      int head = -1;
      while (head < 0) {
        int read = in.read(answer, length, answer.length - length);
        if (read < 0) {
          throw new IOException("closed");
        }
        length += read;
        text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
        head = text.indexOf("\r\n\r\n");
      }
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IOException(text);
      }
      int field = text.indexOf("content-length: ") + 16;
      int rest = head + 4 + Integer.parseInt(text.substring(field, text.indexOf('\r', field)));
      in.readFully(answer, length, rest - length);
      return text.substring(0, head);
    }
  }

  /** The stages of the gateway that is measured. */
  private static final class Stages {
    final Timed nothing = new Timed("nothing", exchange -> Stage.DONE);
    final List<Timed> stages = new ArrayList<>();

    List<Stage> wrap(List<Stage> list) {
      list.forEach(stage -> stages.add(new Timed(stage.getClass().getSimpleName(), stage)));
      List<Stage> all = new ArrayList<>(stages);
      all.add(0, nothing);
      return all;
    }

    void forget() {
      nothing.count = 0;
      stages.forEach(stage -> stage.count = 0);
    }
  }

  /** One stage and how long it took each time. */
  private static final class Timed implements Stage {
    final String name;
    private final Stage stage;
    private final int[] nanos = new int[1 << 20];
    private int count;

    Timed(String name, Stage stage) {
      this.name = name;
      this.stage = stage;
    }

    @Override
    public Future<Void> apply(Exchange exchange) {
      long start = System.nanoTime();
      try {
        return stage.apply(exchange);
      } finally {
        nanos[count++ & nanos.length - 1] = (int) (System.nanoTime() - start);
      }
    }

    double micros() {
      int[] sorted = Arrays.copyOf(nanos, Math.min(count, nanos.length));
      Arrays.sort(sorted);
      return Arrays.stream(sorted).limit(sorted.length * 99L / 100).average().orElse(0) / 1000;
    }
  }
}
