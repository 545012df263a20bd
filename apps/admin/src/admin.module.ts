import { Global, Module, type DynamicModule } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { Clock } from '@tollgate/kernel';
import { KeyRepository, SpendLogRepository } from '@tollgate/persistence';
import { HttpModule, type HttpDependencies } from './http.module.js';
import { KeysModule } from './keys/keys.module.js';
import { SpendModule } from './spend/spend.module.js';

/** What the composition root hands to the admin. */
export interface AdminDependencies extends HttpDependencies {
  readonly keys: KeyRepository;
  readonly spendLogs: SpendLogRepository;
  /** How this process hears of changes, its own included. */
  readonly epochs: EpochPoller;
  readonly clock: Clock;
}

/** The control plane: LiteLLM's admin API. Mount it on an application with `configureAdmin`. */
@Module({})
export class AdminModule {
  static register(dependencies: AdminDependencies): DynamicModule {
    return {
      module: AdminModule,
      imports: [HttpModule.register(dependencies), registerStores(dependencies), KeysModule, SpendModule],
    };
  }
}

@Global()
@Module({})
class StoresModule {}

/** Global: every resource injects its repositories, none imports the module that has them. */
function registerStores({ keys, spendLogs, epochs, clock }: AdminDependencies): DynamicModule {
  const providers = [
    { provide: KeyRepository, useValue: keys },
    { provide: SpendLogRepository, useValue: spendLogs },
    { provide: EpochPoller, useValue: epochs },
    { provide: Clock, useValue: clock },
  ];
  return { module: StoresModule, providers, exports: providers.map(({ provide }) => provide) };
}
