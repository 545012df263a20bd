"""LangChain's chat and embeddings classes with only the host changed."""

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import tool
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings

from calls import KEY, URL, tell

MESSAGES = [
    SystemMessage(content="You are a helpful assistant that im using to make a test request to."),
    HumanMessage(content="test from the gateway. tell me why it's amazing in 1 sentence"),
]

chat = ChatOpenAI(
    openai_api_base=URL,
    api_key=KEY,
    model="gpt-4o",
    temperature=0.1,
    extra_body={"metadata": {"generation_name": "ishaan-generation-langchain-client"}},
)
answer = chat.invoke(MESSAGES)
tell("chat", {"text": answer.content, "usage": answer.usage_metadata["total_tokens"]})

parts = list(chat.stream(MESSAGES))
tell("stream", "".join(part.content for part in parts))


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


called = ChatOpenAI(openai_api_base=URL, api_key=KEY, model="gpt-4o-tools").bind_tools([weather]).invoke("weather?")
tell("tools", [{"name": call["name"], "args": call["args"]} for call in called.tool_calls])

# token arrays, as LangChain sends them unless it is told otherwise
vectors = OpenAIEmbeddings(model="text-embedding-3-small", openai_api_base=URL, openai_api_key=KEY).embed_query("hello")
tell("embeddings", vectors)

azure = AzureChatOpenAI(
    azure_endpoint=URL, azure_deployment="gpt-4o", api_version="2023-07-01-preview", api_key=KEY
).invoke(MESSAGES)
tell("azure chat", azure.content)
