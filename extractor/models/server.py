"""A model behind an OpenAI-compatible server.

instructor shapes the request for the server's mode and reads the answer into its type; each HTTP request in
between is ours, so that tokens are counted whatever becomes of an answer, and only what time can heal is sent
again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.models import answers, dialects
from extractor.models.answers import UnusableError
from extractor.models.dialects import Dialect
from extractor.models.failures import RejectedError, UnavailableError
from extractor.models.prices import cost_usd
from extractor.models.protocol import Mode, ModelConfig
from extractor.models.shapes import shape
from extractor.models.transport import Post, Transport
from extractor.models.waiting import Pace, wait_s
from extractor.schema.calls import Outcome, Request, Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


def connect(config: ModelConfig, *, pace: Pace | None = None) -> Server:
    """The model that `config` names; nothing is sent and nothing heavy imported yet.

    Args:
        config: Where it is and how it is asked.
        pace: Shared with whoever should wait when the server asks for rest; one of its own by default.
    """
    return Server(config, pace or Pace())


class Server:
    """One model of one server; used by one event loop at a time.

    Args:
        config: Where it is and how it is asked.
        pace: Holds all its requests back when the server asks for rest.
        transport: What takes the requests there; by default a connection of its own.
        dialect: The form of the first request; by default the one that is remembered, else the strictest.
    """

    def __init__(
        self,
        config: ModelConfig,
        pace: Pace,
        *,
        transport: Post | None = None,
        dialect: Dialect | None = None,
    ) -> None:
        self.pace = pace
        self._config = config
        self._transport = transport or Transport(config)
        self._dialect = dialect or self._first_dialect()
        self._creates: dict[Mode, Any] = {}

    @property
    def name(self) -> str:
        """The model's name as its server knows it."""
        return self._config.name

    @property
    def mode(self) -> Mode:
        """How JSON is asked for: as found out, and before the first answer as it will be tried first."""
        return self._dialect.mode

    def __repr__(self) -> str:
        return f"Server({self._config!r})"

    async def complete(self, request: Request) -> Outcome:
        """Answer `request`, or say why there is no answer; every HTTP request is counted."""
        call = _Call(request, self._dialect, self._config, self.pace.clock())
        try:
            payload = await self._settled(call)
        except UnusableError as end:
            return Outcome(end.kind, usage=call.usage, error=str(end))
        except UnavailableError as failure:
            attempts = f" (tried {call.calls} times)" if call.calls > 1 else ""
            return Outcome("unavailable", usage=call.usage, error=f"{failure}{attempts}")
        return Outcome("complete", payload, call.usage)

    async def model_names(self) -> tuple[str, ...]:
        """The models that the server lists; none where it keeps no list or does not answer."""
        return await self._transport.model_names()

    def forget_mode(self) -> None:
        """Find out anew, with the next request, how the server is asked for JSON."""
        dialects.forget(self._config)
        self._dialect = self._first_dialect()

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    def _first_dialect(self) -> Dialect:
        if self._config.mode != "auto":
            return Dialect(mode=self._config.mode)
        return dialects.recall(self._config) or Dialect()

    async def _settled(self, call: _Call) -> dict[str, object]:
        """The answer in a form that the server takes. Forms only get plainer, so this ends."""
        while True:
            call.dialect = self._dialect
            try:
                return await self._asked(call)
            except RejectedError as refusal:
                if call.dialect != self._dialect:
                    continue  # another request found out meanwhile
                is_fixed = self._config.mode != "auto"
                plainer = dialects.adapted(call.dialect, refusal.complaint, is_mode_fixed=is_fixed)
                if plainer is None:
                    raise
                self._dialect = plainer

    async def _asked(self, call: _Call) -> dict[str, object]:
        from instructor.core.exceptions import InstructorRetryException
        from pydantic import ValidationError

        try:
            answer = await self._create(call.dialect.mode)(
                response_model=shape(call.request.answer_type, is_strict=call.dialect.is_strict),
                messages=call.messages,
                max_retries=0,
                call=call,
            )
        except InstructorRetryException as error:
            if isinstance(error.__cause__, ValidationError):
                raise misfit(error.__cause__) from None
            # It wraps whatever was raised on the way; its own text holds the whole answer.
            raise (error.__cause__ or error) from None
        payload: dict[str, object] = answer.model_dump(mode="json", by_alias=True)
        return payload

    def _create(self, mode: Mode) -> Any:
        """instructor's way of asking in `mode`, around ours of sending."""
        if mode not in self._creates:
            import instructor

            self._creates[mode] = instructor.patch(create=self._send, mode=instructor.Mode[mode.upper()])
        return self._creates[mode]

    async def _send(
        self,
        *,
        call: _Call,
        **shaped: Any,
    ) -> ChatCompletion:
        """What instructor takes for the client: its form, and back an answer freed of its wrapping."""
        body = await self._repeated(call, call.body(shaped))
        answer = answers.said(body)
        assert answer is not None
        return _completion(answers.json_object(answer), call.dialect.mode)

    async def _repeated(self, call: _Call, body: Mapping[str, Any]) -> dict[str, object]:
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, stop_before_delay

        limit = stop_after_attempt(self._config.max_attempts) | stop_before_delay(self._config.max_wait_s)
        retrying = AsyncRetrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, UnavailableError) and error.is_repeatable
            ),
            stop=limit,
            wait=wait_s,
            sleep=self.pace.sleep,
            reraise=True,
        )
        return await retrying(self._once, call, body)

    async def _once(self, call: _Call, body: Mapping[str, Any]) -> dict[str, object]:
        waited_s = self.pace.clock() - call.started_s
        if not await self.pace.ready(self._config.max_wait_s - waited_s):
            raise UnavailableError("the server asks for a longer rest than is waited for")
        call.calls += 1
        try:
            answer = await self._transport.post(body)
        except UnavailableError as failure:
            asked = failure.retry_after_s
            # Whoever has to wait longer than it may gives up; it need not keep the others waiting.
            if asked is not None and asked <= self._config.max_wait_s:
                self.pace.hold(asked)
            if failure.is_repeatable:
                self.pace.refused()
            raise
        self.pace.accepted()
        call.count(answer)
        if answers.said(answer) is None:
            raise UnavailableError("the server's answer holds no choices", is_repeatable=True)
        if self._config.mode == "auto":
            dialects.remember(self._config, call.dialect)
        return answer


