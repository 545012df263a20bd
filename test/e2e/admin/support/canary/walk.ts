import { join } from 'node:path';
import { PROVIDERS } from '@tollgate/providers';
import { type Answer, callGateway, waitFor } from '../../../../support/gateway/index.js';
import { askable } from '../routes.js';
import { type Document, type Schema, type WrittenRoute, writtenRoutes } from '../written-routes.js';
import { type Callers, ownBody, ownPath } from './callers.js';
import type { GuardedGateway } from './guarded-gateway.js';
import { addressesAt, placeIn, referencesTo, referencesToFiles } from './hostile-values.js';

type Body = Readonly<Record<string, unknown>>;

const AT_ONCE = 8;
/** These routes take away what others are tried with: they come last. */
const TAKES_AWAY = /delete|block|regenerate|bulk_update|reset_spend/i;
/** Tries a model that nobody keeps. */
const TRIAL = 'POST /health/test_connection';
const KEEPS_MODELS = / \/model\/(new|update|\{id\}\/update)$/;
/** Of keys that were made, the number that is called with. */
const CALLED_KEYS = 20;
/** What an answer of the data plane is asked for in every dialect at once. */
const ASKED = { messages: [{ role: 'user', content: 'Hello' }], input: 'Hello', prompt: 'Hello', max_tokens: 5 };
/** Members of a call that could name a destination, a credential or somewhere to report to. */
const CALL_MEMBERS = [
  'api_base',
  'base_url',
  'api_key',
  'langfuse_host',
  'langfuse_secret_key',
  'metadata',
  'user_config',
];

/** Two admins write everything everywhere, and use what they wrote. */
export class Walk {
  /** Routes that took something of it. */
  readonly taken = new Set<string>();
  /** Routes of the admin that failed. */
  readonly faults: string[] = [];
  /** What the callers were told that they must not know: the route, and whose secret it is. */
  readonly told: string[] = [];
  private document: Document = { paths: {}, components: { schemas: {} } };
  private readonly madeKeys: string[] = [];
  private readonly hostile: readonly string[];
  private count = 0;

  private constructor(
    private readonly guarded: GuardedGateway,
    private readonly callers: Callers,
    credentials: readonly string[],
  ) {
    const files = referencesToFiles(join(guarded.folder, 'secret'), join(guarded.folder, 'module.cjs'));
    this.hostile = [...files, ...credentials, ...addressesAt(guarded.foreign.origin)];
  }

  static async of(guarded: GuardedGateway, callers: Callers, credentials: readonly string[]): Promise<Walk> {
    const walk = new Walk(guarded, callers, credentials);
    walk.document = (await walk.call<Document>('GET /openapi.json', callers.teamAdmin)).body;
    return walk;
  }

  /** Every route that writes. */
  get routes(): readonly WrittenRoute[] {
    return writtenRoutes(this.document);
  }

  /** At every route but those that take away; and what was written is used. */
  async writeAndUse(): Promise<void> {
    await this.write(this.routes.filter(({ name }) => !TAKES_AWAY.test(name)));
    await this.tryProviders();
    await this.redirect();
    await this.use();
    await waitFor('the callbacks of the operator', () => this.hasReported(), 30_000);
  }

  /** At the rest of them. */
  takeAway(): Promise<void> {
    return this.write(this.routes.filter(({ name }) => TAKES_AWAY.test(name)));
  }

  private async write(routes: readonly WrittenRoute[]): Promise<void> {
    for (const route of routes) {
      await this.writeTo(route, this.callers.teamAdmin, this.everything());
      await this.writeTo(route, this.callers.organizationAdmin, []);
    }
  }

