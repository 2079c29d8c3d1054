package io.jangteo.cluster;

import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Hands Hazelcast the one it was configured with. */
record KnownMembersFactory(KnownMembers members) implements DiscoveryStrategyFactory {
  @Override
  public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
    return KnownMembers.class;
  }

  // The raw type is that of the interface.
  @Override
  @SuppressWarnings("rawtypes")
  public DiscoveryStrategy newDiscoveryStrategy(
      DiscoveryNode ignored, ILogger logger, Map<String, Comparable> properties) {
    return members;
  }

  @Override
  public Collection<PropertyDefinition> getConfigurationProperties() {
    return List.of();
  }
}
