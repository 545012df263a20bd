import type {
  CanonicalRequest,
  CanonicalResponse,
  Deployment,
  HttpRequestSpec,
  Target,
  Timeouts,
} from '@tollgate/canonical';
import { GatewayError } from '@tollgate/canonical';
import type { StreamContext } from '@tollgate/formats';
import type { Clock, JsonValue } from '@tollgate/kernel';
import type { ProviderAdapter, ProviderOperation } from '@tollgate/providers';
import type { UpstreamClient } from '@tollgate/upstream';
import type { CredentialSource } from '../credential-source.port.js';
import { describeFailure } from '../describe-failure.js';
import { sendAttempt } from '../send-attempt.js';
import type { Sent } from '../sent.js';

/** What is asked of an object that a provider keeps. */
export interface ObjectCall {
  readonly deployment: Deployment;
  readonly upstreamId: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Beneath the object (`cancel`). */
  readonly action?: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly stream: boolean;
  readonly timeouts: Timeouts;
  readonly context: StreamContext;
  readonly signal: AbortSignal;
}

/** `failed` holds what the client is to be told; its texts may name the provider's ids. */
export type ObjectAnswer =
  | {
      readonly kind: 'whole';
      readonly headers: Readonly<Record<string, string>>;
      readonly value: JsonValue;
      readonly text: string;
    }
  | (Extract<Sent, { kind: 'stream' }> & { readonly provider: ProviderAdapter; readonly operation: ProviderOperation })
  | {
      readonly kind: 'failed';
      readonly headers: Readonly<Record<string, string>>;
      readonly error: GatewayError;
      /** The provider's status, where it answered. */
      readonly status: number | undefined;
    };

interface ObjectCallsParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly upstream: UpstreamClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** Asks providers for the responses that they keep: free of charge, outside of any route plan. */
export class ObjectCalls {
  constructor(private readonly parts: ObjectCallsParts) {}

  /** One call, not tried again. Throws only for a fault of ours. */
  async send(call: ObjectCall): Promise<ObjectAnswer> {
    const { deployment, context, signal, timeouts, stream } = call;
    const provider = this.parts.providers.get(deployment.provider);
    const operation = provider?.adapters.responses;
    if (provider === undefined || operation === undefined) throw withoutResponses(deployment);
    const credential = await this.parts.credentials.credentialOf(deployment);
    if (!credential.ok) throw credential.error;
    const sent = await sendAttempt(
      {
        provider,
        operation: stream ? operation : asIs(operation),
        spec: specOf(operation, deployment.target, call),
        credential: credential.value,
        now: this.parts.clock.now(),
        stream,
        outlivesCall: true,
        context,
        timeouts,
        tls: deployment.tls,
        addresses: deployment.addresses,
        signal,
        onSigned: () => undefined,
      },
      this.parts.upstream,
    );
    if (sent.kind === 'stream') return { ...sent, provider, operation };
    if (sent.kind === 'failed') {
      const error = describeFailure(sent.failure, sent.failureClass, provider, deployment.target, operation);
      return { kind: 'failed', headers: sent.headers, error, status: sent.failure.status };
    }
    const { value = null, text = 'null' } = sent.response.source ?? {};
    return { kind: 'whole', headers: sent.headers, value, text };
  }
}

/** What comes back is not always a response, and one that failed is no failure of the call: it is read as it stands. */
function asIs(operation: ProviderOperation): ProviderOperation {
  const { id } = operation.format;
  const decodeResponse = (body: unknown, text = ''): CanonicalResponse => ({
    id: '',
    model: '',
    choices: [],
    source: { format: id, value: body as JsonValue, text },
  });
  return { ...operation, format: { ...operation.format, decodeResponse } };
}

/** A request for nothing: its address is where responses are made, and beneath it they are kept. */
const NOTHING: CanonicalRequest = {
  operation: 'responses',
  format: 'openai-responses',
  model: '',
  messages: [],
  stream: false,
  streamUsage: false,
  extra: {},
  gateway: {},
};

function specOf(
  operation: ProviderOperation,
  target: Target,
  { upstreamId, method, action, query, stream }: ObjectCall,
): HttpRequestSpec {
  const built = operation.buildRequest(NOTHING, target, undefined);
  if (!built.ok) throw built.error;
  const { origin, path, query: own, headers } = built.value.spec;
  const { 'content-type': _none, ...others } = headers;
  return {
    method,
    origin,
    path: [...path, upstreamId, ...(action === undefined ? [] : [action])],
    ...(own !== undefined && { query: own }),
    queryLists: query,
    headers: { ...others, accept: stream ? 'text/event-stream' : 'application/json' },
  };
}

function withoutResponses({ provider }: Deployment): GatewayError {
  return new GatewayError('provider_not_served', { message: `The provider '${provider}' keeps no responses.` });
}
