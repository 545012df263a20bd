"""The official SDK, and its AzureOpenAI, as LiteLLM's pages show them with only the host changed."""

import base64
import struct

from openai import AzureOpenAI, OpenAI

from calls import KEY, URL, refusal, tell

MESSAGES = [{"role": "user", "content": "this is a test request, write a short poem"}]

client = OpenAI(api_key=KEY, base_url=URL)

answer = client.chat.completions.create(model="gpt-4o", messages=MESSAGES)
tell("chat", {"text": answer.choices[0].message.content, "model": answer.model, "total": answer.usage.total_tokens})

stream = client.chat.completions.create(model="gpt-4o", messages=MESSAGES, stream=True)
tell("stream", "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))

tagged = client.chat.completions.create(
    model="gpt-4o",
    messages=MESSAGES,
    extra_body={"metadata": {"generation_name": "ishaan-generation", "trace_id": "trace-id22", "trace_user_id": "user-id2"}},
)
tell("metadata", tagged.choices[0].message.content)

stored = client.chat.completions.create(
    model="gpt-4o", messages=MESSAGES, store=True, metadata={"purpose": "eval"}, service_tier="default"
)
tell("stored", stored.choices[0].message.content)

raw = client.chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES)
tell("headers", {"call": raw.headers.get("x-litellm-call-id"), "text": raw.parse().choices[0].message.content})

vectors = client.embeddings.create(model="text-embedding-3-small", input=["hello from the gateway", "again"])
tell("embeddings", [vector.embedding for vector in vectors.data])
encoded = client.embeddings.create(model="text-embedding-3-small", input="hello", encoding_format="base64")
raw_vector = base64.b64decode(encoded.data[0].embedding)
tell("embeddings in base64", list(struct.unpack(f"<{len(raw_vector) // 4}f", raw_vector)))

judged = client.moderations.create(model="omni-moderation-latest", input="hello from the gateway")
tell("moderation", judged.results[0].flagged)

legacy = client.completions.create(model="gpt-4o", prompt="Say this is a test", max_tokens=7)
tell("completion", legacy.choices[0].text)

response = client.responses.create(model="gpt-4o", input="Say hello", instructions="Be brief")
tell("response", response.output_text)

tell("models", sorted(model.id for model in client.models.list()))

azure = AzureOpenAI(api_key=KEY, azure_endpoint=URL, api_version="2023-07-01-preview")
answer = azure.chat.completions.create(model="gpt-4o", messages=MESSAGES)
tell("azure chat", {"text": answer.choices[0].message.content, "model": answer.model})
vectors = azure.embeddings.create(model="text-embedding-3-small", input=["hello"])
tell("azure embeddings", [vector.embedding for vector in vectors.data])
judged = azure.moderations.create(model="omni-moderation-latest", input="hello from the gateway")
tell("azure moderation", judged.results[0].flagged)
response = azure.responses.create(model="gpt-4o", input="Say hello")
tell("azure response", response.output_text)
tell("azure models", sorted(model.id for model in azure.models.list()))

# what Azure has beneath a deployment goes there whatever the body names, the rest beside it
deployed = AzureOpenAI(api_key=KEY, azure_endpoint=URL, azure_deployment="gpt-4o", api_version="2024-10-21")
tell("azure deployment chat", deployed.chat.completions.create(model="x", messages=MESSAGES).choices[0].message.content)
tell("azure deployment response", deployed.responses.create(model="gpt-4o", input="Say hello").output_text)

tell("wrong key", refusal(lambda: OpenAI(api_key="sk-wrong", base_url=URL).chat.completions.create(model="gpt-4o", messages=MESSAGES)))
tell("unknown model", refusal(lambda: client.chat.completions.create(model="nothing", messages=MESSAGES)))
tell(
    "own destination",
    refusal(
        lambda: client.chat.completions.create(
            model="gpt-4o", messages=MESSAGES, extra_body={"user_config": {"model_list": []}}
        )
    ),
)
