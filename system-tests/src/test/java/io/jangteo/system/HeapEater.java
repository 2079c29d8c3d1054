package io.jangteo.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * An agent that takes all of its process's heap once a file is there, so that whoever asks next, or
 * it itself, gets an {@link OutOfMemoryError}.
 */
public final class HeapEater {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int BITE = 1 << 20;

  private HeapEater() {}

  /** Called by the virtual machine. */
  public static void premain(String file) {
    Thread eater = new Thread(() -> eat(Path.of(file)), "heap-eater");
    eater.setDaemon(true);
    eater.start();
  }

  private static void eat(Path file) {
    while (!Files.exists(file)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    List<byte[]> eaten = new ArrayList<>();
    while (eaten.size() < Integer.MAX_VALUE) {
      eaten.add(new byte[BITE]);
    }
  }

  /**
   * The option of Java that brings it in.
   *
   * @param folder where its jar is put
   */
  static String option(Path folder, Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", HeapEater.class.getName());
    String entry = HeapEater.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("heap-eater.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out, manifest);
        InputStream code = HeapEater.class.getClassLoader().getResourceAsStream(entry)) {
      packed.putNextEntry(new JarEntry(entry));
      code.transferTo(packed);
    }
    return "-javaagent:" + jar + "=" + file;
  }
}
