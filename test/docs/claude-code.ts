const CACHED = { cache_control: { type: 'ephemeral' } };

const HEADERS = {
  'content-type': 'application/json',
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14',
  'user-agent': 'claude-cli/2.1.197 (external, sdk-cli)',
  'x-app': 'cli',
};

const READ_TOOL = {
  name: 'Read',
  description: 'Reads a file from the local filesystem.',
  input_schema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { file_path: { type: 'string' } },
    required: ['file_path'],
    additionalProperties: false,
  },
};

interface Turn {
  /** ANTHROPIC_BASE_URL. */
  readonly baseUrl: string;
  /** ANTHROPIC_API_KEY. */
  readonly apiKey: string;
  readonly model: string;
  readonly prompt: string;
}

/** What Claude Code 2.1.197 asks first: whether there is anybody, without a key. */
export async function beginSession(baseUrl: string): Promise<number> {
  return (await fetch(baseUrl, { method: 'HEAD' })).status;
}

/** A turn as Claude Code 2.1.197 sends it: streamed, reminders as content blocks, tools, beta headers, cache markers. */
export async function takeTurn({ baseUrl, apiKey, model, prompt }: Turn): Promise<{ status: number; text: string }> {
  const reminder = '<system-reminder>\nAs you answer, you can use the following context.\n</system-reminder>\n';
  const response = await fetch(`${baseUrl}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { ...HEADERS, 'x-api-key': apiKey },
    body: JSON.stringify({
      model,
      max_tokens: 32_000,
      stream: true,
      temperature: 1,
      metadata: { user_id: 'user_0123_account__session_6b9f' },
      system: [{ type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude.", ...CACHED }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: reminder },
            { type: 'text', text: prompt, ...CACHED },
          ],
        },
      ],
      tools: [READ_TOOL],
    }),
  });
  return { status: response.status, text: await response.text() };
}
