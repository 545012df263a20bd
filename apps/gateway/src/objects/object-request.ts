import type { ProviderObject } from '@tollgate/dispatch';
import type { Exchange } from '../http/exchange.js';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import type { ObjectAction } from './object-actions.js';

/** The way of a request about an object that a provider keeps, beside the walk: nothing is planned, held or charged. */
export interface ObjectRequest {
  readonly parts: PipelineParts;
  readonly walked: Walked;
  readonly action: ObjectAction;
  readonly object: ProviderObject;
  readonly exchange: Exchange;
}