@dataclass(slots=True)
class _Call:
    """One request under way: the form it is sent in, and what it took so far."""

    request: Request
    dialect: Dialect
    config: ModelConfig
    started_s: float
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def messages(self) -> list[dict[str, str]]:
        return [message._asdict() for message in self.request.messages]

    @property
    def usage(self) -> Usage:
        cost = cost_usd(self.config, self.input_tokens, self.output_tokens)
        return Usage(self.calls, max(self.calls - 1, 0), self.input_tokens, self.output_tokens, cost)

    def count(self, answer: Mapping[str, object]) -> None:
        input_tokens, output_tokens = answers.tokens(answer)
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens

    def body(self, shaped: Mapping[str, Any]) -> dict[str, Any]:
        """The request as JSON: instructor's form with what it leaves out."""
        body = {
            **shaped,
            "model": self.config.name,
            # In mode `json` instructor's own messages describe the shape a second time, in 500 tokens.
            "messages": self.messages,
            self.dialect.limit: self.request.max_output_tokens,
        }
        if self.dialect.has_temperature:
            body["temperature"] = self.config.temperature
        if self.dialect.has_seed and self.config.seed is not None:
            body["seed"] = self.config.seed
        return _strict(body) if self.dialect.is_strict else body


def _strict(body: dict[str, Any]) -> dict[str, Any]:
    if schema := body.get("response_format", {}).get("json_schema"):
        body["response_format"] = {"type": "json_schema", "json_schema": {**schema, "strict": True}}
    if tools := body.get("tools"):
        body["tools"] = [{**tool, "function": {**tool["function"], "strict": True}} for tool in tools]
    return body


def _completion(text: str, mode: Mode) -> ChatCompletion:
    """An answer of which only the JSON is left, where instructor looks for it in `mode`."""
    from openai.types.chat import ChatCompletion

    message: dict[str, object] = {"role": "assistant", "content": text}
    if mode == "tools":
        call = {"id": "1", "type": "function", "function": {"name": "answer", "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    # Tokens are counted elsewhere; without any, instructor looks each time for another vendor's package.
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    completion = {"id": "1", "object": "chat.completion", "created": 0, "model": "", "usage": usage}
    return ChatCompletion.model_validate({**completion, "choices": [choice]})


def misfit(error: Any) -> UnusableError:
    """The outcome that a failed validation stands for; only places and kinds of error are named."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return UnusableError("invalid_json", "the answer is no JSON")
    return UnusableError("wrong_shape", f"the answer has another shape than asked for ({first['type']})")
