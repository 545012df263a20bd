import type { Clock, JsonObject } from '@tollgate/kernel';
import type { Principal } from '@tollgate/canonical';
import type { BridgedContent, BridgedResponse } from './bridged-response.js';
import type { BridgedResponseStore, KeptTurn, NamingResponse } from './bridged-response-store.port.js';
import { isNameable } from './is-nameable.js';
import { ownerUnknown } from './owner-unknown.js';
import { tenantOf } from './tenant-of.js';

/** Of one response, its input and answer: what is larger is not kept. */
const RESPONSE_BYTES_MAX = 8 * 1024 * 1024;
/** Of a conversation: it is sent whole with every turn. */
const CONVERSATION_BYTES_MAX = 32 * 1024 * 1024;
const TURNS_MAX = 500;
/** As long as providers keep theirs (OpenAI, "Data controls in the OpenAI platform"). */
const KEPT_MS = 30 * 24 * 3_600_000;
/** What is shown has this form; for anything else no store is asked. */
const SHOWN_ID = /^resp_[0-9a-f]{32}$/;

/** What is to be kept of an answer, beside what was said. */
export interface Keeping extends Pick<
  BridgedResponse,
  'publicId' | 'keyId' | 'requestId' | 'provider' | 'deploymentId' | 'modelRequested'
> {
  readonly principal: Principal;
  /** The response that it goes on from. */
  readonly previous: BridgedResponse | undefined;
}

/** The responses that the gateway keeps, as their owners see them: another tenant's is not there. */
export class BridgedResponses {
  constructor(
    private readonly store: BridgedResponseStore,
    private readonly clock: Clock,
  ) {}

  /** Writes down a response; beyond the bounds only that it was too large. Its id may be shown when this resolves; rejects when it may not. */
  async keep({ principal, previous, ...facts }: Keeping, content: BridgedContent): Promise<void> {
    const text = JSON.stringify(content);
    const bytes = Buffer.byteLength(text);
    const createdAt = this.clock.now();
    const turns = (previous?.turns ?? 0) + 1;
    const conversationBytes = (previous?.conversationBytes ?? 0) + bytes;
    const kept = bytes <= RESPONSE_BYTES_MAX && conversationBytes <= CONVERSATION_BYTES_MAX && turns <= TURNS_MAX;
    const response: BridgedResponse = {
      ...facts,
      tenant: tenantOf(principal),
      ...(previous !== undefined && { previousId: previous.publicId }),
      turns,
      conversationBytes,
      kept,
      createdAt,
      expiresAt: createdAt + KEPT_MS,
    };
    await this.store.insert(response, kept ? text : undefined, itemIdsOf(content));
  }

  /** undefined: there is none for this caller. Throws `store_unavailable` when it cannot be known. */
  async find(principal: Principal, publicId: string): Promise<BridgedResponse | undefined> {
    if (!SHOWN_ID.test(publicId)) return undefined;
    const found = await this.store.find(publicId, this.clock.now()).catch(ownerUnknown);
    const tenant = tenantOf(principal);
    return found?.tenant.kind === tenant.kind && found.tenant.id === tenant.id ? found : undefined;
  }

  /** Of what the caller has, whatever holds one of these items in its answer. Throws `store_unavailable` when it cannot be known. */
  async findNaming(principal: Principal, itemIds: readonly string[]): Promise<readonly NamingResponse[]> {
    const asked = itemIds.filter(isNameable);
    if (asked.length === 0) return [];
    return this.store.findNaming(tenantOf(principal), asked, this.clock.now()).catch(ownerUnknown);
  }

  /** What it says; undefined when it is not there any more. */
  async read(response: BridgedResponse): Promise<KeptTurn | undefined> {
    return (await this.store.readConversation(response, this.clock.now(), 1).catch(ownerUnknown)).at(-1);
  }

  /** The conversation up to and with a response, oldest turn first; undefined when a part of it is not there any more. */
  async readConversation(response: BridgedResponse): Promise<readonly KeptTurn[] | undefined> {
    const turns = await this.store.readConversation(response, this.clock.now(), TURNS_MAX).catch(ownerUnknown);
    const whole = turns.filter((turn) => turn !== undefined);
    return whole.length === response.turns ? whole : undefined;
  }

  /** Throws `store_unavailable` when it cannot be deleted now. */
  async remove({ publicId }: BridgedResponse): Promise<void> {
    await this.store.remove(publicId).catch(ownerUnknown);
  }
}

function itemIdsOf({ response }: BridgedContent): readonly string[] {
  const output = (response['output'] ?? []) as readonly JsonObject[];
  return output.flatMap(({ id }) => (typeof id === 'string' && isNameable(id) ? [id] : []));
}

/** The items of a conversation in their order: of each turn what was asked, then what was answered. */
export function itemsOf(turns: readonly Pick<BridgedContent, 'input' | 'response'>[]): readonly JsonObject[] {
  return turns.flatMap(({ input, response }) => [...input, ...((response['output'] ?? []) as readonly JsonObject[])]);
}
