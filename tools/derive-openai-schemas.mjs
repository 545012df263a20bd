// Writes test/contract/schemas/openai-schemas.json: OpenAI's own JSON schemas of what the gateway sends to OpenAI and answers in OpenAI's
// dialects, cut out of OpenAI's OpenAPI document, given by path:
//   node tools/derive-openai-schemas.mjs <openai openapi.json> <its commit>
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
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
/** What says nothing of which values are valid. */
const NOTES = new Set([
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'format',
  'title',
]);

await main(async () => {
  const [file, commit] = process.argv.slice(2);
  if (file === undefined || commit === undefined)
    throw new Problem('usage: node tools/derive-openai-schemas.mjs <openai openapi.json> <its commit>');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const { schemas } = document.components;
  const missing = ROOTS.filter((name) => schemas[name] === undefined);
  if (missing.length > 0) throw new Problem(`the document has no ${missing.join(', ')}`);
  const definitions = Object.fromEntries(reachable(schemas).map((name) => [name, cut(schemas[name], name)]));
  const source = `OpenAI API ${document.info.version}, openai/openai-openapi ${commit} (MIT)`;
  const options = await resolveConfig(OUTPUT);
  writeFileSync(OUTPUT, await format(JSON.stringify({ source, definitions }), { ...options, parser: 'json' }));
});

/** The roots and all that they refer to, however far, in order of their names. */
function reachable(schemas) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, next] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) visit(next);
  };
  ROOTS.forEach(visit);
  return [...found].sort();
}

/** A schema as JSON Schema draft 7 has it, without notes; `self` is what a recursive reference in it means. */
function cut(schema, self) {
  if (Array.isArray(schema)) return schema.map((item) => cut(item, self));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema;
  const entries = Object.entries(rest).flatMap(([name, value]) => cutMember(name, value, self));
  const kept = Object.fromEntries(entries);
  // a remnant of OpenAPI 3.0
  return nullable === true ? { anyOf: [kept, { type: 'null' }] } : kept;
}

function cutMember(name, value, self) {
  if (NOTES.has(name) || name.startsWith('x-') || name === '$recursiveAnchor') return [];
  // its unions are told apart by `type`, and some branches hold others: one that fits is enough
  if (name === 'oneOf') return [['anyOf', cut(value, self)]];
  if (name === '$recursiveRef') return [['$ref', `#/definitions/${self}`]];
  if (name === '$ref') return [[name, value.replace('#/components/schemas/', '#/definitions/')]];
  if (name === 'enum' || name === 'const' || name === 'required') return [[name, value]];
  if (name === 'properties')
    return [[name, Object.fromEntries(Object.entries(value).map(([member, schema]) => [member, cut(schema, self)]))]];
  return [[name, cut(value, self)]];
}
