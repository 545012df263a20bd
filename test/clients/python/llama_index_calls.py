"""LlamaIndex, with its Azure classes as LiteLLM's page has them."""

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.llms import ChatMessage
from llama_index.embeddings.azure_openai import AzureOpenAIEmbedding
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.azure_openai import AzureOpenAI
from llama_index.llms.openai import OpenAI

from calls import KEY, URL, tell

HELLO = [ChatMessage(role="user", content="hello from the gateway")]

plain = OpenAI(model="gpt-4o", api_base=f"{URL}/v1", api_key=KEY)
tell("chat", plain.chat(HELLO).message.content)
tell("stream", "".join(part.delta or "" for part in plain.stream_chat(HELLO)))
tell("embeddings", OpenAIEmbedding(model="text-embedding-3-small", api_base=f"{URL}/v1", api_key=KEY).get_text_embedding("hello"))

llm = AzureOpenAI(
    engine="gpt-4o", temperature=0.0, azure_endpoint=URL, api_key=KEY, api_version="2023-07-01-preview"
)
tell("azure chat", llm.chat(HELLO).message.content)
embed = AzureOpenAIEmbedding(
    deployment_name="text-embedding-3-small",
    model="text-embedding-3-small",
    azure_endpoint=URL,
    api_key=KEY,
    api_version="2023-07-01-preview",
)
index = VectorStoreIndex.from_documents([Document(text="The toll is paid to the cent.")], embed_model=embed)
tell("azure query", str(index.as_query_engine(llm=llm).query("What is paid?")))
