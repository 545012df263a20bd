import { Module } from '@nestjs/common';
import { GlobalSpendController } from './global-spend.controller.js';
import { GlobalSpend } from './global-spend.service.js';
import { SpendController } from './spend.controller.js';
import { SpendListsController } from './spend-lists.controller.js';
import { SpendLists } from './spend-lists.service.js';
import { SpendLogPages } from './spend-log-pages.service.js';
import { SpendLogs } from './spend-logs.service.js';
import { SpendReports } from './spend-report.service.js';
import { TagUseController } from './tag-use.controller.js';

@Module({
  controllers: [SpendController, SpendListsController, GlobalSpendController, TagUseController],
  providers: [SpendLogs, SpendLogPages, SpendLists, GlobalSpend, SpendReports],
})
export class SpendModule {}
