"""Who is let in, and where: settled before anything listens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import Settings
from extractor.errors import SettingsError
from extractor.service.guards.keys import new_key
from extractor.service.options import ServiceOptions
from extractor.settings import load

KEY, DIGEST = new_key()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_this_machine_needs_no_keys(host: str) -> None:
    assert ServiceOptions(host=host).is_local


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.7", "example.org", "127.0.0.1.example.org"])
def test_any_other_address_needs_keys(host: str) -> None:
    with pytest.raises(SettingsError, match="serve --new-key"):
        ServiceOptions(host=host)
    assert not ServiceOptions(host=host, api_keys=frozenset({DIGEST})).is_local


@pytest.mark.parametrize("opened", [{"trusted_proxies": "127.0.0.1"}, {"names": frozenset({"edu.example"})}])
def test_a_proxy_and_a_public_name_need_keys_too(opened: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="serve --new-key"):
        ServiceOptions(**opened)
    assert ServiceOptions(**opened, api_keys=frozenset({DIGEST})).is_local


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", -1),
        ("port", 65_536),
        ("rate_per_minute", -1),
        ("max_body_bytes", 0),
        ("max_upload_bytes", -5),
        ("request_timeout_s", 0.0),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(SettingsError, match=name):
        ServiceOptions(**{name: value})  # type: ignore[arg-type]


def test_names_beside_the_address_are_let_in_and_others_are_not() -> None:
    assert ServiceOptions().allowed_hosts == {"127.0.0.1", "localhost", "::1"}
    keys = frozenset({DIGEST})
    beside = ServiceOptions(names=frozenset({"edu.example"}), api_keys=keys)
    assert beside.allowed_hosts == {"127.0.0.1", "localhost", "::1", "edu.example"}
    assert ServiceOptions(host="0.0.0.0", api_keys=keys).allowed_hosts is None
    named = ServiceOptions(host="0.0.0.0", api_keys=keys, names=frozenset({"edu.example"}))
    assert "evil.example" not in (named.allowed_hosts or ())


def test_digests_come_from_the_environment_or_the_file(tmp_path: Path) -> None:
    other = new_key().digest
    found = load(environ={"EDUMUTU_API_KEYS": f"{DIGEST}, {other},"}, folder=tmp_path)
    assert found.api_keys == (DIGEST, other)
    (tmp_path / "edumutu.toml").write_text(f'api_keys = ["{DIGEST}"]\n', encoding="utf-8")
    assert load(environ={}, folder=tmp_path).api_keys == (DIGEST,)
    assert load(environ={"EDUMUTU_API_KEYS": other}, folder=tmp_path).api_keys == (other,)


@pytest.mark.parametrize("wrong", [KEY, DIGEST[:-1], DIGEST.upper(), f"{DIGEST};{DIGEST}", "*"])
def test_what_is_no_digest_is_refused_and_not_shown(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="api_keys") as caught:
        load(environ={"EDUMUTU_API_KEYS": wrong}, folder=tmp_path)
    assert wrong not in str(caught.value)


def test_digests_are_no_part_of_what_settings_show() -> None:
    assert DIGEST not in repr(Settings(api_keys=(DIGEST,)))
