/**
 * A service as a process of its own. Each service has a class with {@code main} that says what it
 * is called, which settings it reads and which verticle it deploys; {@link
 * io.jangteo.launcher.ServiceLauncher} does the rest, on top of Vert.x's own application launcher
 * and its options.
 */
package io.jangteo.launcher;
