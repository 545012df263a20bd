import { PrismaPg } from '@prisma/adapter-pg';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/**
 * Prisma's adapter, whose transactions ask one question after the other. Prisma reads the relations of what it has found side by side, also
 * in a transaction, which has one connection: the driver would have to keep a queue for it, which its next version does not.
 */
export class SequentialPrismaPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => inTurn(await start(isolationLevel));
    return adapter;
  }
}

/** The same object, since Prisma calls the rest of it too. */
function inTurn(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    // one that failed is its asker's to handle, and keeps nobody from asking
    last = turn.catch(() => undefined);
    return turn;
  };
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  return Object.assign(transaction, {
    queryRaw: (query: Parameters<Transaction['queryRaw']>[0]) => after(() => queryRaw(query)),
    executeRaw: (query: Parameters<Transaction['executeRaw']>[0]) => after(() => executeRaw(query)),
  });
}
