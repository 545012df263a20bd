import { Body, Controller, Get, Header, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/public.decorator.js';
import { answerSession } from '../sessions/answer-session.js';
import { ClaimInvitationDto, InvitationLinkQuery } from './dto/claim-invitation.dto.js';
import { Onboarding } from './onboarding.service.js';

/** LiteLLM's routes for who has been invited. */
@ApiTags('invitations')
@Controller('onboarding')
export class OnboardingController {
  constructor(private readonly onboarding: Onboarding) {}

  @Get('get_token')
  @Header('cache-control', 'no-store')
  @Public()
  @ApiOperation({ summary: 'Whom an invitation is for, to who has its id' })
  show(@Query() query: InvitationLinkQuery, @Req() request: Request): Promise<object> {
    return this.onboarding.show(query.invite_link, request.ip ?? '');
  }

  @Post('claim_token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Accept an invitation by setting a password, once; answers as /v2/login does' })
  async claim(
    @Body() body: ClaimInvitationDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    return answerSession(await this.onboarding.claim(body, request.ip ?? ''), request, response);
  }
}
