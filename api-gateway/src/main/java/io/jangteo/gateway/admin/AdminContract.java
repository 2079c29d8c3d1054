package io.jangteo.gateway.admin;

import io.jangteo.bus.Contract;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.PublicContract;

/** The contract of what the gateway answers itself. */
public final class AdminContract {
  /** The name its operations go by; no service on the bus may have it. */
  public static final String SERVICE = "gateway";

  private AdminContract() {}

  /**
   * Reads it from the class path; blocking.
   *
   * @throws RuntimeException when it is missing or invalid, which is a broken build
   */
  public static PublicContract.Part load(ContractCompiler compiler) {
    Contract contract = Contract.load(SERVICE);
    return new PublicContract.Part(
        SERVICE, contract.document(), compiler.compile(SERVICE, contract.document()));
  }
}
