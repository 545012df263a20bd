/** Media types that a provider takes as content, by what they are; `text/*` is every type of text. Texts that are sent as files count as documents. */
export interface TakenMedia {
  readonly images: readonly string[];
  readonly documents: readonly string[];
  readonly sounds: readonly string[];
  readonly films: readonly string[];
}

const PDF = 'application/pdf';
const TEXT = 'text/*';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PICTURES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const WAV_MP3 = ['audio/wav', 'audio/mp3'];

/** What OpenAI's chat completions have words for (API reference 2.3.0, content parts; guide "File inputs"): so it is at hosts that name nothing else. */
const CHAT: TakenMedia = { images: PICTURES, documents: [PDF, TEXT], sounds: WAV_MP3, films: [] };
/** Hosts of models that see, and read no files (their guides on vision). */
const PICTURES_ALONE: TakenMedia = { images: PICTURES, documents: [TEXT], sounds: [], films: [] };
/** Gateways, and hosts of any model there is: they know best. */
const ANY: TakenMedia = { images: ['image/*'], documents: ['*/*'], sounds: ['audio/*'], films: ['video/*'] };

/** The one table of what each provider takes, by its id; from its documentation. */
const BY_PROVIDER: Readonly<Record<string, TakenMedia>> = {
  // Messages API, "Vision" and "PDF support"
  anthropic: { images: PICTURES, documents: [PDF, TEXT], sounds: [], films: [] },
  // Gemini API, "Image understanding", "Document processing", "Audio understanding", "Video understanding"
  gemini: {
    images: [...PICTURES, 'image/heic', 'image/heif'],
    documents: [PDF, TEXT, 'application/json', 'application/rtf', 'application/x-javascript', 'application/x-python'],
    sounds: ['audio/*'],
    films: ['video/*'],
  },
  // docs.mistral.ai, "Vision", "Document QnA", "Audio"
  mistral: { images: PICTURES, documents: [PDF, DOCX, PPTX, TEXT], sounds: ['audio/*'], films: [] },
  // console.groq.com/docs/vision
  groq: PICTURES_ALONE,
  // docs.x.ai, "Image understanding"
  xai: { ...PICTURES_ALONE, images: ['image/jpeg', 'image/png'] },
  deepseek: PICTURES_ALONE,
  cerebras: PICTURES_ALONE,
  sambanova: PICTURES_ALONE,
  // Ollama's API reference, `images`
  ollama: { images: PICTURES, documents: [TEXT], sounds: [], films: [] },
  ollama_chat: { images: PICTURES, documents: [TEXT], sounds: [], films: [] },
  litellm_proxy: ANY,
  openai_compatible: ANY,
};

/** Guide "File inputs": text is read of every document, whatever wrote it. */
const RESPONSES: TakenMedia = {
  images: PICTURES,
  documents: [
    PDF,
    TEXT,
    DOCX,
    PPTX,
    XLSX,
    'application/json',
    'application/xml',
    'application/rtf',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    'application/vnd.oasis.opendocument.text',
  ],
  sounds: [],
  films: [],
};

/** What a provider takes over a dialect. */
export function takenMedia(provider: string, dialect: string): TakenMedia {
  if (dialect === 'openai-responses') return RESPONSES;
  return (Object.hasOwn(BY_PROVIDER, provider) ? BY_PROVIDER[provider] : undefined) ?? CHAT;
}
