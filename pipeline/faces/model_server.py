"""The one place that talks to a language model: the openai SDK against any OpenAI-compatible server."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.checking.judge import SCHEMA_NAME, Answered, Ask, Reply
from pipeline.models import EnvironmentLacks

TIMEOUT_SECONDS = 120.0
ANSWER_TOKENS = 400
"""Enough for the longest reply that the schema allows, with room for its JSON."""


def connect(model: str, base_url: str | None) -> Ask:
    """A function that puts a passage to the model and returns its verdict, checked against the schema.

    Raises EnvironmentLacks where there is neither a key nor a server of one's own.
    """
    talk = connect_for(Reply, SCHEMA_NAME, ANSWER_TOKENS, model, base_url)
    return lambda messages: Answered(*talk(messages))


T = TypeVar("T", bound=BaseModel)


def connect_for(
    reply: type[T], name: str, tokens: int, model: str, base_url: str | None
) -> Callable[[Sequence[Mapping[str, str]]], tuple[T | None, int]]:
    """A function that puts messages to the model and returns its answer and what it cost.

    The answer is None where it is not of the schema. Raises EnvironmentLacks as `connect` does.
    """
    from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAI, RateLimitError
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

    key = os.environ.get("OPENAI_API_KEY")
    if not key and not base_url:
        raise EnvironmentLacks(
            "expected OPENAI_API_KEY or a server of your own, found neither. "
            "Set one of them (--base-url http://127.0.0.1:8080/v1); everything but `judge` and `verify --propose` works without."
        )
    # One retry policy, ours: the SDK's own would multiply with it.
    client = OpenAI(api_key=key or "none", base_url=base_url or None, max_retries=0, timeout=TIMEOUT_SECONDS)
    schema: dict[str, Any] = reply.model_json_schema()

    def ask(messages: Sequence[Mapping[str, str]]) -> tuple[T | None, int]:
        retrying = Retrying(
            retry=retry_if_exception_type((APIConnectionError, APITimeoutError, RateLimitError)),
            stop=stop_after_attempt(4),
            wait=wait_exponential_jitter(multiplier=0.5, max=20),
            reraise=True,
        )
        try:
            response = retrying(
                client.chat.completions.create,
                model=model,
                messages=list(messages),
                temperature=0,
                max_tokens=tokens,
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": name, "schema": schema, "strict": True},
                },
            )
        except APIStatusError as error:
            raise EnvironmentLacks(
                f"{base_url or 'the model server'}: expected an answer from {model}, found status "
                f"{error.status_code}. Check the model's name, the key and the server's log."
            ) from error
        except APIConnectionError as error:
            raise EnvironmentLacks(
                f"{base_url or 'the model server'}: expected a server, found none that answers. Start it, or check --base-url."
            ) from error
        spent = response.usage.total_tokens if response.usage else 0
        text = response.choices[0].message.content if response.choices else None
        try:
            return reply.model_validate_json(text or ""), spent
        except ValidationError:
            return None, spent

    return ask
