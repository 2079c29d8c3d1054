/**
 * What clients did to a system while it was being broken, and whether it kept what it told them.
 * Without input or output, and of any system in which elements are added and read.
 */
package io.jangteo.testing.history;
