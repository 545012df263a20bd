export { type Answer, callGateway, type CallOptions, openCall } from './call-gateway.js';
export { createKey } from './create-key.js';
export { makeDataFolder, removeDataFolder } from './data-folder.js';
export { describeAt, describeAtBothEnds } from './describe-at-both-ends.js';
export { type Exit, GatewayProcess } from './gateway-process.js';
export { attemptsOf, type LedgerRow, queryDatabase, rowsOfKey, sumOfCosts, waitForRows } from './ledger.js';
export { parseEvents, type StreamEvent } from './parse-events.js';
export { Gateway, type GatewayOptions } from './start-gateway.js';
export { waitFor } from './wait-for.js';
