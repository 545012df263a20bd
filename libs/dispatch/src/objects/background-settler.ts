import {
  type CanonicalResponse,
  type CompletionRecord,
  type Deployment,
  findDeployment,
  type RecordTexts,
  type Snapshot,
  textAudiences,
} from '@tollgate/canonical';
import { endedResponse, openaiChatClient } from '@tollgate/formats';
import type { Clock, Instant, IdSource, JsonValue } from '@tollgate/kernel';
import { type LedgerLine, type LedgerWriter, toRecordJson, toTextsJson } from '@tollgate/logging';
import type { Logger } from '@tollgate/telemetry';
import type { BackgroundAnswer, DueAnswer } from './background-answer.js';
import type { BackgroundAnswerStore } from './background-answer-store.port.js';
import type { ObjectCalls } from './object-calls.js';
import { type BackgroundEnd, settledRecord } from './settled-record.js';

/** Answers that are asked for in one round, side by side. */
const ROUND_MAX = 20;
/** Nobody else asks for the same answer meanwhile: longer than a call may take. */
const LENT_MS = 90_000;
const CALL_MS_MAX = 30_000;
/** An answer is asked for again after a quarter of its age: soon when it is young, seldom when it takes long. */
const GAP_SHARE = 4;
const GAP_MS_MIN = 2_000;
const GAP_MS_MAX = 60_000;
/** Of an answer that nobody can tell the end of; none is made for so long (OpenAI, "Background mode": minutes). */
const AGE_MS_MAX = 24 * 3_600_000;

interface BackgroundSettlerParts {
  readonly store: BackgroundAnswerStore;
  readonly calls: Pick<ObjectCalls, 'send'>;
  readonly ledger: Pick<LedgerWriter, 'write'>;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** The ledger has the end of a call: counters of its scopes are to be read anew. As often as somebody finds it there. */
  readonly onCharged: (record: CompletionRecord) => void;
  /** The same, told once: for sums that cannot be read anew. */
  readonly onSettled: (record: CompletionRecord, deployment: Deployment | undefined) => void;
}

/**
 * Draws up the answers that providers make in the background, each once: the ledger takes the end of a call in the place of what was held
 * for it, and of one that has an end nothing more. So it does not matter who asks, how often, or in which process, nor where one is killed.
 */
