import type { KeptModel } from '@tollgate/config';
import { isJsonObject, type JsonObject, toShownNotes } from '@tollgate/kernel';
import type { Prisma, ProxyModel } from '../generated/prisma/client.js';
import type { SealedBox } from '../sealing/sealed-box.js';
import { toShownParams } from './shown-params.js';
import type { StoredModel } from './stored-model.js';

/** `params` holds one box with `litellm_params` and `model_info`: who reads the table learns no more than names. */
const MEMBER = 'sealed';

/** What of a row it takes to open it. */
export type SealedModel = Pick<ProxyModel, 'id' | 'modelName' | 'teamId' | 'blocked' | 'params'>;

type Contents = Pick<KeptModel, 'params' | 'info'>;

export function placeOfModel(id: string): readonly string[] {
  return ['proxy_model', 'params', id];
}

export async function sealModel({ id, params, info }: KeptModel, box: SealedBox): Promise<Prisma.InputJsonObject> {
  return { [MEMBER]: (await box.seal(JSON.stringify({ params, info }), placeOfModel(id))).toString('base64') };
}

/** undefined: it was sealed with another secret, or for another row. */
export async function openModel(row: SealedModel, box: SealedBox): Promise<KeptModel | undefined> {
  const sealed = isJsonObject(row.params) ? row.params[MEMBER] : undefined;
  if (typeof sealed !== 'string') return undefined;
  const text = await box.open(Buffer.from(sealed, 'base64'), placeOfModel(row.id));
  return text === undefined ? undefined : toKeptModel(row, JSON.parse(text) as Contents);
}

function toKeptModel({ id, modelName: name, teamId, blocked }: SealedModel, { params, info }: Contents): KeptModel {
  return { id, name, teamId, blocked, params, info };
}

export function toStoredModel(row: ProxyModel, { params, info }: Contents): StoredModel {
  return {
    id: row.id,
    name: row.modelName,
    teamId: row.teamId,
    blocked: row.blocked,
    shownParams: toShownParams(params),
    shownInfo: toShownNotes(info),
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}

/** For the audit: no secret, and no box either, which a lost salt key would open. */
export function toAuditedModel({ id, name, teamId, blocked, params, info }: KeptModel): JsonObject {
  return {
    id,
    model_name: name,
    team_id: teamId,
    blocked,
    litellm_params: toShownParams(params),
    model_info: toShownNotes(info),
  };
}
