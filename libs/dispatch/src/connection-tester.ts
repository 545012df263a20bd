import type {
  CanonicalRequest,
  Credential,
  Deployment,
  HttpRequestSpec,
  ModelFacts,
  ModelPrice,
  UsageBound,
} from '@tollgate/canonical';
import { type Clock, endsWithin, fail, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import { type ProviderAdapter, type ProviderOperation, selectOperation } from '@tollgate/providers';
import type { UpstreamClient } from '@tollgate/upstream';
import { checkSpec } from './check-spec.js';
import type { CredentialSource } from './credential-source.port.js';
import { describeFailure } from './describe-failure.js';
import { drainAnswer } from './drain-answer.js';
import { sendAttempt } from './send-attempt.js';
import type { Sent } from './sent.js';
import { costOfAnswer, mostOfTest } from './test-cost.js';
import { inSeconds, nameTime, testTimeMs, timeoutsWithin } from './test-deadline.js';
import { type TestedMode, testRequest } from './test-request.js';

export interface ConnectionTest {
  readonly deployment: Deployment;
  readonly facts: ModelFacts;
  /** undefined: unknown, and nothing is charged. */
  readonly price: ModelPrice | undefined;
  readonly mode: TestedMode;
}

export interface TestResult {
  /** The status of a deployment that answered; else a text for people, without credentials. */
  readonly answer: Outcome<number, string>;
  /** To be booked, whichever it was: what gave no answer may have been billed. 0 also where the price is unknown. */
  readonly costNano: NanoUsd;
}

interface TesterParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly upstream: UpstreamClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** A test that is ready to be sent. */
interface Prepared {
  readonly provider: ProviderAdapter;
  readonly operation: ProviderOperation;
  readonly request: CanonicalRequest;
  readonly credential: Credential;
}

/** LiteLLM's health check: the most that is asked for. */
const OUTPUT_TOKENS = 5;

/** Tries deployments with one small call of their own: the adapters, credentials and addresses are those of every other call. */
export class ConnectionTester {
  constructor(private readonly parts: TesterParts) {}

  /** One call, not tried again. */
  async test(test: ConnectionTest): Promise<TestResult> {
    if (test.deployment.target.mockResponse !== undefined) return { answer: succeed(200), costNano: 0n };
    const endsMs = this.parts.clock.monotonicMs() + testTimeMs(test.deployment);
    const prepared = await this.prepare(test);
    return prepared.ok ? this.ask(test, prepared.value, endsMs) : unasked(prepared.error);
  }

  private async prepare({ deployment, facts, mode }: ConnectionTest): Promise<Outcome<Prepared, string>> {
    const provider = this.parts.providers.get(deployment.provider);
    const request = testRequest(mode, deployment);
    if (!request.ok) return fail(request.error.message);
    const operation = provider && selectOperation(provider, request.value, deployment.target, facts);
    if (provider === undefined || operation === undefined)
      return fail(`Its provider ${deployment.provider} is not served for ${mode}.`);
    const credential = await this.credentialOf(deployment);
    if (!credential.ok) return credential;
    return succeed({ provider, operation, request: fitTest(request.value, operation), credential: credential.value });
  }

  private async credentialOf(deployment: Deployment): Promise<Outcome<Credential, string>> {
    const timeMs = testTimeMs(deployment);
    const issuing = Promise.resolve(this.parts.credentials.credentialOf(deployment));
    if (!(await endsWithin(timeMs, issuing))) return fail(`Its credential was not issued within ${inSeconds(timeMs)}.`);
    const credential = await issuing;
    return credential.ok ? credential : fail(credential.error.message);
  }

  private async ask(test: ConnectionTest, prepared: Prepared, endsMs: number): Promise<TestResult> {
    const { deployment, facts, price } = test;
    const { provider, operation, request } = prepared;
    const { target } = deployment;
    const asked = operation.buildRequest(request, target, undefined);
    const built = asked.ok ? checkSpec(asked.value, target) : asked;
    if (!built.ok) return unasked(built.error.message);
    const drained = await drainAnswer(await this.send(deployment, prepared, built.value.spec, endsMs), operation);
    const call = { bound: boundOf(prepared, built.value.outputLimit), model: target.model, facts, price };
    if (drained.kind === 'answered')
      return { answer: succeed(drained.status), costNano: costOfAnswer(call, drained.usage, drained.serviceTier) };
    const failure = nameTime(drained.failure, testTimeMs(deployment));
    const { message } = describeFailure(failure, drained.failureClass, provider, target, operation);
    return { answer: fail(message), costNano: failure.unbilled ? 0n : mostOfTest(call) };
  }

  private send(
    { target, tls, addresses }: Deployment,
    { provider, operation, request, credential }: Prepared,
    spec: HttpRequestSpec,
    endsMs: number,
  ): Promise<Sent> {
    const now = this.parts.clock.now();
    const context = { now, newId: () => 'test', requestedModel: target.model, includeUsage: false, request };
    return sendAttempt(
      {
        provider,
        operation,
        spec,
        credential,
        now,
        stream: request.stream,
        outlivesCall: false,
        context,
        timeouts: timeoutsWithin(Math.max(1, endsMs - this.parts.clock.monotonicMs())),
        tls,
        addresses,
        // nobody calls a test off: it ends by its time
        signal: new AbortController().signal,
        onSigned: () => undefined,
      },
      this.parts.upstream,
    );
  }
}

/** The least that the operation takes, and nothing that its provider keeps. */
function fitTest(request: CanonicalRequest, { format, outputLimit }: ProviderOperation): CanonicalRequest {
  if (request.operation !== 'chat' && request.operation !== 'responses') return request;
  const least = outputLimit === 'none' ? OUTPUT_TOKENS : outputLimit.minimum;
  return {
    ...request,
    maxOutputTokens: Math.max(OUTPUT_TOKENS, least),
    ...(format.id === 'openai-responses' && { store: false }),
  };
}

/** The limit in the bytes may be the operator's own. */
function boundOf({ operation, request }: Prepared, outputLimit: number | undefined): UsageBound {
  return { ...operation.format.boundUsage(request), ...(outputLimit !== undefined && { outputLimit }) };
}

function unasked(error: string): TestResult {
  return { answer: fail(error), costNano: 0n };
}
