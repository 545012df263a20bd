import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import type { Deployment, Principal } from '@tollgate/canonical';
import type { ModelEntry } from '@tollgate/config';
import type { JsonValue } from '@tollgate/kernel';
import { PROVIDERS, supportedParameters } from '@tollgate/providers';
import recording from '../../../apps/admin/src/__recordings__/models-kept-in-the-database.json';
import { toGroupRow } from '../../../apps/admin/src/models/model-group.mapper.js';
import { type DescribedModel, toModelRow } from '../../../apps/admin/src/models/model.mapper.js';
import { entry, settings } from '../../../libs/catalog/src/test-doubles.js';

const CANARY = 'canary7f3a91d0c2';
const CALLER = { kind: 'master', models: [], teamModels: [] } as unknown as Principal;

function describeModels(...models: readonly ModelEntry[]): readonly DescribedModel[] {
  const compiled = compileSnapshot({
    settings: settings(models),
    providers: PROVIDERS,
    book: new PriceBook(),
    clock: { now: () => Date.parse('2026-11-20'), monotonicMs: () => 0 },
    version: 1,
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const { snapshot } = compiled.value;
  const parametersOf = ({ provider }: Deployment): readonly string[] =>
    PROVIDERS.flatMap((one) => (one.id === provider ? supportedParameters(one) : []));
  return [...snapshot.groups.values()].flat().map((deployment) => ({
    deployment,
    ...snapshot.priceOf(deployment, deployment.target.model),
    supportedParameters: parametersOf(deployment),
  }));
}

function describeModel(model: ModelEntry): DescribedModel {
  const [described] = describeModels(model);
  if (described === undefined) throw new Error('no model');
  return described;
}

interface Row {
  readonly [member: string]: JsonValue;
  readonly litellm_params: Readonly<Record<string, JsonValue>>;
  readonly model_info: Readonly<Record<string, JsonValue>>;
}
const rowOf = (model: ModelEntry): Row => toModelRow(describeModel(model), CALLER, true) as unknown as Row;
const recorded = (step: number): Record<string, unknown> =>
  recording.steps.find(({ number }) => number === step)?.answer.body.data?.[0] as Record<string, unknown>;

const RECORDED_MODEL = entry(
  'mdb-<uid>',
  {
    model: 'openai/first',
    api_base: 'http://127.0.0.1:18080/v1',
    api_key: 'sk-kept-secret',
    input_cost_per_token: 0.01,
    output_cost_per_token: 0.02,
  },
  { id: 'mid-<uid>', custom: 'note' },
);
/** Options of LiteLLM's own client library, no parameters of a conversation. */
const CLIENT_OPTIONS = ['max_retries', 'extra_headers'];

describe('a row of /model/info', () => {
  it('is what LiteLLM answered for the same model, but for what the gateway knows better', () => {
    const want = recorded(3) as unknown as Row;
    const got = rowOf(RECORDED_MODEL);
    expect(got.model_name).toBe(want['model_name']);
    expect(got.litellm_params).toEqual({ ...want.litellm_params, api_base: 'http://127.0.0.1:18080/v1' });
    expect(Object.keys(want.model_info).filter((name) => !(name in got.model_info))).toEqual([]);
    const others = Object.entries(want.model_info).filter(([name, value]) => !Object.is(got.model_info[name], value));
    expect(others.map(([name]) => name).sort()).toEqual([
      'access_via_team_ids',
      'db_model',
      'input_cost_per_audio_token',
      'output_cost_per_audio_token',
      'pricing_overrides',
      'supported_openai_params',
    ]);
    expect(got.model_info['pricing_overrides']).toEqual(want.model_info['pricing_overrides']);
  });

  it('has every parameter that LiteLLM lists for the provider', () => {
    const want = (recorded(3) as unknown as Row).model_info['supported_openai_params'] as readonly string[];
    const got = rowOf(RECORDED_MODEL).model_info['supported_openai_params'] as readonly string[];
    expect(want.filter((name) => !got.includes(name)).sort()).toEqual([...CLIENT_OPTIONS].sort());
  });

  it('has the book’s price and limits by LiteLLM’s names, and null where nothing is known', () => {
    expect(rowOf(entry('m', { model: 'openai/gpt-4o' })).model_info).toMatchObject({
      mode: 'chat',
      max_input_tokens: 128_000,
      max_output_tokens: 16_384,
      max_tokens: 16_384,
      input_cost_per_token: 2.5e-6,
      cache_read_input_token_cost: 1.25e-6,
      output_cost_per_token: 1e-5,
      pricing_overrides: [],
    });
    expect(rowOf(entry('m', { model: 'openai/never-heard-of' })).model_info).toMatchObject({
      mode: null,
      max_tokens: null,
      input_cost_per_token: null,
    });
  });

  it('has prices of tiers and of batches under LiteLLM’s names', () => {
    const own = entry('m', {
      model: 'openai/x',
      input_cost_per_token: 1e-6,
      input_cost_per_token_above_200k_tokens: 2e-6,
      input_cost_per_request: 0.25,
    });
    expect(rowOf(own).model_info).toMatchObject({
      input_cost_per_token: 1e-6,
      input_cost_per_token_above_200k_tokens: 2e-6,
      input_cost_per_request: 0.25,
    });
  });

  it('shows the caller’s own team and no other', () => {
    const model = describeModel(RECORDED_MODEL);
    const { model_info: info } = toModelRow(model, { ...CALLER, teamId: 't' }, true) as unknown as Row;
    expect([info['access_via_team_ids'], info['direct_access']]).toEqual([['t'], false]);
  });
});

describe('a row of /model_group/info', () => {
  it('is what LiteLLM answered for the same model', () => {
    const { supported_openai_params: parameters, ...want } = recorded(4);
    const got = toGroupRow('mdb-<uid>', [describeModel(RECORDED_MODEL)], false);
    expect(got).toMatchObject(want);
    const missing = (parameters as readonly string[]).filter(
      (name) => !(got['supported_openai_params'] as readonly string[]).includes(name),
    );
    expect(missing.sort()).toEqual([...CLIENT_OPTIONS].sort());
  });

  it('has the largest limit, the dearest price, rates added up, and the parameters that all deployments take', () => {
    const row = toGroupRow(
      'g',
      describeModels(
        entry('g', { model: 'openai/gpt-4o', rpm: 2 }, { supports_vision: true }),
        entry('g', { model: 'anthropic/claude-sonnet-4-5', rpm: 3 }),
      ),
      true,
    );
    expect(row).toMatchObject({
      is_public_model_group: true,
      providers: ['openai', 'anthropic'],
      max_input_tokens: 200_000,
      input_cost_per_token: 3e-6,
      output_cost_per_token: 1.5e-5,
      rpm: 5,
      tpm: null,
      supports_vision: true,
    });
    expect(row['supported_openai_params']).toContain('temperature');
    // Anthropic refuses it
    expect(row['supported_openai_params']).not.toContain('logit_bias');
  });
});

describe('no secret of a model is shown', () => {
  const foreign = ['aws_secret_access_key', 'vertex_credentials', 'azure_ad_token', 'client_secret', 'my_setting'];
  const shown = (model: ModelEntry): string => {
    const described = describeModel(model);
    return JSON.stringify([toModelRow(described, CALLER, true), toGroupRow('g', [described], false)]);
  };

  it.each(PROVIDERS.map(({ id, credentialFields, prefixes }) => [id, prefixes[0] ?? id, credentialFields] as const))(
    '%s: in none of its credential fields, nor in headers and bodies of the operator’s own',
    (_id, prefix, credentialFields) => {
      const fields = new Set([...credentialFields.map(({ name }) => name), 'api_key', ...foreign]);
      const credentials = Object.fromEntries([...fields].map((name) => [name, CANARY]));
      const text = shown(
        entry('g', {
          model: `${prefix}/m`,
          api_base: 'https://models.example/v1',
          ...credentials,
          extra_headers: { 'x-team': CANARY },
          headers: { authorization: `Bearer ${CANARY}` },
          extra_body: { deep: [{ auth: CANARY }] },
          mock_response: CANARY,
          temperature: CANARY,
          reasoning_effort: CANARY,
        }),
      );
      expect(text).toContain(`"model":"${prefix}/m"`);
      expect(text).not.toContain(CANARY);
    },
  );

  it.each([
    `https://user:${CANARY}@models.example/v1`,
    `https://models.example/v1?code=${CANARY}`,
    `https://models.example/v1?key=${CANARY}`,
  ])('in an address %s', (address) => {
    const { deployment, ...rest } = describeModel(entry('g', { model: 'openai/m', api_base: 'https://a.example/v1' }));
    const target = { ...deployment.target, apiBase: address };
    const row = toModelRow({ ...rest, deployment: { ...deployment, target } }, CALLER, true);
    expect(row['litellm_params']).toMatchObject({ api_base: 'https://models.example/v1' });
    expect(JSON.stringify(row)).not.toContain(CANARY);
  });

  it('in notes under the name of a secret, however deep, while the others and prices stay', () => {
    const info = { custom: 'note', api_key: CANARY, more: [{ token: CANARY }], my_cost_per_token: 3 };
    const row = rowOf(entry('g', { model: 'openai/m' }, info));
    expect(row.model_info).toMatchObject({ custom: 'note', more: [{}], my_cost_per_token: 3 });
    expect(JSON.stringify(row)).not.toContain(CANARY);
  });
});
