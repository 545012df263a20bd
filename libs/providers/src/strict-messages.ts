/** All that a strict host takes in messages, by role; `assistant` names what it takes of an assistant besides content and tool calls. */
export function strictMessages(...assistant: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return {
    system: ['content'],
    user: ['content'],
    assistant: ['content', 'tool_calls', ...assistant],
    tool: ['content', 'tool_call_id', 'name'],
  };
}
