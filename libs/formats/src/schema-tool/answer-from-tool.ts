import type { CanonicalResponse, Choice, ContentPart, Finish } from '@tollgate/canonical';

/** What a whole answer to `askByTool` says: the input of the first call of its tool is the answer's text. */
export function answerFromTool(response: CanonicalResponse, tool: string): CanonicalResponse {
  const { source: _calls, ...told } = response;
  return { ...told, choices: response.choices.map((choice) => answerOf(choice, tool)) };
}

function answerOf(choice: Choice, tool: string): Choice {
  const answer = choice.content.find((part) => part.type === 'tool-call' && part.name === tool);
  if (answer?.type !== 'tool-call') return choice;
  // words before the call are none of the answer: a client that reads the schema reads it from the first character
  const content = choice.content.flatMap((part): readonly ContentPart[] => {
    if (part === answer) return [{ type: 'text', text: answer.input }];
    return part.type === 'text' || (part.type === 'tool-call' && part.name === tool) ? [] : [part];
  });
  const calls = content.some((part) => part.type === 'tool-call');
  return { ...choice, content, finish: finishOf(choice.finish, calls) };
}

/** An answer that calls none of the client's tools has come to its end. */
export function finishOf(finish: Finish, calls: boolean): Finish {
  return finish.reason === 'tool-calls' && !calls ? { reason: 'stop' } : finish;
}
