import { Module } from '@nestjs/common';
import { SpendController } from './spend.controller.js';
import { SpendLogs } from './spend-logs.service.js';

@Module({ controllers: [SpendController], providers: [SpendLogs] })
export class SpendModule {}
