package io.jangteo.embedded;

import java.nio.file.Path;

/** Main class of {@link OtherJvm}: serves a directory until it is killed. */
final class PostgresInOtherJvm {
  private PostgresInOtherJvm() {}

  public static void main(String[] arguments) throws InterruptedException {
    new EmbeddedPostgres(PostgresOptions.in(Path.of(arguments[0])).withoutFsync()).start();
    System.out.println("ready");
    Thread.currentThread().join();
  }
}
