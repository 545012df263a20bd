import type { callGateway } from '../../support/gateway/index.js';

/** The first choice's `finish_reason`, of a whole answer or a stream. */
export function finishOf(answer: Awaited<ReturnType<typeof callGateway>>): unknown {
  if (answer.events.length === 0)
    return (answer.body as { choices?: readonly { finish_reason: string }[] }).choices?.[0]?.finish_reason;
  const choices = answer.events.map(
    ({ data }) => (data as { choices?: readonly { finish_reason: string | null }[] }).choices?.[0]?.finish_reason,
  );
  return choices.find((reason) => typeof reason === 'string');
}
