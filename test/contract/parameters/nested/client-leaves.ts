import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import {
  anthropicMessagesClient,
  geminiClient,
  openaiChatClient,
  openaiResponsesClient,
  type ClientFormat,
} from '@tollgate/formats';
import schemas from '../../schemas/openai-schemas.json';
import { type Leaf, leavesOf } from './leaves.js';
import { type Member, type Node } from './node.js';
import { ofJsonSchema } from './of-json-schema.js';
import { readTypes } from './of-typescript.js';

export interface ClientLeaves {
  readonly client: ClientFormat;
  readonly base: JsonObject;
  /** What has to stand beside a member of the top level, with it and without it. */
  readonly beside: Readonly<Record<string, JsonObject>>;
  readonly leaves: readonly Leaf[];
}

const definitions = schemas.definitions as unknown as JsonObject;
const openai = (name: string): Node => ofJsonSchema({ $ref: `#/definitions/${name}` }, definitions);
const MESSAGES = '@anthropic-ai/sdk/resources/beta/messages/messages.d.ts';
const GENAI = '@google/genai/dist/genai.d.ts';
const anthropic = readTypes(MESSAGES, ['MessageCreateParamsNonStreaming']);
const google = readTypes(GENAI, ['Content', 'Tool', 'ToolConfig', 'ThinkingConfig']);
const chatMessages = [{ role: 'user', content: 'x' }];

/** What is deeper is the same again within a block that holds blocks. */
const DEPTH_MAX = 5;

/** Every member below the top level of a request that a vendor has published, by the dialect of the client that can send it. */
export const CLIENT_LEAVES: readonly ClientLeaves[] = [
  {
    client: openaiChatClient,
    base: { model: 'm', messages: chatMessages, max_tokens: 9000 },
    beside: {
      tool_choice: { tools: [{ type: 'function', function: { name: 'other', parameters: { type: 'object' } } }] },
      stream_options: { stream: true },
    },
    leaves: nested(openai('CreateChatCompletionRequest')),
  },
  {
    client: openaiResponsesClient,
    base: { model: 'm', input: 'x', max_output_tokens: 9000 },
    beside: {
      tool_choice: { tools: [{ type: 'function', name: 'other', parameters: { type: 'object' } }] },
      stream_options: { stream: true },
    },
    leaves: nested(openai('CreateResponse')),
  },
  {
    client: anthropicMessagesClient,
    base: { model: 'm', max_tokens: 9000, messages: chatMessages },
    beside: { tool_choice: { tools: [{ name: 'other', input_schema: { type: 'object' } }] } },
    leaves: nested(byRole(anthropic.get('MessageCreateParamsNonStreaming'))),
  },
  {
    client: geminiClient,
    base: { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
    beside: { toolConfig: { tools: [{ functionDeclarations: [{ name: 'other' }] }] } },
    leaves: nested({
      kind: 'object',
      name: 'GenerateContentRequest',
      members: [
        listOf('contents', byRole(google.get('Content'))),
        member('systemInstruction', google.get('Content')),
        listOf('tools', google.get('Tool')),
        member('toolConfig', google.get('ToolConfig')),
        member('generationConfig', {
          kind: 'object',
          name: 'GenerationConfig',
          members: [member('thinkingConfig', google.get('ThinkingConfig'))],
        }),
      ],
    }),
  },
];

/** The top level has samples of its own, and what LiteLLM reads under this name is the gateway's. */
function nested(node: Node): readonly Leaf[] {
  return leavesOf(node)
    .filter(({ path }) => path.length > 1 && path.length <= DEPTH_MAX && path[0] !== 'fallbacks')
    .map(({ path, ...leaf }) => ({
      path,
      asked: ownMember(leaf.asked, path[0]),
      unasked: ownMember(leaf.unasked, path[0]),
    }));
}

/** The base has what else a request needs. */
function ownMember(body: JsonValue, name = ''): JsonValue {
  return isJsonObject(body) ? { [name]: body[name] ?? null } : body;
}

function member(name: string, node: Node | undefined): Member {
  if (node === undefined) throw new Error(`no type for ${name}`);
  return { name, required: false, node: () => node };
}

function listOf(name: string, node: Node | undefined): Member {
  return member(name, { kind: 'list', item: () => node ?? { kind: 'choice', options: [] } });
}

/** A turn of either side, where one type has both: what it may hold depends on who says it. */
function byRole(node: Node | undefined): Node {
  if (node === undefined) throw new Error('no type');
  switch (node.kind) {
    case 'leaf':
      return node;
    case 'list':
      return { ...node, item: () => byRole(node.item()) };
    case 'choice':
      return { ...node, options: node.options.map(byRole) };
    case 'object': {
      const role = node.members.some(({ name }) => name === 'role');
      if (!role)
        return {
          ...node,
          members: node.members.map((one) => ({
            ...one,
            node: () => (isTurns(one) ? byRole(one.node()) : one.node()),
          })),
        };
      const sides = node.name === 'Content' ? ['user', 'model'] : ['user', 'assistant'];
      return {
        kind: 'choice',
        options: sides.map((side) => ({
          ...node,
          members: node.members.map((one): Member =>
            one.name === 'role'
              ? { ...one, required: true, node: () => ({ kind: 'leaf', value: side, other: side, fixed: true }) }
              : one,
          ),
        })),
      };
    }
  }
}

function isTurns({ name }: Member): boolean {
  return name === 'messages' || name === 'contents';
}
