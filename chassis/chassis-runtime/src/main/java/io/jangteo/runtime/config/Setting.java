package io.jangteo.runtime.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one leaf of a configuration record. Without it the key is required. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Setting {
  /** Value taken when no source names the key, in the same notation as in a file or variable. */
  String defaultValue() default REQUIRED;

  /** One sentence for {@code docs/config.md}. */
  String doc();

  /** Marks a key that has no default. */
  String REQUIRED = "\u0000required";
}
