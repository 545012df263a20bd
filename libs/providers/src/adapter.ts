import type { Instant } from '@tollgate/kernel';
import type { Outcome } from '@tollgate/kernel';
import type {
  CanonicalRequest,
  Credential,
  FailureClass,
  GatewayError,
  HttpRequestSpec,
  Operation,
  ProviderDescription,
  Target,
  UpstreamFailure,
  Warning,
} from '@tollgate/canonical';
import type { UpstreamFormat } from '@tollgate/formats';

/** The field that bounds the output in the provider's body, and what it covers. */
export interface OutputLimit {
  /** Top-level member (`max_completion_tokens`). */
  readonly field: string;
  /** All members that bound output: every one but `field` is removed when a limit is applied. */
  readonly siblings: readonly string[];
  /** Smallest value that the provider takes. */
  readonly minimum: number;
  readonly coversReasoning: boolean;
}

export interface BuiltRequest {
  readonly spec: HttpRequestSpec;
  readonly warnings: readonly Warning[];
  /** The output limit that stands in the bytes, tokens per choice; undefined when none does. Dispatch compares it with the hold. */
  readonly outputLimit: number | undefined;
}

/** One operation of a provider: pure. */
export interface ProviderOperation {
  readonly format: UpstreamFormat;
  readonly outputLimit: OutputLimit | 'none';
  /** Deterministic; holds no credential; does not change its inputs. `outputTokensMax` replaces the client's own limit. */
  buildRequest(
    request: CanonicalRequest,
    target: Target,
    outputTokensMax: number | undefined,
  ): Outcome<BuiltRequest, GatewayError>;
  sign(spec: HttpRequestSpec, credential: Credential, now: Instant): HttpRequestSpec;
  classify(failure: UpstreamFailure): FailureClass;
}

export interface ProviderAdapter extends ProviderDescription {
  readonly adapters: Partial<Record<Operation, ProviderOperation>>;
  /** Answers in process instead of over HTTP (`mock`): gives the whole response bytes for a built request. */
  readonly inProcess?: (spec: HttpRequestSpec) => {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Iterable<string>;
  };
}
