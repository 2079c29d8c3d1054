package io.jangteo.marketplace.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates that make a process a node of the cluster. */
public record PrivateAuthority(Credential own) {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;

  /** Clocks of machines differ; a certificate is good a little before it is made. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  /** One that signs itself, under a name that no other has. */
  public static PrivateAuthority create(Instant now, Duration life) {
    try {
      KeyPair keys = keys();
      BigInteger serial = serial();
      X500Name name =
          new X500Name("CN=Jangteo cluster authority " + serial.toString(Character.MAX_RADIX));
      X509v3CertificateBuilder draft =
          new JcaX509v3CertificateBuilder(
              name, serial, from(now), Date.from(now.plus(life)), name, keys.getPublic());
      draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      draft.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      draft.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new PrivateAuthority(sign(draft, keys, keys));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  /**
   * For servers and clients alike, as a node is both.
   *
   * @param name says whose it is; nobody compares it with a host name
   */
  public Credential issue(String name, Instant now, Duration life) {
    try {
      KeyPair keys = keys();
      X509v3CertificateBuilder draft =
          new JcaX509v3CertificateBuilder(
              own.certificate(),
              serial(),
              from(now),
              Date.from(now.plus(life)),
              new javax.security.auth.x500.X500Principal("CN=" + name),
              keys.getPublic());
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      draft.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      draft.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      draft.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(own.certificate()));
      return sign(draft, keys, new KeyPair(own.certificate().getPublicKey(), own.key()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  private static Date from(Instant now) {
    return Date.from(now.minus(BEFORE));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
    return generator.generateKeyPair();
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
  }

  private static Credential sign(X509v3CertificateBuilder draft, KeyPair of, KeyPair issuer)
      throws OperatorCreationException, GeneralSecurityException {
    return new Credential(
        new JcaX509CertificateConverter()
            .getCertificate(
                draft.build(new JcaContentSignerBuilder(SIGNATURE).build(issuer.getPrivate()))),
        of.getPrivate());
  }
}
