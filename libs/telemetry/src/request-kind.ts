import { ANONYMOUS_KEY_ID, type CompletionRecord, type Deployment, MASTER_KEY_ID } from '@tollgate/canonical';

/** What of the configuration served a request: records name models in the client's words, metrics in the operator's. */
export interface ServedBy {
  /** Public name or wildcard pattern of the model group; undefined when the request was refused before it was known. */
  readonly group?: string | undefined;
  /** Of the last attempt; undefined when none was made. */
  readonly deployment?: Pick<Deployment, 'target'> | undefined;
}

/** The labels of a caller. Ids, aliases and hashes of keys come from the admin API, never from a request. */
export interface CallerLabels {
  readonly hashed_api_key: string;
  readonly api_key_alias: string;
  readonly team: string;
  readonly user: string;
}

/** Everything else that tells one series from another: each value from the configuration or from a table of the gateway. */
export interface RequestKind {
  /** Empty where it is not known, as every name here. */
  readonly requestedModel: string;
  readonly model: string;
  readonly modelId: string;
  readonly provider: string;
  readonly route: string;
  readonly status: string;
  /** undefined: success. */
  readonly failure: string | undefined;
}

/** LiteLLM's name for its master key. The hash of a short one could be guessed from. */
const MASTER_KEY = 'litellm_proxy_master_key';
/** Without keys (`--no-auth`) a caller's "key" is the client's free text. */
const NO_KEY = 'anonymous';

export function callerLabelsOf({ keyId, keyHash, keyAlias, teamId, userId }: CompletionRecord): CallerLabels {
  return {
    hashed_api_key: keyId === MASTER_KEY_ID ? MASTER_KEY : keyId === ANONYMOUS_KEY_ID ? NO_KEY : keyHash,
    api_key_alias: keyAlias ?? '',
    team: teamId ?? '',
    user: userId ?? '',
  };
}

export function requestKindOf(record: CompletionRecord, { group, deployment }: ServedBy): RequestKind {
  return {
    requestedModel: group ?? '',
    model: deployment === undefined ? '' : configuredModel(deployment),
    modelId: record.deploymentId ?? '',
    provider: record.provider ?? '',
    route: record.route,
    status: String(record.httpStatus),
    failure: record.status === 'success' ? undefined : (record.errorCode ?? record.status),
  };
}

/** One string for each different set of labels. */
export function idOfLabels(labels: CallerLabels | RequestKind): string {
  return Object.values(labels).join('\u0000');
}

/** The provider's name of the model; for a wildcard its pattern with the prefix, since `*` alone would be that of every provider. */
export function configuredModel({ target }: Pick<Deployment, 'target'>): string {
  return target.model.includes('*') ? target.litellmModel : target.model;
}
