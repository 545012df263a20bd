import type { JsonObject } from '@tollgate/kernel';
import { chatTool, encodeChat, weather } from '../../../../test/support/formats/index.js';

describe('settings', () => {
  test('a JSON schema is output_config.format with closed objects (recording structured)', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'object', properties: { b: { enum: [{ properties: 1 }] } } } } },
    };
    const { body } = encodeChat({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
    expect(body['output_config']).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          additionalProperties: false,
          properties: {
            a: {
              type: 'array',
              items: { type: 'object', additionalProperties: false, properties: { b: { enum: [{ properties: 1 }] } } },
            },
          },
        },
      },
    });
  });

  test('stop, user and tier have their names here; a personal user is not passed on', () => {
    const { body } = encodeChat({ stop: 'x', user: 'u-1', service_tier: 'default' });
    expect(body).toMatchObject({ stop_sequences: ['x'], metadata: { user_id: 'u-1' }, service_tier: 'standard_only' });
    expect(encodeChat({ user: 'ada@example.com' }).body).not.toHaveProperty('metadata');
  });

  test("the deployment's parameters apply where the client sent none, and extra_body last, but for what is governed", () => {
    const at = {
      defaults: { temperature: 0.2, max_tokens: 100 },
      extraBody: { top_p: 0.9, max_tokens: 9999, model: 'other' },
    };
    expect(encodeChat({}, at).body).toMatchObject({
      temperature: 0.2,
      max_tokens: 100,
      top_p: 0.9,
      model: 'claude-sonnet-4-5',
    });
    expect(encodeChat({ temperature: 0, max_tokens: 5 }, at).body).toMatchObject({ temperature: 0, max_tokens: 5 });
  });

  test('additional_drop_params takes parameters and paths out, never a limit', () => {
    const at = { additionalDropParams: ['temperature', 'tools[*].description', 'max_tokens', 'seed'] };
    const { body, warnings } = encodeChat({ temperature: 0, max_tokens: 5, tools: [chatTool] }, at);
    expect(warnings.map(({ path }) => path)).toEqual(['temperature', 'tools[*].description']);
    expect(body).toMatchObject({ max_tokens: 5, tools: [{ name: 'get_weather', input_schema: weather }] });
    expect(body).not.toHaveProperty('temperature');
    expect((body['tools'] as JsonObject[])[0]).not.toHaveProperty('description');
  });
});
