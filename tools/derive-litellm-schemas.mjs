// Writes test/support/litellm-schemas/litellm-schemas.json: what LiteLLM's own OpenAPI document says of the requests and answers of its admin
// API, cut out of that document, given by path:
//   node tools/derive-litellm-schemas.mjs <litellm-proxy-openapi.json>
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { cut, reachable } from './lib/json-schemas.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

const OUTPUT = fromRoot('test', 'support', 'litellm-schemas', 'litellm-schemas.json');
/** Where LiteLLM's admin API is; the rest of its document is the data plane and what is managed beside it. */
const ADMIN = new RegExp(
  '^/(v\\d/)?(access_group|agent|audit|budget|cache|callbacks|config|cost|credentials|customer|fallback|get|global|health|invitation|key|model|' +
    'model_access_group|model_group|onboarding|organization|project|provider|router|settings|spend|tag|team|user)(/|$)',
);
const JSON_TYPE = 'application/json';

await main(async () => {
  const [file] = process.argv.slice(2);
  if (file === undefined)
    throw new Problem('usage: node tools/derive-litellm-schemas.mjs <litellm-proxy-openapi.json>');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const { schemas } = document.components;
  const operations = Object.entries(document.paths)
    .filter(([path]) => ADMIN.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, summarise(operation)]),
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const definitions = reachable(schemas, operations).map((name) => [name, cut(schemas[name], name)]);
  const derived = {
    source: `LiteLLM ${document.info.version}, the OpenAPI document that its proxy serves (MIT)`,
    operations: Object.fromEntries(operations.map(([route, parts]) => [route, cutParts(parts)])),
    definitions: Object.fromEntries(definitions),
  };
  const options = await resolveConfig(OUTPUT);
  writeFileSync(OUTPUT, await format(JSON.stringify(derived), { ...options, parser: 'json' }));
});

/** What the document says of a call: its query, its body, its answer; what it leaves empty is absent. */
function summarise({ parameters = [], requestBody, responses }) {
  const asked = parameters.filter((parameter) => parameter.in === 'query');
  const query = {
    type: 'object',
    required: asked.filter(({ required }) => required === true).map(({ name }) => name),
    properties: Object.fromEntries(asked.map(({ name, schema }) => [name, schema])),
  };
  const body = requestBody?.content?.[JSON_TYPE]?.schema;
  const answer = (responses?.['200'] ?? responses?.['201'])?.content?.[JSON_TYPE]?.schema;
  return {
    ...(asked.length > 0 && { query }),
    ...(saysAnything(body) && { body }),
    ...(saysAnything(answer) && { answer }),
  };
}

function saysAnything(schema) {
  return schema !== undefined && Object.keys(cut(schema)).length > 0;
}

function cutParts(parts) {
  return Object.fromEntries(Object.entries(parts).map(([part, schema]) => [part, cut(schema)]));
}
