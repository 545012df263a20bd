// Writes test/contract/kept-ids/id-members.json: every member of a client's body that can hold an id, by dialect. They are read from the
// types of the providers' own SDKs as installed, which are made from their API documents:
//   node tools/derive-id-members.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { format, resolveConfig } from 'prettier';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

const OUTPUT = fromRoot('test', 'contract', 'kept-ids', 'id-members.json');
const OPENAI = 'openai';
const ANTHROPIC = '@anthropic-ai/sdk';
const GOOGLE = '@google/genai';

/** By dialect: an SDK's types of what a body holds, and where they stand in it. */
const ROOTS = {
  'openai-chat': [[OPENAI, 'resources/chat/completions/completions.d.ts', 'ChatCompletionCreateParamsBase', '']],
  'openai-completions': [[OPENAI, 'resources/completions.d.ts', 'CompletionCreateParamsBase', '']],
  'openai-responses': [[OPENAI, 'resources/responses/responses.d.ts', 'ResponseCreateParamsBase', '']],
  'openai-embeddings': [[OPENAI, 'resources/embeddings.d.ts', 'EmbeddingCreateParams', '']],
  'openai-moderations': [[OPENAI, 'resources/moderations.d.ts', 'ModerationCreateParams', '']],
  'openai-images': [
    [OPENAI, 'resources/images.d.ts', 'ImageGenerateParamsBase', ''],
    [OPENAI, 'resources/images.d.ts', 'ImageEditParamsBase', ''],
  ],
  'openai-audio': [
    [OPENAI, 'resources/audio/speech.d.ts', 'SpeechCreateParams', ''],
    [OPENAI, 'resources/audio/transcriptions.d.ts', 'TranscriptionCreateParamsBase', ''],
    [OPENAI, 'resources/audio/translations.d.ts', 'TranslationCreateParams', ''],
  ],
  'anthropic-messages': [
    [ANTHROPIC, 'resources/messages/messages.d.ts', 'MessageCreateParamsBase', ''],
    [ANTHROPIC, 'resources/beta/messages/messages.d.ts', 'MessageCreateParamsBase', ''],
  ],
  gemini: [
    [GOOGLE, 'dist/genai.d.ts', 'Content', 'contents[]'],
    [GOOGLE, 'dist/genai.d.ts', 'Content', 'systemInstruction'],
    [GOOGLE, 'dist/genai.d.ts', 'Tool', 'tools[]'],
    [GOOGLE, 'dist/genai.d.ts', 'ToolConfig', 'toolConfig'],
    [GOOGLE, 'dist/genai.d.ts', 'GenerateContentConfig', ''],
  ],
};

/** Members of Google's SDK that are no member of its body by that name, or stand above with a type of their own. */
const UNSENT = /^(httpOptions|systemInstruction|tools|toolConfig)\b/;
/** Google's SDK has everything in its `config`; of a body these stand at the top, all else in `generationConfig`. */
const TOP =
  /^(contents|cachedContent|continuationToken|labels|modelArmorConfig|safetySettings|systemInstruction|tools?|toolConfig)\b/;

/** Names of members whose text is read as it is, in whatever object they stand. */
const TEXTS = new Set(
  [
    'accessToken adaptationPhrases arguments aspectRatio authorization authorization_token cited_text city code content context country',
    'data definition description diff displayName document_title domain encrypted_content encrypted_index encrypted_stdout endOffset',
    'endTime enum error error_message filename format idToken input instructions jsonPath language languageCode languageCodes languages',
    'lines logs maxItems maxLength maxProperties message mimeType minItems minLength minProperties name output outputMimeType page_age',
    'param path pattern personGeneration propertyOrdering queries query reason refusal region required responseMimeType',
    'responseModalities result retrieved_at revised_prompt role server_description signature size sourceText speaker speakerLabel',
    'startOffset startTime stderr stdout stop stopSequences stop_reason stop_sequences stringValue style suffix text thinking',
    'thoughtSignature timeout timezone title token type word working_directory',
  ].flatMap((line) => line.split(' ')),
);

await main(async () => {
  const program = ts.createProgram(
    [...new Set(Object.values(ROOTS).flatMap((roots) => roots.map(([sdk, file]) => fileOf(sdk, file))))],
    { strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ESNext },
  );
  const members = Object.fromEntries(
    Object.entries(ROOTS).map(([dialect, roots]) => [
      dialect,
      sorted(roots.flatMap((root) => idMembers(program, root))),
    ]),
  );
  const source = [OPENAI, ANTHROPIC, GOOGLE].map((sdk) => `${sdk} ${versionOf(sdk)}`).join(', ');
  const options = await resolveConfig(OUTPUT);
  writeFileSync(OUTPUT, await format(JSON.stringify({ source, members }), { ...options, parser: 'json' }));
});

function idMembers(program, [sdk, file, name, at]) {
  const declared = program
    .getSourceFile(fileOf(sdk, file))
    ?.statements.find((statement) => statement.name?.text === name);
  if (declared === undefined) throw new Problem(`${sdk} ${versionOf(sdk)} has no ${name} in ${file}`);
  const checker = program.getTypeChecker();
  const paths = textMembers(checker, checker.getTypeAtLocation(declared.name), at, []);
  const sent = sdk === GOOGLE ? paths.filter((path) => at !== '' || !UNSENT.test(path)).map(inBody) : paths;
  return sent.filter((path) => !TEXTS.has(path.split('.').at(-1).replaceAll('[]', '')));
}

/** The paths of all members that hold any text; a type within itself is gone through once. */
function textMembers(checker, type, path, within) {
  if (type.isUnion()) return type.types.flatMap((one) => textMembers(checker, one, path, within));
  // a union of known words with any other is written as `(string & {})`
  if (type.isIntersection() && type.types.some(isText)) return [path];
  if (isText(type)) return [path];
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return checker.getTypeArguments(type).flatMap((item) => textMembers(checker, item, `${path}[]`, within));
  if (!(type.flags & ts.TypeFlags.Object) || within.includes(type) || isBytes(type)) return [];
  const inner = [...within, type];
  const named = checker.getPropertiesOfType(type).filter(({ flags }) => !(flags & ts.SymbolFlags.Method));
  const any = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  return [
    ...named.flatMap((member) =>
      textMembers(checker, checker.getTypeOfSymbol(member), under(path, member.name), inner),
    ),
    ...(any === undefined ? [] : textMembers(checker, any.type, under(path, '*'), inner)),
  ];
}

function isText({ flags }) {
  return (flags & ts.TypeFlags.String) !== 0;
}

/** Files to upload and other classes: whatever no API document declares. */
function isBytes({ symbol }) {
  const [declared] = symbol?.declarations ?? [];
  if (declared === undefined || symbol.name === '__type') return false;
  return !/\/(openai|sdk)\/resources\/|\/genai\/dist\//.test(declared.getSourceFile().fileName);
}

function inBody(path) {
  return TOP.test(path) ? path : `generationConfig.${path}`;
}

function under(path, name) {
  return path === '' ? name : `${path}.${name}`;
}

function fileOf(sdk, file) {
  return fromRoot('node_modules', ...sdk.split('/'), ...file.split('/'));
}

function versionOf(sdk) {
  return JSON.parse(readFileSync(fileOf(sdk, 'package.json'), 'utf8')).version;
}

function sorted(paths) {
  return [...new Set(paths)].sort();
}
