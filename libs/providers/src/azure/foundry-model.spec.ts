import type { Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { azureAi } from '../azure-ai/index.js';

const target = buildTarget('azure_ai/grok-4', 'https://mine.services.ai.azure.com');

function build(at: Partial<Target>) {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: [{ role: 'user', content: 'x' }] },
    params: {},
    query: { 'api-version': '2024-10-21' },
  });
  if (!decoded.ok) throw decoded.error;
  const { chat } = azureAi.adapters;
  const built = chat?.buildRequest(decoded.value, { ...target, ...at }, undefined);
  if (chat === undefined || built?.ok !== true) throw new Error('not built');
  const { path, query } = built.value.spec;
  const { headers } = chat.sign(built.value.spec, { api_key: 'k' }, 0);
  return [`/${path.join('/')}`, query?.['api-version'], headers['api-key'], headers['authorization']];
}

test.each([
  [{}, ['/models/chat/completions', '2024-05-01-preview', 'k', undefined]],
  [{ apiVersion: '2025-01-01' }, ['/models/chat/completions', '2025-01-01', 'k', undefined]],
  [
    { apiBase: 'https://mine.services.ai.azure.com/models' },
    ['/models/chat/completions', '2024-05-01-preview', 'k', undefined],
  ],
  [{ apiBase: 'https://grok.example/v1' }, ['/v1/chat/completions', undefined, undefined, 'Bearer k']],
  [{ apiBase: 'https://services.ai.azure.com.evil.example' }, ['/chat/completions', undefined, undefined, 'Bearer k']],
])('a model at %j is asked at %j', (at, asked) => {
  expect(build(at)).toEqual(asked);
});
