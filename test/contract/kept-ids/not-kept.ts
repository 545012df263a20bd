/**
 * Members with the look of an id that name nothing which a provider keeps under the operator's account, with the reason. Of a member that
 * is in none of these rows the gateway has to know whose it is.
 */
export const NOT_KEPT: readonly (readonly [member: RegExp, reason: string])[] = [
  [/(^|\.)(model|modelName)$/, 'a model: who may ask it is decided by its name'],
  [/(metadata|labels|attributes|variables|headers|env)\.\*$/, "the caller's own words"],
  [/^(user|safety_identifier|metadata\.user_id)$/, "a person, by the caller's own name"],
  [/^prompt_cache_key$/, 'spreads calls over caches, whose entries are found by the content itself'],
  [/^(prompt|prompt\[\]|system|namespace|input\[\]\.namespace)$/, 'a text'],
  [/^keywords\[\]$|customVocabulary\[\]$|^known_speaker_names\[\]$/, 'words that are listened for'],
  [/^known_speaker_references\[\]$/, 'sound itself, in a data URL (API reference, CreateTranscriptionRequest)'],
  [/\.replicatedVoiceConfig\.(consentAudio|voiceSampleAudio)$/, 'sound itself, in base64'],
  [/^(inference_geo|reasoning\.mode)$|imageConfig\.imageSize$/, 'a word of a known list'],
  [/^generationConfig\.speechConfig$/, "a voice's name in the SDK, which sends it as voiceConfig"],
  [
    /(tool_call_id|tool_use_id|call_id|caller_id|tool_id|tool_calls\[\]\.id)$/,
    'ties a call to its result in one and the same body',
  ],
  [
    /parts\[\]\.(codeExecutionResult|executableCode|functionCall|functionResponse|toolCall|toolResponse)\.id$/,
    'the same',
  ],
  [/^messages\[\]\.content\[\]\.id$/, "a call's own id, which its result names"],
  [/_safety_checks\[\]\.id$/, 'ties a check to its acknowledgement in one and the same body'],
  [/^input\[\]\.fingerprint$/, 'ties a program to the calls that it made, in one and the same body'],
  [
    /\.(citations|annotations)\[\]\.(source|url|file_id|container_id)$/,
    'says where words of an earlier answer are from; the words stand beside it, and nothing is read',
  ],
  [/^input\[\]\.results\[\]\.file_id$/, 'says where words of an earlier search are from; they stand beside it'],
  [/^messages(\[\]\.content)+(\[\])?\.(source|url)$/, 'where a text is from, which stands beside it'],
  [/^messages\[\]\.content\[\]\.content\[\]\.(source|url)$/, 'the same'],
  [
    /\.action\.(sources\[\]\.)?url$|^input\[\]\.outputs\[\]\.url$/,
    'where an earlier tool of the provider was, told again',
  ],
  [/(tabs|state_changes)\[\]\.(tab_id|download_id|url)$/, "of the caller's own browser"],
  [
    /^input\[\]\.(action|actions\[\])\.(command|commands|keys|user)(\[\])?$/,
    'what an earlier call asked for, told again',
  ],
  [/moderation_details\.categories\[\]$/, 'a word of a known list'],
  [
    /server_(label|name)$|mcp_server_name$|toolset_name$|tool_name$/,
    "a name that this body gives to its caller's own tool",
  ],
  [
    /(allowed_tools|tool_names|clear_tool_inputs|exclude_tools|allowedFunctionNames|PredefinedFunctions)\[\]$/,
    'the same',
  ],
  [
    /(server_url|mcp_servers\[\]\.url|streamableHttpTransport\.url|externalApi\.endpoint)$/,
    'an address of the public web',
  ],
  [/streamableHttpTransport\.sseReadTimeout$/, 'a time'],
  [/(allowed_domains|blocked_domains|excludeDomains)\[\]$/, 'a domain of the public web'],
  [
    /domain_secrets\[\]\.value$|\.apiKey(String)?$|^fallback_credit_token$/,
    "a secret or token of the caller's own, not a name of one",
  ],
  [
    /filters\.(key|value|value\[\])$|metadataFilter$|\.filter$/,
    'narrows what is found in a store that is named beside it',
  ],
  [
    /elasticSearchParams\.(index|searchTemplate)$/,
    'of the server at the endpoint beside it, opened by the key beside it',
  ],
  [/skills\[\]\.version$|^prompt\.version$/, 'which one of what is named beside it'],
  [/^betas\[\]$|^user_profile_id$|^workspace_id$/, 'a header, which no client may set'],
  [
    /generationOutputConfig\.outputUriPrefix$/,
    "an address of a bucket: the operator's to keep from the account (decision 20)",
  ],
  [
    /^(previous_response_id|conversation(\.id)?|prompt_cache_options\.comparison_response_id)$/,
    'known by another id than the provider’s',
  ],
  [/^diagnostics\.previous_message_id$/, 'never sent on'],
];
