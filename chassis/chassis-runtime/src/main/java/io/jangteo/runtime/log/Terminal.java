package io.jangteo.runtime.log;

import java.io.Console;
import java.util.Map;

/** Whether a person is reading. */
final class Terminal {
  private Terminal() {}

  static boolean isAttached(Map<String, String> environment) {
    Console console = System.console();
    return console != null && isTerminal(console) && !environment.containsKey("NO_COLOR");
  }

  /** From Java 22 on there is a console without a terminal too, and a method to tell. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
