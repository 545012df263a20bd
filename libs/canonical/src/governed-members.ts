/**
 * Members of a provider's body that no setting of a deployment (`extra_body`) changes for its callers, in any dialect: what is asked of
 * which model, whether it streams, and whether the answer is kept and goes on from a kept one.
 */
export const GOVERNED_EVERYWHERE: readonly string[] = [
  'model',
  'messages',
  'input',
  'contents',
  'stream',
  'background',
  'previous_response_id',
  'conversation',
];
