import { ERROR_CODES, type ErrorCode } from './error-codes.js';
import type { UpstreamFailure } from './provider.js';
import type { BalanceWindow } from './record.js';

interface GatewayErrorDetails {
  /** What the client reads: what was wrong and how to mend it. No secret, no other tenant's name. */
  readonly message: string;
  /** For our log only. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** The request member at fault, where there is one. LiteLLM's auth errors carry the text "None" here: give it literally. */
  readonly param?: string;
  /** Replaces the status of the code table (an upstream's own status, `budget_exceeded_status_code`). */
  readonly status?: number;
  /** Replaces the `type` of the code table (an upstream's own type). */
  readonly type?: string;
  /** Milliseconds after which trying again makes sense; becomes `Retry-After`. */
  readonly retryAfterMs?: number;
  /** Further response headers, lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the provider said, when it is the provider's error. */
  readonly upstream?: UpstreamFailure;
  /** The window whose budget is spent, where that is why. */
  readonly exceeded?: Pick<BalanceWindow, 'scope' | 'id' | 'start'>;
}

/** A refusal or fault as every stage passes it. Only formats turn it into a client's body; only the pipeline logs it, once. */
export class GatewayError extends Error {
  readonly status: number;
  readonly type: string;
  readonly detail: string | undefined;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly upstream: UpstreamFailure | undefined;
  readonly exceeded: GatewayErrorDetails['exceeded'];

  constructor(
    readonly code: ErrorCode,
    private readonly details: GatewayErrorDetails,
  ) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GatewayError';
    this.status = details.status ?? ERROR_CODES[code].status;
    this.type = details.type ?? ERROR_CODES[code].type;
    this.detail = details.detail;
    this.param = details.param;
    this.retryAfterMs = details.retryAfterMs;
    this.headers = details.headers ?? {};
    this.upstream = details.upstream;
    this.exceeded = details.exceeded;
  }

  /** The same error with another public text. */
  withMessage(message: string): GatewayError {
    return new GatewayError(this.code, { ...this.details, message });
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }
}
