import type { Prisma } from '../../generated/prisma/client.js';
import type { Landed } from '../import-kind.js';

/** Secrets that a key does not know yet. One that LiteLLM has replaced since ends as it does there. */
export async function attachSecrets(landed: readonly Landed[], tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const wanted = landed.flatMap(({ wanted: { birth, secrets = [] } }) =>
    secrets.map(({ hash, expiresAt }) => ({
      hash,
      keyId: String(birth['id']),
      createdAt: now,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    })),
  );
  await tx.keySecret.createMany({ data: wanted, skipDuplicates: true });
  const old = landed.filter(({ isNew }) => !isNew).flatMap(({ wanted: { secrets = [] } }) => secrets.slice(1));
  for (const { hash, expiresAt } of old) {
    const where = { hash, expiresAt: null };
    if (expiresAt !== null) await tx.keySecret.updateMany({ where, data: { expiresAt: new Date(expiresAt) } });
  }
}
