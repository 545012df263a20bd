import { buildTarget } from '../../../test/support/builders/index.js';
import type { DispatchAsk } from './dispatch-ask.js';
import { toldAnswer } from './told-answer.js';

const asking = (mockResponse?: string) => ({ request: { gateway: { mockResponse } } }) as unknown as DispatchAsk;
const step = (mockResponse?: string) => ({
  target: buildTarget('openai/m', 'https://host.example', { ...(mockResponse !== undefined && { mockResponse }) }),
});

it.each([
  ['the client’s before the deployment’s', 'client', 'deployment', 'client'],
  ['the client’s, an empty one too', '', 'deployment', ''],
  ['the deployment’s where the client has none', undefined, 'deployment', 'deployment'],
  ['none where nobody has one', undefined, undefined, undefined],
])('the answer that is told is %s', (_, client, deployment, expected) => {
  expect(toldAnswer(asking(client), step(deployment))).toBe(expected);
});
