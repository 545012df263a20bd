import OpenAI, { AzureOpenAI, BadRequestError, NotFoundError } from 'openai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { createKey, describeAt } from '../../support/gateway/index.js';
import { answerJson, answerRecording, ReplayUpstream, ResponsesProvider } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
upstream.on('gpt-5-nano', answerRecording('openai-chat', 'azure/gpt-deployment.http.json'));
upstream.on('gpt-5-mini', answerRecording('openai-chat', 'azure/gpt-tools-stream.http.json'));
upstream.on('my-pictures', answerRecording('openai-images', 'gpt-image-1.http.json'));
upstream.on('my-whisper', answerRecording('openai-audio', 'transcription/whisper.http.json'));
const spoken = answerRecording('openai-audio', 'speech/mp3.http.json');
upstream.on('my-voice', spoken);
upstream.on('babbage-002', answerRecording('openai-completions', 'text.http.json'));

upstream.on('my-vectors', answerRecording('openai-embeddings', 'openai/base64.http.json'));
upstream.on('guard', answerJson(200, { id: 'modr-1', model: 'guard', results: [{ flagged: true }] }));
new ResponsesProvider(upstream, ['my-thinker']);

const hello = [{ role: 'user' as const, content: 'Hello!' }];

describeAt(
  'everything set',
  'the official SDK’s AzureOpenAI, its media and its legacy completions, with only the host changed',
  () => ({
    config: buildConfig([
      buildModel({ name: 'nano', model: 'azure/gpt-5-nano', apiBase: upstream.url }),
      buildModel({
        name: 'team/mini',
        model: 'azure/gpt-5-mini',
        apiBase: upstream.url,
        params: { api_version: 'v1' },
      }),
      buildModel({ name: 'pictures', model: 'azure/my-pictures', apiBase: upstream.url }),
      buildModel({ name: 'whisper', model: 'azure/my-whisper', apiBase: upstream.url }),
      buildModel({ name: 'voice', model: 'azure/my-voice', apiBase: upstream.url, params: { api_version: 'v1' } }),
      buildModel({ name: 'vectors', model: 'azure/my-vectors', apiBase: upstream.url }),
      buildModel({ name: 'guard', model: 'openai/guard', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'thinker', model: 'openai/my-thinker', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'legacy', model: 'text-completion-openai/babbage-002', apiBase: `${upstream.url}/v1` }),
    ]),
  }),
  (gateway) => {
    const azure = (apiKey = gateway().masterKey): AzureOpenAI =>
      new AzureOpenAI({
        endpoint: gateway().url,
        apiKey,
        apiVersion: '2024-10-21',
        maxRetries: 0,
      });

    it('reads an answer of a deployment, filter results and all', async () => {
      const answer = await azure().chat.completions.create({ model: 'nano', messages: hello });
      expect(answer.model).toBe('nano');
      expect(answer.choices[0]?.message.content).toMatch(/^Hi there! How can I help today\?/);
      expect(answer).toHaveProperty('prompt_filter_results');
      expect(upstream.of('gpt-5-nano').at(-1)?.path).toBe(
        '/openai/deployments/gpt-5-nano/chat/completions?api-version=2024-10-21',
      );
    });

    it('streams a tool call of a deployment whose public name has a slash', async () => {
      const stream = azure().chat.completions.stream({ model: 'team/mini', messages: hello });
      const { choices } = await stream.finalChatCompletion();
      const [call] = choices[0]?.message.tool_calls ?? [];
      expect(call).toMatchObject({ type: 'function', function: { name: 'weather' } });
      expect(upstream.of('gpt-5-mini').at(-1)?.path).toBe('/openai/v1/chat/completions');
    });

    it('reads a legacy completion over both clients', async () => {
      const openai = new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });
      for (const client of [openai, azure()]) {
        const answer = await client.completions.create({ model: 'legacy', prompt: 'def fib(n):', max_tokens: 25 });
        expect(answer).toMatchObject({ object: 'text_completion', model: 'legacy' });
        expect(answer.choices[0]?.text).toMatch(/^ \+ fib\(n-3\)/);
        expect(answer.usage).toMatchObject({ prompt_tokens: 31, completion_tokens: 25 });
      }
    });

    it('paints with a deployment, and has a picture changed by it', async () => {
      const painted = await azure().images.generate({ model: 'pictures', prompt: 'a siamese cat' });
      expect(painted.data?.[0]?.b64_json).toMatch(/^iVBOR/);
      expect(upstream.of('my-pictures').at(-1)).toMatchObject({
        path: '/openai/deployments/my-pictures/images/generations?api-version=2024-10-21',
        body: { prompt: 'a siamese cat' },
      });
      const image = new File([Buffer.from([137, 80, 78, 71])], 'cat.png', { type: 'image/png' });
      await azure().images.edit({ model: 'pictures', prompt: 'with a hat', image });
      expect(upstream.of('my-pictures').at(-1)).toMatchObject({
        path: '/openai/deployments/my-pictures/images/edits?api-version=2024-10-21',
        body: { prompt: 'with a hat', image: { filename: 'cat.png', type: 'image/png', size: 4 } },
      });
    });

    it('has a recording written down, or translated, by a deployment', async () => {
      const file = (): File => new File([Buffer.from('RIFF')], 'ruby.wav', { type: 'audio/wav' });
      const written = await azure().audio.transcriptions.create({ model: 'whisper', file: file(), language: 'en' });
      expect(written.text).toBe('Ruby is a programming language designed for developer happiness.');
      const sent = upstream.of('my-whisper').at(-1);
      expect(sent).toMatchObject({
        path: '/openai/deployments/my-whisper/audio/transcriptions?api-version=2024-10-21',
        body: { model: 'my-whisper', language: 'en', file: { filename: 'ruby.wav', type: 'audio/wav', size: 4 } },
      });
      await azure().audio.translations.create({ model: 'whisper', file: file() });
      expect(upstream.of('my-whisper').at(-1)?.path).toBe(
        '/openai/deployments/my-whisper/audio/translations?api-version=2024-10-21',
      );
    });

    it('hears what a deployment of the v1 form says, byte for byte', async () => {
      const answer = await azure().audio.speech.create({ model: 'voice', input: 'Hello!', voice: 'alloy' });
      expect(Buffer.from(await answer.arrayBuffer()).equals(spoken.bytes as Buffer)).toBe(true);
      expect(upstream.of('my-voice').at(-1)).toMatchObject({
        path: '/openai/v1/audio/speech',
        body: { model: 'my-voice', input: 'Hello!', voice: 'alloy' },
      });
    });

    it('reads embeddings of a deployment', async () => {
      const { data, model } = await azure().embeddings.create({ model: 'vectors', input: 'Hello!' });
      expect([model, data[0]?.embedding.every(Number.isFinite)]).toEqual(['vectors', true]);
      expect(upstream.of('my-vectors').at(-1)?.path).toBe(
        '/openai/deployments/my-vectors/embeddings?api-version=2024-10-21',
      );
    });

    it('has a text moderated', async () => {
      const { results } = await azure().moderations.create({ model: 'guard', input: 'Hello!' });
      expect(results).toMatchObject([{ flagged: true }]);
    });

    it('lists the models that may be used', async () => {
      const ids = (await azure().models.list()).data.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(['nano', 'team/mini', 'thinker']));
      expect(await azure().models.retrieve('team/mini')).toMatchObject({ id: 'team/mini' });
    });

    it('makes, reads, cancels and deletes a response that is kept', async () => {
      const client = azure((await createKey(gateway())).key);
      const made = await client.responses.create({ model: 'thinker', input: 'Hello!' });
      expect(made).toMatchObject({ id: expect.stringMatching(/^resp_[0-9a-f]{32}$/), model: 'thinker' });
      expect(await client.responses.retrieve(made.id)).toMatchObject({ id: made.id, output_text: made.output_text });
      const items = await client.responses.inputItems.list(made.id);
      expect(items.data).toMatchObject([{ content: [{ text: 'Hello!' }] }]);
      expect(await client.responses.cancel(made.id)).toMatchObject({ status: 'cancelled' });
      await client.responses.delete(made.id);
      await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(NotFoundError);
    });

    it('streams a response', async () => {
      const stream = await azure().responses.create({ model: 'thinker', input: 'Hello!', stream: true });
      const types = [];
      for await (const { type } of stream) types.push(type);
      expect([types[0], types.at(-1)]).toEqual(['response.created', 'response.completed']);
    });

    it('reads a refusal as the error it is', async () => {
      const asked = azure().completions.create({ model: 'nano', prompt: [1, 2, 3] });
      await expect(asked).rejects.toThrow(BadRequestError);
      await expect(asked).rejects.toMatchObject({ status: 400, param: 'prompt' });
    });
  },
);
