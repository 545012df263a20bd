import type { CanonicalChunk, CanonicalResponse, ContentPart, Finish, Usage } from '@tollgate/canonical';

interface Slot {
  readonly choice: number;
  part: ContentPart;
}

/** A streamed answer as the whole one it stands for. */
export function assemble(chunks: readonly CanonicalChunk[]): CanonicalResponse {
  const slots: Slot[] = [];
  const open = new Map<number, Slot>();
  const finishes = new Map<number, Finish>();
  let usage: Partial<Usage> | undefined;
  let [id, model] = ['', ''];
  const begin = (block: number, choice: number, part: ContentPart): void => {
    const slot = { choice, part };
    slots.push(slot);
    open.set(block, slot);
  };
  const change = (block: number, members: Partial<ContentPart>): void => {
    const slot = open.get(block);
    if (slot === undefined) throw new Error(`block ${block} is not open`);
    slot.part = { ...slot.part, ...members } as ContentPart;
  };
  const grow = (block: number, member: 'text' | 'input', more: string): void => {
    const part = open.get(block)?.part as unknown as Record<string, string> | undefined;
    change(block, { [member]: `${part?.[member] ?? ''}${more}` });
  };
  for (const chunk of chunks) {
    switch (chunk.type) {
      case 'start':
        [id, model] = [chunk.id, chunk.model];
        break;
      case 'text-start':
      case 'refusal-start':
      case 'reasoning-start':
        begin(chunk.block, chunk.choice, { type: KINDS[chunk.type], text: '' });
        break;
      case 'tool-call-start':
        begin(chunk.block, chunk.choice, {
          type: 'tool-call',
          id: chunk.id,
          name: chunk.name,
          kind: chunk.kind,
          input: '',
        });
        break;
      case 'text-delta':
      case 'refusal-delta':
      case 'reasoning-delta':
        grow(chunk.block, 'text', chunk.text);
        break;
      case 'tool-call-delta':
        grow(chunk.block, 'input', chunk.input);
        break;
      case 'text-end':
        if (chunk.annotations !== undefined) change(chunk.block, { annotations: chunk.annotations });
        break;
      case 'reasoning-end':
        if (chunk.signature !== undefined) change(chunk.block, { signature: chunk.signature });
        if (chunk.redacted !== undefined) change(chunk.block, { redacted: chunk.redacted });
        if (chunk.encrypted !== undefined) change(chunk.block, { encrypted: chunk.encrypted });
        if (chunk.id !== undefined) change(chunk.block, { id: chunk.id });
        break;
      case 'opaque':
        slots.push({ choice: 0, part: { type: 'opaque', source: { format: chunk.format, value: chunk.value } } });
        break;
      case 'usage':
        usage = { ...usage, ...chunk.usage };
        break;
      case 'finish':
        finishes.set(chunk.choice, chunk.finish);
        break;
      case 'error':
        throw new Error(`the stream broke off: ${chunk.message}`);
      case 'wire':
      case 'refusal-end':
      case 'tool-call-end':
      case 'end':
        break;
    }
  }
  const choices = [...finishes].map(([index, finish]) => ({
    index,
    finish,
    content: slots.filter((slot) => slot.choice === index).map((slot) => slot.part),
  }));
  return { id, model, choices, ...(usage !== undefined && { usage: { inputUncached: 0, output: 0, ...usage } }) };
}

const KINDS = { 'text-start': 'text', 'refusal-start': 'refusal', 'reasoning-start': 'reasoning' } as const;
