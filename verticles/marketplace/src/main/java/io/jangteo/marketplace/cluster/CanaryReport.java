package io.jangteo.marketplace.cluster;

/**
 * What became of a new version.
 *
 * @param instance for example {@code order-2}
 * @param version it goes by
 * @param held whether it is still there, with its share
 * @param why it was rolled back; empty when it held
 * @param requests that it answered or failed while it was watched
 * @param failed of these
 * @param watchedMillis how long it was watched
 * @param rolledBackMillis from the judgement until no gateway asked it any more; 0 when it held
 */
public record CanaryReport(
    String instance,
    String version,
    boolean held,
    String why,
    long requests,
    long failed,
    long watchedMillis,
    long rolledBackMillis) {}