  /**
   * Each field alone with a few values, others each time, and what says where a model leads with each; then all at once with each of `values`.
   * Where the route is refused to the caller whatever it says, and without `values`, one for each field and a few at once.
   */
  private async writeTo(route: WrittenRoute, key: string, values: readonly string[]): Promise<void> {
    const path = ownPath(route.name, this.callers);
    const send = async (more: Body): Promise<number> =>
      (await this.call(path, key, { ...this.bodyOf(route), ...more }, route)).status;
    const isRefused = [401, 403].includes(await send({}));
    const isBrief = isRefused || route.isDataPlane || values.length === 0;
    const { litellm_params: _params, ...identity } = this.bodyOf(route);
    const fields = this.fieldsOf(route);
    const alone = fields.flatMap(([name, schema]) => {
      const placed = (value: string, most?: number): readonly Body[] =>
        this.placed(name, schema, value)
          .slice(0, most)
          .map((member) => ({ [name]: member }));
      if (isBrief) return placed(this.any(this.few()), 1);
      if (name !== 'litellm_params') return this.few().flatMap((value) => placed(value));
      // a model that is kept makes every later one dearer: the trial takes all, what keeps them the address they lead to
      if (route.name !== TRIAL)
        return [...placed(this.any(this.few())), ...this.hostile.flatMap((value) => placed(value, 1))];
      return this.hostile.flatMap((value) => placed(value));
    });
    // what says whose it is stays: the rest is not looked at otherwise
    const others = fields.filter(([name]) => !(name in identity));
    const whole = isBrief || KEEPS_MODELS.test(route.name) ? this.few() : values;
    const atOnce = (others.length === 0 ? [] : whole).map((value) => {
      const all = others.map(([name, schema]) => [name, this.any(this.placed(name, schema, value))] as const);
      return Object.fromEntries(all);
    });
    await inParallel([...alone, ...atOnce], send);
  }

  private fieldsOf({ isDataPlane, fields = [] }: WrittenRoute): NonNullable<WrittenRoute['fields']> {
    return isDataPlane ? CALL_MEMBERS.map((name) => [name, {}] as const) : fields;
  }

  private placed(name: string, schema: Schema, value: string): readonly unknown[] {
    return placeIn(name, schema, value, this.guarded.foreign.origin);
  }

  /** Every provider at a foreign host, without a credential of the team's own. */
  private async tryProviders(): Promise<void> {
    const { team_id } = this.callers.ids;
    const bases = PROVIDERS.flatMap(({ prefixes }) => prefixes).flatMap((prefix) =>
      addressesAt(this.guarded.foreign.origin)
        .slice(0, 3)
        .map((api_base) => ({ model: `${prefix}/x`, api_base, api_version: '1' })),
    );
    await inParallel(bases, async (litellm_params) => {
      const body = { model_name: `at-${this.newId()}`, litellm_params, model_info: { team_id } };
      for (const route of ['POST /model/new', TRIAL]) await this.call(route, this.callers.teamAdmin, body);
    });
  }

  /** What the operator gave models of the team: each is led to a foreign host by every way there is, and called. */
  private async redirect(): Promise<void> {
    const { guarded, callers } = this;
    const { team_id } = callers.ids;
    const secret = (name: string): string => guarded.canaries.make(`the operator's ${name} in a model of the team`);
    const given = { model: 'openai/x', api_base: `${guarded.own.origin}/v1`, api_key: secret('key') };
    const litellm_params = { ...given, extra_headers: { 'x-own': secret('header') } };
    const changes = addressesAt(guarded.foreign.origin)
      .slice(0, 2)
      .flatMap((address) =>
        ['openai', 'anthropic', 'azure'].flatMap((prefix) =>
          ['api_base', 'base_url'].map((member) => ({ model: `${prefix}/x`, api_version: '1', [member]: address })),
        ),
      );
    await inParallel(changes, async (change) => {
      const model_name = `given-${this.newId()}`;
      const { model_id } = await guarded.ask<{ model_id: string }>('POST /model/new', {
        model_name,
        litellm_params,
        model_info: { team_id },
      });
      const updates: readonly (readonly [string, object])[] = [
        ['POST /model/update', { model_info: { id: model_id }, litellm_params: change }],
        [`PATCH /model/${model_id}/update`, { litellm_params: change }],
        [`PATCH /model/${model_id}/update`, { litellm_params: { ...change, api_key: 'of the team' } }],
        [`PATCH /model/${model_id}/update`, { litellm_params: { ...change, extra_headers: {} } }],
      ];
      for (const [route, body] of updates) {
        await this.call(route, callers.teamAdmin, body);
        await this.call('POST /v1/chat/completions', callers.teamAdmin, { ...ASKED, model: model_name });
      }
    });
  }

