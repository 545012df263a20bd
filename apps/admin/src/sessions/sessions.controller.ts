import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UiSessions } from '@tollgate/auth';
import type { Request, Response } from 'express';
import { Public } from '../access/public.decorator.js';
import { refuseCrossSite, sessionCookie, sessionOf } from '../access/session-cookie.js';
import { answerSession, HOME } from './answer-session.js';
import { LoginDto } from './dto/login.dto.js';
import { isSecure } from './is-secure.js';

/** Signing in with a password, by LiteLLM's routes; the session is a cookie that no script sees. */
@ApiTags('sessions')
@Controller()
export class SessionsController {
  constructor(private readonly sessions: UiSessions) {}

  @Post('v2/login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in with name and password: a cookie for a day' })
  async login(
    @Body() body: LoginDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    return this.open(body, request, response);
  }

  @Post('login')
  @Public()
  @ApiOperation({ summary: 'The same from a form: leads on with the cookie' })
  async loginByForm(@Body() body: LoginDto, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.open(body, request, response);
    response.redirect(303, HOME);
  }

  @Post('logout')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'End the session of the cookie, everywhere at once' })
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<object> {
    const secret = sessionOf(request.headers);
    const refusal = secret === undefined ? undefined : refuseCrossSite(request.method, request.headers);
    if (refusal !== undefined) throw refusal;
    if (secret !== undefined) await this.sessions.logout(secret);
    response.setHeader('set-cookie', sessionCookie('', 0, isSecure(request)));
    return { status: 'signed out' };
  }

  private async open(body: LoginDto, request: Request, response: Response): Promise<object> {
    const opened = await this.sessions.login(body, request.ip ?? '');
    if (!opened.ok) throw opened.error;
    return answerSession(opened.value, request, response);
  }
}
