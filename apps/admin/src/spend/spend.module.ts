import { Module } from '@nestjs/common';
import { SpendController } from './spend.controller.js';
import { SpendLogPages } from './spend-log-pages.service.js';
import { SpendLogs } from './spend-logs.service.js';

@Module({ controllers: [SpendController], providers: [SpendLogs, SpendLogPages] })
export class SpendModule {}
