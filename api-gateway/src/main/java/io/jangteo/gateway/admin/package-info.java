/**
 * What operators see and change of a running gateway: the operations under {@code /admin}. They are
 * described by a contract like those of services, so that they pass the same stages, and are
 * answered here and not over the bus. One class for each resource.
 */
package io.jangteo.gateway.admin;
