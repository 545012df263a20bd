import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, CanonicalResponse, FormatId } from '@tollgate/canonical';
import { beneath, type FoundId, findIds, growTree, type IdPlace, type IdPlaces, type IdTree } from './id-path.js';

/** Of one answer; a row that grows without end would be somebody's to fill. */
const NAMED_MAX = 1_000;
/** Longer ones are not written down. */
const ID_LENGTH_MAX = 512;

const ITEM: IdPlace = { kind: 'item', holds: () => true };
const CONTAINER: IdPlace = { kind: 'container', holds: () => true };
const AUDIO: IdPlace = { kind: 'audio', holds: () => true };
const FILE: IdPlace = { kind: 'file', holds: () => true };
const MESSAGE: IdPlace = { kind: 'message', holds: () => true };

const OUTPUT_ITEM: IdPlaces = { id: ITEM, container_id: CONTAINER, 'environment.container_id': CONTAINER };
/** Files that code made in Anthropic's container. */
const CODE_RESULT: IdPlaces = { 'content.content[].file_id': FILE };

/** Where answers and their events name what their client may come back to, by the dialect. */
const ANSWER_PLACES: Readonly<Partial<Record<FormatId, IdPlaces>>> = {
  'openai-responses': {
    ...beneath('output[]', OUTPUT_ITEM),
    ...beneath('item', OUTPUT_ITEM),
    ...beneath('response.output[]', OUTPUT_ITEM),
    // the list of a response's input items
    ...beneath('data[]', OUTPUT_ITEM),
  },
  'openai-chat': { 'choices[].message.audio.id': AUDIO, 'choices[].delta.audio.id': AUDIO },
  'anthropic-messages': {
    'container.id': CONTAINER,
    'message.container.id': CONTAINER,
    'delta.container.id': CONTAINER,
    ...beneath('content[]', CODE_RESULT),
    ...beneath('content_block', CODE_RESULT),
  },
};

/** An answer of Anthropic's under whose own id the provider holds the conversation, as its client asked (`thread`, a beta). */
const THREAD_TREE = growTree({
  ...ANSWER_PLACES['anthropic-messages'],
  id: MESSAGE,
  'message.id': MESSAGE,
});

const TREES: ReadonlyMap<string, IdTree> = new Map(
  Object.entries(ANSWER_PLACES).map(([format, places]) => [format, growTree(places)]),
);

/** Gathers the ids of what an answer names beside itself: its items, the audio and the containers that live on at the provider. */
export class NamedIds {
  private readonly found = new Map<string, FoundId>();
  private readonly tree: IdTree | undefined;

  /** `request`: the members of the request that is answered which the canonical form has no word for. */
  constructor(
    private readonly format: FormatId,
    request: JsonObject = {},
  ) {
    const holdsThread = format === 'anthropic-messages' && isJsonObject(request['thread']);
    this.tree = holdsThread ? THREAD_TREE : TREES.get(format);
  }

  /** Those of items are known to a provider only where it keeps the answer; all others in any case. */
  idsOf(kept: boolean): readonly string[] {
    const found = [...this.found.values()];
    return (kept ? found : found.filter(({ kind }) => kind !== 'item')).map(({ id }) => id);
  }

  /** An answer, or a step of one, as its provider wrote it; of another dialect's its client is shown no id. */
  push(said: CanonicalResponse | CanonicalChunk): void {
    if ('choices' in said) {
      if (said.source?.format === this.format) this.pushValue(said.source.value);
    } else if (said.type === 'wire' && said.format === this.format) this.pushValue(said.data);
  }

  pushValue(value: JsonValue | undefined): void {
    if (this.tree === undefined || !isJsonObject(value)) return;
    for (const found of findIds(this.tree, value))
      if (this.found.size < NAMED_MAX && found.id.length <= ID_LENGTH_MAX) this.found.set(found.id, found);
  }
}
