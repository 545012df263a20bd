"""smolagents: its model class, with metadata and store as its users send them, and an agent that calls a tool."""

from smolagents import OpenAIServerModel, ToolCallingAgent, tool

from calls import KEY, URL, tell

MESSAGES = [{"role": "user", "content": [{"type": "text", "text": "hello from the gateway"}]}]

model = OpenAIServerModel(model_id="gpt-4o", api_base=f"{URL}/v1", api_key=KEY)
tell("chat", model(MESSAGES).content)
tell("stored", model(MESSAGES, store=True, metadata={"purpose": "eval"}).content)


@tool
def toll(cents: int) -> str:
    """Pays the toll.

    Args:
        cents: how much
    """
    return f"paid {cents} cents"


agent = ToolCallingAgent(
    tools=[toll], model=OpenAIServerModel(model_id="gpt-4o-agent", api_base=f"{URL}/v1", api_key=KEY), max_steps=3, verbosity_level=0
)
tell("agent", str(agent.run("Pay the toll of 5 cents and say what happened.")))
