package io.jangteo.marketplace;

import io.jangteo.runtime.config.Setting;

/** Settings of the one-JVM form itself. */
public record MarketplaceConfig(
    @Setting(
            defaultValue = "true",
            doc =
                "Whether to start a PostgreSQL and a broker; when false, the settings of each"
                    + " service's database and of the broker must lead to servers of your own.")
        boolean embedded) {}
