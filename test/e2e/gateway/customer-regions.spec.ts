import { randomUUID } from 'node:crypto';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
for (const model of ['gpt-eu', 'gpt-us', 'gpt-somewhere'])
  upstream.on(model, (request) => speakChat(request, { outputTokens: 2, promptTokens: 5 }));

const at = (name: string, model: string, region?: string): object =>
  buildModel({
    name,
    model: `openai/${model}`,
    apiBase: `${upstream.url}/v1`,
    params: region === undefined ? {} : { region_name: region },
  });

describeAt(
  'nothing set',
  'a customer that may not leave its region',
  () => ({
    config: buildConfig([
      at('everywhere', 'gpt-us', 'us-east-1'),
      at('everywhere', 'gpt-eu', 'europe-west4'),
      at('everywhere', 'gpt-somewhere'),
      at('american', 'gpt-us', 'us-east-1'),
      at('european', 'gpt-eu', 'eu-central-1'),
    ]),
  }),
  (gateway) => {
    const customer = async (settings: object): Promise<(model: string) => Promise<number>> => {
      const user = `customer-${randomUUID()}`;
      const made = await callGateway(gateway(), 'POST /customer/new', { body: { user_id: user, ...settings } });
      expect(made.status).toBe(200);
      const { key } = await createKey(gateway(), {});
      const messages = [{ role: 'user', content: 'x' }];
      return async (model) =>
        (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model, user, messages } })).status;
    };
    const asked = (model: string): number => upstream.of(model).length;

    it('is answered by deployments there, by its default model there where the one asked for has none, else not at all', async () => {
      const ask = await customer({ allowed_model_region: 'eu' });
      const before = [asked('gpt-us'), asked('gpt-somewhere'), asked('gpt-eu')];
      for (let call = 0; call < 8; call += 1) expect(await ask('everywhere')).toBe(200);
      expect(await ask('american')).toBe(403);
      const withDefault = await customer({ allowed_model_region: 'eu', default_model: 'european' });
      expect(await withDefault('american')).toBe(200);
      const elsewhere = await customer({ allowed_model_region: 'eu', default_model: 'american' });
      expect(await elsewhere('american')).toBe(403);
      const [us = 0, somewhere = 0, eu = 0] = before;
      expect([asked('gpt-us'), asked('gpt-somewhere'), asked('gpt-eu')]).toEqual([us, somewhere, eu + 9]);
    });
  },
);