  /** Calls with the models and keys that were made, checks of all models, and everything that can be read. */
  private async use(): Promise<void> {
    const { teamAdmin, organizationAdmin, model } = this.callers;
    const shown = await this.call<{ data: readonly { model_name: string }[] }>('GET /model/info', teamAdmin);
    const names = [...new Set(shown.body.data.map(({ model_name }) => model_name)), 'operators'];
    await inParallel(names, (name) => this.call('POST /v1/chat/completions', teamAdmin, { ...ASKED, model: name }));
    await inParallel(this.madeKeys.slice(-CALLED_KEYS), (key) =>
      this.call('POST /v1/chat/completions', key, { ...ASKED, model }),
    );
    await callGateway(this.guarded.gateway, 'POST /v1/chat/completions', { body: { ...ASKED, model: 'operators' } });
    await callGateway(this.guarded.gateway, 'GET /health');
    for (const path of Object.keys(this.document.paths).filter(
      (each) => this.document.paths[each]?.['get'] !== undefined,
    ))
      for (const key of [teamAdmin, organizationAdmin])
        await this.call(ownPath(askable(`GET ${path}`), this.callers), key);
  }

  /** A trace of a call with the operator's model has come. */
  private hasReported(): boolean {
    return this.guarded.own.received.some((text) => text.includes('/otel/v1/traces'));
  }

  private async call<Answered = Body>(
    path: string,
    key: string,
    body?: object,
    route?: WrittenRoute,
  ): Promise<Answer<Answered>> {
    const answer = await callGateway<Answered>(this.guarded.gateway, path, { key, ...(body && { body }) });
    const text = `${JSON.stringify([...answer.headers])} ${answer.text}`;
    this.told.push(...this.guarded.canaries.foundIn(text).map((name) => `${path}: ${name}`));
    if (answer.status < 300 && body !== undefined && route !== undefined) this.taken.add(route.name);
    if (answer.status >= 500 && route?.isDataPlane === false)
      this.faults.push(`${path} ${JSON.stringify(body)}: ${answer.text}`);
    const { key: made } = (answer.body ?? {}) as { readonly key?: unknown };
    if (typeof made === 'string' && path.startsWith('POST /key/generate')) this.madeKeys.push(made);
    return answer;
  }

  private bodyOf({ name, isDataPlane }: WrittenRoute): Body {
    if (isDataPlane) return { ...ASKED, model: this.callers.model };
    return ownBody(name, this.callers, () => this.newId());
  }

  private newId(): string {
    return `canary-${String(++this.count)}`;
  }

  /** One after the other, so that all have their turn. */
  private any<T>(values: readonly T[]): T {
    return values[++this.count % values.length] as T;
  }

  /** Every variable in one of its forms, and every other value. */
  private everything(): readonly string[] {
    return [...this.hostile, ...this.guarded.variables.map((name) => this.any(referencesTo(name)))];
  }

  /** Three of all values, others each time. */
  private few(): readonly string[] {
    const { variables, foreign } = this.guarded;
    return [this.any(referencesTo(this.any(variables))), foreign.origin, this.any(this.hostile)];
  }
}

async function inParallel<T>(inputs: readonly T[], work: (input: T) => Promise<unknown>): Promise<void> {
  const rest = [...inputs];
  const next = async (): Promise<void> => {
    for (let input = rest.pop(); input !== undefined; input = rest.pop()) await work(input);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
