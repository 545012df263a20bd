// Writes test/contract/request-fields/request-fields.json: the names of everything that a chat completion, a response and a message can hold
// (members, members of a message by role, types of content and of tools), from OpenAI's OpenAPI document, given by path, and from the
// types of the installed @anthropic-ai/sdk, which are made from Anthropic's own document:
//   node tools/derive-request-fields.mjs <openai openapi.json> <its commit>
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

const SDK = ['node_modules', '@anthropic-ai', 'sdk'];
const OUTPUT = fromRoot('test', 'contract', 'request-fields', 'request-fields.json');

await main(async () => {
  const [file, commit] = process.argv.slice(2);
  if (file === undefined || commit === undefined)
    throw new Problem('usage: node tools/derive-request-fields.mjs <openai openapi.json> <its commit>');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const sdk = JSON.parse(readFileSync(fromRoot(...SDK, 'package.json'), 'utf8')).version;
  const fields = {
    source: {
      openai: `OpenAI API ${document.info.version}, openai/openai-openapi ${commit}`,
      anthropic: `@anthropic-ai/sdk ${sdk}, types of the Messages API and its betas`,
    },
    openai: openaiFields(document.components.schemas),
    responses: responsesFields(document.components.schemas),
    operations: operationFields(document.components.schemas),
    anthropic: anthropicFields(),
  };
  const options = await resolveConfig(OUTPUT);
  writeFileSync(OUTPUT, await format(JSON.stringify(fields), { ...options, parser: 'json' }));
});

/** What reads a document's schemas by their references. */
function readerOf(schemas) {
  const resolve = (schema) => (schema.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1)]);
  const parts = (schema) => ['allOf', 'anyOf', 'oneOf'].flatMap((how) => resolve(schema)[how] ?? []);
  const propertiesOf = (schema) =>
    Object.assign({}, resolve(schema).properties, ...parts(schema).map((part) => propertiesOf(part)));
  const constOf = (schema, name) => resolve(resolve(schema).properties?.[name] ?? {}).enum?.[0];
  /** Objects that a member named `type` tells apart, however deep a union holds them. */
  const typed = (schema) => {
    const own = constOf(schema, 'type');
    const items = resolve(schema).items;
    return [
      ...(own === undefined ? [] : [own]),
      ...[...parts(schema), ...(items === undefined ? [] : [items])].flatMap((part) => typed(part)),
    ];
  };
  /** The `type` of each member of a union, every spelling of it. */
  const typesOf = (schema) => {
    const own = resolve(resolve(schema).properties?.type ?? {});
    const named = [...(own.enum ?? []), ...(own.anyOf ?? []).flatMap((part) => part.enum ?? [])];
    return [...named, ...(named.length > 0 ? [] : parts(schema).flatMap((part) => typesOf(part)))];
  };
  return { parts, propertiesOf, constOf, typed, typesOf };
}

function openaiFields(schemas) {
  const { parts, propertiesOf, constOf, typed } = readerOf(schemas);
  const request = propertiesOf({ $ref: '#/components/schemas/CreateChatCompletionRequest' });
  const roles = parts({ $ref: '#/components/schemas/ChatCompletionRequestMessage' });
  return {
    members: sorted(Object.keys(request)),
    messages: Object.fromEntries(roles.map((role) => [constOf(role, 'role'), sorted(Object.keys(propertiesOf(role)))])),
    content: sorted(roles.flatMap((role) => typed(propertiesOf(role).content ?? {}))),
    tools: sorted(typed(request.tools)),
    responseFormats: sorted(typed(request.response_format)),
  };
}

function responsesFields(schemas) {
  const { propertiesOf, typed, typesOf: every } = readerOf(schemas);
  const request = propertiesOf({ $ref: '#/components/schemas/CreateResponse' });
  return {
    members: sorted(Object.keys(request)),
    items: sorted(every({ $ref: '#/components/schemas/InputItem' })),
    content: sorted(every({ $ref: '#/components/schemas/InputContent' })),
    tools: sorted(every({ $ref: '#/components/schemas/Tool' })),
    formats: sorted(typed({ $ref: '#/components/schemas/TextResponseFormatConfiguration' })),
  };
}

/** Operations beside chat: the members of each one's request. */
function operationFields(schemas) {
  const { propertiesOf } = readerOf(schemas);
  const names = {
    embeddings: 'CreateEmbeddingRequest',
    moderations: 'CreateModerationRequest',
    images: 'CreateImageRequest',
    imageEdits: 'CreateImageEditRequest',
    transcriptions: 'CreateTranscriptionRequest',
    translations: 'CreateTranslationRequest',
    speech: 'CreateSpeechRequest',
  };
  return Object.fromEntries(
    Object.entries(names).map(([operation, name]) => [
      operation,
      sorted(Object.keys(propertiesOf({ $ref: `#/components/schemas/${name}` }))),
    ]),
  );
}

function anthropicFields() {
  const sources = [
    ['', 'messages/messages.d.ts'],
    ['Beta', 'beta/messages/messages.d.ts'],
  ].map(([prefix, file]) => ({
    prefix,
    text: readFileSync(fromRoot(...SDK, 'resources', ...file.split('/')), 'utf8'),
  }));
  const all = (read) => sorted(sources.flatMap(({ prefix, text }) => read(text, prefix)));
  return {
    members: all((text) => membersOf(text, 'MessageCreateParamsBase')),
    content: all((text, prefix) => typesOf(text, `${prefix}ContentBlockParam`)),
    tools: all((text, prefix) => typesOf(text, `${prefix}ToolUnion`)),
  };
}

function blockOf(text, name) {
  return new RegExp(`export interface ${name} (?:extends \\w+ )?\\{\\n(.*?)\\n\\}`, 's').exec(text)?.[1] ?? '';
}

function membersOf(text, name) {
  return [...blockOf(text, name).matchAll(/^ {4}(\w+)\??:/gm)].map((match) => match[1]);
}

/** The `type` of every interface of a union. */
function typesOf(text, union) {
  const names = new RegExp(`export type ${union} = ([^;]+);`).exec(text)?.[1].split(' | ') ?? [];
  return names.flatMap((name) => {
    const written = /^ {4}type\??: ([^;]+);/m.exec(blockOf(text, name))?.[1] ?? '';
    return [...written.matchAll(/'([^']+)'/g)].map((match) => match[1]);
  });
}

function sorted(names) {
  return [...new Set(names)].sort();
}
