import type { CanonicalRequest, Deployment, ModelFacts, Usage } from '@tollgate/canonical';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import { type ProviderAdapter, selectOperation } from '@tollgate/providers';
import type { UpstreamClient } from '@tollgate/upstream';
import { checkSpec } from './check-spec.js';
import type { CredentialSource } from './credential-source.port.js';
import { describeFailure } from './describe-failure.js';
import { sendAttempt } from './send-attempt.js';

/** What a deployment may be tried with. */
export const TESTED_MODES = ['chat', 'embedding'] as const;

export type TestedMode = (typeof TESTED_MODES)[number];

export interface ConnectionTest {
  readonly deployment: Deployment;
  readonly facts: ModelFacts;
  readonly mode: TestedMode;
}

/** Of a deployment that answered. */
export interface TestAnswer {
  readonly status: number;
  /** As the provider reported it; undefined: it did not, or nobody was asked. */
  readonly usage?: Usage;
}

interface TesterParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly upstream: UpstreamClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** LiteLLM's health check: its text, and the most that is asked for. */
const PROMPT = 'test from litellm';
const OUTPUT_TOKENS = 5;
const TIMEOUTS = { connectMs: 5_000, firstTokenMs: 30_000, idleMs: 30_000, totalMs: 30_000 };

/** Tries deployments with one small call of their own: the adapters, credentials and addresses are those of every other call. */
export class ConnectionTester {
  constructor(private readonly parts: TesterParts) {}

  /** One call, not tried again. The error is a text for people, without credentials. */
  async test({ deployment, facts, mode }: ConnectionTest): Promise<Outcome<TestAnswer, string>> {
    const { target, addresses, tls } = deployment;
    if (target.mockResponse !== undefined) return succeed({ status: 200 });
    const provider = this.parts.providers.get(deployment.provider);
    const request = mode === 'chat' ? chatRequest(target.model) : embeddingRequest(target.model);
    const operation = provider && selectOperation(provider, request, target, facts);
    if (provider === undefined || operation === undefined)
      return fail(`Its provider ${deployment.provider} is not served for ${mode}.`);
    const credential = await this.parts.credentials.credentialOf(deployment);
    if (!credential.ok) return fail(credential.error.message);
    const asked = operation.buildRequest(request, target, undefined);
    const built = asked.ok ? checkSpec(asked.value, target) : asked;
    if (!built.ok) return fail(built.error.message);
    const now = this.parts.clock.now();
    const sent = await sendAttempt(
      {
        provider,
        operation,
        spec: built.value.spec,
        credential: credential.value,
        now,
        stream: false,
        outlivesCall: false,
        context: { now, newId: () => 'test', requestedModel: target.model, includeUsage: false },
        timeouts: TIMEOUTS,
        tls,
        addresses,
        signal: AbortSignal.timeout(TIMEOUTS.totalMs),
        onSigned: () => undefined,
      },
      this.parts.upstream,
    );
    if (sent.kind === 'failed')
      return fail(describeFailure(sent.failure, sent.failureClass, provider, target, operation).message);
    const usage = sent.kind === 'unary' ? sent.response.usage : undefined;
    return succeed({ status: sent.status, ...(usage !== undefined && { usage }) });
  }
}

const PLAIN = { stream: false, streamUsage: false, extra: {}, gateway: {} } as const;

function chatRequest(model: string): CanonicalRequest {
  return {
    ...PLAIN,
    operation: 'chat',
    format: 'openai-chat',
    model,
    messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT }] }],
    maxOutputTokens: OUTPUT_TOKENS,
  };
}

function embeddingRequest(model: string): CanonicalRequest {
  const input = { operation: 'embeddings', inputs: [PROMPT], single: true } as const;
  return { ...PLAIN, operation: 'embeddings', format: 'openai-embeddings', model, messages: [], input };
}
