import type { CanonicalRequest, UsageBound } from '@tollgate/canonical';
import { emptyTally, everyPart, tallyPart, tallyTool } from '../tally-usage.js';
import { outputLimitOf } from './output-limit.js';

/** The most that a chat can use: every text and image that goes out; foreign content that cannot be told is never sent. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const tally = emptyTally();
  for (const { content } of request.messages) {
    for (const part of everyPart(content)) if (part.type !== 'opaque') tallyPart(part, tally);
  }
  const tools = request.tools ?? [];
  for (const tool of tools) tallyTool(tool, undefined, tally);
  const { responseFormat, reasoning } = request;
  const schema = responseFormat?.type === 'json_schema' ? responseFormat.schema : request.extra['format'];
  if (schema !== undefined) tally.texts.push(JSON.stringify(schema));
  const { texts, ...counts } = tally;
  const limit = outputLimitOf(request);
  return {
    inputTexts: texts,
    messages: request.messages.length,
    tools: tools.length,
    ...counts,
    ...(limit !== undefined && { outputLimit: limit }),
    choices: 1,
    needsWholeAnswer: tools.length > 0 || schema !== undefined,
    reasoning: reasoning?.enabled === true,
    cacheWrites: 'none',
  };
}
