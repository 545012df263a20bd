import type { CanonicalResponse, FailureClass, UpstreamFailure, Usage } from '@tollgate/canonical';
import type { AnswerStream, EventChunks } from './answer-stream.js';

/** Response headers of a provider, lower case. */
export type ProviderHeaders = Readonly<Record<string, string>>;

/** What came of one request to a provider, as far as it must be known before anything goes to the client. */
export type Sent =
  | {
      readonly kind: 'unary';
      readonly status: number;
      readonly headers: ProviderHeaders;
      readonly response: CanonicalResponse;
    }
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly headers: ProviderHeaders;
      readonly events: readonly EventChunks[];
      readonly rest: AnswerStream;
    }
  | {
      readonly kind: 'failed';
      readonly headers: ProviderHeaders;
      readonly failure: UpstreamFailure;
      readonly failureClass: FailureClass;
      /** What the provider reported of the parts that it answered, where nothing else of the call can have been billed. */
      readonly usage?: Usage;
    };
