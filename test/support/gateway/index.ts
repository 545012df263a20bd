export { askAdmin } from './ask-admin.js';
export { type Answer, callGateway, openCall } from './call-gateway.js';
export { createKey } from './create-key.js';
export { makeDataFolder, removeDataFolder } from './data-folder.js';
export { describeAt, describeAtBothEnds, startAt } from './describe-at-both-ends.js';
export { type Exit, GatewayProcess, PROGRAM } from './gateway-process.js';
export {
  type AttemptRow,
  attemptsOf,
  type LedgerRow,
  queryDatabase,
  rowsOfKey,
  sumOfCosts,
  waitForRows,
} from './ledger.js';
export { parseEvents } from './parse-events.js';
export { dialRaw, type RawAnswer, rawRequest, talkRaw } from './raw-socket.js';
export { Gateway, type GatewayOptions } from './start-gateway.js';
export { rotateDueKeys } from './rotate-due-keys.js';
export { StreamReader } from './stream-reader.js';
export { waitFor } from './wait-for.js';
export { waitForRoomInMinute } from './wait-for-room-in-minute.js';
export { scrape } from './scrape.js';
