package io.jangteo.marketplace.certificates;

import io.jangteo.marketplace.home.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of a private authority and of the nodes it has issued certificates to. What is in
 * {@code authority.pem} is trusted; the first in it issues, with the key beside it. Each file is
 * replaced at once and whole; keys are readable by their owner only.
 */
public record CertificateFolder(Path directory) {
  /** The name under which all nodes of one machine share a certificate. */
  public static final String NODE = "node";

  public static final Duration LIFE = Duration.ofDays(90);
  private static final Duration SPARE = Duration.ofDays(30);
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  public CertificateFolder {
    directory = directory.toAbsolutePath().normalize();
  }

  public Path authority() {
    return directory.resolve("authority.pem");
  }

  private Path authorityKey() {
    return directory.resolve("authority.key");
  }

  public Path certificate(String node) {
    return directory.resolve(node + ".pem");
  }

  public Path key(String node) {
    return directory.resolve(node + ".key");
  }

  public boolean exists() {
    return Files.exists(authority());
  }

  /** Makes the authority, unless there is one. */
  public void createIfMissing(Instant now) throws IOException {
    if (!exists()) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      become(PrivateAuthority.create(now, AUTHORITY_LIFE), List.of());
    }
  }

  /** Makes what is missing for {@link #NODE}, and anew what would soon expire. */
  public void prepare(Instant now) throws IOException {
    createIfMissing(now);
    if (!isGood(NODE, now.plus(SPARE))) {
      issue(NODE, now, LIFE);
    }
  }

  /** End of a node's certificate. */
  public Instant expiresAt(String node) throws IOException {
    return read(certificate(node)).get(0).getNotAfter().toInstant();
  }

  /**
   * Whether a node has a certificate of the present issuer that lasts at least that long.
   *
   * @throws IOException when a file cannot be read
   */
  public boolean isGood(String node, Instant until) throws IOException {
    if (!Files.exists(certificate(node)) || !Files.exists(key(node))) {
      return false;
    }
    X509Certificate certificate = read(certificate(node)).get(0);
    return certificate.getNotAfter().toInstant().isAfter(until) && isOfIssuer(certificate);
  }

  private boolean isOfIssuer(X509Certificate certificate) throws IOException {
    return certificate.getIssuerX500Principal().equals(trusted().get(0).getSubjectX500Principal());
  }

  /** Gives a node a new key and certificate, and says when it expires. */
  public Instant issue(String node, Instant now, Duration life) throws IOException {
    PrivateAuthority issuer =
        new PrivateAuthority(new Credential(trusted().get(0), readKey(authorityKey())));
    Credential issued = issuer.issue(node, now, life);
    write(key(node), issued.keyPem());
    write(certificate(node), issued.certificatePem());
    return issued.certificate().getNotAfter().toInstant();
  }

  /** What a node shows. */
  public Credential credential(String node) throws IOException {
    return new Credential(read(certificate(node)).get(0), readKey(key(node)));
  }

  /** A new issuer, beside which the former ones stay trusted. */
  public void addAuthority(Instant now) throws IOException {
    become(PrivateAuthority.create(now, AUTHORITY_LIFE), trusted());
  }

  /**
   * Trusts the present issuer only.
   *
   * @throws IOException naming a node whose certificate is still of another one
   */
  public void dropFormerAuthorities() throws IOException {
    for (String node : nodes()) {
      if (!isOfIssuer(read(certificate(node)).get(0))) {
        throw new IOException(
            certificate(node)
                + " is still of a former authority: renew all certificates first (--renew), and"
                + " wait until every node has taken its own");
      }
    }
    write(authority(), Credential.pem(trusted().get(0)));
  }

  /** Those that have a certificate here. */
  public List<String> nodes() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pem") && !name.equals("authority.pem"))
          .map(name -> name.substring(0, name.length() - ".pem".length()))
          .sorted()
          .toList();
    }
  }

  public List<X509Certificate> trusted() throws IOException {
    return read(authority());
  }

  private void become(PrivateAuthority issuer, List<X509Certificate> former) throws IOException {
    write(authorityKey(), issuer.own().keyPem());
    write(
        authority(),
        issuer.own().certificatePem()
            + former.stream().map(Credential::pem).collect(Collectors.joining()));
  }

  private static void write(Path file, String content) throws IOException {
    Home.writePrivately(file, content.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<X509Certificate> read(Path file) throws IOException {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is no certificate: " + e.getMessage(), e);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    String text =
        Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[^-]+-----", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is no key of an authority made here", e);
    }
  }
}
