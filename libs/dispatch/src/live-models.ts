import { type Clock, parseJson } from '@tollgate/kernel';
import { type Deployment, isModelName } from '@tollgate/canonical';
import { listingOf, type ProviderAdapter } from '@tollgate/providers';
import type { Logger } from '@tollgate/telemetry';
import type { UpstreamClient } from '@tollgate/upstream';
import { CredentialMask } from './mask-credentials.js';

interface LiveModelsParts {
  readonly providers: ReadonlyMap<string, ProviderAdapter>;
  readonly upstream: UpstreamClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Listed {
  /** The last good list; undefined: there was none yet. */
  ids: readonly string[] | undefined;
  /** When it is asked for again, monotonic. */
  dueAt: number;
  asking: Promise<void> | undefined;
}

const FRESH_MS = 300_000;
/** After a failure. */
const RETRY_MS = 30_000;
const PATIENCE_MS = 5_000;
const TIMEOUTS = { connectMs: 2_000, firstTokenMs: PATIENCE_MS, idleMs: PATIENCE_MS, totalMs: PATIENCE_MS };
const LIST_BYTES_MAX = 8 * 1024 * 1024;

/**
 * What providers themselves say that they serve, for lists of models (LiteLLM's `check_provider_endpoint`). Asked for once by all who
 * wait; kept for five minutes, and beyond while the provider is away.
 */
export class LiveModels {
  private readonly lists = new Map<string, Listed>();

  constructor(private readonly parts: LiveModelsParts) {}

  /**
   * Models by the provider's own names. Waits for a first answer, at most five seconds; later the last good list is there at once.
   * undefined: its provider has no such list, or has not answered yet.
   */
  async listFor(deployment: Deployment): Promise<readonly string[] | undefined> {
    const { id } = deployment;
    let listed = this.lists.get(id);
    if (listed === undefined) this.lists.set(id, (listed = { ids: undefined, dueAt: -Infinity, asking: undefined }));
    const known = listed;
    if (this.parts.clock.monotonicMs() >= known.dueAt) {
      known.asking ??= this.refresh(deployment, known).finally(() => (known.asking = undefined));
    }
    if (known.ids === undefined) await known.asking;
    return known.ids;
  }

  private async refresh(deployment: Deployment, listed: Listed): Promise<void> {
    const { clock, logger } = this.parts;
    const failed = (reason: string): void => {
      listed.dueAt = clock.monotonicMs() + RETRY_MS;
      logger.warn({ deployment: deployment.id, provider: deployment.provider }, `no list of models: ${reason}`);
    };
    try {
      const ids = await this.ask(deployment);
      if (ids.length === 0) return failed('the provider named none');
      listed.ids = ids;
      listed.dueAt = clock.monotonicMs() + FRESH_MS;
    } catch (error) {
      failed(this.describe(error, deployment));
    }
  }

  /** Names that could not be called are left out: they come from outside, and go into our own lists. */
  private async ask({ provider: id, target, credential, tls, addresses }: Deployment): Promise<readonly string[]> {
    const provider = this.parts.providers.get(id);
    const listing = provider && listingOf(provider);
    const operation = provider?.adapters.chat;
    if (listing === undefined || operation === undefined) throw new Error('its provider has none to ask for');
    const signed = operation.sign(listing.buildRequest(target), credential, this.parts.clock.now());
    const { signal } = new AbortController();
    const options = { timeouts: TIMEOUTS, streamed: false, signal, tls, addresses };
    const answer = await this.parts.upstream.send(signed, options);
    const text = (await answer.body.readAll(LIST_BYTES_MAX)).toString('utf8');
    if (answer.status !== 200) throw new Error(`the provider answered ${String(answer.status)}`);
    return listing.readIds(parseJson(text)).filter(isModelName);
  }

  /** What does not parse is quoted. */
  private describe(error: unknown, { provider: id, credential, target }: Deployment): string {
    const reason = error instanceof Error ? error.message : String(error);
    const provider = this.parts.providers.get(id);
    if (provider === undefined) return reason;
    return new CredentialMask({ provider, credential, spec: { headers: target.extraHeaders } }).text(reason);
  }
}
