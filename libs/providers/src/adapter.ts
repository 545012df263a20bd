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
import type { SchemaToolChoice, UpstreamFormat } from '@tollgate/formats';
import type { ModelListing } from './model-listing.js';

/** The field that bounds the output in the provider's body, and what it covers. */
export interface OutputLimit {
  /** Member (`max_completion_tokens`); by its path where it stands deeper (`generationConfig.maxOutputTokens`). */
  readonly field: string;
  /** All members that bound output: every one but `field` is removed when a limit is applied. */
  readonly siblings: readonly string[];
  /** Smallest value that the provider takes. */
  readonly minimum: number;
  readonly coversReasoning: boolean;
}

export interface BuiltRequest {
  readonly spec: HttpRequestSpec;
  /** Further requests of the same call, sent beside the first; the format joins their answers in this order. */
  readonly more?: readonly HttpRequestSpec[];
  readonly warnings: readonly Warning[];
  /** The output limit that stands in the bytes, tokens per choice; undefined when none does. Dispatch compares it with the hold. */
  readonly outputLimit: number | undefined;
}

/** One operation of a provider: pure. */
export interface ProviderOperation {
  readonly format: UpstreamFormat;
  readonly outputLimit: OutputLimit | 'none';
  /** Takes texts and no token ids: dispatch decodes them before anything is counted. */
  readonly textOnly?: true;
  /** Deterministic; holds no credential; does not change its inputs. `outputTokensMax` replaces the client's own limit. */
  buildRequest(
    request: CanonicalRequest,
    target: Target,
    outputTokensMax: number | undefined,
  ): Outcome<BuiltRequest, GatewayError>;
  /** How an answer by a schema is asked of a model that takes none: as the input of a tool. Undefined, or absent: the model takes schemas. */
  readonly schemaTool?: (request: CanonicalRequest, model: string) => SchemaToolChoice | undefined;
  /** Schemas of an answer are of an object at the top. */
  readonly objectSchemas?: true;
  /** What the operator's `modify_params` changes of requests that the provider would refuse; before anything is counted. Absent: nothing. */
  readonly mendRequest?: (request: CanonicalRequest) => {
    readonly request: CanonicalRequest;
    readonly warnings: readonly Warning[];
  };
  sign(spec: HttpRequestSpec, credential: Credential, now: Instant): HttpRequestSpec;
  classify(failure: UpstreamFailure): FailureClass;
  /** LiteLLM shows a failure of this operation by the whole body, also where it shows the message alone of the provider's others. */
  readonly showsErrorBody?: true;
}

export interface ProviderAdapter extends ProviderDescription {
  readonly adapters: Partial<Record<Operation, ProviderOperation>>;
  /** A conversation is better held over the Responses API than over chat completions; where it has both. See selectOperation. */
  readonly prefersResponses?: (request: CanonicalRequest, target: Target) => boolean;
  /** Where the provider lists its models, if not as OpenAI does (listingOf). */
  readonly modelListing?: ModelListing;
  /** Answers in process instead of over HTTP (`mock`): gives the whole response bytes for a built request. */
  readonly inProcess?: (spec: HttpRequestSpec) => {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Iterable<string>;
  };
}
