import type { FailureClass, FallbackSettings, FallbackTable, FallbackWishes, ResolvedModel } from '@tollgate/canonical';
import { CONTENT_POLICY, CONTEXT_WINDOW, FALLBACK_CLASSES } from './fallback-classes.js';

/** A model group that takes over from another, by the name it was written with. */
export interface FoundFallback {
  readonly name: string;
  readonly afterFailures: readonly FailureClass[];
  /** The client named it, and not the operator. */
  readonly isWish: boolean;
}

/**
 * Who takes over from `model`, in order, as LiteLLM finds them (litellm-wire.md 8): a client's list goes before everything; groups set apart
 * for requests that are too long, or that a filter refuses, are the only ones for these, and where there are none the general ones are.
 */
export function findFallbacks(
  model: Pick<ResolvedModel, 'name' | 'group'>,
  settings: FallbackSettings,
  wishes: FallbackWishes = NO_WISHES,
): readonly FoundFallback[] {
  const { list } = wishes;
  if (list !== undefined) return list.map((name) => ({ name, afterFailures: AFTER_ALL, isWish: true }));
  if (wishes === NO_WISHES && hasNone(settings)) return NONE;
  const of = (kind: 'general' | 'contextWindow' | 'contentPolicy', afterFailures: readonly FailureClass[]) => {
    const isWish = wishes[kind] !== undefined;
    const targets = entryOf(wishes[kind] ?? settings[kind], model) ?? [];
    return targets.map((name): FoundFallback => ({ name, afterFailures, isWish }));
  };
  const hasContextWindow = (wishes.contextWindow ?? settings.contextWindow) !== undefined;
  const hasContentPolicy = (wishes.contentPolicy ?? settings.contentPolicy) !== undefined;
  return [
    ...of('contextWindow', CONTEXT_WINDOW),
    ...of('contentPolicy', CONTENT_POLICY),
    ...of('general', generalClasses(hasContextWindow, hasContentPolicy)),
  ];
}

const NO_WISHES: FallbackWishes = {};
const NONE: readonly FoundFallback[] = [];

/** Of most operators. */
function hasNone({ general, contextWindow, contentPolicy }: FallbackSettings): boolean {
  return general.size === 0 && contextWindow === undefined && contentPolicy === undefined;
}

const AFTER_ALL = [...FALLBACK_CLASSES, ...CONTEXT_WINDOW, ...CONTENT_POLICY];

function generalClasses(hasContextWindow: boolean, hasContentPolicy: boolean): readonly FailureClass[] {
  if (hasContextWindow && hasContentPolicy) return FALLBACK_CLASSES;
  return [
    ...FALLBACK_CLASSES,
    ...(hasContextWindow ? [] : CONTEXT_WINDOW),
    ...(hasContentPolicy ? [] : CONTENT_POLICY),
  ];
}

/** By the name that was asked for, by the group's own, by the name without its provider (`openai/gpt-4o`: `gpt-4o`), then for any. */
function entryOf(
  table: FallbackTable | undefined,
  { name, group }: Pick<ResolvedModel, 'name' | 'group'>,
): readonly string[] | undefined {
  if (table === undefined || table.size === 0) return undefined;
  return table.get(name) ?? table.get(group) ?? table.get(name.slice(name.indexOf('/') + 1)) ?? table.get('*');
}
