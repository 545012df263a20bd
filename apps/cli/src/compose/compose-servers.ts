import type { Server } from 'node:http';
import { AdminModule, configureAdmin } from '@apps/admin';
import { type EdgeOptions, type FrontHandler, GatewayExpressAdapter, ROUTES } from '@apps/gateway';
import { type RunningWorker, startWorker } from '@apps/worker';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Authenticator, EpochPoller, extractCredential, type KeyCache } from '@tollgate/auth';
import { endsWithin } from '@tollgate/kernel';
import {
  ControlPlane,
  Database,
  findUntakenLiteLlm,
  HealthCheckRepository,
  ModelRepository,
  PgEpochSource,
  StartError,
} from '@tollgate/persistence';
import type { Logger } from '@tollgate/telemetry';
import { isEveryAddress } from '../every-address.js';
import { VERSION } from '../version.js';
import { describeJournalProblem } from '../choose-journal-dir.js';
import { adminDependencies, type AdminParts } from './admin-dependencies.js';
import type { CompositionInput } from './composition-input.js';
import { composeAuthenticator } from './compose-authenticator.js';
import { connectionTests } from './connection-tests.js';
import { composeDataPlane, type RunningDataPlane } from './compose-data-plane.js';
import { healthFront } from './health-front.js';
import { KeptConfiguration, snapshotLoader } from './kept-configuration.js';
import { type Seals, sealsOf } from './seals.js';
import { TestingProbe } from './testing-probe.js';
import { workerParts } from './worker-parts.js';

export interface Composition {
  /** Where it listens. */
  readonly address: string;
  /** The database also holds LiteLLM's tables, of which nothing was taken over yet. */
  readonly besideLiteLlm: boolean;
  /**
   * Readiness off, requests finish, then journal and queues empty side by side, database last. What a silent store lets nobody close is left
   * in time; what it has not taken stays in the journal for the next start.
   */
  close(): Promise<void>;
}

/** Journal and queues have their own limits below it; with a store that answers nothing, containers still end within their usual 30 seconds. */
const CLOSE_MS_MAX = 22_000;

/** A gateway alone has no controllers: its Nest application only carries the server. */
@Module({})
class NothingModule {}

