import { Module } from '@nestjs/common';
import { GlobalSpendController } from './global-spend.controller.js';
import { GlobalSpend } from './global-spend.service.js';
import { ProviderBudgetsController } from './provider-budgets.controller.js';
import { SpendController } from './spend.controller.js';
import { SpendListsController } from './spend-lists.controller.js';
import { SpendLists } from './spend-lists.service.js';
import { SpendLogPages } from './spend-log-pages.service.js';
import { SpendLogs } from './spend-logs.service.js';
import { SpendResets } from './spend-resets.service.js';
import { SpendReports } from './spend-report.service.js';

@Module({
  controllers: [SpendController, SpendListsController, GlobalSpendController, ProviderBudgetsController],
  providers: [SpendLogs, SpendLogPages, SpendLists, GlobalSpend, SpendReports, SpendResets],
})
export class SpendModule {}
