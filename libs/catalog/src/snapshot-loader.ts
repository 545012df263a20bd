import {
  type Deployment,
  deploymentsOf,
  type ModelFacts,
  type ModelPrice,
  type ProviderDescription,
} from '@tollgate/canonical';
import {
  type ConfigProblem,
  type KeptModel,
  type KeptSettings,
  type Settings,
  withKeptSettings,
} from '@tollgate/config';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type { KeptAccessGroup } from './compile/group-access.js';
import type { KeptFault } from './compile/compile-kept.js';
import type { KeptCredential } from './compile/with-credential.js';
import { type CompiledSnapshot, compileSnapshot, type SnapshotInput } from './compile/compile-snapshot.js';
import type { SnapshotHolder } from './snapshot-holder.js';
import type { KeptContents, SnapshotSource } from './snapshot-source.port.js';

export interface SnapshotLoaderParts extends Omit<
  SnapshotInput,
  'version' | 'kept' | 'keptCredentials' | 'keptAccessGroups'
> {
  readonly source: SnapshotSource;
  readonly holder: SnapshotHolder;
  readonly logger: Logger;
}

interface TriedModel {
  readonly deployment: Deployment;
  /** undefined: unknown, not free. */
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
}

/** A model of the list of prices that this version comes with. */
export interface ListedPrice {
  readonly provider: ProviderDescription;
  /** Without the provider's prefix. */
  readonly model: string;
  /** undefined: unknown, not free. */
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
}

/**
 * Compiles the operator's settings and what is kept in the store into one snapshot, and puts it in place of the one before. One read runs at
 * a time; whoever asks during one gets a read that begins after it.
 */
export class SnapshotLoader {
  private loading: Promise<void> | undefined;
  private idle: readonly KeptFault[] = [];
  private missed = false;
  private credentials: readonly KeptCredential[] = [];
  private accessGroups: readonly KeptAccessGroup[] = [];
  private keptSettings: KeptSettings = {};

  constructor(private readonly parts: SnapshotLoaderParts) {}

  /** Kept models that are not served, as of the last load: those that are wrong, and those that are blocked, with no problem. */
  get unserved(): readonly KeptFault[] {
    return this.idle;
  }

  /** The operator's settings with those that were set over the API, as of the last load. */
  get settings(): Settings {
    return withKeptSettings(this.parts.settings, this.keptSettings);
  }

  /** Those that are served. */
  get providers(): readonly ProviderDescription[] {
    return this.parts.providers;
  }

  /** Every model that comes with a price of its own or facts, of each provider that has a list, at this instant. */
  priceList(): readonly ListedPrice[] {
    const { book, clock, providers } = this.parts;
    return providers.flatMap((provider) => {
      const { priceBookId } = provider;
      if (priceBookId === undefined) return [];
      return book
        .models(priceBookId)
        .map((model) => ({ provider, model, ...book.lookup(priceBookId, model, clock.now()) }));
    });
  }

  /** The last load failed, and none runs: what is in use may be older than the store. */
  get stale(): boolean {
    return this.missed && this.loading === undefined;
  }

  /** Resolves when what the store held at the call is in use. Rejects when the store cannot be asked; the snapshot before stays in use. */
  async reload(): Promise<void> {
    if (this.loading !== undefined) {
      const running = this.loading;
      await running.catch(() => undefined);
      if (this.loading !== undefined && this.loading !== running) return this.loading;
    }
    this.loading = this.load().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /**
   * What would keep a model from being served beside those of the operator's file. A provider of another build is such a thing: in the file
   * it is warned of at the start, but over the API nobody reads warnings.
   */
  judge(model: KeptModel): readonly ConfigProblem[] {
    const { snapshot, faults } = this.compile([model]);
    const lame = deploymentsOf(snapshot).filter(
      ({ id, kept, served }) => kept === true && id.startsWith(model.id) && !served,
    );
    const served = this.parts.providers.flatMap(({ id, operations }) => (operations.length > 0 ? id : [])).join(', ');
    return [
      ...faults.flatMap(({ problems }) => problems),
      ...lame.map(({ target }) => ({
        path: 'litellm_params.model',
        message: `the provider of ${target.litellmModel} ("${target.provider}") is not served. Served are: ${served}`,
      })),
    ];
  }

  /** A model as it would be called, without keeping it; or what keeps it from being served. */
  tryOut(model: KeptModel): Outcome<TriedModel, readonly ConfigProblem[]> {
    const { snapshot, faults } = this.compile([model]);
    const problems = faults.flatMap((fault) => fault.problems);
    const deployment = deploymentsOf(snapshot).find(({ id, kept }) => kept === true && id.startsWith(model.id));
    if (deployment === undefined) return fail(problems);
    return succeed({ deployment, ...snapshot.priceOf(deployment, deployment.target.model) });
  }

  private async load(): Promise<void> {
    this.missed = true;
    const contents = await this.parts.source.read();
    this.credentials = contents.credentials;
    this.accessGroups = contents.accessGroups;
    this.keptSettings = contents.settings;
    const compiled = this.compile(contents.models);
    this.parts.holder.swap(compiled.snapshot);
    this.remember(contents, compiled);
    this.missed = false;
  }

  private compile(kept: readonly KeptModel[]): CompiledSnapshot {
    const { holder } = this.parts;
    const version = holder.current().version + 1;
    const own = { kept, keptCredentials: this.credentials, keptAccessGroups: this.accessGroups };
    const compiled = compileSnapshot({ ...this.parts, ...own, settings: this.settings, version });
    if (compiled.ok) return compiled.value;
    // the operator's own settings were compiled at the start
    throw new Error(compiled.error.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }

  /** A fault is told once, not with every change of something else. */
  private remember({ models, faults: unread }: KeptContents, { faults }: CompiledSnapshot): void {
    const told = new Set(this.idle.map(describe));
    const wrong = [...unread, ...faults];
    for (const fault of wrong.filter((found) => !told.has(describe(found))))
      this.parts.logger.warn({ model: fault.model.id }, `a model of the database is not served: ${describe(fault)}`);
    const blocked = models.filter((model) => model.blocked && !wrong.some((fault) => fault.model === model));
    this.idle = [...wrong, ...blocked.map((model) => ({ model, problems: [] }))];
  }
}

function describe({ model, problems }: KeptFault): string {
  return [`${model.name} (${model.id})`, ...problems.map(({ path, message }) => `${path}: ${message}`)].join('; ');
}
