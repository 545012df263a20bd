import type { NanoUsd } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';

export interface DeploymentTest {
  readonly keyId: string;
  /** As it is named at its provider. */
  readonly model: string;
  readonly costNano: NanoUsd;
}

/** A test is no call: it stands in the ledger as an entry of its own kind, in the lifetime of the key. */
export async function bookDeploymentTest(change: AdminChange, test: DeploymentTest, author: Author): Promise<void> {
  const { keyId, model, costNano: amountNano } = test;
  const where = { scope: 'key', scopeId: keyId, windowStart: new Date(0) };
  const reason = `test of ${model}`;
  await change.tx.ledgerEntry.create({
    data: { ...where, kind: 'deployment_test', amountNano, actorId: author.name, reason },
  });
  await change.tx.scopeBalance.upsert({
    where: { scope_scopeId_windowStart: where },
    create: { ...where, amountNano },
    update: { amountNano: { increment: amountNano } },
  });
  change.touch('spend:key', keyId);
  const after = { deploymentTest: model, spendNano: String(amountNano) };
  change.note({ action: 'updated', resource: 'key', objectId: keyId, before: null, after });
}
