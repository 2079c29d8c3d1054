/**
 * The market as many processes on one machine: which there should be, how each is started, asked
 * and stopped. What it knows is in files of the home, so that every verb finds it, whoever started
 * what, and whatever was killed.
 */
package io.jangteo.marketplace.cluster;
