import { count, type DialectSchemas, object, text } from './schema-terms.js';

const geminiPart = {
  type: 'object',
  oneOf: [
    object({ text }, { thought: { const: true }, thoughtSignature: text }),
    object({ functionCall: object({ name: text, args: { type: 'object' } }, { id: text }) }),
    object({ inlineData: object({ mimeType: text, data: text }) }),
  ],
};
const geminiUsage = object({ promptTokenCount: count, candidatesTokenCount: count, totalTokenCount: count });

function generated(candidate: object): object {
  return object(
    {
      candidates: { type: 'array', minItems: 1, items: candidate },
      modelVersion: { const: 'public-name' },
      responseId: text,
    },
    { usageMetadata: geminiUsage },
  );
}

const geminiContent = object({ role: { const: 'model' }, parts: { type: 'array', items: geminiPart } });
const geminiFinish = { enum: ['STOP', 'MAX_TOKENS', 'SAFETY', 'OTHER'] };

/** Google's generateContent. */
export const geminiSchemas: DialectSchemas = {
  answer: generated(object({ content: geminiContent, finishReason: geminiFinish, index: count })),
  event: generated(object({ content: geminiContent, index: count }, { finishReason: geminiFinish })),
  error: object({ error: object({ code: count, message: text, status: text }) }),
};
