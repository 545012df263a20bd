export { TransactionPooler } from './transaction-pooler.js';
export { TcpProxy } from './tcp-proxy.js';
export { createMigratedDatabase, createTestDatabase, type TestDatabase } from './test-database.js';
export { testRedisUrl } from './test-redis.js';
