package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.certificates.CertificateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A private authority for development, and certificates of nodes. */
@Command(
    name = "certificates",
    mixinStandardHelpOptions = true,
    description = {
      "Make a private authority and certificates for nodes of the cluster, for mutual TLS on the event",
      "bus; what is there and good stays. Keys are readable by their owner only. Nodes that run take",
      "what is replaced within ten seconds.",
      "Another authority in three steps, with ten seconds between them: --add-authority, --renew,",
      "--drop-former."
    })
public final class CertificatesCommand implements Callable<Integer> {
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
  private static final String RESERVED = "authority";
  private static final int DAYS_MAX = 3650;

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NODE",
      description = "Whose certificates to make; one for all, called node, unless named.")
  private List<String> nodes = List.of();

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the files are (default: certificates in the folder of --home).")
  private Path directory;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "90",
      description = "How long new certificates of nodes last (default: ${DEFAULT-VALUE}).")
  private int days;

  @ArgGroup private Change change = new Change();

  /** At most one of these. */
  private static final class Change {
    @Option(
        names = "--renew",
        description = "New keys and certificates, also for nodes whose own are still good.")
    private boolean renew;

    @Option(
        names = "--add-authority",
        description = "A new authority issues from now on; the former ones stay trusted.")
    private boolean add;

    @Option(
        names = "--drop-former",
        description =
            "Trust the present authority only; refused while a certificate is of another.")
    private boolean drop;
  }

  @Override
  public Integer call() throws IOException {
    checkWords();
    CertificateFolder folder =
        new CertificateFolder(directory == null ? home.home().certificates() : directory);
    Instant now = Instant.now();
    if (directory == null) {
      home.home().create();
    }
    if (!folder.exists() && (change.add || change.drop)) {
      throw new IOException(
          "there is no authority in " + folder.directory() + "; make one without options first");
    }
    folder.createIfMissing(now);
    if (change.add) {
      folder.addAuthority(now);
    } else if (change.drop) {
      folder.dropFormerAuthorities();
    } else {
      issue(folder, now);
    }
    report(folder);
    return 0;
  }

  private void checkWords() {
    if (days < 1 || days > DAYS_MAX) {
      throw new ParameterException(spec.commandLine(), "--days must be from 1 to " + DAYS_MAX);
    }
    for (String node : nodes) {
      if (!node.matches(NAME) || node.equals(RESERVED)) {
        throw new ParameterException(
            spec.commandLine(), "NODE is made of a-z, 0-9 and -, and is not " + RESERVED);
      }
    }
    if (!nodes.isEmpty() && (change.add || change.drop)) {
      throw new ParameterException(spec.commandLine(), "an authority is of all nodes: name none");
    }
  }

  private void issue(CertificateFolder folder, Instant now) throws IOException {
    for (String node : wanted(folder)) {
      if (change.renew || !folder.isGood(node, now.plus(1, ChronoUnit.DAYS))) {
        folder.issue(node, now, Duration.ofDays(days));
      }
    }
  }

  private List<String> wanted(CertificateFolder folder) throws IOException {
    if (!nodes.isEmpty()) {
      return nodes;
    }
    List<String> there = folder.nodes();
    return there.isEmpty() ? List.of(CertificateFolder.NODE) : there;
  }

  private void report(CertificateFolder folder) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-12s %s, trusts %d%n", RESERVED, folder.authority(), folder.trusted().size());
    for (String node : folder.nodes()) {
      out.printf(
          "%-12s %s, until %s%n",
          node, folder.certificate(node), folder.expiresAt(node).truncatedTo(ChronoUnit.DAYS));
    }
    if (change.add) {
      out.println("every node has taken it in ten seconds; then --renew");
    } else if (folder.trusted().size() > 1) {
      out.println("every node has taken them in ten seconds; then --drop-former");
    }
    out.flush();
  }
}
