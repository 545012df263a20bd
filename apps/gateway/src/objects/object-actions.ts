import { SURFACES, type Surface } from '../pipeline/surface.js';

/** What a client may do with a response that a provider keeps for it. */
export type ObjectActionId = 'get' | 'delete' | 'cancel' | 'input-items';

export interface ObjectAction {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Beneath the object, at the provider. */
  readonly path?: string;
  /** Parameters of the query that go on (API reference 2.3.0); all others are the gateway's. */
  readonly query: readonly string[];
  /** LiteLLM's `call_type`. */
  readonly surface: Surface;
}

const INCLUDE = ['include', 'include[]'];

export const OBJECT_ACTIONS: Readonly<Record<ObjectActionId, ObjectAction>> = {
  get: {
    method: 'GET',
    query: [...INCLUDE, 'include_obfuscation', 'starting_after', 'stream'],
    surface: { ...SURFACES.responses, callType: 'aget_responses' },
  },
  delete: { method: 'DELETE', query: [], surface: { ...SURFACES.responses, callType: 'adelete_responses' } },
  cancel: {
    method: 'POST',
    path: 'cancel',
    query: [],
    surface: { ...SURFACES.responses, callType: 'acancel_responses' },
  },
  'input-items': {
    method: 'GET',
    path: 'input_items',
    query: [...INCLUDE, 'after', 'before', 'limit', 'order'],
    surface: { ...SURFACES.responses, callType: 'alist_input_items' },
  },
};
