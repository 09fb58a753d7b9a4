import { EvalkitError, type EvalkitErrorOptions } from "@evalkit/core";

export interface SwanlabErrorOptions extends EvalkitErrorOptions {
  /** HTTP status, where there was one. */
  readonly status?: number;
}

/** An option, a name or a value that SwanLab does not take; the message says which and why. */
export class SwanlabConfigError extends EvalkitError {
  readonly code = "EVALKIT_SWANLAB_CONFIG";
  readonly fault = "user";
  readonly retryable = false;
}

/** There is no key, or the server refuses it. */
export class SwanlabAuthError extends EvalkitError {
  readonly code = "EVALKIT_SWANLAB_AUTH";
  readonly fault = "user";
  readonly retryable = false;
}

/** The server cannot be reached, or says no; never thrown once a run has begun. */
export class SwanlabServerError extends EvalkitError {
  readonly code = "EVALKIT_SWANLAB_SERVER";
  readonly fault = "infrastructure";
  readonly retryable: boolean;
  readonly status: number | undefined;

  constructor(message: string, options: SwanlabErrorOptions & { readonly retryable?: boolean } = {}) {
    super(message, options);
    this.status = options.status;
    this.retryable = options.retryable ?? false;
  }
}
