import { createHash } from 'node:crypto';
import type { TestAdmin } from '../support/test-admin.js';
import { LIMITS, type Members, type ProviderCalls } from './provider-calls.js';

/** Tests of users, keys, models, access groups, fallbacks and credentials. */
export function keepAccess(context: () => { readonly admin: TestAdmin; readonly calls: ProviderCalls }): void {
  it('users', async () => {
    const { admin, calls } = context();
    const [user_id, team, other] = [admin.newId(), await admin.makeTeam(), await admin.makeTeam()];
    const sent = {
      user_alias: 'Ada',
      user_email: `${user_id}@example.com`,
      user_role: 'internal_user',
      budget_duration: '30d',
      max_budget: 5.5,
      tpm_limit: 10,
      rpm_limit: 1,
      models: ['gpt-4o'],
      metadata: { a: 'b' },
    };
    const read = async () => (await calls.done<{ user_info: Members }>(`GET /user/info?user_id=${user_id}`)).user_info;
    await calls.done('POST /user/new', { user_id, ...sent, teams: [team], auto_create_key: false });
    expect(await read()).toMatchObject({ ...sent, teams: [team] });
    expect((await calls.send('POST /user/new', { user_email: sent.user_email })).status).toBe(409);
    const changed = {
      ...sent,
      user_alias: 'Eve',
      user_role: 'internal_user_viewer',
      max_budget: 6,
      models: [],
      metadata: {},
    };
    await calls.done('POST /user/update', { user_id, ...changed, auto_create_key: false });
    await calls.done('POST /team/member_add', { team_id: other, member: [{ role: 'user', user_id }] });
    await calls.done('POST /team/member_delete', { team_id: team, user_id });
    const { metadata: _metadata, ...shown } = changed;
    expect(await read()).toMatchObject({ ...shown, teams: [other] });
    expect((await read())['metadata']).toEqual({});
    await calls.done('POST /user/delete', { user_ids: [user_id] });
    await calls.gone(`GET /user/info?user_id=${user_id}`);
    await calls.gone(`GET /v2/user/info?user_id=${user_id}`);
    await calls.gone('POST /user/delete', { user_ids: [user_id] });
  });

  it('keys, by their secret or hash', async () => {
    const { admin, calls } = context();
    const team_id = await admin.makeTeam();
    const { soft_budget: _soft, ...limits } = LIMITS;
    const sent = {
      key_alias: `alias-${admin.newId()}`,
      models: ['gpt-4o'],
      aliases: { m: 'gpt-4o' },
      blocked: false,
      ...limits,
    };
    const kept = { metadata: { x: 'y', n: 5 }, tags: ['a'], model_rpm_limit: { 'gpt-4o': 5 } };
    const { key } = await calls.done<{ key: string }>('POST /key/generate', {
      team_id,
      ...sent,
      ...kept,
      rpm_limit_type: 'best_effort_throughput',
    });
    const hash = createHash('sha256').update(key).digest('hex');
    const read = async (id = key) => (await calls.done<{ info: Members }>(`GET /key/info?key=${id}`)).info;
    expect(await read()).toMatchObject({ ...sent, team_id, metadata: { x: 'y', n: 5, tags: ['a'] } });
    expect(await read(hash)).toEqual(await read());
    const cleared = Object.fromEntries(Object.keys(limits).map((name) => [name, null]));
    for (const change of [
      { max_budget: 5, budget_duration: '7d', models: ['all-team-models'] },
      { aliases: {} },
      cleared,
    ]) {
      await calls.done('POST /key/update', { key, ...change });
      const info = await read();
      expect(Object.fromEntries(Object.keys(change).map((name) => [name, info[name]]))).toEqual(change);
    }
    for (const [command, blocked] of [
      ['block', true],
      ['unblock', false],
    ] as const) {
      await calls.done(`POST /key/${command}`, { key: hash });
      expect(await read()).toMatchObject({ blocked });
    }
    await calls.done('POST /key/delete', { keys: [key] });
    await calls.gone('POST /key/delete', { keys: [key] });
    await calls.gone('POST /key/unblock', { key: hash });
    await calls.gone('POST /key/update', { key, max_budget: 1 });
  });

  it('models, by the id that it chose', async () => {
    const { admin, calls } = context();
    const [id, name] = [admin.newId(), admin.newId()];
    const params = {
      custom_llm_provider: 'openai',
      model: 'openai/gpt-4o',
      api_key: 'sk-upstream-0123456789',
      tpm: 1000,
    };
    const info = { base_model: 'gpt-4o', tier: 'free', mode: 'chat', access_groups: ['beta'] };
    const read = async () =>
      (
        await calls.done<{ data: readonly { model_name: string; litellm_params: Members; model_info: Members }[] }>(
          `GET /model/info?litellm_model_id=${id}`,
        )
      ).data[0];
    await calls.done('POST /model/new', {
      model_name: name,
      litellm_params: params,
      model_info: { id, db_model: true, ...info },
    });
    expect(await read()).toMatchObject({
      model_name: name,
      litellm_params: { tpm: 1000 },
      model_info: { id, ...info },
    });
    const changed = {
      model_name: `${name}-2`,
      litellm_params: { ...params, tpm: 2000 },
      model_info: { ...info, tier: 'paid' },
    };
    await calls.done(`PATCH /model/${id}/update`, changed);
    expect(await read()).toMatchObject({
      model_name: `${name}-2`,
      litellm_params: { tpm: 2000 },
      model_info: { tier: 'paid' },
    });
    // as LiteLLM's Python client names it
    await calls.done('POST /model/update', { id, litellm_params: { tpm: 3000 } });
    expect(await read()).toMatchObject({ litellm_params: { tpm: 3000 } });
    await calls.done('POST /model/delete', { id });
    const answer = await calls.send(`GET /model/info?litellm_model_id=${id}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: { error: expect.stringContaining('not found') as string } },
    });
  });

  it('access groups of both forms, fallbacks and credentials', async () => {
    const { admin, calls } = context();
    const [group, credential] = [`group-${admin.newId()}`, `credential ${admin.newId()}`];
    await calls.done('POST /access_group/new', { access_group: group, model_names: ['gpt-4o'] });
    await calls.done(`PUT /access_group/${group}/update`, { model_names: ['gpt-4o', 'claude'] });
    expect((await calls.done(`GET /access_group/${group}/info`))['model_names']).toEqual(
      expect.arrayContaining(['gpt-4o', 'claude']),
    );
    await calls.done(`DELETE /access_group/${group}/delete`);
    await calls.gone(`GET /access_group/${group}/info`);

    const key = await admin.makeKey();
    const sent = {
      access_group_name: group,
      description: 'd',
      access_model_names: ['gpt-4o'],
      assigned_key_ids: [key.hash],
    };
    const { access_group_id: id } = await calls.done<{ access_group_id: string }>('POST /v1/access_group', sent);
    for (const change of [{ description: null }, { access_model_names: [] }, { assigned_key_ids: [] }]) {
      expect(await calls.done(`PUT /v1/access_group/${id}`, { ...sent, ...change })).toMatchObject(change);
      expect(await calls.done(`GET /v1/access_group/${id}`)).toMatchObject(change);
    }
    await calls.done(`DELETE /v1/access_group/${id}`);
    await calls.gone(`GET /v1/access_group/${id}`);

    for (const fallback_type of ['general', 'context_window', 'content_policy']) {
      const fallback = { model: 'gpt-4o', fallback_models: ['claude'], fallback_type };
      await calls.done('POST /fallback', fallback);
      expect(await calls.done(`GET /fallback/gpt-4o?fallback_type=${fallback_type}`)).toMatchObject(fallback);
      await calls.done(`DELETE /fallback/gpt-4o?fallback_type=${fallback_type}`);
      await calls.gone(`GET /fallback/gpt-4o?fallback_type=${fallback_type}`);
    }

    const path = encodeURIComponent(credential);
    await calls.done('POST /credentials', {
      credential_name: credential,
      credential_info: { description: 'd' },
      credential_values: { api_key: 'sk-0123456789' },
    });
    await calls.done(`PATCH /credentials/${path}`, {
      credential_info: { description: 'e' },
      credential_values: { api_key: 'sk-9876543210' },
    });
    expect(await calls.done(`GET /credentials/by_name/${path}`)).toMatchObject({
      credential_name: credential,
      credential_info: { description: 'e' },
    });
    await calls.done(`DELETE /credentials/${path}`);
    await calls.gone(`GET /credentials/by_name/${path}`);
  });
}
