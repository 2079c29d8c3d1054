package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.nio.file.Path;

/**
 * RabbitMQ as Debian packages it, one node in a folder of its own: own ports, own node name, own
 * name server and own cookie, so that it meets no other.
 */
public final class RabbitServer implements TestBroker {
  private final RabbitSite site;
  private final RabbitNode node;
  private LeashedProcess nameServer;

  RabbitServer(Path folder) {
    this.site = RabbitSite.in(folder, 1);
    this.node = new RabbitNode(site.settings().get(0));
  }

  @Override
  public Kind kind() {
    return Kind.RABBITMQ;
  }

  @Override
  public synchronized TestBroker start() {
    if (nameServer == null) {
      site.write();
      nameServer = LeashedProcess.start(site.nameServer());
    }
    node.start();
    return this;
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public void kill() {
    node.kill();
  }

  @Override
  public void settle() {
    node.settle();
  }

  @Override
  public void freeze() {
    node.freeze();
  }

  @Override
  public void thaw() {
    node.thaw();
  }

  /** Ends all that was started for it. */
  synchronized void discard() {
    node.kill();
    if (nameServer != null) {
      nameServer.kill();
      nameServer = null;
    }
  }

  @Override
  public Secret uri() {
    return uri(RabbitSite.VIRTUAL_HOST);
  }

  @Override
  public Secret uri(String virtualHost) {
    return site.uri(virtualHost);
  }

  @Override
  public void createVirtualHost(String name) {
    // One call of the tool for what would be two.
    control(
        "eval",
        """
        V = <<"%s">>, U = <<"%s">>, All = <<".*">>,
        ok = rabbit_vhost:add(V, U),
        ok = rabbit_auth_backend_internal:set_permissions(U, V, All, All, All, U).
        """
            .formatted(name, RabbitSite.USER));
  }

  /** From when this returns until it clears, nobody who publishes is read from. */
  public void raiseMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.000001");
  }

  public void clearMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.6");
  }

  /** The same as {@link #raiseMemoryAlarm}, for want of disk. */
  public void raiseDiskAlarm() {
    control("set_disk_free_limit", "1000000GB");
  }

  public void clearDiskAlarm() {
    control("set_disk_free_limit", "1MB");
  }

  /** Runs {@code rabbitmqctl} and returns what it says. */
  public String control(String... words) {
    return node.control(words);
  }
}
