import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { Replay } from './replay.js';

describe('LiteLLM recording "key forms", the steps of the admin', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('is answered alike but for the difference that is meant', async () => {
    const replay = new Replay(admin, 'key-forms');
    const differences = {
      readOnly: await replay.play(1, { save: { ro: 'key' } }),
      llmApi: await replay.play(4, { save: { la: 'key' } }),
      routeRefused: await replay.play(6, { key: '${la}' }),
      aliases: await replay.play(7, { save: { al: 'key' } }),
      routes: await replay.play(9, { save: { ar: 'key' } }),
      noModels: await replay.play(12, { save: { nd: 'key' } }),
      blocked: await replay.play(14, { save: { bl: 'key' } }),
      full: await replay.play(16, { save: { full: 'key' } }),
      fullInfo: await replay.play(17),
      listOfUser: await replay.play(18),
      pageZero: await replay.play(19),
      sizeTooLarge: await replay.play(20),
      unknown: await replay.play(23),
      update: await replay.play(24),
      aliasTaken: await replay.play(25),
      deleteNothing: await replay.play(28),
      deleteByAlias: await replay.play(29),
    };
    const alike = Object.fromEntries(Object.keys(differences).map((name) => [name, []]));
    // LiteLLM makes a hidden budget to hold a soft budget; here it is a setting of the key
    const noBudget = (path: string): string => `${path}: expected string "<uuid>", got null null`;
    expect(differences).toEqual({
      ...alike,
      full: [noBudget('budget_id'), noBudget('litellm_budget_table.budget_id')],
      fullInfo: [noBudget('info.budget_id'), noBudget('info.litellm_budget_table.budget_id')],
      update: [noBudget('budget_id')],
    });
  });
});
