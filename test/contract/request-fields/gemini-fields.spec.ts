import type { JsonObject } from '@tollgate/kernel';
import { geminiClient, geminiUpstream } from '@tollgate/formats';
import { COUNTED, GEMINI_MEMBERS, GEMINI_TOOLS, geminiValue, OF_THE_REQUEST } from './gemini-rows.js';

/** What can cost without a bound that is known. */
const UNBOUNDED = new Set([
  'responseModalities',
  'speechConfig',
  'imageConfig',
  'routingConfig',
  'modelSelectionConfig',
  'audioTranscriptionConfig',
  'continuationToken',
]);
function bound(body: JsonObject) {
  const contents = [{ role: 'user', parts: [{ text: 'x' }] }];
  const decoded = geminiClient.decodeRequest({ body: { contents, ...body }, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  return geminiUpstream.boundUsage(decoded.value);
}

describe("every member that Google's library can send", () => {
  it.each(GEMINI_MEMBERS)('%s is bounded, or known to be without bound', (name) => {
    const value = geminiValue(name);
    const mime = name.endsWith('Schema') ? { responseMimeType: 'application/json' } : {};
    const body = OF_THE_REQUEST.has(name) ? { [name]: value } : { generationConfig: { [name]: value, ...mime } };
    const { unbounded, inputTexts } = bound(body);
    expect(unbounded.map((line) => line.replace(/^generationConfig\./, '').split(':')[0])).toEqual(
      UNBOUNDED.has(name) ? [name] : [],
    );
    if (JSON.stringify(value).includes(COUNTED)) expect(inputTexts.join()).toContain(COUNTED);
  });

  it.each(GEMINI_TOOLS)('the tool %s is without bound, but for what the client runs', (name) => {
    expect(bound({ tools: [{ [name]: {} }] }).unbounded).toHaveLength(name === 'computerUse' ? 0 : 1);
  });
});