/** Wires the servers of one process together, and starts them in the order that money needs. */
export async function composeServers(input: CompositionInput): Promise<Composition> {
  const { command, settings, clock, ids, ticker, logger } = input;
  const database = new Database({ url: input.databaseUrl, role: command }, logger);
  const closers: (() => Promise<unknown> | void)[] = [() => database.close()];
  let finishRequests = (): Promise<void> => Promise.resolve();
  const closeAll = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const close = async (): Promise<void> => {
    await finishRequests();
    if (!(await endsWithin(CLOSE_MS_MAX, closeAll())))
      logger.warn({}, 'a store does not answer: ending without it; what it has not taken is left for the next start');
  };
  try {
    await database.check();
    const besideLiteLlm = await findUntakenLiteLlm(database);
    const controlPlane = new ControlPlane(database, clock, settings.admin.timeZone);
    const stores = { database, controlPlane };
    if (command === 'worker') {
      const { host, port } = settings.process;
      const worker = await startWorker(workerParts(input, stores, true)).catch((error: unknown) => {
        throw explainListenError(error, host, port);
      });
      closers.push(() => worker.close());
      return { address: urlOf(host, worker.healthPort ?? port), besideLiteLlm, close };
    }
    const epochs = new EpochPoller(new PgEpochSource(database), clock, ticker);
    const { keyCache, authenticator, sessions, ...auth } = composeAuthenticator(input, database, controlPlane, epochs);
    closers.push(() => auth.close());
    const seals = sealsOf(input);
    const loader = snapshotLoader(input, database, seals);
    epochs.listen(new KeptConfiguration(loader, logger));
    closers.push(await epochs.start());
    await loader.reload();
    const tests = connectionTests(input);
    closers.push(() => tests.close());
    const { tester } = tests;
    const models = new ModelRepository(controlPlane, clock, seals.models);
    const probe = new TestingProbe(tester, models, new HealthCheckRepository(database, ids), clock, logger);
    const dataPlane =
      input.journalDir === undefined
        ? undefined
        : await startDataPlane(input, input.journalDir, { database, epochs, keyCache, authenticator, seals, probe });
    let worker: RunningWorker | undefined;
    closers.push(() => Promise.all([dataPlane?.close(), worker?.close()]));
    const shared = {
      database,
      controlPlane,
      epochs,
      authenticator,
      sessions,
      seals,
      loader,
      tester,
      models,
      dataPlane,
    };
    const app = await startHttp(input, shared);
    closers.push(() => app.close());
    if (dataPlane !== undefined) finishRequests = () => finish(dataPlane, settings.process.gracefulShutdownMs, logger);
    if (command === 'serve') worker = await startWorker(workerParts(input, stores, false));
    return { address: addressOf(app), besideLiteLlm, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Shared {
  readonly database: Database;
  readonly seals: Seals;
  readonly epochs: EpochPoller;
  readonly keyCache: KeyCache;
  readonly authenticator: Authenticator;
  readonly probe: TestingProbe;
}

async function startDataPlane(input: CompositionInput, journalDir: string, shared: Shared): Promise<RunningDataPlane> {
  const { command, settings } = input;
  try {
    return await composeDataPlane({
      ...input,
      ...shared,
      journalFolder: journalDir,
      journalFsync: settings.process.journalFsync,
      conversationSeal: shared.seals.conversations,
      proxy: settings.process.proxy,
      gracefulShutdownMs: settings.process.gracefulShutdownMs,
      drainToken: settings.process.drainToken,
      adminServed: command === 'serve',
    });
  } catch (error) {
    throw explainJournalError(error, journalDir);
  }
}

async function startHttp(
  input: CompositionInput,
  shared: AdminParts & { readonly dataPlane: RunningDataPlane | undefined },
): Promise<NestExpressApplication> {
  const { command, settings } = input;
  const { database, dataPlane, authenticator } = shared;
  const admin = command !== 'gateway';
  const front: FrontHandler = dataPlane?.front ?? healthFront(database);
  const module = admin ? AdminModule.register(adminDependencies(input, shared)) : NothingModule;
  const app = await NestFactory.create<NestExpressApplication>(
    module,
    new GatewayExpressAdapter(front, edgeOptions(input, authenticator)),
    {
      logger: false,
      abortOnError: false,
      bodyParser: false,
    },
  );
  if (admin) configureAdmin(app, { version: VERSION, dataPlane: dataPlane === undefined ? [] : ROUTES });
  const { host, port } = settings.process;
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw explainListenError(error, host, port);
  }
  return app;
}

function edgeOptions({ settings }: CompositionInput, authenticator: Authenticator): Partial<EdgeOptions> {
  const { bodyTotalMs, connectionsMax } = settings.gateway;
  return {
    bodyTotalMs,
    connectionsMax,
    refusalOf: async (headers) => {
      const secret = extractCredential(headers, settings.gateway);
      const caller = secret.ok ? await authenticator.authenticate(secret.value) : secret;
      return caller.ok ? undefined : caller.error;
    },
  };
}

async function finish(dataPlane: RunningDataPlane, deadlineMs: number, logger: Logger): Promise<void> {
  dataPlane.stopAccepting();
  if (!(await dataPlane.finishRequests(deadlineMs)))
    logger.warn({}, 'some requests were still running at the end of their time');
}

function addressOf(app: INestApplication): string {
  const address = (app.getHttpServer() as Server).address();
  if (address === null || typeof address === 'string') return String(address);
  return urlOf(address.address, address.port);
}

/** The address to ask: that of this machine where it listens on all. */
function urlOf(host: string, port: number): string {
  if (isEveryAddress(host)) return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A journal that an earlier process left there may be another user's. */
function explainJournalError(error: unknown, journalDir: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || path?.startsWith(journalDir) !== true) return error;
  return new StartError(describeJournalProblem(journalDir, `${code}: ${path}`), { cause: error });
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartError(`port ${port} is in use on ${host}: choose another with --port, or end what listens there`);
  if (code === 'EACCES')
    return new StartError(`port ${port} may not be opened by this user: choose one above 1023 with --port`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`this machine has no address ${host}: mend --host or HOST`);
  return error;
}