export class BackgroundSettler {
  private round: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly parts: BackgroundSettlerParts) {}

  /** When an answer that is begun at `now` is asked for first. */
  static firstDue(now: Instant): Instant {
    return now + GAP_MS_MIN;
  }

  /** Asks for those that are due, unless a round is under way or this is closed. Never rejects: what could not be done is due again. */
  run(): Promise<void> {
    if (this.closing.signal.aborted) return Promise.resolve();
    this.round ??= this.settleDue().finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  /** Asks no more, and waits for what is being written. Never rejects: what was not settled is due again in another process. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.round;
  }

  /** The end of this call's answer is there to be asked for. Never rejects. */
  async hasten(requestId: string): Promise<void> {
    await this.parts.store
      .setDue(requestId, this.parts.clock.now())
      .catch((cause: unknown) => this.told(cause, requestId));
  }

  /** Asks for this call's answer at once, before it is gone; without effect where none waits. Rejects when the store is away. */
  async settleNow(requestId: string): Promise<void> {
    const due = await this.parts.store.claim(requestId, this.parts.clock.now() + LENT_MS);
    if (due !== undefined) await this.settle(due);
  }

  private async settleDue(): Promise<void> {
    const { store, clock } = this.parts;
    try {
      for (;;) {
        const now = clock.now();
        const due = await store.claimDue(now, now + LENT_MS, ROUND_MAX);
        await Promise.all(
          due.map((one) => this.settle(one).catch((cause: unknown) => this.told(cause, one.answer.requestId))),
        );
        if (due.length < ROUND_MAX || this.closing.signal.aborted) return;
      }
    } catch (cause) {
      this.told(cause);
    }
  }

  private async settle({ answer, recorded }: DueAnswer): Promise<void> {
    const { store, clock } = this.parts;
    const isOld = clock.now() - answer.createdAt > AGE_MS_MAX;
    if (recorded === 'ended') {
      // also by an ask of ours whose answer was lost
      this.parts.onCharged(answer.account.record);
      await store.remove(answer.requestId);
      return;
    }
    if (recorded === 'not-yet') {
      // the record is on its way; one that never came was set aside, where it stays counted
      await (isOld ? store.remove(answer.requestId) : this.postpone(answer));
      return;
    }
    const deployment = findDeployment(this.parts.snapshot(), answer.deploymentId);
    const end = (await this.endOf(answer, deployment)) ?? (isOld ? ({ outcome: 'lost' } as const) : undefined);
    if (end === undefined) return this.postpone(answer);
    await this.write(answer, end, deployment);
  }

  private postpone({ requestId, createdAt }: BackgroundAnswer): Promise<void> {
    const now = this.parts.clock.now();
    const gap = Math.min(Math.max((now - createdAt) / GAP_SHARE, GAP_MS_MIN), GAP_MS_MAX);
    return this.parts.store.setDue(requestId, Math.round(now + gap));
  }

  /** undefined: it is in the making, or its provider cannot be asked now. */
  private async endOf(
    answer: BackgroundAnswer,
    deployment: Deployment | undefined,
  ): Promise<BackgroundEnd | undefined> {
    if (deployment === undefined) return undefined;
    const { clock, ids } = this.parts;
    const said = await this.parts.calls
      .send({
        deployment,
        upstreamId: answer.upstreamId,
        method: 'GET',
        query: {},
        stream: false,
        timeouts: { connectMs: CALL_MS_MAX, firstTokenMs: CALL_MS_MAX, idleMs: CALL_MS_MAX, totalMs: CALL_MS_MAX },
        context: { now: clock.now(), newId: () => ids.newId(), requestedModel: '', includeUsage: true },
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(CALL_MS_MAX * 2)]),
      })
      .catch((cause: unknown) => this.told(cause, answer.requestId));
    if (said === undefined || said.kind === 'stream') return undefined;
    if (said.kind === 'whole') return endedResponse(said.value);
    if (said.status === 404 || said.status === 410) return { outcome: 'lost' };
    return this.closing.signal.aborted
      ? undefined
      : this.told(said.error.detail ?? said.error.message, answer.requestId);
  }

  private async write(answer: BackgroundAnswer, end: BackgroundEnd, deployment: Deployment | undefined): Promise<void> {
    const { clock, ledger, onCharged, onSettled } = this.parts;
    const snapshot = this.parts.snapshot();
    const { account } = answer;
    const price = deployment && snapshot.priceOf(deployment, account.record.model ?? '').price;
    const settled = settledRecord(account, end, price, clock.now());
    const wanted = snapshot.sinks.filter((sink) => (settled.status === 'success' ? sink.success : sink.failure));
    const record = { ...settled, sinks: wanted.map(({ sink }) => sink) };
    const audiences = textAudiences(snapshot, settled.status === 'success');
    const texts = account.texts && { ...account.texts, audiences, output: this.messageOf(end) };
    const lines: LedgerLine[] = [{ kind: 'finished', json: toRecordJson(record) }];
    if (texts !== undefined && audiences.length > 0) lines.push({ kind: 'text', json: toTextsJson(texts) });
    await ledger.write(lines);
    onCharged(record);
    if (await this.strikeOff(answer.requestId)) onSettled(record, deployment);
  }

  /** Whether it is this ask that did it: of several that found the same end only one tells of it. */
  private strikeOff(requestId: string): Promise<boolean> {
    return this.parts.store.remove(requestId).catch((cause: unknown) => {
      this.told(cause, requestId);
      return true;
    });
  }

  private messageOf(end: BackgroundEnd): RecordTexts['output'] {
    const response: CanonicalResponse | undefined = 'response' in end ? end.response : undefined;
    if (response === undefined) return null;
    const { clock, ids } = this.parts;
    const context = { now: clock.now(), newId: () => ids.newId(), requestedModel: response.model };
    const { choices } = openaiChatClient.encodeResponse(response, context) as {
      readonly choices?: readonly { readonly message?: JsonValue }[];
    };
    return choices?.[0]?.message ?? null;
  }

  private told(cause: unknown, requestId?: string): undefined {
    this.parts.logger.warn(
      { err: String(cause), ...(requestId !== undefined && { requestId }) },
      'an answer that was made in the background could not be settled yet',
    );
  }
}
