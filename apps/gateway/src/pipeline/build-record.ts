import { isExactNumber, type JsonObject, sumNanoUsd } from '@tollgate/kernel';
import {
  type AttemptRecord,
  type CanonicalRequest,
  type CompletionRecord,
  type GatewayError,
  type Grant,
  type Principal,
  RECORD_VERSION,
  type RecordTexts,
  type RouteStep,
  type Snapshot,
  type StartedRecord,
  textAudiences,
} from '@tollgate/canonical';
import { balanceWindows, scopesOfAttempt } from '@tollgate/admission';
import type { ClosedAttempt, ProviderObject } from '@tollgate/dispatch';
import { openaiChatClient } from '@tollgate/formats';
import type { Ingress } from '../http/ingress.js';
import type { Conversation } from '../objects/conversation.js';
import { unkept } from '../objects/is-stored.js';
import type { InsertedItems } from '../objects/inserted-items.js';
import type { CallerFacts } from './caller-facts.js';
import { droppedParams } from './dropped-params.js';
import type { Ending } from './ending.js';
import { keptText } from './kept-text.js';
import { inputText, type Surface } from './surface.js';

/** Of an error's text, which can quote what the client sent. */
const ERROR_CHARACTERS_MAX = 4_096;
/** What the ledger's column holds; a larger limit bounds nothing. */
const OUTPUT_LIMIT_MAX = 2 ** 31 - 1;

/** What is known of a request by the time it ends; the later members only if it came so far. */
export interface Walked {
  readonly ingress: Ingress;
  readonly surface: Surface;
  readonly snapshot: Snapshot;
  readonly principal: Principal;
  readonly caller: CallerFacts;
  readonly body?: JsonObject;
  readonly request?: CanonicalRequest;
  readonly grant?: Grant;
  /** Objects at a provider that the request names. */
  readonly references?: readonly ProviderObject[];
  /** What the gateway keeps and the request goes on from. */
  readonly conversation?: Conversation;
  readonly inserted?: InsertedItems;
}

/** The one record of a request, however it ended. */
export function buildRecord(walked: Walked, ending: Omit<Ending, 'send' | 'spoil'>, endedAt: number): CompletionRecord {
  const { ingress, principal, request, grant, snapshot, caller } = walked;
  const { closed } = ending;
  const target = closed?.attempt.step.target;
  const attempts = [...ending.earlier, ...(closed === undefined ? [] : [closed.record])];
  const reservation = closed?.attempt.reservation;
  return asWritten<CompletionRecord>({
    ...identity(walked),
    v: RECORD_VERSION,
    endedAt,
    status: ending.status,
    httpStatus: ending.httpStatus,
    costNano: costOfAll(attempts),
    costEstimated: attempts.some((attempt) => attempt.estimated),
    attempts,
    windows: closed === undefined ? spentBudget(ending.error) : windowsOf(walked, closed.attempt.step),
    // told once, of the end
    sinks: ending.status === 'pending' ? [] : sinksOf(snapshot, ending.status === 'success'),
    errorCode: ending.error?.code,
    errorMessage: kept(ending.error?.message, ERROR_CHARACTERS_MAX),
    modelGroup: closed?.attempt.step.model.name ?? grant?.model.name,
    model: target?.model,
    litellmModel: target?.litellmModel,
    provider: target?.provider,
    deploymentId: target?.deploymentId,
    apiBase: target?.apiBase,
    usage: closed?.usage,
    costBreakdown: closed === undefined ? undefined : decimals(closed.cost.breakdown),
    firstTokenAt: ending.firstTokenAt,
    outputLimit: reservation?.limitUpstream === true ? outputLimitOf(closed) : undefined,
    outputLimitScope: reservation?.loweredBy,
    keyAlias: principal.keyAlias,
    keySpendNano: principal.spendNano === undefined ? undefined : String(principal.spendNano),
    keyMetadata: principal.metadata,
    providerResponseId: kept(ending.providerResponseId),
    sessionId: caller.sessionId,
    traceId: caller.traceId,
    userAgent: caller.userAgent,
    clientProduct: caller.clientProduct,
    ipAddress: ingress.ipAddress,
    requestMetadata: { ...request?.metadata, ...request?.gateway.litellmMetadata },
    spendLogsMetadata: caller.spendLogsMetadata,
    langfuseHeaders: caller.langfuseHeaders,
    modelParameters: request === undefined ? undefined : parametersOf(walked.body),
    finishReason: ending.finish?.reason,
    droppedParams:
      closed === undefined
        ? undefined
        : droppedParams(
            [...unkept(walked, closed.attempt), ...closed.attempt.warnings],
            ['dropped', 'changed', 'mended'],
          ),
  });
}

