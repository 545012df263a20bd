const LABEL = 'a label that OpenAI’s API demands: the schema says what is wanted';
const HELD = 'the provider holds every answer to its schema';
const READ_OFF = 'read off the bytes themselves by the provider';
const IN_OTHER_WORDS = 'said in JSON Schema’s own words, where there is something to say (convert-schema.spec.ts)';

/** What no provider need be told below the top level, by its path, with the reason. */
export const NEEDLESS_WITHIN: Readonly<Record<string, string>> = {
  'stream_options.include_usage': 'usage is always asked for, and told as the client asked',
  'response_format.json_schema.name': LABEL,
  'response_format.json_schema.strict': HELD,
  'text.format.name': LABEL,
  'text.format.strict': HELD,
  'reasoning.summary': 'what a provider tells of its thinking is told as the summary',
  'reasoning.generate_summary': 'what a provider tells of its thinking is told as the summary',
  'tools.type': 'the search of the web has several names',
  'messages.content.input_audio.format': READ_OFF,
  'messages.content.source.media_type': READ_OFF,
  'messages.content.content.source.media_type': READ_OFF,
  'contents.parts.inlineData.mimeType': READ_OFF,
  'systemInstruction.parts.inlineData.mimeType': READ_OFF,
  'systemInstruction.role': 'an instruction is the system’s whatever role it is given',
  'tools.functionDeclarations.parameters.nullable': IN_OTHER_WORDS,
  'tools.functionDeclarations.parameters.propertyOrdering': IN_OTHER_WORDS,
};
