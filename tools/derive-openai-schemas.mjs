// Writes test/contract/schemas/openai-schemas.json: OpenAI's own JSON schemas of what the gateway sends to OpenAI and answers in OpenAI's
// dialects, cut out of OpenAI's OpenAPI document, given by path:
//   node tools/derive-openai-schemas.mjs <openai openapi.json> <its commit>
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { cut, reachable } from './lib/json-schemas.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

const OUTPUT = fromRoot('test', 'contract', 'schemas', 'openai-schemas.json');
const ROOTS = [
  'CreateChatCompletionRequest',
  'CreateChatCompletionResponse',
  'CreateChatCompletionStreamResponse',
  'CreateCompletionRequest',
  'CreateCompletionResponse',
  'CreateEmbeddingRequest',
  'CreateEmbeddingResponse',
  'CreateImageRequest',
  'CreateModerationRequest',
  'CreateModerationResponse',
  'CreateResponse',
  'CreateSpeechRequest',
  'CreateSpeechResponseStreamEvent',
  'CreateTranscriptionResponseDiarizedJson',
  'CreateTranscriptionResponseJson',
  'CreateTranscriptionResponseStreamEvent',
  'CreateTranscriptionResponseVerboseJson',
  'CreateTranslationResponseJson',
  'CreateTranslationResponseVerboseJson',
  'EditImageBodyJsonParam',
  'ErrorResponse',
  'ImageEditStreamEvent',
  'ImageGenStreamEvent',
  'ImagesResponse',
  'Response',
  'ResponseStreamEvent',
];

await main(async () => {
  const [file, commit] = process.argv.slice(2);
  if (file === undefined || commit === undefined)
    throw new Problem('usage: node tools/derive-openai-schemas.mjs <openai openapi.json> <its commit>');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const { schemas } = document.components;
  const missing = ROOTS.filter((name) => schemas[name] === undefined);
  if (missing.length > 0) throw new Problem(`the document has no ${missing.join(', ')}`);
  const names = reachable(schemas, ROOTS.map(referenceTo));
  const definitions = Object.fromEntries(names.map((name) => [name, cut(schemas[name], name)]));
  const source = `OpenAI API ${document.info.version}, openai/openai-openapi ${commit} (MIT)`;
  const options = await resolveConfig(OUTPUT);
  writeFileSync(OUTPUT, await format(JSON.stringify({ source, definitions }), { ...options, parser: 'json' }));
});

function referenceTo(name) {
  return { $ref: `#/components/schemas/${name}` };
}