/** The journal's line for an attempt that is about to be sent. */
export function buildStarted(
  walked: Walked,
  attempt: number,
  step: RouteStep,
  atStake: bigint,
  charged: bigint,
  now: number,
): StartedRecord {
  return asWritten<StartedRecord>({
    ...identity(walked),
    v: RECORD_VERSION,
    attempt,
    startedAt: now,
    heldNano: String(atStake),
    chargedNano: String(charged),
    deploymentId: step.deployment.id,
    provider: step.target.provider,
    model: step.target.model,
    modelGroup: step.model.name,
    windows: windowsOf(walked, step),
    sinks: sinksOf(walked.snapshot, false),
  });
}

/** Prompt and answer for those who want content; undefined when nobody does. */
export function buildTexts(walked: Walked, ending: Ending, now: number, newId: () => string): RecordTexts | undefined {
  const audiences = textAudiences(walked.snapshot, ending.status === 'success');
  if (
    audiences.length === 0 ||
    ending.status === 'pending' ||
    walked.body === undefined ||
    walked.request?.gateway.noLog === true
  )
    return undefined;
  const context = { requestedModel: walked.request?.model ?? '', now, newId };
  const response = ending.response?.();
  const encoded = response === undefined ? undefined : openaiChatClient.encodeResponse(response, context);
  return {
    requestId: walked.ingress.requestId,
    receivedAt: walked.ingress.receivedAt,
    audiences,
    input: inputText(walked.body),
    output: firstMessage(encoded),
  };
}

function identity({ ingress, surface, principal, caller, request }: Walked) {
  return {
    requestId: ingress.requestId,
    receivedAt: ingress.receivedAt,
    callId: ingress.callId,
    route: ingress.route.path,
    operation: surface.operation,
    format: surface.format.id,
    callType: surface.callType,
    stream: request?.stream ?? false,
    modelRequested: keptText(request?.model ?? ''),
    keyId: principal.keyId,
    keyHash: principal.keyHash,
    tagIds: caller.tagIds,
    tags: caller.tags,
    userId: principal.userId,
    teamId: principal.teamId,
    teamMemberId: principal.teamMemberId,
    projectId: principal.projectId,
    organizationId: principal.organizationId,
    customerId: caller.customerId,
    customer: caller.customer,
  };
}

/** Nano-dollars of a whole request; null, unknown, when that of one attempt is. */
export function costOfAll(attempts: readonly AttemptRecord[]): string | null {
  const costs = attempts.flatMap(({ costNano }) => (costNano === null ? [] : [BigInt(costNano)]));
  return costs.length < attempts.length ? null : String(sumNanoUsd(costs));
}

function outputLimitOf(closed: ClosedAttempt | undefined): number | undefined {
  const limit = closed?.attempt.outputLimit;
  return limit === undefined ? undefined : Math.min(limit, OUTPUT_LIMIT_MAX);
}

function kept(text: string | undefined, charactersMax?: number): string | undefined {
  return text === undefined ? undefined : keptText(text, charactersMax);
}

function windowsOf({ grant, principal, ingress }: Walked, step: RouteStep): CompletionRecord['windows'] {
  return balanceWindows(
    scopesOfAttempt(grant?.scopes ?? principal.scopes, step.model.name, step.deployment),
    ingress.receivedAt,
  );
}

/** Of a request that a spent budget refused: the one window that somebody may have to be told of. */
function spentBudget(error: GatewayError | undefined): CompletionRecord['windows'] {
  return error?.exceeded === undefined ? [] : [{ ...error.exceeded, budget: 'exceeded' }];
}

function sinksOf(snapshot: Snapshot, success: boolean): readonly string[] {
  return snapshot.sinks.filter((sink) => (success ? sink.success : sink.failure)).map((sink) => sink.sink);
}

const NO_PARAMETERS = new Set([
  'model',
  'metadata',
  'litellm_metadata',
  'system',
  'messages',
  'prompt',
  'suffix',
  'input',
  'instructions',
  'tools',
  'functions',
]);

/** Scalar parameters of the body, for callbacks: no content. */
function parametersOf(body: JsonObject | undefined): JsonObject {
  const parameters: Record<string, JsonObject[string]> = {};
  for (const name in body) {
    const value = body[name];
    const isPlain = (value !== null && typeof value !== 'object') || isExactNumber(value);
    if (isPlain && !NO_PARAMETERS.has(name)) parameters[name] = value;
  }
  return parameters;
}

function firstMessage(encoded: unknown): RecordTexts['output'] {
  const choices = (encoded as { choices?: { message?: RecordTexts['output'] }[] } | undefined)?.choices;
  return choices?.[0]?.message ?? null;
}

function decimals(amounts: Readonly<Record<string, bigint>>): Record<string, string> {
  const written: Record<string, string> = {};
  for (const name in amounts) written[name] = String(amounts[name]);
  return written;
}

/** Optional members may be given as undefined. */
type WithGaps<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };

/** A record as JSON has it, which leaves undefined members out: taking them out of the object first would cost more than writing it. */
function asWritten<T>(members: WithGaps<T>): T {
  return members;
}
